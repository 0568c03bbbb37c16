import { reviewAddress } from "@/components/flags/review-address";
import { LinkChoice } from "@/components/ui/link-choice";
import type { ReviewFilters, ReviewQueue } from "@/lib/core/review/review-queue";

/** Which flags: by where they stand and by kind always, by version and by ward where there are several. */
export function ReviewFilter({ queue }: { readonly queue: ReviewQueue }) {
  const { filters, byChoice, byKind, modelVersions, wards } = queue;
  const choice = (key: string, name: string, change: Partial<ReviewFilters>, count?: number) => ({
    key,
    name,
    href: reviewAddress("/review", { ...filters, ...change }),
    isChosen: Object.entries(change).every(([which, value]) => filters[which as keyof ReviewFilters] === value),
    ...(count === undefined ? {} : { count }),
  });
  const all = byKind.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="mb-4 flex flex-col gap-2">
      <LinkChoice
        label="Where they stand"
        choices={byChoice.map(({ name, label, count }) => choice(name, label, { choice: name }, count))}
      />
      <LinkChoice
        label="Kind"
        choices={[
          choice("all", "All kinds", { kind: null }, all),
          // What only EHRs say is no choice among flags.
          ...byKind
            .filter(
              ({ name, count }) => count > 0 || filters.kind === name || !["set-aside", "accepted"].includes(name),
            )
            .map(({ name, label, count }) => choice(name, label, { kind: name }, count)),
        ]}
      />
      {(modelVersions.length > 1 || filters.modelVersion !== null) && (
        <LinkChoice
          label="Model version"
          choices={[
            choice("all", "All versions", { modelVersion: null }),
            ...modelVersions.map((version) => choice(version, `Model ${version}`, { modelVersion: version })),
          ]}
        />
      )}
      {wards.length > 1 && (
        <LinkChoice
          label="Ward"
          choices={[
            choice("all", "All my wards", { wardId: null }),
            ...wards.map(({ id, name }) => choice(id, name, { wardId: id })),
          ]}
        />
      )}
    </div>
  );
}
