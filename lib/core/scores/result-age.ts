import { daysBetween } from "@/lib/core/worklist/leaving-group";

/** Components that rest on one measurement, which a newer one would replace. */
const MEASURED: ReadonlySet<string> = new Set(["haemoglobin", "sodium"]);

/**
 * From this many days on a result is said to be old while the stay goes on: longer than between two routine blood
 * tests. No published rule; HOSPITAL wants the last result before discharge.
 */
const STALE_FROM_DAYS = 3;

export interface ResultAge {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly daysOld: number;
  readonly isStale: boolean;
}

/**
 * How old the measurement behind a score's component is; null where it rests on none or its day is not recorded.
 * @param days calendar days of its evidence, YYYY-MM-DD.
 * @param today null for a stay that has ended: then its last result is the one that is wanted.
 */
export function resultAge(component: string, days: readonly (string | null)[], today: string | null): ResultAge | null {
  if (!MEASURED.has(component)) return null;
  const day = days
    .filter((one) => one !== null)
    .sort()
    .at(-1);
  if (day === undefined) return null;
  const daysOld = today === null ? 0 : Math.max(0, daysBetween(day, today));
  return { day, daysOld, isStale: daysOld >= STALE_FROM_DAYS };
}
