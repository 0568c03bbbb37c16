import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { clusteredError, weightedFit } from "@/lib/core/programme/weighted-fit";
import { Z95 } from "@/lib/core/statistics/normal";

/** Of the triangular kernel. */
const KERNEL_CONSTANT = 3.4375;

/** Rows on both sides of a cut-off; arrays of one length n. */
export interface AroundCutoff {
  /** Distance to the cut-off, any unit; 0 and more is above, where the programme acts. */
  readonly distance: Float64Array;
  /**
   * What is compared. Readmitted less expected, rather than readmitted: with a fixed number of places a list of patients
   * at high risk has its cut-off higher and more of its patients just above it, so that the lists seen just above and
   * just below are not alike; what is expected of each patient does not jump at the cut-off and takes this out.
   */
  readonly value: Float64Array;
  /** Cluster number, from `toClusters`: one patient's stays are alike. */
  readonly clusters: Uint32Array;
}

export interface Discontinuity {
  /** Value just above the cut-off less value just below it. */
  readonly estimate: number;
  /** 95 %, corrected for the bias of the fit. */
  readonly interval: Interval;
  /** Rows farther away count nothing; in the unit of the distance. */
  readonly bandwidth: number;
  /** Rows within the bandwidth. */
  readonly rowsBelow: number;
  readonly rowsAbove: number;
}

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

function variance(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
}

const powers = (x: number, degree: number): number[] => Array.from({ length: degree + 1 }, (_, power) => x ** power);

function polynomial(x: readonly number[], y: readonly number[], degree: number): readonly number[] | null {
  return (
    weightedFit(
      x.map((value) => powers(value, degree)),
      y,
      new Float64Array(x.length).fill(1),
    )?.coefficients ?? null
  );
}

/**
 * How far from the cut-off rows still say something about it: the width with the smallest expected squared error of a
 * local linear fit with the triangular kernel. Null where a side has too little.
 * @see Imbens & Kalyanaraman 2012, doi:10.1093/restud/rdr043, section 4.2
 */
export function bandwidthFor({ distance, value }: AroundCutoff): number | null {
  const n = distance.length;
  const sides = [false, true].map((isAbove) => {
    const at = [...distance.keys()].filter((row) => distance[row]! >= 0 === isAbove);
    return { x: at.map((row) => distance[row]!), y: at.map((row) => value[row]!) };
  });
  if (sides.some(({ x }) => x.length < 10)) return null;
  const pilot = 1.84 * Math.sqrt(variance([...distance])) * n ** -0.2;
  const near = sides.map(({ x, y }) => y.filter((_, row) => Math.abs(x[row]!) <= pilot));
  if (near.some((values) => values.length < 5)) return null;
  const density = sum(near.map((values) => values.length)) / (2 * n * pilot);
  const spread = near.map((values) => variance(values));

  // The third derivative, from a cubic with a jump over everything, tells over which width a curvature can be seen.
  const jump = weightedFit(
    Array.from(distance, (x) => [...powers(x, 3), x >= 0 ? 1 : 0]),
    value,
    new Float64Array(n).fill(1),
  );
  if (jump === null) return null;
  const third = Math.max((6 * jump.coefficients[3]!) ** 2, 1e-12);
  const curved = sides.map(({ x, y }, side) => {
    const widest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const width = Math.min(widest, 3.56 * (spread[side]! / (density * third)) ** (1 / 7) * x.length ** (-1 / 7));
    const within = [...x.keys()].filter((row) => Math.abs(x[row]!) <= width);
    const fit = polynomial(
      within.map((row) => x[row]!),
      within.map((row) => y[row]!),
      2,
    );
    if (fit === null) return null;
    return { curvature: 2 * fit[2]!, doubt: (2160 * spread[side]!) / (within.length * width ** 4) };
  });
  const [below, above] = curved;
  if (!below || !above) return null;
  const bend = (above.curvature - below.curvature) ** 2 + below.doubt + above.doubt;
  const width = KERNEL_CONSTANT * (sum(spread) / (density * bend)) ** 0.2 * n ** -0.2;
  return Number.isFinite(width) && width > 0 ? width : null;
}

/**
 * Sharp regression discontinuity: a local polynomial of either side meets the cut-off. The width is the best one for a
 * line, the curve fitted within it a parabola: its own bias is then of a smaller order than its error, so that the
 * interval covers what it says.
 * @returns null where either side has too few rows near the cut-off
 * @see Calonico, Cattaneo & Titiunik 2014, doi:10.3982/ECTA11757, remark 7 (pilot width equal to the width)
 */
export function findDiscontinuity(rows: AroundCutoff): Discontinuity | null {
  const bandwidth = bandwidthFor(rows);
  if (bandwidth === null) return null;
  const within = [...rows.distance.keys()].filter((row) => Math.abs(rows.distance[row]!) < bandwidth);
  const x = within.map((row) => rows.distance[row]! / bandwidth);
  const rowsAbove = x.filter((value) => value >= 0).length;
  const rowsBelow = x.length - rowsAbove;
  if (Math.min(rowsAbove, rowsBelow) < 20) return null;
  const design = x.map((value) => {
    const curve = powers(value, 2);
    return value >= 0 ? [...curve, ...curve] : [...curve, 0, 0, 0];
  });
  const weights = x.map((value) => 1 - Math.abs(value));
  const fit = weightedFit(
    design,
    within.map((row) => rows.value[row]!),
    weights,
  );
  if (fit === null) return null;
  const clusters = within.map((row) => rows.clusters[row]!);
  const error = clusteredError(fit, design, weights, clusters, 3);
  const estimate = fit.coefficients[3]!;
  return {
    estimate,
    interval: [estimate - Z95 * error, estimate + Z95 * error],
    bandwidth,
    rowsBelow,
    rowsAbove,
  };
}
