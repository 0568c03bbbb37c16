import { LocalTime } from "@/components/ui/local-time";
import { ALIAS_WORDS, CAUSE_WORDS, selectorWords } from "@/lib/core/registry/version-words";
import type { RolloutView } from "@/lib/core/registry/versions-view";

interface RolloutListProps {
  readonly rollouts: readonly RolloutView[];
  readonly timeZone: string;
  /** Said where there is none. */
  readonly empty: string;
}

/** Every time a version was put to use, newest first, with why and how it ended. */
export function RolloutList({ rollouts, timeZone, empty }: RolloutListProps) {
  if (rollouts.length === 0) return <p className="m-0 text-mut">{empty}</p>;
  return (
    <ol className="m-0 list-none p-0">
      {rollouts.map(
        ({ id, alias, modelVersion, wards, share, why, approvalReference, byName, overrides, at, ended }) => (
          <li key={id} className="border-t border-line py-1.5 first:border-t-0">
            <strong className="font-semibold">
              {ALIAS_WORDS[alias]} {modelVersion}
            </strong>{" "}
            – {selectorWords({ alias, wards, share })}.{" "}
            <span className="text-mut">
              {byName}, <LocalTime at={at} style="day-time" timeZone={timeZone} />
              {approvalReference !== null && `, approval ${approvalReference}`}
            </span>
            {overrides !== null && (
              <span className="block max-w-[72ch] text-mut">
                Not every gate was passed: asked for by {overrides.byName} (“{overrides.why}”), confirmed by {byName}.
              </span>
            )}
            {why !== "" && <span className="block max-w-[72ch] whitespace-pre-line text-mut">{why}</span>}
            {ended !== null && (
              <span className="block max-w-[72ch] text-mut">
                Until <LocalTime at={ended.at} style="day-time" timeZone={timeZone} />: {CAUSE_WORDS[ended.cause]}
                {ended.cause === "person" ? ` (${ended.byName})` : ""}
                {ended.why === "" ? "." : `. ${ended.why}`}
              </span>
            )}
          </li>
        ),
      )}
    </ol>
  );
}
