import { type Counts, meanCount } from "@/lib/core/capacity/counts";

/** A day that is over: what was used of an item, and what came in at its beginning. */
export interface PastDay {
  readonly use: Counts;
  readonly came: number;
}

/** Stock of one item against what the next days use. */
export interface StockInput {
  /** On the shelf when it was counted, a whole number. */
  readonly stock: number;
  /** The days since, that of the count first; none: counted today. */
  readonly past: readonly PastDay[];
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
  /** On the shelf by now, as is to be expected. */
  readonly leftNow: number;
  /** That ÷ expected use a day, without deliveries, in days; null where nothing is used. */
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

/** A shelf to which so many are added. */
function fuller(left: Counts, came: number): Counts {
  if (came === 0) return left;
  const counts = new Float64Array(left.length + came);
  counts.set(left, came);
  return counts;
}

/** What is on the shelf by now: more than there was cannot have been used. */
function leftNow({ stock, past }: StockInput): Counts {
  return past.reduce((before, { use, came }) => {
    const { left, out } = afterDay({ left: fuller(before, came), out: 0 }, use);
    left[0] = (left[0] as number) + out;
    return left;
  }, certainly(stock));
}

/** Chance by day that stock ran out, at one level. */
function outByDay(now: Counts, { deliveries }: StockInput, byDay: readonly Counts[]): readonly number[] {
  let shelf: Shelf = { left: now, out: 0 };
  return byDay.map((use, day) => {
    const came = deliveries.reduce((sum, delivery) => sum + (delivery.day === day ? delivery.count : 0), 0);
    shelf = afterDay({ left: fuller(shelf.left, came), out: shelf.out }, use);
    return Math.min(1, shelf.out);
  });
}

/**
 * How many days stock lasts, by the whole distribution of use: days are independent at a given level of how many come,
 * and levels are mixed. What was used since the count is as little known, and taken off day by day. Once an item has run out it counts as run out: what is delivered later does not undo it.
 */
export function stockCover(input: StockInput): StockCover {
  const days = Math.max(0, ...input.levels.map(({ byDay }) => byDay.length));
  const outBy = Array<number>(days).fill(0);
  const now = leftNow(input);
  let expected = 0;
  for (const { weight, byDay } of input.levels) {
    for (const [day, chance] of outByDay(now, input, byDay).entries())
      outBy[day] = (outBy[day] as number) + weight * chance;
    expected += (weight * byDay.reduce((sum, use) => sum + meanCount(use), 0)) / Math.max(days, 1);
  }
  const covered = (sureness: number): number | null => {
    const first = outBy.findIndex((chance) => chance > 1 - sureness + 1e-9);
    return first < 0 ? null : first;
  };
  return {
    outBy,
    coveredDays: { sure: covered(0.95), usual: covered(0.8), median: covered(0.5) },
    leftNow: meanCount(now),
    plainDays: expected > 0 ? meanCount(now) / expected : null,
  };
}
