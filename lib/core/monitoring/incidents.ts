import { isSettled, movedFurther } from "@/lib/core/monitoring/settled";
import { type Signal, signalKey } from "@/lib/core/monitoring/signal";

/** Days looked at without finding it after which an incident counts as over: as long as the window it was found in. */
const QUIET_DAYS = 7;

/** Something that went wrong, from the day it was found until it was quiet again. Days are local, YYYY-MM-DD. */
export interface Incident extends Signal {
  readonly foundOn: string;
  readonly lastOn: string;
  /** Days since then on which it was looked for and not found; a day nobody could look on says nothing. */
  readonly quietDays: number;
  /** null: it lasts. */
  readonly endedOn: string | null;
  /** Its figures when somebody last said that it is expected, or no matter; null where nobody did, or it was taken back. */
  readonly said: Signal["figures"] | null;
}

/** Tests and resource types, and the features that are made of them: what follows from a cause is no news of its own. */
const MADE_OF: Readonly<Record<string, readonly string[]>> = {
  "lab:hba1c": ["hba1c"],
  "lab:glucose": ["glucose"],
  hba1c: ["hba1c"],
  glucose: ["glucose"],
  Observation: ["hba1c", "glucose", "labTests"],
  Condition: ["primaryDiagnosis", "secondDiagnosis", "thirdDiagnosis", "diagnoses"],
  Procedure: ["procedures"],
};
const MEDICATION_TYPES = /^Medication/;
const CAUSES: ReadonlySet<string> = new Set(["unit-change", "feed-dropped", "doubled", "new-code"]);
const EFFECTS: ReadonlySet<string> = new Set(["missing-more", "missing-less", "input-moved", "doubled"]);

/** Whether one finding is what another one leads to. */
function followsFrom(effect: Signal, cause: Signal, isDrug: (feature: string) => boolean): boolean {
  if (!CAUSES.has(cause.kind) || !EFFECTS.has(effect.kind) || signalKey(cause) === signalKey(effect)) return false;
  if (MEDICATION_TYPES.test(cause.subject)) return isDrug(effect.subject) || effect.subject === "medications";
  return MADE_OF[cause.subject]?.includes(effect.subject) ?? false;
}

/**
 * The incidents as they stand after one more day: what lasts goes on, what is new begins, what was quiet for a week is
 * over. What a known cause explains begins nothing, and neither does a ward's share in what is found everywhere. A cause
 * that was said to be expected explains nothing any more, and a ward that moved further than was said is news.
 *
 * @param isDrug whether a feature, by name, is made of medications
 * @param wasLookedFor whether the check that found it could be made that day (`checksMade`)
 */
export function foldIncidents(
  before: readonly Incident[],
  signals: readonly Signal[],
  day: string,
  isDrug: (feature: string) => boolean,
  wasLookedFor: (signal: Signal) => boolean = () => true,
): Incident[] {
  const now = new Map(signals.map((signal) => [signalKey(signal), signal]));
  const kept = before.map((incident): Incident => {
    if (incident.endedOn !== null) return incident;
    const again = now.get(signalKey(incident));
    if (again !== undefined) return { ...incident, figures: again.figures, p: again.p, lastOn: day, quietDays: 0 };
    if (!wasLookedFor(incident)) return incident;
    const quietDays = incident.quietDays + 1;
    return { ...incident, quietDays, endedOn: quietDays >= QUIET_DAYS ? day : null };
  });
  const open = kept.filter(({ endedOn }) => endedOn === null);
  const isOpen = new Set(open.map(signalKey));
  const settled = new Set(open.filter(isSettled).map(signalKey));
  const causes = [...open, ...signals].filter((cause) => !settled.has(signalKey(cause)));
  const begun = signals.filter(
    (signal) =>
      !isOpen.has(signalKey(signal)) &&
      !causes.some((cause) => followsFrom(signal, cause, isDrug)) &&
      !(signal.wardId !== null && signal.kind !== "new-ward" && isEverywhere(signal, [...open, ...signals])),
  );
  return [
    ...kept,
    ...begun.map((signal) => ({ ...signal, foundOn: day, lastOn: day, quietDays: 0, endedOn: null, said: null })),
  ];
}

function isEverywhere(signal: Signal, others: readonly (Signal | Incident)[]): boolean {
  // An incident stands before the day's signal of it, and knows what was said.
  const whole = others.find(
    ({ kind, subject, wardId }) => wardId === null && kind === signal.kind && subject === signal.subject,
  );
  if (whole === undefined) return false;
  const said = "said" in whole ? whole.said : null;
  return said === null || !movedFurther(signal.kind, said, signal.figures);
}
