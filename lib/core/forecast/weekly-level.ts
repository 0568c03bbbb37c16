import { WEEK } from "@/lib/core/forecast/exponential-smoothing";

/** How restless the parts of a series are: variances, in the square of its unit. */
export interface LevelVariances {
  /** A day's own chance. */
  readonly noise: number;
  /** What the level moves by from day to day. */
  readonly level: number;
  /** What is newly stirred up each day, and the share of it left a day later (below 1). */
  readonly stir: number;
  readonly persistence: number;
  /** How far a weekday is thought to lie from nought before anything is seen. */
  readonly weekday: number;
}

/** What was learnt of a series at its end. */
export interface WeeklyLevel {
  /** −2 · logarithm of how likely its days were, each foretold from those before it. */
  readonly surprise: number;
  /** Points for the days after the last one. */
  forecast(days: number): Float64Array;
}

/** Level, what was stirred up, and seven weekdays. */
const STATES = 2 + WEEK;

/** Days at the beginning that say nothing yet of how restless a series is. */
const FIRST_DAYS = WEEK;

/** Covariance a day later: the level walks on, what was stirred up fades. */
function age(covariance: Float64Array, { level, stir, persistence }: LevelVariances): void {
  for (let state = 0; state < STATES; state++) {
    covariance[STATES + state] = (covariance[STATES + state] as number) * persistence;
    covariance[state * STATES + 1] = (covariance[state * STATES + 1] as number) * persistence;
  }
  covariance[0] = (covariance[0] as number) + level;
  covariance[STATES + 1] = (covariance[STATES + 1] as number) + stir;
}

/**
 * A level that walks, a stir that fades and fixed weekdays, followed through a series by the Kalman filter: the newest day
 * counts as much as variances say it should, more at the beginning than later. Values lie around nought and within some
 * units of it; not-a-number is a missing day.
 * @see Durbin & Koopman 2012, Time Series Analysis by State Space Methods, doi:10.1093/acprof:oso/9780199641178.001.0001
 */
export function followLevel(values: Float64Array, firstDay: number, variances: LevelVariances): WeeklyLevel {
  const { noise, stir, persistence, weekday } = variances;
  const mean = new Float64Array(STATES);
  const covariance = new Float64Array(STATES * STATES);
  const gain = new Float64Array(STATES);
  covariance[0] = 1;
  covariance[STATES + 1] = stir / (1 - persistence ** 2);
  for (let state = 2; state < STATES; state++) covariance[state * (STATES + 1)] = weekday;
  let surprise = 0;
  let seen = 0;
  for (let at = 0; at < values.length; at++) {
    if (at > 0) {
      age(covariance, variances);
      mean[1] = (mean[1] as number) * persistence;
    }
    const value = values[at] as number;
    if (Number.isNaN(value)) continue;
    const today = 2 + ((firstDay + at) % WEEK);
    for (let state = 0; state < STATES; state++) {
      const row = state * STATES;
      gain[state] = (covariance[row] as number) + (covariance[row + 1] as number) + (covariance[row + today] as number);
    }
    const spread = (gain[0] as number) + (gain[1] as number) + (gain[today] as number) + noise;
    const error = value - (mean[0] as number) - (mean[1] as number) - (mean[today] as number);
    if (++seen > FIRST_DAYS) surprise += Math.log(spread) + (error * error) / spread;
    for (let state = 0; state < STATES; state++) {
      const share = (gain[state] as number) / spread;
      if (share === 0) continue;
      mean[state] = (mean[state] as number) + share * error;
      const row = state * STATES;
      for (let other = 0; other < STATES; other++)
        covariance[row + other] = (covariance[row + other] as number) - share * (gain[other] as number);
    }
  }
  return {
    surprise,
    forecast: (days) =>
      Float64Array.from({ length: days }, (_, ahead) => {
        const on = 2 + ((firstDay + values.length + ahead) % WEEK);
        return (mean[0] as number) + (mean[1] as number) * persistence ** (ahead + 1) + (mean[on] as number);
      }),
  };
}
