import type { KnownVisit, VisitGroup } from "@/lib/core/fhir/find-stays";
import type { Moment } from "@/lib/core/fhir/moment";

/** How far back the model looks, in days. */
export const LOOK_BACK_DAYS = 365;
/** How far back LACE looks for emergency visits: six months, in days. */
export const EMERGENCY_LOOK_BACK_DAYS = 183;

/** Visits before an admission: references, one a visit; null where the record does not reach back far enough. */
export interface PriorVisits {
  readonly inpatient: readonly string[];
  readonly emergency: readonly string[];
  readonly outpatient: readonly string[];
  readonly emergencySixMonths: readonly string[];
  /** The record reaches back a year before admission, so what was not found did not happen here. */
  readonly isYearCovered: boolean;
  readonly isHalfYearCovered: boolean;
}

/**
 * Stays, emergency and outpatient visits that began within a year before `admitted`. `earliestDay` is the first local
 * day anything in this record is dated.
 */
export function findPriorVisits(
  admitted: Moment,
  own: VisitGroup,
  about: { stays: readonly VisitGroup[]; others: readonly KnownVisit[]; earliestDay: number | null },
): PriorVisits {
  const emergency: KnownVisit[] = [];
  const outpatient: string[] = [];
  const inpatient: string[] = [];
  for (const stay of about.stays) {
    if (stay === own) continue;
    const first = stay.visits.find(({ kind }) => kind === "inpatient");
    if (first !== undefined && isWithin(first, admitted, LOOK_BACK_DAYS)) inpatient.push(first.reference);
    for (const visit of stay.visits) if (visit.kind === "emergency") emergency.push(visit);
  }
  for (const visit of about.others) {
    if (visit.kind === "emergency") emergency.push(visit);
    else if (visit.kind === "outpatient" && isWithin(visit, admitted, LOOK_BACK_DAYS)) outpatient.push(visit.reference);
  }
  const within = (days: number) => emergency.filter((visit) => isWithin(visit, admitted, days)).map((v) => v.reference);
  const reach = about.earliestDay === null ? 0 : admitted.day - about.earliestDay;
  return {
    inpatient,
    outpatient,
    emergency: within(LOOK_BACK_DAYS),
    emergencySixMonths: within(EMERGENCY_LOOK_BACK_DAYS),
    isYearCovered: reach >= LOOK_BACK_DAYS,
    isHalfYearCovered: reach >= EMERGENCY_LOOK_BACK_DAYS,
  };
}

/** Whether a visit began before `admitted` and at most `days` days earlier. */
function isWithin({ start }: KnownVisit, admitted: Moment, days: number): boolean {
  if (start === null || start.precision === "year" || start.earliest >= admitted.earliest) return false;
  return admitted.day - start.lastDay <= days && start.day <= admitted.day;
}
