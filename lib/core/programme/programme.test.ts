import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { besideLines, type DrawnLine, type LineOutcome } from "@/lib/core/programme/around-lines";
import { findDiscontinuity } from "@/lib/core/programme/discontinuity";
import { type ChartStay, pChart, period } from "@/lib/core/programme/p-chart";
import { compareBesideLines } from "@/lib/core/programme/programme-effect";
import { shareDifference } from "@/lib/core/programme/share-difference";
import { simulateProgramme } from "@/lib/core/programme/simulated-programme";
import { clusteredError, weightedFit } from "@/lib/core/programme/weighted-fit";

const stays = (month: string, count: number, readmitted: number, expected = 0.2): ChartStay[] =>
  Array.from({ length: count }, (_, at) => ({ month, isReadmitted: at < readmitted, expected, shown: "shown" }));

describe("a weighted fit", () => {
  it("finds the polynomial that made the values", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 }), (truth) => {
        const x = Array.from({ length: 12 }, (_, at) => at / 6 - 1);
        const design = x.map((value) => [1, value, value ** 2]);
        const values = design.map((row) => row.reduce((sum, value, at) => sum + value * truth[at]!, 0));
        const fit = weightedFit(
          design,
          values,
          x.map((value) => 1 + value ** 2),
        );
        for (const [at, value] of truth.entries()) expect(fit?.coefficients[at]).toBeCloseTo(value, 8);
      }),
    );
  });

  it("is none where the rows do not tell the columns apart", () => {
    expect(
      weightedFit(
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        [1, 2, 3],
        [1, 1, 1],
      ),
    ).toBeNull();
    expect(weightedFit([], [], [])).toBeNull();
  });

  it("has a larger error where the rows of one patient are alike than where each is its own", () => {
    const values = [1, 1, 0, 0, 1, 1, 0, 0];
    const design = values.map(() => [1]);
    const ones = values.map(() => 1);
    const fit = weightedFit(design, values, ones);
    if (fit === null) throw new Error("no fit");
    const alone = clusteredError(fit, design, ones, [0, 1, 2, 3, 4, 5, 6, 7], 0);
    const pairs = clusteredError(fit, design, ones, [0, 0, 1, 1, 2, 2, 3, 3], 0);
    // s/√n of eight values that are 0 or 1, half of each: √(2/7)/√8.
    expect(alone).toBeCloseTo(Math.sqrt(2 / 7 / 8), 12);
    expect(pairs).toBeGreaterThan(alone * 1.3);
  });
});

describe("the p-chart", () => {
  it.each([
    ["as many as expected", stays("2026-01", 50, 10), "within"],
    ["all but a few of them", stays("2026-01", 50, 40), "above"],
    ["none of a hundred", stays("2026-01", 100, 0), "below"],
    ["none of five, which chance alone often does", stays("2026-01", 5, 0), "within"],
  ])("has a month of %s where it belongs", (_, month, state) => {
    expect(pChart(month)[0]?.state).toBe(state);
  });

  it("has limits that chance crosses about three times in a thousand, and never both sides of nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 0.9, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (chances) => {
          const [point] = pChart(chances.map((expected) => ({ ...stays("2026-01", 1, 0)[0]!, expected })));
          expect(point!.low).toBeLessThanOrEqual(Math.ceil(point!.expected));
          expect(point!.high).toBeGreaterThanOrEqual(Math.floor(point!.expected));
        },
      ),
    );
  });

  it("names eight months in a row on one side, from the eighth", () => {
    const months = Array.from({ length: 9 }, (_, at) => stays(`2026-0${at + 1}`, 50, 8)).flat();
    expect(pChart(months).map(({ state }) => state)).toEqual([...Array(7).fill("within"), "run", "run"]);
  });

  it("puts months in their order and keeps each month's own expectation", () => {
    const points = pChart([...stays("2026-02", 10, 1, 0.5), ...stays("2026-01", 10, 1, 0.1)]);
    expect(points.map(({ month, expected }) => [month, Math.round(expected)])).toEqual([
      ["2026-01", 1],
      ["2026-02", 5],
    ]);
  });

  it("has observed over expected with Byar's interval", () => {
    // Exact Poisson limits of 10: 4.795 and 18.39.
    const { ratio, interval } = period(stays("2026-01", 100, 10, 0.1));
    expect(ratio).toBeCloseTo(1, 12);
    expect(interval?.[0]).toBeCloseTo(0.479, 2);
    expect(interval?.[1]).toBeCloseTo(1.839, 2);
    expect(period([])).toMatchObject({ ratio: null, interval: null });
    expect(period(stays("2026-01", 10, 0)).interval?.[0]).toBe(0);
  });
});

const outcome = (patientId: string, isReadmitted = false, ...actedAt: string[]): LineOutcome => ({
  patientId,
  isReadmitted,
  actedAt,
});
const line = (over: Partial<DrawnLine> = {}): DrawnLine => ({
  at: "2026-03-02T08:00:00Z",
  capacity: 2,
  stayIds: ["a", "b", "c", "d"],
  probabilities: [0.5, 0.4, 0.3, 0.2],
  ...over,
});
const all = new Map(["a", "b", "c", "d", "e"].map((id) => [id, outcome(`p-${id}`)]));

describe("stays beside a line", () => {
  it("are as far from it as their log-odds from the middle between the last above and the first below", () => {
    const rows = besideLines([line()], all);
    expect(rows.map(({ stayId }) => stayId)).toEqual(["a", "b", "c", "d"]);
    expect(rows[1]!.distance).toBeCloseTo(-rows[2]!.distance, 12);
    expect(rows[0]!.distance).toBeGreaterThan(rows[1]!.distance);
  });

  it("are those only whom the number alone put where they stood", () => {
    const groups = line({ stayIds: ["a", "b", "c", "d", "e"], probabilities: [0.2, 0.5, 0.3, 0.1, 0.6], capacity: 2 });
    expect(besideLines([groups], all).map(({ stayId }) => stayId)).toEqual(["b", "c", "d"]);
  });

  it.each([
    ["everybody is above", line({ capacity: 4 })],
    ["nobody is", line({ capacity: 0 })],
    [
      "the line lies between those who leave today and those who leave later",
      line({ probabilities: [0.5, 0.1, 0.3, 0.2] }),
    ],
  ])("are none where %s", (_, drawn) => {
    expect(besideLines([drawn], all)).toEqual([]);
  });

  it("count once, on the last list they stood on, and only with a known outcome", () => {
    const later = line({ at: "2026-03-03T08:00:00Z", capacity: 1 });
    const rows = besideLines([later, line()], new Map([...all].filter(([id]) => id !== "d")));
    expect(rows).toHaveLength(3);
    expect(rows.find(({ stayId }) => stayId === "b")!.distance).toBeLessThan(0);
  });

  it("were acted on where something was noted after the line was drawn", () => {
    const known = new Map([
      ["a", outcome("p", false, "2026-03-02T07:59:59Z")],
      ["b", outcome("q", false, "2026-03-02T08:00:00Z")],
    ]);
    expect(besideLines([line()], known).map(({ isActedOn }) => isActedOn)).toEqual([false, true]);
  });

  it("with one number stay on their own sides of the line", () => {
    const rows = besideLines([line({ probabilities: [0.3, 0.3, 0.3, 0.3] })], all);
    expect(rows.map(({ distance }) => distance >= 0)).toEqual([true, true, false, false]);
  });
});

describe("the difference of two shares", () => {
  it("is Newcombe's, and has an interval where a share is nothing or all", () => {
    // His example: 56 of 70 and 48 of 80.
    const { estimate, interval } = shareDifference([56, 70], [48, 80])!;
    expect(estimate).toBeCloseTo(0.2, 12);
    expect(interval[0]).toBeCloseTo(0.0524, 4);
    expect(interval[1]).toBeCloseTo(0.3339, 4);
    const [low, high] = shareDifference([300, 300], [300, 300])!.interval;
    expect(shareDifference([0, 0], [1, 2])).toBeNull();
    expect(low).toBeLessThan(0);
    expect(high).toBeLessThan(0.02);
  });
});

describe("what can be said", () => {
  it("is whether the line changed what was done, also where something was noted for everybody", () => {
    const { rows } = simulateProgramme({ lists: 200, patientsPerList: 20, places: 7, prevented: 0, slope: 1 }, 5);
    const beside = Array.from(rows.distance, (distance, at) => ({
      ...{ stayId: `s${at}`, patientId: `p${rows.clusters[at]}`, distance, probability: 0.2 },
      ...{ isReadmitted: rows.value[at]! > 0, isActedOn: true },
    }));
    const { acting, above } = compareBesideLines(beside, 200);
    expect(above?.actedOn).toBe(above?.stays);
    expect(acting?.estimate).toBe(0);
    expect(acting!.interval[1]).toBeLessThan(0.1);
    const none = compareBesideLines(
      beside.map((row) => ({ ...row, isActedOn: row.distance >= 0 })),
      200,
    );
    expect(none.acting!.interval[0]).toBeGreaterThan(0.9);
  });

  it("is nothing of a handful", () => {
    const found = compareBesideLines(besideLines([line()], all), 1);
    expect(found).toMatchObject({ verdict: "too-few", effect: null, above: null, stays: 4, lists: 1 });
  });

  it("is that fewer came back where the programme prevents most of it", () => {
    const { rows } = simulateProgramme({ lists: 300, patientsPerList: 20, places: 7, prevented: 0.9, slope: 1 }, 3);
    const found = findDiscontinuity(rows);
    expect(found!.interval[1]).toBeLessThan(0);
    expect(found!.rowsAbove).toBeGreaterThan(100);
  });

  it("does not depend on the order of the rows", () => {
    const { rows } = simulateProgramme({ lists: 60, patientsPerList: 20, places: 7, prevented: 0, slope: 1 }, 4);
    const back = {
      distance: rows.distance.toReversed(),
      value: rows.value.toReversed(),
      clusters: rows.clusters.toReversed(),
    };
    expect(findDiscontinuity(back)!.estimate).toBeCloseTo(findDiscontinuity(rows)!.estimate, 8);
  });
});
