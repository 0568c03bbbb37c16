import { ED_FEATURES } from "@/lib/core/admission/ed-features";
import { describeValue } from "@/lib/core/features/encode";
import { pointsPerLogOdd, wholePoints } from "@/lib/core/model/whole-points";

/** How many reasons stand alone; the others are told together. */
const STRONGEST = 5;

/** What the model said of one visit, as it is stored. */
export interface StoredReasons {
  /** One number per row of ED_FEATURES, as encoded. */
  readonly features: readonly number[];
  /** Log-odds that each of them added; 0 where the model has no use for it. */
  readonly contributions: readonly number[];
  /** Log-odds of the starting point. */
  readonly baseline: number;
  /** 0–1 */
  readonly probability: number;
}

/** From the model's starting point to one visit's chance in whole percentage points that add up exactly. */
export interface EdReasons {
  /** The starting point and the chance, whole percent. */
  readonly from: number;
  readonly to: number;
  /** The strongest, largest first. */
  readonly lines: readonly { readonly feature: string; readonly sentence: string; readonly points: number }[];
  /** All others together. */
  readonly rest: number;
}

/** Why a visit has its chance. Contributions are the model's own: nothing is estimated. */
export function edReasons({ features, contributions, baseline, probability }: StoredReasons): EdReasons {
  const slope = pointsPerLogOdd(
    baseline,
    contributions.reduce((sum, one) => sum + one, 0),
  );
  const told = ED_FEATURES.map((spec, at) => ({
    feature: spec.name,
    sentence: describeValue(spec, features[at] ?? -1),
    exact: (contributions[at] ?? 0) * slope,
  })).sort((a, b) => Math.abs(b.exact) - Math.abs(a.exact));
  const [strongest, others] = [told.slice(0, STRONGEST), told.slice(STRONGEST)];
  const [from, to] = [Math.round(100 / (1 + Math.exp(-baseline))), Math.round(100 * probability)];
  const exact = [...strongest.map((line) => line.exact), others.reduce((sum, line) => sum + line.exact, 0)];
  const points = wholePoints(exact, to - from);
  return {
    ...{ from, to },
    lines: strongest.map(({ feature, sentence }, at) => ({ feature, sentence, points: points[at] ?? 0 })),
    rest: points[strongest.length] ?? 0,
  };
}
