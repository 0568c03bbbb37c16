import type { Counts } from "@/lib/core/capacity/counts";

/** Stock of one item against what the next days use. */
export interface StockInput {
  /** On the shelf now, a whole number. */
  readonly stock: number;
  /** What comes in at the beginning of a day (0: today). */
  readonly deliveries: readonly { readonly day: number; readonly count: number }[];
  /** Use on each day, today first, at each level of how many come; weights sum to 1. */
  readonly levels: readonly { readonly weight: number; readonly byDay: readonly Counts[] }[];
}

/** How long stock lasts. */
export interface StockCover {
  /** Chance (0–1) that by the end of each day more was wanted than there was. */
  readonly outBy: readonly number[];
  /** Whole days that are covered with probability 0.95, 0.8 and 0.5; null: beyond the last day looked at. */
  readonly coveredDays: { readonly sure: number | null; readonly usual: number | null; readonly median: number | null };
  /** Stock ÷ expected use a day, without deliveries, in days; null where nothing is used. */
  readonly plainDays: number | null;
}

/** What is left, index = count, with what ran out told apart. */
interface Shelf {
  readonly left: Counts;
  readonly out: number;
}

/** A count that is known. */
function certainly(count: number): Counts {
  const mass = new Float64Array(count + 1);
  mass[count] = 1;
  return mass;
}

const expectedOf = (use: Counts): number => use.reduce((sum, value, count) => sum + value * count, 0);

/** Counts on the shelf less likely than this are taken to have run out, which is the careful side. */
const NEGLIGIBLE = 1e-12;

/** Chance that more than `index` is used. */
function chancesAbove(use: Counts): Counts {
  const above = new Float64Array(use.length);
  for (let count = use.length - 2; count >= 0; count--)
    above[count] = (above[count + 1] as number) + (use[count + 1] as number);
  return above;
}

/** A shelf after a day: use beyond what is there counts as out, and stays out whatever is delivered later. */
function afterDay({ left, out }: Shelf, use: Counts): Shelf {
  const kept = new Float64Array(left.length);
  const above = chancesAbove(use);
  let ran = out;
  for (const [count, chance] of left.entries()) {
    if (chance < NEGLIGIBLE) {
      ran += chance;
      continue;
    }
    ran += chance * (above[count] ?? 0);
    for (let used = 0; used < use.length && used <= count; used++)
      kept[count - used] = (kept[count - used] as number) + chance * (use[used] as number);
  }
  return { left: kept, out: ran };
}

/** Chance by day that stock ran out, at one level. */
function outByDay({ stock, deliveries }: StockInput, byDay: readonly Counts[]): readonly number[] {
  let shelf: Shelf = { left: certainly(stock), out: 0 };
  return byDay.map((use, day) => {
    const came = deliveries.reduce((sum, delivery) => sum + (delivery.day === day ? delivery.count : 0), 0);
    if (came > 0) {
      const fuller = new Float64Array(shelf.left.length + came);
      fuller.set(shelf.left, came);
      shelf = { left: fuller, out: shelf.out };
    }
    shelf = afterDay(shelf, use);
    return Math.min(1, shelf.out);
  });
}

/**
 * How many days stock lasts, by the whole distribution of use: days are independent at a given level of how many come,
 * and levels are mixed. Once an item has run out it counts as run out: what is delivered later does not undo it.
 */
export function stockCover(input: StockInput): StockCover {
  const days = Math.max(0, ...input.levels.map(({ byDay }) => byDay.length));
  const outBy = Array<number>(days).fill(0);
  let expected = 0;
  for (const { weight, byDay } of input.levels) {
    for (const [day, chance] of outByDay(input, byDay).entries()) outBy[day] = (outBy[day] as number) + weight * chance;
    expected += (weight * byDay.reduce((sum, use) => sum + expectedOf(use), 0)) / Math.max(days, 1);
  }
  const covered = (sureness: number): number | null => {
    const first = outBy.findIndex((chance) => chance > 1 - sureness + 1e-9);
    return first < 0 ? null : first;
  };
  return {
    outBy,
    coveredDays: { sure: covered(0.95), usual: covered(0.8), median: covered(0.5) },
    plainDays: expected > 0 ? input.stock / expected : null,
  };
}
