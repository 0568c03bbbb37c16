import { type DailySeries, toSegments } from "@/lib/core/forecast/daily-series";
import { type Forecast, toForecaster } from "@/lib/core/forecast/forecaster";
import { RIVALS } from "@/lib/core/forecast/methods";

/** Counts by day number for each group. */
export type GroupedCounts = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Stands for all groups together. */
export const ALL_GROUPS = "*";

/** How one method did. Shares lie between 0 and 1; null where nothing could be scored. */
export interface BacktestLine {
  /** The group's name; "*" for all of them together. */
  readonly group: string;
  readonly method: "wardlight" | (typeof RIVALS)[number];
  readonly mae: number | null;
  /** Σ|error| / Σ|value|. */
  readonly wmape: number | null;
  readonly coverage80: number | null;
  readonly coverage95: number | null;
  /** Days scored, over all origins. */
  readonly n: number;
}

/** Days a method may look back on before it is tested. */
const HISTORY_DAYS = 120;

const METHODS = ["wardlight", ...RIVALS] as const;

class Score {
  private n = 0;
  private errors = 0;
  private size = 0;
  private within80 = 0;
  private within95 = 0;

  add(value: number, ahead: number, { points, quantile }: Forecast): void {
    this.n++;
    this.errors += Math.abs(value - (points[ahead] as number));
    this.size += Math.abs(value);
    if (quantile(ahead, 0.1) <= value && value <= quantile(ahead, 0.9)) this.within80++;
    if (quantile(ahead, 0.025) <= value && value <= quantile(ahead, 0.975)) this.within95++;
  }

  toLine(group: string, method: BacktestLine["method"]): BacktestLine {
    const per = (sum: number, whole: number): number | null => (whole > 0 ? sum / whole : null);
    return {
      group,
      method,
      mae: per(this.errors, this.n),
      wmape: per(this.errors, this.size),
      coverage80: per(this.within80, this.n),
      coverage95: per(this.within95, this.n),
      n: this.n,
    };
  }
}

/** `count` of the days, evenly from the first to the last; all where there are no more. */
function spread(days: readonly number[], count: number): readonly number[] {
  const steps = Math.min(count, days.length);
  const at = (step: number) => (steps === 1 ? 0 : Math.round((step * (days.length - 1)) / (steps - 1)));
  return Array.from({ length: steps }, (_, step) => days[at(step)] as number);
}

/** Days from which a segment can be foretold with enough behind it and `horizon` days of truth ahead. */
function testable({ firstDay, values }: DailySeries, horizon: number): readonly number[] {
  const days: number[] = [];
  for (let at = HISTORY_DAYS; at + horizon <= values.length; at++) days.push(firstDay + at);
  return days;
}

/**
 * Rolling-origin test: each group is foretold from `origins` days spread evenly over those with 120 days behind them in
 * the same segment and `horizon` ahead, together with the groups counted at the same time. A line for each group and
 * method, then group "*" over all. `onDay` hears how many of the days are done.
 */
export function backtest(
  groups: GroupedCounts,
  { horizon, origins }: { readonly horizon: number; readonly origins: number },
  onDay?: (done: number, all: number) => void,
): readonly BacktestLine[] {
  const segments = [...groups].flatMap(([group, counts]) =>
    toSegments(counts).map((series, at, all) => ({ group, ...series, earlier: all.slice(0, at) })),
  );
  const foretell = toForecaster(segments, horizon);
  const wanted = new Map<number, Set<string>>();
  for (const group of groups.keys()) {
    const days = segments.filter((own) => own.group === group).flatMap((own) => testable(own, horizon));
    for (const day of spread(days, origins)) wanted.set(day, (wanted.get(day) ?? new Set()).add(group));
  }
  const fresh = () => new Map(METHODS.map((method) => [method, new Score()]));
  const scores = new Map([...groups.keys()].map((group) => [group, fresh()]));
  const pooled = fresh();
  let done = 0;
  for (const [day, testing] of [...wanted].sort(([one], [other]) => one - other)) {
    for (const [index, { wardlight, rivals }] of foretell(day)) {
      const { group, firstDay, values } = segments[index] as (typeof segments)[number];
      if (!testing.has(group)) continue;
      for (const [ahead, value] of values.slice(day - firstDay, day - firstDay + horizon).entries()) {
        if (Number.isNaN(value)) continue;
        for (const method of METHODS) {
          const forecast = method === "wardlight" ? wardlight : rivals[method];
          scores.get(group)?.get(method)?.add(value, ahead, forecast);
          pooled.get(method)?.add(value, ahead, forecast);
        }
      }
    }
    onDay?.(++done, wanted.size);
  }
  scores.set(ALL_GROUPS, pooled);
  return [...scores].flatMap(([group, own]) => [...own].map(([method, score]) => score.toLine(group, method)));
}
