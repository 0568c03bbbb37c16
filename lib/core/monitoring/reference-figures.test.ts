import { describe, expect, it } from "vitest";
import { auprc, auroc } from "@/lib/core/evaluation/discrimination";
import { binnedAuprc, binnedAuroc, binnedBrier, binnedCalibrationLine } from "@/lib/core/monitoring/binned-figures";
import {
  hellingerDistance,
  jensenShannonDistance,
  kolmogorovSmirnov,
  largestShareChange,
  momentsOf,
  populationStabilityIndex,
  wassersteinDistance,
} from "@/lib/core/monitoring/distances";
import { estimatePerformance } from "@/lib/core/monitoring/estimate-performance";
import { auprcIntervalOf, brierIntervalOf } from "@/lib/core/monitoring/figure-intervals";
import { calibrated, fitIsotonic } from "@/lib/core/monitoring/isotonic";
import reference from "@/lib/core/monitoring/reference-figures.fixture.json";
import {
  chiSquareTest,
  falseDiscoveryAdjusted,
  kolmogorovSmirnovTest,
  mannWhitneyTest,
} from "@/lib/core/monitoring/sample-tests";

import { ascending, type ScoreBins, toScoreBins } from "@/lib/core/monitoring/score-bins";
import {
  kolmogorovTail,
  logGamma,
  normalTail,
  poissonAtLeast,
  poissonAtMost,
  upperGamma,
} from "@/lib/core/monitoring/tail-probabilities";

/** What bench/monitoring_fixture.py had scipy, scikit-learn and NannyML say. */
const near = (found: number | null, expected: number): void => {
  expect(found).not.toBeNull();
  expect(Math.abs(found! - expected)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(expected)));
};

/** A bin for each row, so that nothing is rounded. */
const rowByRow = (probabilities: readonly number[], labels: readonly number[]): ScoreBins =>
  Object.fromEntries(
    probabilities.map((p, i) => [p.toFixed(6), { n: 1, expected: p, squared: p * p, events: labels[i]! }]),
  );

const nearBoth = (interval: readonly number[] | null | undefined, given: readonly number[]) => {
  expect(interval).toHaveLength(2);
  for (const [i, edge] of given.entries()) near(interval?.[i] ?? null, edge);
};

describe("figures equal to scipy, scikit-learn and NannyML", () => {
  it.each(reference.numbers.map((given, i) => [i, given] as const))("numbers %i", (_, given) => {
    const [before, now] = [given.before as Record<string, number>, given.now as Record<string, number>];
    near(wassersteinDistance(before, now), given.wasserstein);
    near(kolmogorovSmirnov(before, now), given.ks);
    near(kolmogorovSmirnovTest(before, now).p, given.ksP);
    near(mannWhitneyTest(before, now).statistic, given.u);
    near(mannWhitneyTest(before, now).p, given.uP);
    near(momentsOf(now)?.mean ?? null, given.mean);
    near(momentsOf(now)?.deviation ?? null, given.deviation);
  });

  it.each(reference.categories.map((given, i) => [i, given] as const))("categories %i", (_, given) => {
    near(populationStabilityIndex(given), given.psi);
    near(jensenShannonDistance(given), given.jensenShannon);
    near(hellingerDistance(given), given.hellinger);
    near(largestShareChange(given), given.largest);
    near(chiSquareTest(given).statistic, given.chi);
    near(chiSquareTest(given).p, given.chiP);
  });

  it("realised performance", () => {
    const { probabilities, labels, ...given } = reference.scores;
    const bins = rowByRow(probabilities, labels);
    near(binnedAuroc(bins), given.auroc);
    near(binnedAuprc(bins), given.auprc);
    near(binnedBrier(bins), given.brier);
    const line = binnedCalibrationLine(bins);
    near(line?.slope ?? null, given.slope);
    nearBoth(line?.slopeCi95, given.slopeCi95);
    const rows = ascending(bins);
    const events = rows.map((bin) => bin.events);
    nearBoth(brierIntervalOf(rows, events), given.brierCi95);
    const all = events.reduce((sum, some) => sum + some, 0);
    nearBoth(auprcIntervalOf(given.auprc, all), given.auprcCi95);
    near(auroc(probabilities, labels), given.auroc);
    near(auprc(probabilities, labels), given.auprc);
  });

  it("estimated performance", () => {
    const { probabilities, labels, ...given } = reference.scores;
    const estimate = estimatePerformance(rowByRow(probabilities, labels));
    near(estimate.auroc, given.estimatedAuroc);
    near(estimate.auprc, given.estimatedAuprc);
    near(estimate.brier, given.estimatedBrier);
  });

  it("a thousand bins move the interval of a Brier score by less than 0.001", () => {
    const { probabilities, labels, brierCi95 } = reference.scores;
    const rows = ascending(toScoreBins(probabilities, labels));
    const interval = brierIntervalOf(
      rows,
      rows.map((bin) => bin.events),
    );
    for (const [i, edge] of brierCi95.entries()) expect(Math.abs((interval?.[i] ?? 9) - edge)).toBeLessThan(0.001);
  });

  it("a thousand bins move an AUROC by less than 0.001", () => {
    const { probabilities, labels, ...given } = reference.scores;
    const bins = toScoreBins(probabilities, labels);
    expect(Math.abs(binnedAuroc(bins)! - given.auroc)).toBeLessThan(0.001);
    expect(Math.abs(estimatePerformance(bins).auroc! - given.estimatedAuroc)).toBeLessThan(0.001);
  });

  it("isotonic regression", () => {
    const { probabilities, labels, isotonic } = reference.scores;
    const map = fitIsotonic(probabilities.map((score, i) => ({ score, n: 1, events: labels[i]! })));
    for (const [i, at] of isotonic.asked.entries()) near(calibrated(map, at), isotonic.given[i]!);
  });

  it("adjusted p-values", () => {
    const adjusted = falseDiscoveryAdjusted(reference.pValues.given);
    for (const [i, p] of reference.pValues.falseDiscovery.entries()) near(adjusted[i]!, p);
  });

  it("tails of distributions", () => {
    for (const [a, x, q] of reference.tails.gamma) near(upperGamma(a!, x!), q!);
    for (const [x, value] of reference.tails.logGamma) near(logGamma(x!), value!);
    for (const [x, value] of reference.tails.kolmogorov) near(kolmogorovTail(x!), value!);
    for (const [z, value] of reference.tails.normal) near(normalTail(z!), value!);
    for (const [k, e, more, fewer] of reference.tails.poisson) {
      near(poissonAtLeast(k!, e!), more!);
      near(poissonAtMost(k!, e!), fewer!);
    }
  });
});
