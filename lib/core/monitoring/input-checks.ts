import type { FeatureSpec } from "@/lib/core/features/feature-spec";
import { recorded, toCells } from "@/lib/core/monitoring/binning";
import { type Counts, shareOf, totalOf } from "@/lib/core/monitoring/counts";
import {
  jensenShannonDistance,
  momentsOf,
  populationStabilityIndex,
  wassersteinDistance,
} from "@/lib/core/monitoring/distances";
import { chiSquareTest, shareTest, type TestResult } from "@/lib/core/monitoring/sample-tests";
import { ascending, type ScoreBins } from "@/lib/core/monitoring/score-bins";
import type { Candidate, SignalKind } from "@/lib/core/monitoring/signal";
import type { WatchedDay } from "@/lib/core/monitoring/watched-day";

/** How far something must have moved before it is worth anybody's time, however sure it is. */
export const MOVED_RULE = {
  /** Jensen–Shannon distance of categories. */
  jensenShannon: 0.1,
  /** Wasserstein distance of numbers, in standard deviations of the reference. */
  wasserstein: 0.15,
  /** Share of stays, absolute. */
  missing: 0.05,
  abstained: 0.05,
  called: 0.05,
  /** A number's mean is about twice what it was. */
  doubled: [1.7, 2.4],
} as const;

/** How one feature's recorded values compare with the reference. */
export interface FeatureMove {
  readonly psi: number;
  readonly jensenShannon: number;
  /** In the feature's own unit, and in standard deviations of the reference; null for categories. */
  readonly wasserstein: number | null;
  readonly wassersteinDeviations: number | null;
  readonly meanBefore: number | null;
  readonly meanNow: number | null;
  readonly test: TestResult;
}

/** Distances and test of a feature's recorded values. */
export function featureMove(spec: Pick<FeatureSpec, "kind">, before: Counts, now: Counts): FeatureMove {
  const cells = toCells(spec, before, now);
  const shared = {
    psi: populationStabilityIndex(cells),
    jensenShannon: jensenShannonDistance(cells),
    test: chiSquareTest(cells),
  };
  if (spec.kind === "categorical")
    return { ...shared, wasserstein: null, wassersteinDeviations: null, meanBefore: null, meanNow: null };
  const [was, is] = [recorded(before), recorded(now)];
  const [momentsBefore, momentsNow] = [momentsOf(was), momentsOf(is)];
  const wasserstein = wassersteinDistance(was, is);
  const deviation = momentsBefore?.deviation ?? 0;
  return {
    ...shared,
    wasserstein,
    wassersteinDeviations: deviation > 0 ? wasserstein / deviation : null,
    meanBefore: momentsBefore?.mean ?? null,
    meanNow: momentsNow?.mean ?? null,
  };
}

const isMoved = ({ wassersteinDeviations, jensenShannon }: FeatureMove): boolean =>
  wassersteinDeviations === null
    ? jensenShannon >= MOVED_RULE.jensenShannon
    : wassersteinDeviations >= MOVED_RULE.wasserstein;

/** Whether a number looks as if everything were counted twice. */
function isDoubled({ name, kind }: FeatureSpec, { meanBefore, meanNow }: FeatureMove): boolean {
  if (kind !== "numeric" || !["labTests", "medications", "diagnoses", "procedures"].includes(name)) return false;
  const ratio = (meanNow ?? 0) / (meanBefore || Number.POSITIVE_INFINITY);
  return ratio >= MOVED_RULE.doubled[0] && ratio <= MOVED_RULE.doubled[1];
}

/** Leaves out what a figure does not have. */
const known = (figures: Readonly<Record<string, number | null>>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).filter((pair): pair is [string, number] => pair[1] !== null));

function featureCandidates(spec: FeatureSpec, before: Counts, now: Counts, wardId: string | null): Candidate[] {
  const [all, after] = [totalOf(before), totalOf(now)];
  if (all === 0 || after === 0) return [];
  const move = featureMove(spec, before, now);
  const { test, ...figures } = move;
  const [was, is] = [shareOf(before, "-1"), shareOf(now, "-1")];
  const missing = shareTest([before["-1"] ?? 0, all], [now["-1"] ?? 0, after]);
  const about = { subject: spec.name, wardId };
  return [
    {
      ...about,
      kind: is > was ? "missing-more" : "missing-less",
      figures: { before: was, now: is },
      p: missing.p,
      matters: Math.abs(is - was) >= MOVED_RULE.missing,
    },
    {
      ...about,
      kind: isDoubled(spec, move) ? "doubled" : "input-moved",
      figures: known(figures),
      p: test.p,
      matters: isMoved(move),
    },
  ];
}

/** A share that rose or fell. */
function shareCandidate(
  about: Pick<Candidate, "subject" | "wardId">,
  [more, fewer]: readonly [SignalKind, SignalKind],
  [before, now]: readonly [readonly [number, number], readonly [number, number]],
  least: number,
): Candidate[] {
  if (before[1] === 0 || now[1] === 0) return [];
  const [was, is] = [before[0] / before[1], now[0] / now[1]];
  return [
    {
      ...about,
      kind: is > was ? more : fewer,
      figures: { before: was, now: is },
      p: shareTest(before, now).p,
      matters: Math.abs(is - was) >= least,
    },
  ];
}

/** Scores by whole percent: a number like any other, so that it is cut and compared as features are. */
export const scoreCounts = (bins: ScoreBins): Counts => {
  const counts: Record<string, number> = {};
  for (const { n, expected } of ascending(bins)) {
    const percent = Math.floor((100 * expected) / n);
    counts[percent] = (counts[percent] ?? 0) + n;
  }
  return counts;
};

/** Everything about the stays of a window that is held against the reference's. */
export function inputCandidates(
  features: readonly FeatureSpec[],
  before: WatchedDay,
  now: WatchedDay,
  wardId: string | null,
): Candidate[] {
  const about = { subject: "", wardId };
  const scored = (day: WatchedDay): number => day.stays - day.abstained;
  const score = featureMove({ kind: "numeric" }, scoreCounts(before.scores), scoreCounts(now.scores));
  const { test, ...figures } = score;
  return [
    ...features.flatMap((spec) =>
      featureCandidates(spec, before.features[spec.name] ?? {}, now.features[spec.name] ?? {}, wardId),
    ),
    { ...about, kind: "score-moved", figures: known(figures), p: test.p, matters: isMoved(score) },
    ...shareCandidate(
      about,
      ["abstains-more", "abstains-less"],
      [
        [before.abstained, before.stays],
        [now.abstained, now.stays],
      ],
      MOVED_RULE.abstained,
    ),
    ...shareCandidate(
      about,
      ["calls-more", "calls-fewer"],
      [
        [before.called, scored(before)],
        [now.called, scored(now)],
      ],
      MOVED_RULE.called,
    ),
  ];
}
