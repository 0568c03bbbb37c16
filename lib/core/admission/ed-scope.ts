import type { Applicability } from "@/lib/core/model/scored-stay";

/**
 * After so long an open visit is one that nobody closed, or of somebody who waits for a bed that was asked for long ago:
 * the model knows neither.
 */
const LONGEST_VISIT_HOURS = 48;

/** What decides whether the admission model may speak about a visit. */
export interface EdFacts {
  /** Whole years at arrival; null: not known. */
  readonly ageYears: number | null;
  /** A five-level triage is on record. */
  readonly isTriaged: boolean;
  /** The record says so. */
  readonly isDead: boolean;
  /** An inpatient stay began since the arrival: whoever has a bed is counted there. */
  readonly isAdmitted: boolean;
  readonly hoursSinceArrival: number;
}

/** Whether a visit is one the admission model is for, with every reason against in plain words. */
export function checkEdScope({ ageYears, isTriaged, isDead, isAdmitted, hoursSinceArrival }: EdFacts): Applicability {
  const reasons: string[] = [];
  if (ageYears === null) reasons.push("The patient's age is not known.");
  else if (ageYears < 18) reasons.push("The patient is under 18.");
  if (!isTriaged) reasons.push("No five-level triage is on record.");
  if (isDead) reasons.push("The patient died.");
  if (isAdmitted) reasons.push("An inpatient stay has begun since the arrival.");
  if (hoursSinceArrival > LONGEST_VISIT_HOURS)
    reasons.push(`The arrival is more than ${LONGEST_VISIT_HOURS} hours ago.`);
  return { inScope: reasons.length === 0, reasons };
}
