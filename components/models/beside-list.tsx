import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import { ALIAS_WORDS, selectorWords } from "@/lib/core/registry/version-words";
import type { RolloutView } from "@/lib/core/registry/versions-view";

interface BesideListProps {
  readonly rollouts: readonly RolloutView[];
  readonly timeZone: string;
  readonly isAllowed: boolean;
  readonly onEnd: (rollout: RolloutView) => void;
}

/** What serves beside the champion, each with its end. */
export function BesideList({ rollouts, timeZone, isAllowed, onEnd }: BesideListProps) {
  if (rollouts.length === 0) return null;
  return (
    <ul className="m-0 mt-2 list-none p-0">
      {rollouts.map((one) => (
        <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-1.5">
          <span>
            <strong className="font-semibold">
              {ALIAS_WORDS[one.alias]} {one.modelVersion}
            </strong>{" "}
            – {selectorWords(one)}, since <LocalTime at={one.at} style="day-time" timeZone={timeZone} />
          </span>
          {isAllowed && (
            <Button
              className="print:hidden"
              aria-label={`End ${one.modelVersion} as ${ALIAS_WORDS[one.alias]}`}
              onPress={() => onEnd(one)}
            >
              End
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
