/** Planned admissions of a unit as they were lately. */
export interface PlannedLately {
  readonly unitId: string;
  /** Mean a day, by day of the week from Sunday on. */
  readonly byWeekday: readonly number[];
}

/** A planned admission that may come: its chance is a share of one where less than one is expected. */
export interface PlannedChance {
  readonly unitId: string;
  /** 0: today. */
  readonly day: number;
  readonly chance: number;
}

/**
 * Planned admissions that nobody has booked yet: on each day what is usual on that day of the week, less what is booked.
 * Without them a forecast would sink towards its end, since most are booked a few days ahead only.
 *
 * @param weekday of today, 0: Sunday
 * @param dayElapsed 0–1, of the hours of today in which planned patients come: what was usual until now has come
 */
export function expectPlanned(
  lately: readonly PlannedLately[],
  booked: readonly PlannedChance[],
  { weekday, dayElapsed, days }: { readonly weekday: number; readonly dayElapsed: number; readonly days: number },
): readonly PlannedChance[] {
  const known = new Map<string, number>();
  for (const { unitId, day, chance } of booked)
    known.set(`${unitId} ${day}`, (known.get(`${unitId} ${day}`) ?? 0) + chance);
  return lately.flatMap(({ unitId, byWeekday }) =>
    Array.from({ length: days }, (_, day) => {
      const usual = byWeekday[(weekday + day) % 7]! * (day === 0 ? 1 - dayElapsed : 1);
      const left = Math.max(0, usual - (known.get(`${unitId} ${day}`) ?? 0));
      const people = Math.ceil(left);
      return Array.from({ length: people }, () => ({ unitId, day, chance: left / people }));
    }).flat(),
  );
}
