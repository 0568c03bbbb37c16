import { flagsAddress } from "@/components/flags/flags-address";
import { LinkChoice } from "@/components/ui/link-choice";
import type { FlagFilters, FlagReview } from "@/lib/core/flags/flag-review";

/** Which flags: by kind always, by version and by ward where there are several. */
export function FlagFilter({ review }: { readonly review: FlagReview }) {
  const { filters, byKind, modelVersions, wards } = review;
  const choice = (key: string, name: string, change: Partial<FlagFilters>, count?: number) => ({
    key,
    name,
    href: flagsAddress("/flags", { ...filters, ...change }),
    isChosen: Object.entries(change).every(([which, value]) => filters[which as keyof FlagFilters] === value),
    ...(count === undefined ? {} : { count }),
  });
  const all = byKind.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className="mb-4 flex flex-col gap-2">
      <LinkChoice
        label="Kind"
        choices={[
          choice("all", "All kinds", { kind: null }, all),
          ...byKind.map(({ name, label, count }) => choice(name, label, { kind: name }, count)),
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
