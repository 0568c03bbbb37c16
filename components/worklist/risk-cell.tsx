import { LevelBadge } from "@/components/ui/level-badge";
import { Percentage } from "@/components/ui/percentage";
import type { View } from "@/lib/core/features/feature-spec";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

const VIEW_WORDS: Readonly<Record<View, string>> = {
  admission: "from what was known at admission",
  stay: "from the stay so far",
  discharge: "with the discharge plan",
};

/** The number with its tier and what it was made from, or why there is none. */
export function RiskCell({ row }: { readonly row: WorklistRow }) {
  if (row.probability === null) {
    const [first, ...others] = row.abstentionReasons;
    return (
      <span className="text-sm text-mut">
        {first === undefined ? "Not scored yet" : `No score: ${lowerFirst(first)}`}
        {others.length > 0 && ` (and ${others.length} more)`}
      </span>
    );
  }
  return (
    <>
      <span className="flex items-center gap-2.5">
        <b className="text-xl leading-6 tracking-tight">
          <Percentage value={row.probability} />
        </b>
        {row.tier && <LevelBadge level={row.tier} />}
      </span>
      {row.view && <span className="block text-2xs text-mut">{VIEW_WORDS[row.view]}</span>}
    </>
  );
}

/** Lower case at the start of a clause, unless the word is an abbreviation or a name. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
