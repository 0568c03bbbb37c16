import type { CalendarEffects } from "@/lib/core/forecast/calendar-effects";
import type { DailySeries } from "@/lib/core/forecast/daily-series";
import { WEEK } from "@/lib/core/forecast/exponential-smoothing";
import { nelderMead } from "@/lib/core/forecast/nelder-mead";
import { followLevel, type LevelVariances, type WeeklyLevel } from "@/lib/core/forecast/weekly-level";

/** Where the search for variances begins and what it is drawn to: shares of a day's noise; weekdays in shares of the mean. */
interface Thought {
  readonly noise: number;
  readonly level: number;
  readonly stir: number;
  readonly persistence: number;
  readonly weekday: number;
}

/** Of all series together, and of what one series differs by from them. Nothing is stirred up in one series alone. */
const TOGETHER: Thought = { noise: 0.8, level: 0.01, stir: 0.1, persistence: 0.6, weekday: 0.05 ** 2 };
const ALONE: Thought = { noise: 0.9, level: 0.003, stir: 0, persistence: 0, weekday: 0.02 ** 2 };

/** How firmly variances are held to what was thought: a factor of e is half a standard deviation away from it. */
const FIRMNESS = 2;

/** How many sets of variances are tried. */
const TRIES = 50;

/** Series whose days are explained by one set of variances. */
interface Run {
  readonly values: Float64Array;
  /** A day's noise, guessed from the same weekday a week before. */
  readonly noise: number;
}

function toRun(values: Float64Array): Run {
  let squares = 0;
  let pairs = 0;
  for (let at = WEEK; at < values.length; at++) {
    const change = (values[at] as number) - (values[at - WEEK] as number);
    if (Number.isNaN(change)) continue;
    squares += (change * change) / 2;
    pairs++;
  }
  return { values, noise: Math.max(squares / Math.max(pairs, 1), 1e-7) };
}

/** Follows each run by the variances that, one set for all, make their days least surprising. */
function followAll(runs: readonly Run[], firstDay: number, thought: Thought): readonly WeeklyLevel[] {
  const toVariances = (
    [noise = 0, level = 0, weekday = 0, stir = 0, persistence = 0]: readonly number[],
    own: number,
  ): LevelVariances => ({
    noise: own * thought.noise * Math.exp(noise),
    level: own * thought.level * Math.exp(level),
    weekday: thought.weekday * Math.exp(weekday),
    stir: own * thought.stir * Math.exp(stir),
    // In odds, so that it stays between 0 and 1.
    persistence: 1 / (1 + ((1 - thought.persistence) / thought.persistence) * Math.exp(-persistence)),
  });
  const follow = (free: readonly number[]) =>
    runs.map(({ values, noise }) => followLevel(values, firstDay, toVariances(free, noise)));
  const cost = (free: readonly number[]) =>
    follow(free).reduce((sum, { surprise }) => sum + surprise, 0) +
    FIRMNESS * free.reduce((sum, own) => sum + own * own, 0);
  const start = new Array<number>(thought.stir > 0 ? 5 : 3).fill(0);
  return follow(nelderMead(cost, start, { step: 0.7, evaluations: TRIES }).point);
}

/**
 * Points for `horizon` days after the common end of the series. Series that belong together rise and fall together: what
 * all of them did (Σ count / Σ mean, holidays taken away) is followed by itself, and so is what each differs by from it.
 * Chance counts for less in a sum, so that a change of all is seen sooner in it than in any one; and a series draws on
 * the weekdays of all, with its own as far as they show.
 */
export function commonLevel(
  peers: readonly DailySeries[],
  calendars: readonly CalendarEffects[],
  horizon: number,
): readonly Float64Array[] {
  const begin = Math.min(...peers.map(({ firstDay }) => firstDay));
  const end = Math.max(...peers.map(({ firstDay, values }) => firstDay + values.length));
  const sum = new Float64Array(end - begin);
  const size = new Float64Array(end - begin);
  const shares = peers.map(({ firstDay, values }, index) => {
    const { mean, holiday } = calendars[index] as CalendarEffects;
    const own = new Float64Array(end - begin).fill(Number.NaN);
    for (const [at, value] of values.entries()) {
      const on = firstDay + at - begin;
      const share = value / mean - 1 - holiday(firstDay + at);
      own[on] = share;
      if (Number.isNaN(share)) continue;
      sum[on] = (sum[on] as number) + mean * share;
      size[on] = (size[on] as number) + mean;
    }
    return own;
  });
  const common = sum.map((own, on) => own / (size[on] as number));
  const [together] = followAll([toRun(common)], begin, TOGETHER).map((run) => run.forecast(horizon));
  const rest = shares.map((own) => toRun(own.map((share, on) => share - (common[on] as number))));
  // One series differs by nothing from itself.
  const alone = peers.length > 1 ? followAll(rest, begin, ALONE).map((run) => run.forecast(horizon)) : [];
  return calendars.map(({ mean, holiday }, index) =>
    Float64Array.from(
      { length: horizon },
      (_, ahead) => mean * (1 + (together?.[ahead] ?? 0) + (alone[index]?.[ahead] ?? 0) + holiday(end + ahead)),
    ),
  );
}
