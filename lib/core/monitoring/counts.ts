/** How often each value was met, by the value written out ("12", "-1", a code): a day's sufficient statistic. */
export type Counts = Readonly<Record<string, number>>;

export const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Several counts as one. */
export function sumCounts(all: readonly Counts[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const counts of all) for (const [value, count] of Object.entries(counts)) sum[value] = (sum[value] ?? 0) + count;
  return sum;
}

/** A value's share of all that were met, 0–1; 0 of nothing. */
export function shareOf(counts: Counts, value: string): number {
  const total = totalOf(counts);
  return total === 0 ? 0 : (counts[value] ?? 0) / total;
}

/** Two counts over the same cells, in one order. */
export interface Aligned {
  readonly cells: readonly string[];
  readonly before: readonly number[];
  readonly now: readonly number[];
}

/** Both counts over every value either has met. */
export function align(before: Counts, now: Counts): Aligned {
  const cells = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return { cells, before: cells.map((cell) => before[cell] ?? 0), now: cells.map((cell) => now[cell] ?? 0) };
}
