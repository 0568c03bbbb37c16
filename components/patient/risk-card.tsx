import type { ReactNode } from "react";
import { HundredDots } from "@/components/patient/hundred-dots";
import { LevelBadge } from "@/components/ui/level-badge";
import { LocalTime } from "@/components/ui/local-time";
import { Percentage } from "@/components/ui/percentage";
import type { View } from "@/lib/core/features/feature-spec";
import type { StayView } from "@/lib/core/worklist/stay-view";

const VIEW_WORDS: Readonly<Record<View, string>> = {
  admission: "Scored from what was known at admission.",
  stay: "Scored from the stay so far: the discharge plan, the length of stay and the whole-stay counts are not in it yet.",
  discharge: "Scored with the discharge plan.",
};

interface RiskCardProps {
  readonly stay: StayView;
  readonly probability: number;
  readonly timeZone: string;
  /** The reader's own answer to the number. */
  readonly children?: ReactNode;
}

/** "44 in 100" as the percentage beside it has it: never rounded away to nothing or to everybody. */
function inHundredWords(probability: number): string {
  const inHundred = Math.round(probability * 100);
  if (inHundred < 1) return "Fewer than 1 in 100";
  return inHundred > 99 ? "More than 99 in 100" : `About ${inHundred} in 100`;
}

/** The number: as a percentage, a tier, a hundred dots and a sentence, and what it was made from. */
export function RiskCard({ stay, probability, timeZone, children }: RiskCardProps) {
  const { scored, model, scoredAt } = stay;
  return (
    <section className="card" aria-labelledby="risk">
      <h2 id="risk" className="m-0 text-base font-semibold">
        Any readmission within 30 days
      </h2>
      <p className="m-0 mt-1 mb-3 flex flex-wrap items-end gap-x-3 gap-y-1">
        <span className="text-[3.25rem] leading-none font-bold tracking-tighter">
          <Percentage value={probability} />
        </span>
        {scored?.tier && (
          <span className="pb-1">
            <LevelBadge level={scored.tier} large />
          </span>
        )}
      </p>
      <HundredDots filled={Math.round(probability * 100)} />
      <p className="m-0 mt-3">
        <strong>{inHundredWords(probability)}</strong> stays scored like this were followed by a readmission, where the
        model learnt.
      </p>
      {scored && <p className="m-0 mt-2 text-sm text-mut">{VIEW_WORDS[scored.view]}</p>}
      {model && (
        <p className="m-0 mt-2 text-sm text-mut">
          Model {model.task} {scored?.modelVersion ?? model.version}
          {scoredAt && (
            <>
              , scored <LocalTime at={scoredAt} style="day-time" timeZone={timeZone} />
            </>
          )}
          . {stay.provenance}
        </p>
      )}
      {children}
    </section>
  );
}
