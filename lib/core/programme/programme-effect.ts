import { type BesideLine, toAroundCutoff } from "@/lib/core/programme/around-lines";
import { type Discontinuity, findDiscontinuity } from "@/lib/core/programme/discontinuity";

/** Stays on one side within the width that counts. */
export interface LineSide {
  readonly stays: number;
  readonly readmitted: number;
  readonly expected: number;
  readonly actedOn: number;
}

export type EffectVerdict = "too-few" | "cannot-tell" | "fewer" | "more";

/** Patients just above the line of a list against patients just below it. */
export interface LineComparison {
  readonly verdict: EffectVerdict;
  /** Stays beside a line altogether. */
  readonly stays: number;
  readonly lists: number;
  /** Readmissions above less below, beyond what was expected, as a share of stays; null where there are too few. */
  readonly effect: Discontinuity | null;
  /** The same of being acted on: without a difference here the line changed nothing that could help. */
  readonly acting: Discontinuity | null;
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
  const acting = findDiscontinuity(toAroundCutoff(rows, ({ isActedOn }) => (isActedOn ? 1 : 0)));
  const near = effect === null ? [] : rows.filter(({ distance }) => Math.abs(distance) < effect.bandwidth);
  return {
    verdict: verdictOf(effect),
    stays: rows.length,
    lists,
    effect,
    acting,
    above: effect && side(near.filter(({ distance }) => distance >= 0)),
    below: effect && side(near.filter(({ distance }) => distance < 0)),
  };
}
