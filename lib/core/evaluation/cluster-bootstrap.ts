import { orderByScore, weightedAuroc } from "@/lib/core/evaluation/discrimination";

export type Interval = readonly [low: number, high: number];

/** Patients as consecutive numbers, in order of first appearance. */
export function toClusters(patients: readonly string[]): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(patients, (patient) => {
    const known = numbers.get(patient);
    if (known !== undefined) return known;
    numbers.set(patient, numbers.size);
    return numbers.size - 1;
  });
}

/** Quantile of sorted values by linear interpolation (type 7, the default of R and NumPy). */
function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const low = sorted[Math.floor(position)]!;
  return low + (sorted[Math.ceil(position)]! - low) * (position % 1);
}

/**
 * 95 % percentile interval of the AUROC by resampling whole patients, because a patient's stays are alike.
 * Null where fewer than half of the resamples hold both classes.
 *
 * @param patients cluster number of each row (n), from `toClusters`
 * @param random uniform draws in [0, 1)
 * @see Field & Welsh 2007, doi:10.1111/j.1467-9868.2007.00593.x
 */
export function aurocInterval(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  patients: Uint32Array,
  random: () => number,
  resamples = 200,
): Interval | null {
  const count = patients.reduce((most, patient) => Math.max(most, patient + 1), 0);
  const order = orderByScore(scores);
  const drawn = new Uint16Array(count);
  const weights = new Uint16Array(patients.length);
  const values: number[] = [];
  for (let round = 0; round < resamples; round++) {
    drawn.fill(0);
    for (let draw = 0; draw < count; draw++) drawn[Math.floor(random() * count)]!++;
    for (let row = 0; row < weights.length; row++) weights[row] = drawn[patients[row]!]!;
    const value = weightedAuroc(order, scores, labels, weights);
    if (value !== null) values.push(value);
  }
  if (values.length * 2 < resamples) return null;
  values.sort((a, b) => a - b);
  return [quantile(values, 0.025), quantile(values, 0.975)];
}
