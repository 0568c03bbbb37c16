import type { KnownVisit } from "@/lib/core/fhir/find-stays";
import type { IssueLog } from "@/lib/core/fhir/issue-log";
import { DAY_MS, type Moment, midnightsBetween } from "@/lib/core/fhir/moment";

/** When a stay began and ended, as far as could be known at `now`. */
export interface StayTimes {
  readonly admitted: Moment | null;
  /** Null while the stay goes on, and where its end is not recorded. */
  readonly discharged: Moment | null;
  readonly isCurrent: boolean;
  /** The recorded end lies after now, so what was only recorded at the end is not known yet. */
  readonly endHidden: boolean;
  /** Midnights crossed from admission to discharge, or to now for a current stay; null where unknown. */
  readonly midnights: number | null;
}

/** What an Encounter says that goes on. */
export const OPEN_STATUSES: ReadonlySet<string> = new Set(["in-progress", "arrived", "triaged", "onleave"]);
/** An encounter without an end that does not say whether it goes on is taken to, this long after it began. */
const PRESUMED_OPEN_MS = 30 * DAY_MS;

/** An encounter open for longer than this was forgotten, not lived through. */
const LONGEST_OPEN_MS = 365 * DAY_MS;

function isOpen({ status, start }: KnownVisit, now: Moment): boolean {
  if (status !== "" && status !== "unknown") return OPEN_STATUSES.has(status);
  return start !== null && now.latest - start.earliest <= PRESUMED_OPEN_MS;
}

/** Bed time is the inpatient encounters'; emergency care before admission is part of the stay but not of its length. */
export function readStayTimes(
  visits: readonly KnownVisit[],
  about: { now: Moment; laterStayBegan: boolean; issues: IssueLog },
): StayTimes {
  const { now, issues } = about;
  const beds = visits.filter(({ kind }) => kind === "inpatient");
  let admitted: Moment | null = null;
  for (const { start } of beds) {
    if (start !== null && (admitted === null || start.earliest < admitted.earliest)) admitted = start;
  }
  const reference = beds[0]?.reference ?? null;
  if (admitted === null) {
    issues.add("period-start-missing", { features: ["lengthOfStayDays", "age"], reference });
  }
  const { end, open, statusOpen } = lastEnd(beds, now, issues);
  if (open) {
    const tooLong = admitted !== null && now.latest - admitted.earliest > LONGEST_OPEN_MS;
    const stale = about.laterStayBegan || (statusOpen && tooLong);
    if (statusOpen && !stale) return current(admitted, now, false);
    issues.add(stale ? "stay-never-closed" : "period-end-missing", { features: ["lengthOfStayDays"], reference });
    return { admitted, discharged: null, isCurrent: false, endHidden: false, midnights: null };
  }
  if (end === null) return { admitted, discharged: null, isCurrent: false, endHidden: false, midnights: null };
  if (end.earliest > now.latest) return current(admitted, now, true);
  if (beds.some(({ status, end: own }) => status === "in-progress" && own === end)) {
    issues.add("status-contradicts-period", { features: ["lengthOfStayDays"], reference });
  }
  const coarse = [admitted, end].some((moment) => moment?.precision === "year" || moment?.precision === "month");
  if (coarse) issues.add("period-partial", { features: ["lengthOfStayDays"], reference });
  const midnights = admitted === null || coarse ? null : midnightsBetween(admitted, end);
  return { admitted, discharged: end, isCurrent: false, endHidden: false, midnights };
}

function current(admitted: Moment | null, now: Moment, endHidden: boolean): StayTimes {
  const coarse = admitted?.precision === "year" || admitted?.precision === "month";
  return {
    admitted,
    discharged: null,
    isCurrent: true,
    endHidden,
    midnights: admitted === null || coarse ? null : midnightsBetween(admitted, now),
  };
}

/** The latest usable end. `open` where some encounter has none and began no earlier than that end. */
function lastEnd(beds: readonly KnownVisit[], now: Moment, issues: IssueLog) {
  const ended = new Set(beds.flatMap(({ end, reference }) => (end === null ? [] : [reference])));
  let end: Moment | null = null;
  let openStart = Number.NEGATIVE_INFINITY;
  let open = false;
  let statusOpen = false;
  for (const visit of beds) {
    const own = visit.end;
    if (own !== null && visit.start !== null && own.latest < visit.start.earliest) {
      issues.add("period-end-before-start", { features: ["lengthOfStayDays"], reference: visit.reference });
    } else if (own !== null) {
      if (visit.isEndInferred) issues.add("period-end-inferred", { reference: visit.reference });
      if (end === null || own.latest > end.latest) end = own;
      continue;
    }
    // A part nobody closed is over when its whole is.
    if (visit.parent !== null && ended.has(visit.parent)) continue;
    open = true;
    openStart = Math.max(openStart, visit.start?.earliest ?? Number.NEGATIVE_INFINITY);
    if (isOpen(visit, now)) statusOpen = true;
  }
  if (open && end !== null && end.latest > openStart && !statusOpen) open = false;
  return { end, open, statusOpen };
}
