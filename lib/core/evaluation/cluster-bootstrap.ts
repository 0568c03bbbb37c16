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

/** A figure of weighted rows; null where these weights leave it undefined. */
export type WeightedFigure = (weights: Uint16Array) => number | null;

/**
 * 95 % percentile intervals of several figures from the same resamples of whole patients, because a patient's stays
 * are alike. A figure's interval is null where fewer than half of the resamples define it.
 *
 * @param patients cluster number of each row (n), from `toClusters`
 * @param figures by name; each is given how often every row was drawn (n)
 * @param random uniform draws in [0, 1)
 * @see Field & Welsh 2007, doi:10.1111/j.1467-9868.2007.00593.x
 */
export function bootstrapIntervals<Name extends string>(
  patients: Uint32Array,
  figures: Readonly<Record<Name, WeightedFigure>>,
  random: () => number,
  resamples = 200,
): Record<Name, Interval | null> {
  const count = patients.reduce((most, patient) => Math.max(most, patient + 1), 0);
  const names = Object.keys(figures) as Name[];
  const drawn = new Uint16Array(count);
  const weights = new Uint16Array(patients.length);
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < resamples; round++) {
    drawn.fill(0);
    for (let draw = 0; draw < count; draw++) drawn[Math.floor(random() * count)]!++;
    for (let row = 0; row < weights.length; row++) weights[row] = drawn[patients[row]!]!;
    for (const name of names) {
      const value = figures[name](weights);
      if (value !== null) values.get(name)?.push(value);
    }
  }
  const interval = (found: number[]): Interval | null => {
    if (found.length * 2 < resamples || found.length === 0) return null;
    found.sort((a, b) => a - b);
    return [quantile(found, 0.025), quantile(found, 0.975)];
  };
  return Object.fromEntries(names.map((name) => [name, interval(values.get(name) ?? [])])) as Record<
    Name,
    Interval | null
  >;
}

/** 95 % percentile interval of the AUROC by `bootstrapIntervals`. */
export function aurocInterval(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  patients: Uint32Array,
  random: () => number,
  resamples = 200,
): Interval | null {
  const order = orderByScore(scores);
  const figures = { auroc: (weights: Uint16Array) => weightedAuroc(order, scores, labels, weights) };
  return bootstrapIntervals(patients, figures, random, resamples).auroc;
}
