/**
 * UCI Diabetes-130 has no dates, so a row is given some: a stay in the years the data came from, and its prior visits
 * spread over the year before. Everything follows from the encounter id alone.
 */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** 2003-01-06 08:00 UTC. */
const EPOCH = Date.UTC(2003, 0, 6, 8);

/** When a stay of this id begins, epoch milliseconds. */
export function admissionInstant(encounterId: string): number {
  return EPOCH + (Number(encounterId.replace(/\D/g, "").slice(-6) || "0") % 1400) * DAY;
}

/** ISO-8601 to the second, UTC. */
export const iso = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

export interface PriorPeriod {
  readonly kind: "inpatient" | "emergency" | "outpatient";
  readonly start: number;
  readonly end: number;
}

/** Prior years hold 21 blocks of 16 days; a stay opens each, emergency and outpatient visits lie between. */
const BLOCKS = 21;
const BLOCK_DAYS = 16;
const FIRST_BLOCK = 10;

const blockStart = (admitted: number, visit: number): number =>
  admitted - (FIRST_BLOCK + BLOCK_DAYS * ((visit % BLOCKS) + 1)) * DAY;

/**
 * Prior visits within the year before `admitted`, none touching another: up to 21 stays, and more emergency and
 * outpatient visits than any row has.
 */
export function priorPeriods(
  admitted: number,
  counts: { readonly inpatient: number; readonly emergency: number; readonly outpatient: number },
): PriorPeriod[] {
  const visits = (kind: PriorPeriod["kind"], count: number, start: (visit: number) => number, hours: number) =>
    Array.from({ length: count }, (_, visit) => ({ kind, start: start(visit), end: start(visit) + hours * HOUR }));
  const round = (visit: number): number => Math.floor(visit / BLOCKS);
  return [
    ...visits("inpatient", counts.inpatient, (visit) => blockStart(admitted, visit), 24),
    ...visits("emergency", counts.emergency, (visit) => blockStart(admitted, visit) + (4 + round(visit)) * DAY, 3),
    ...visits("outpatient", counts.outpatient, (visit) => blockStart(admitted, visit) + (10 + round(visit)) * DAY, 1),
  ];
}

/** The diabetes problem was on record this long before, so the year before is known. */
export const PROBLEM_AGE = 400 * DAY;
export { DAY, HOUR };
