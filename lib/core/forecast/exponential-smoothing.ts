import { LeastSquares } from "@/lib/core/forecast/least-squares";
import { nelderMead } from "@/lib/core/forecast/nelder-mead";

/** Days in the season of every daily series here. */
export const WEEK = 7;

/** Level, trend, and seven weekdays. */
const STATES = 2 + WEEK;

/** Weights of the newest error; in the notation of innovations (beta ≤ alpha, gamma ≤ 1 − alpha). */
export interface SmoothingWeights {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  /** What of the trend is left a day later. */
  readonly phi: number;
}

export interface Smoothing {
  readonly weights: SmoothingWeights;
  /** Sum of squared one-step errors. */
  readonly squares: number;
  /** Points for the days after the last one. */
  forecast(days: number): Float64Array;
}

const between = (low: number, high: number, free: number): number => low + (high - low) / (1 + Math.exp(-free));

/**
 * Damped additive Holt-Winters as seen from nine starting states at once: `run` drives the states through the series, a
 * missing day leaving them as the model expected. Column 0 starts at nought and sees the data; the others start at one
 * unit vector each and see nothing, so that the errors are linear in the starting state, which least squares then gives
 * exactly: only the weights have to be searched for.
 */
function drive(values: Float64Array, { alpha, beta, gamma, phi }: SmoothingWeights, trend: boolean) {
  const columns = STATES + 1;
  const level = new Float64Array(columns);
  const slope = new Float64Array(columns);
  const season = Array.from({ length: WEEK }, () => new Float64Array(columns));
  level[1] = 1;
  if (trend) slope[2] = 1;
  for (const [day, own] of season.entries()) own[3 + day] = 1;
  const equations = new LeastSquares(STATES);
  const row = new Float64Array(STATES);
  for (let day = 0; day < values.length; day++) {
    const own = season[day % WEEK] as Float64Array;
    const value = values[day] as number;
    const seen = !Number.isNaN(value);
    let shown = 0;
    for (let column = 0; column < columns; column++) {
      const next = (level[column] as number) + phi * (slope[column] as number);
      const expected = next + (own[column] as number);
      const error = seen ? (column === 0 ? value - expected : -expected) : 0;
      if (column === 0) shown = error;
      else row[column - 1] = expected;
      level[column] = next + alpha * error;
      slope[column] = phi * (slope[column] as number) + beta * error;
      own[column] = (own[column] as number) + gamma * error;
    }
    if (seen) equations.add(row, shown);
  }
  return { level, slope, season, equations };
}

/** Sum of squared one-step errors from given starting states. */
function oneStepSquares(
  values: Float64Array,
  { alpha, beta, gamma, phi }: SmoothingWeights,
  start: Float64Array,
): number {
  let level = start[0] as number;
  let slope = start[1] as number;
  const season = start.slice(2);
  let squares = 0;
  let weekday = 0;
  for (const value of values) {
    const next = level + phi * slope;
    const error = value - next - (season[weekday] as number);
    if (Number.isNaN(error)) {
      level = next;
      slope *= phi;
    } else {
      squares += error * error;
      level = next + alpha * error;
      slope = phi * slope + beta * error;
      season[weekday] = (season[weekday] as number) + gamma * error;
    }
    weekday = weekday === WEEK - 1 ? 0 : weekday + 1;
  }
  return squares;
}

/** A pull towards nought too weak to matter, but for what the data say nothing of: level and weekdays share a constant. */
const SLIGHT = (state: number): number => (state === 0 ? 1e-9 : 1e-4);

function settle(values: Float64Array, weights: SmoothingWeights, trend: boolean): Smoothing {
  const { level, slope, season, equations } = drive(values, weights, trend);
  const { coefficients, remaining } = equations.solve(SLIGHT);
  const end = (of: Float64Array): number => {
    let sum = of[0] as number;
    for (let state = 0; state < STATES; state++) sum += (of[state + 1] as number) * (coefficients[state] as number);
    return sum;
  };
  return {
    weights,
    squares: remaining,
    forecast(days) {
      const points = new Float64Array(days);
      const start = end(level);
      let ahead = 0;
      let left = trend ? end(slope) : 0;
      for (let day = 0; day < days; day++) {
        left *= weights.phi;
        ahead += left;
        points[day] = start + ahead + end(season[(values.length + day) % WEEK] as Float64Array);
      }
      return points;
    },
  };
}

/**
 * Damped additive Holt-Winters of a daily series with a weekly season (`trend` false: level and season only), weights and
 * starting states chosen for the least sum of squared one-step errors, within the bounds statsmodels uses
 * (0.8 ≤ phi ≤ 0.995). Not-a-number is a missing day.
 * @see Hyndman et al. 2008, Forecasting with Exponential Smoothing, doi:10.1007/978-3-540-71918-2
 */
export function fitSmoothing(values: Float64Array, { trend }: { readonly trend: boolean }): Smoothing {
  const toWeights = ([a = 0, g = 0, b = 0, p = 0]: readonly number[]): SmoothingWeights => {
    const alpha = between(0, 1, a);
    return {
      alpha,
      beta: trend ? between(0, alpha, b) : 0,
      gamma: between(0, 1 - alpha, g),
      phi: trend ? between(0.8, 0.995, p) : 1,
    };
  };
  const search = (start: readonly number[]) => {
    let found = { point: start, cost: Number.POSITIVE_INFINITY };
    // Weights for fixed starting states are cheap to judge, starting states for fixed weights are exact: by turns.
    for (const evaluations of trend ? [120, 80, 60] : [50, 40]) {
      const { coefficients } = drive(values, toWeights(found.point), trend).equations.solve(SLIGHT);
      found = nelderMead((free) => oneStepSquares(values, toWeights(free), coefficients), found.point, {
        step: 1,
        evaluations,
      });
    }
    return settle(values, toWeights(found.point), trend);
  };
  const starts = trend
    ? [
        [-2, -3, -3, 1],
        [0, -5, -5, -1],
      ]
    : [[-2, -3]];
  return starts.map(search).reduce((best, other) => (other.squares < best.squares ? other : best));
}
