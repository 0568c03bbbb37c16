import { type BesideLine, toAroundCutoff } from "@/lib/core/programme/around-lines";
import { type Discontinuity, findDiscontinuity } from "@/lib/core/programme/discontinuity";
import { shareDifference } from "@/lib/core/programme/share-difference";

/** Stays on one side within the width that counts. */
export interface LineSide {
  readonly stays: number;
  readonly readmitted: number;
  readonly expected: number;
  readonly actedOn: number;
}

/** Fewer readmissions, as a share of patients near the line, that would be worth the work: 2 in 100. */
export const WORTH_HAVING = 0.02;

export type EffectVerdict = "too-few" | "cannot-tell" | "fewer" | "more";

/** Patients just above the line of a list against patients just below it. */
export interface LineComparison {
  readonly verdict: EffectVerdict;
  /** Stays beside a line altogether. */
  readonly stays: number;
  readonly lists: number;
  /** Readmissions above less below, beyond what was expected, as a share of stays; null where there are too few. */
  readonly effect: Discontinuity | null;
  /**
   * The same of being acted on: without a difference here the line changed nothing that could help. Where it cannot be
   * measured at the line (noted for all, or for nobody, of a side), the difference of both sides' shares.
   */
  readonly acting: Pick<Discontinuity, "estimate" | "interval"> | null;
  readonly above: LineSide | null;
  readonly below: LineSide | null;
}

function side(rows: readonly BesideLine[]): LineSide {
  return {
    stays: rows.length,
    readmitted: rows.filter(({ isReadmitted }) => isReadmitted).length,
    expected: rows.reduce((sum, { probability }) => sum + probability, 0),
    actedOn: rows.filter(({ isActedOn }) => isActedOn).length,
  };
}

function verdictOf(effect: Discontinuity | null): EffectVerdict {
  if (effect === null) return "too-few";
  const [low, high] = effect.interval;
  if (high < 0) return "fewer";
  return low > 0 ? "more" : "cannot-tell";
}

export function compareBesideLines(rows: readonly BesideLine[], lists: number): LineComparison {
  const effect = findDiscontinuity(
    toAroundCutoff(rows, ({ isReadmitted, probability }) => (isReadmitted ? 1 : 0) - probability),
  );
  const noted = findDiscontinuity(toAroundCutoff(rows, ({ isActedOn }) => (isActedOn ? 1 : 0)));
  const near = effect === null ? [] : rows.filter(({ distance }) => Math.abs(distance) < effect.bandwidth);
  const above = side(near.filter(({ distance }) => distance >= 0));
  const below = side(near.filter(({ distance }) => distance < 0));
  const shares = effect && shareDifference([above.actedOn, above.stays], [below.actedOn, below.stays]);
  return {
    verdict: verdictOf(effect),
    stays: rows.length,
    lists,
    effect,
    acting: noted ?? shares,
    above: effect && above,
    below: effect && below,
  };
}
