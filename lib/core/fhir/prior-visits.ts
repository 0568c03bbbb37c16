import { leftForGood } from "@/lib/core/fhir/contiguous";
import { byStart, type KnownVisit, type VisitGroup } from "@/lib/core/fhir/find-stays";
import { DAY_MS, HOUR_MS, type Moment } from "@/lib/core/fhir/moment";

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

/** A patient's visits by kind, each list in order of start; built once for all stays. */
export interface VisitHistory {
  readonly inpatient: readonly KnownVisit[];
  readonly emergency: readonly KnownVisit[];
  readonly outpatient: readonly KnownVisit[];
  /** First local day anything in the record is dated. */
  readonly earliestDay: number | null;
}

/** A stay counts once, by its first inpatient encounter; emergency care that led to it counts as a visit too. */
export function toVisitHistory(
  stays: readonly VisitGroup[],
  others: readonly KnownVisit[],
  earliestDay: number | null,
): VisitHistory {
  const emergency = stays.flatMap(({ visits }) => visits.filter(({ kind }) => kind === "emergency"));
  return {
    inpatient: stays.flatMap(({ visits }) => visits.find(({ kind }) => kind === "inpatient") ?? []).sort(byStart),
    emergency: [...emergency, ...others.filter(({ kind }) => kind === "emergency")].sort(byStart),
    outpatient: others.filter(({ kind }) => kind === "outpatient").sort(byStart),
    earliestDay,
  };
}

/** Stays, emergency and outpatient visits that began within a year before `admitted`, the stay's own left out. */
export function findPriorVisits(
  admitted: Moment,
  own: VisitGroup,
  history: VisitHistory,
  cameThroughEmergency: boolean,
): PriorVisits {
  const index = indexVisit(admitted, history.emergency, cameThroughEmergency);
  const within = (visits: readonly KnownVisit[], days: number): string[] => {
    const found: string[] = [];
    // A day more than looked for: days are local, instants are not.
    for (let at = firstFrom(visits, admitted.earliest - (days + 2) * DAY_MS); at < visits.length; at += 1) {
      const visit = visits[at] as KnownVisit;
      if (visit.start === null || visit.start.earliest >= admitted.earliest) break;
      if (isWithin(visit.start, admitted, days) && visit !== index && !own.visits.includes(visit))
        found.push(visit.reference);
    }
    return found;
  };
  const reach = history.earliestDay === null ? 0 : admitted.day - history.earliestDay;
  return {
    inpatient: within(history.inpatient, LOOK_BACK_DAYS),
    outpatient: within(history.outpatient, LOOK_BACK_DAYS),
    emergency: within(history.emergency, LOOK_BACK_DAYS),
    emergencySixMonths: within(history.emergency, EMERGENCY_LOOK_BACK_DAYS),
    isYearCovered: reach >= LOOK_BACK_DAYS,
    isHalfYearCovered: reach >= EMERGENCY_LOOK_BACK_DAYS,
  };
}

/** An emergency visit this close before admission led to it, where that is how the patient came. */
const INDEX_VISIT_MS = DAY_MS;
/** An emergency visit that ended this close before admission, not at home, led to it wherever it was. */
const HANDED_ON_MS = 6 * HOUR_MS;

/** The emergency visit this admission came from, where it is no part of the stay; it is not an earlier visit. */
function indexVisit(admitted: Moment, emergency: readonly KnownVisit[], cameThrough: boolean): KnownVisit | undefined {
  return emergency.findLast((visit) => {
    if (visit.start === null || visit.start.earliest >= admitted.earliest) return false;
    if (cameThrough && admitted.earliest - visit.start.earliest <= INDEX_VISIT_MS) return true;
    const handedOn = visit.end !== null && admitted.earliest - visit.end.latest <= HANDED_ON_MS;
    return handedOn && !leftForGood(visit);
  });
}

/** Position of the first visit that began at `instant` or later; visits without a start stand last. */
function firstFrom(visits: readonly KnownVisit[], instant: number): number {
  let low = 0;
  let high = visits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((visits[middle]?.start?.earliest ?? Number.POSITIVE_INFINITY) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a visit began before `admitted` and at most `days` days earlier; a year alone does not tell. */
function isWithin(start: Moment, admitted: Moment, days: number): boolean {
  return start.precision !== "year" && admitted.day - start.lastDay <= days && start.day <= admitted.day;
}
