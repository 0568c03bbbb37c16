import type { ReactNode } from "react";
import { HundredDots } from "@/components/patient/hundred-dots";
import { RecordAge } from "@/components/patient/record-age";
import { stabilityLimits, stabilityWords } from "@/components/patient/stability-words";
import { Disclosure } from "@/components/ui/disclosure";
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

/** "about 44" as the percentage beside it has it: never rounded away to nobody or to everybody. */
function ofHundredWords(probability: number): string {
  const inHundred = Math.round(probability * 100);
  if (inHundred < 1) return "fewer than 1 was";
  return inHundred > 99 ? "more than 99 were" : `about ${inHundred} ${inHundred === 1 ? "was" : "were"}`;
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
        <strong>Of 100 past stays scored like this, {ofHundredWords(probability)} readmitted.</strong>
      </p>
      <FrequencySource stay={stay} />
      {children}
      {scored?.stability && (
        <div className="mt-3 border-t border-line pt-2">
          <p className="m-0">
            How far retraining would move it: <strong>{stabilityWords(scored.stability)}</strong>.
          </p>
          <Disclosure summary={<span className="text-sm text-mut">What that means</span>}>
            <p className="m-0 text-sm text-mut">{stabilityLimits(model?.bags ?? null)}</p>
          </Disclosure>
        </div>
      )}
      {scored?.baseline === null && (
        <p className="m-0 mt-2">
          <strong>Unexplained:</strong> this version of the model gives no reasons, so nobody can say why the number is
          high or low.
        </p>
      )}
      {stay.insteadOf && (
        <p className="m-0 mt-2 text-sm">
          Version {stay.insteadOf}, which is on trial on this ward, could not score this stay; the standing version did.
        </p>
      )}
      {scored && <p className="m-0 mt-2 text-sm text-mut">{VIEW_WORDS[scored.view]}</p>}
      <RecordAge
        readAt={stay.readAt}
        isNotReRead={stay.notReadSince !== null}
        hasLeft={stay.dischargedAt !== null}
        timeZone={timeZone}
      />
      {scored && (
        <p className="m-0 mt-2 text-sm text-mut">
          Model {model?.task ?? "version"} {scored.modelVersion}
          {scoredAt && (
            <>
              , scored <LocalTime at={scoredAt} style="day-time" timeZone={timeZone} />
            </>
          )}
          . {stay.provenance}
        </p>
      )}
    </section>
  );
}

/** Where "of 100" comes from: calibration on stays the model had not learnt from. */
function FrequencySource({ stay: { model, scored } }: { readonly stay: StayView }) {
  const calibration = scored === null ? null : (model?.calibration?.[scored.view] ?? null);
  if (model === null || calibration === null) return null;
  const { stays, meanError } = calibration;
  return (
    <p className="m-0 mt-1 text-sm text-mut">
      By {stays.toLocaleString("en")} stays in {model.learntFrom} that the model had not learnt from
      {meanError === null
        ? "."
        : `; what it said and what happened differed by ${(meanError * 100).toFixed(1)} points on average. Few stays there scored very high, so a high number is less firm.`}
    </p>
  );
}
