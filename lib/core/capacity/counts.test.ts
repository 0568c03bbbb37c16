import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toArrivalLevels } from "@/lib/core/capacity/arrival-levels";
import { chanceAbove, meanCount, poissonMixture, sumOf, sumOfChances } from "@/lib/core/capacity/counts";
import { countQuantile } from "@/lib/core/statistics/count-quantile";
import { poissonBinomial } from "@/lib/core/statistics/poisson-binomial";

const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

describe("counts", () => {
  it("add up like the events behind them", () => {
    fc.assert(
      fc.property(chances, chances, (a, b) => {
        const together = poissonBinomial([...a, ...b]);
        const summed = sumOf(poissonBinomial(a), poissonBinomial(b));
        for (let count = 0; count < summed.length; count++) expect(summed[count]).toBeCloseTo(together[count]!, 9);
      }),
    );
  });

  it("leave out nothing that matters of many small chances and some large ones", () => {
    fc.assert(
      fc.property(chances, fc.integer({ min: 0, max: 900 }), (large, small) => {
        const all = [...Array<number>(small).fill(0.003), ...large];
        const whole = poissonBinomial(all);
        const kept = sumOfChances(all);
        for (const [count, share] of whole.entries()) expect(Math.abs(share - (kept[count] ?? 0))).toBeLessThan(1e-11);
      }),
    );
  });

  it.each([0, 0.3, 4, 60, 900, 5_000])("know a Poisson count of mean %d", (mean) => {
    const mass = poissonMixture([{ weight: 1, mean }]);
    expect(meanCount(mass)).toBeCloseTo(mean, 6);
    const variance = mass.reduce((sum, share, count) => sum + share * (count - mean) ** 2, 0);
    expect(variance / Math.max(mean, 1)).toBeCloseTo(mean === 0 ? 0 : mean / Math.max(mean, 1), 6);
    if (mean < 100) expect(mass[0]).toBeCloseTo(Math.exp(-mean), 12);
  });

  it("have quantiles and chances that agree", () => {
    const mass = poissonMixture([
      { weight: 0.5, mean: 3 },
      { weight: 0.5, mean: 9 },
    ]);
    const high = countQuantile(mass, 0.9);
    expect(chanceAbove(mass, high)).toBeLessThanOrEqual(0.1);
    expect(chanceAbove(mass, high - 1)).toBeGreaterThan(0.1);
    expect(chanceAbove(mass, -1)).toBe(1);
  });
});

describe("poissonBinomial of 2,000 patients", () => {
  const many = Array.from({ length: 2_000 }, (_, i) => ((i * 7919) % 1000) / 1000);

  it("is exact to 1e-9 against the discrete Fourier transform of its characteristic function", () => {
    const mass = poissonBinomial(many);
    const size = many.length + 1;
    // |x(ω)| and its angle at every frequency, in logarithms so that nothing underflows.
    const real = new Float64Array(size);
    const imaginary = new Float64Array(size);
    for (let k = 0; k < size; k++) {
      const turn = (2 * Math.PI * k) / size;
      let [log, angle] = [0, 0];
      for (const p of many) {
        const [x, y] = [1 - p + p * Math.cos(turn), p * Math.sin(turn)];
        log += 0.5 * Math.log(x * x + y * y);
        angle += Math.atan2(y, x);
      }
      real[k] = Math.exp(log) * Math.cos(angle);
      imaginary[k] = Math.exp(log) * Math.sin(angle);
    }
    for (let count = 900; count < 1_100; count += 7) {
      let sum = 0;
      for (let k = 0; k < size; k++) {
        const turn = (2 * Math.PI * ((k * count) % size)) / size;
        sum += real[k]! * Math.cos(turn) + imaginary[k]! * Math.sin(turn);
      }
      expect(Math.abs(mass[count]! - sum / size)).toBeLessThan(1e-9);
    }
  });
});

/** Where a level lies on the normal curve, from its distribution summed up in steps of a thousandth. */
function scoreOf(level: number): number {
  let [z, below] = [-6, 0];
  while (below < level) {
    below += (0.001 * Math.exp(-((z + 0.0005) ** 2) / 2)) / Math.sqrt(2 * Math.PI);
    z += 0.001;
  }
  return z;
}

describe("toArrivalLevels", () => {
  const quantiles = (spread: number) =>
    [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975].map((level, place) => ({
      level,
      value: 40 + spread * [-2, -1.3, -0.7, 0, 0.7, 1.3, 2][place]!,
    }));
  const spreadOf = (levels: ReturnType<typeof toArrivalLevels>) => {
    const means = levels.map(({ byDay }) => byDay[0]!);
    return Math.max(...means) - Math.min(...means);
  };

  it("keeps the middle, takes Poisson chance out of the spread, and counts what is left of a day", () => {
    const levels = toArrivalLevels([{ quantiles: quantiles(12) }, { quantiles: quantiles(12) }], [0.25, 1]);
    const middle = (day: number) => levels.reduce((sum, { weight, byDay }) => sum + weight * byDay[day]!, 0);
    expect(middle(1)).toBeCloseTo(40, 6);
    expect(middle(0)).toBeCloseTo(10, 6);
    expect(spreadOf(toArrivalLevels([{ quantiles: quantiles(12) }], [1]))).toBeGreaterThan(15);
    // A spread of no more than chance says that the mean is known.
    expect(spreadOf(toArrivalLevels([{ quantiles: quantiles(5) }], [1]))).toBe(0);
  });

  /** Quantiles of a normal forecast of mean 40 and variance 60, as many as are asked for. */
  const normal = (levels: readonly (readonly [level: number, score: number])[]) => ({
    quantiles: levels.map(([level, score]) => ({ level, value: 40 + Math.sqrt(60) * score })),
  });
  const SEVEN = [
    ...([
      [0.025, -1.95996],
      [0.1, -1.28155],
      [0.25, -0.67449],
      [0.5, 0],
      [0.75, 0.67449],
    ] as const),
    ...([
      [0.9, 1.28155],
      [0.975, 1.95996],
    ] as const),
  ] as const;

  it.each([
    ["7 quantiles", SEVEN],
    ["99 quantiles", Array.from({ length: 99 }, (_, i) => [(i + 1) / 100, scoreOf((i + 1) / 100)] as const)],
  ] as const)("keeps a variance of 60 about a mean of 40 from %s: 40 of chance, 20 of not knowing", (_, levels) => {
    const means = toArrivalLevels([normal(levels)], [1]).map(({ byDay }) => byDay[0]!);
    const middle = means.reduce((sum, value) => sum + value, 0) / means.length;
    expect(middle).toBeCloseTo(40, 1);
    const extra = means.reduce((sum, value) => sum + (value - middle) ** 2, 0) / means.length;
    expect(Math.abs(extra - 20)).toBeLessThan(1);
  });

  it("has no level below none where hardly anybody comes, nor anybody without a forecast", () => {
    const quantiles = [0.1, 0.5, 0.9].map((level, place) => ({ level, value: [0, 0.5, 9][place]! }));
    const means = toArrivalLevels([{ quantiles }], [1]).map(({ byDay }) => byDay[0]!);
    expect(Math.min(...means)).toBeGreaterThanOrEqual(0);
    expect(toArrivalLevels([{ quantiles: [] }], [1]).every(({ byDay }) => byDay[0] === 0)).toBe(true);
  });
});
