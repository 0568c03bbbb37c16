import type { ArrivalLevel } from "@/lib/core/capacity/census";

/**
 * Unscheduled admissions beyond those who are counted one by one already (emergency patients who are here, patients
 * likely to come back): a forecast of all of them less the number expected of those, never below none. Late in the day
 * more may be counted than the forecast still has of it: the rest are people it has on the days after, after midnight.
 *
 * @param counted expected number by day
 */
export function beyondCounted(levels: readonly ArrivalLevel[], counted: readonly number[]): ArrivalLevel[] {
  return levels.map(({ weight, byDay }) => {
    let owed = 0;
    const left = byDay.map((mean, day) => {
      const beyond = mean - owed - (counted[day] ?? 0);
      owed = Math.max(0, -beyond);
      return Math.max(0, beyond);
    });
    return { weight, byDay: left };
  });
}
