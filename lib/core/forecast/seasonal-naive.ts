import { WEEK } from "@/lib/core/forecast/exponential-smoothing";

/** Each day as the newest same weekday that was counted; the mean of what is known where that weekday never was. */
export function seasonalNaive(values: Float64Array, horizon: number): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(known.length, 1);
  const points = new Float64Array(horizon);
  for (let ahead = 0; ahead < horizon; ahead++) {
    let at = values.length - WEEK + (ahead % WEEK);
    while (at >= 0 && Number.isNaN(values[at])) at -= WEEK;
    points[ahead] = at >= 0 ? (values[at] as number) : mean;
  }
  return points;
}
