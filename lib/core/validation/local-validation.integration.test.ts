import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chanceFrom } from "@/lib/core/training/chance";
import { localValidation } from "@/lib/core/validation/local-validation";
import { calibratedRows, inputOf } from "@/lib/core/validation/synthetic-rows";
import { isProspective, type ValidationRow } from "@/lib/core/validation/validation-input";

const good = calibratedRows(6000);
const withProbability = (change: (p: number, row: ValidationRow) => number): ValidationRow[] =>
  good.map((row) => ({ ...row, probability: change(row.probability, row) }));
const inLogits = (change: (z: number) => number) => (p: number) => 1 / (1 + Math.exp(-change(Math.log(p / (1 - p)))));
const validate = (rows: readonly ValidationRow[]) => localValidation(inputOf(rows));
const broken = (rows: readonly ValidationRow[]) => {
  const { verdict, rules } = validate(rows);
  return { verdict, broken: rules.filter(({ state }) => state === "not-met").map(({ name }) => name) };
};

describe("a model that knows the risk exactly", () => {
  const report = validate(good);
  it("is usable, by every rule", () => {
    expect(report.rules.filter(({ state }) => state !== "met")).toEqual([]);
    expect(report.verdict).toBe("usable");
  });
  it("has O/E, slope and intercept where they should be, inside their intervals", () => {
    const { oe, slope, intercept } = report.calibration;
    for (const [{ value, ci95 }, truth] of [
      [oe, 1],
      [slope, 1],
      [intercept, 0],
    ] as const) {
      expect(ci95?.[0]).toBeLessThan(value ?? Number.NaN);
      expect(ci95?.[1]).toBeGreaterThan(value ?? Number.NaN);
      expect(ci95?.[0]).toBeLessThan(truth);
      expect(ci95?.[1]).toBeGreaterThan(truth);
    }
  });
  it("is worth more than every rival between its operating points, and never less than calling everyone", () => {
    const of = (name: string) => report.decision.curves.find((curve) => curve.name === name)?.netBenefit ?? [];
    of("model").forEach((value, position) => {
      expect(value).toBeGreaterThan((of("everyone")[position] ?? 0) - 0.002);
    });
    expect(report.decision.thresholds.at(0)).toBe(0.05);
    expect(report.decision.thresholds.at(-1)).toBe(0.4);
    expect(new Set(of("nobody"))).toEqual(new Set([0]));
  });
  it("tells LACE's place on the same stays", () => {
    const { auroc, lace, aboveLace } = report.discrimination;
    expect((auroc.value ?? 0) - (lace.value ?? 0)).toBeCloseTo(aboveLace.value ?? Number.NaN, 9);
    expect(aboveLace.ci95?.[0]).toBeGreaterThan(0);
  });
  it("gives the same report for the same rows", () => expect(validate(good)).toEqual(report));
});

describe("a model that is wrong here", () => {
  it.each([
    ["half the risk again", (p: number) => Math.min(0.99, p * 1.5), "observed-over-expected"],
    ["too low", (p: number) => p * 0.6, "observed-over-expected"],
    ["overconfident", inLogits((z) => -2.1 + 2 * (z + 2.1)), "calibration-slope"],
    ["too timid", inLogits((z) => -2.1 + 0.4 * (z + 2.1)), "calibration-slope"],
    ["everything the same", () => 0.12, "discrimination"],
    ["upside down", inLogits((z) => -4.2 - z), "better-than-lace"],
  ])("%s: do not use here", (_, change, rule) => {
    const found = broken(withProbability(change));
    expect(found.verdict).toBe("do-not-use-here");
    expect(found.broken).toContain(rule);
  });

  it("for one group: do not use here, and names it", () => {
    const report = validate(withProbability((p, row) => (row.subgroups.Sex === "female" ? p * 1.6 : p * 0.7)));
    const rule = report.rules.find(({ name }) => name === "subgroups");
    expect(rule?.state).toBe("not-met");
    expect(rule?.measured).toMatch(/Sex: female/);
    expect(report.verdict).toBe("do-not-use-here");
  });

  it("has no more to say than LACE: do not use here", () => {
    const random = chanceFrom(5);
    const dim = withProbability((_, row) => ((row.lace?.low ?? 0) + 2 * random() + 1) / 80);
    expect(broken(dim).verdict).toBe("do-not-use-here");
  });
});

describe("too few outcomes", () => {
  it("are said so, however the figures look, and the rules are still shown", () => {
    const report = validate(good.slice(0, 1000));
    expect(report.readmissions).toBeLessThan(200);
    expect(report).toMatchObject({ verdict: "too-few" });
    expect(report.rules).toHaveLength(7);
  });
  it("of nothing at all: every figure unknown, no throw", () => {
    const report = validate([]);
    expect(report).toMatchObject({ verdict: "too-few", stays: 0, period: null, brier: null, patients: 0 });
    expect(report.discrimination.auroc).toEqual({ value: null, ci95: null });
    expect(report.calibration.curve).toEqual([]);
  });
  it("a right estimate whose interval reaches beyond is not yet usable", () => {
    const some = good.slice(0, 2200);
    const off = (validate(some).calibration.oe.value ?? 1) / 1.18;
    const report = validate(some.map((row) => ({ ...row, probability: row.probability * off })));
    expect(report.readmissions).toBeGreaterThanOrEqual(200);
    expect(report.rules.find(({ name }) => name === "observed-over-expected")?.state).toBe("undecided");
    expect(report.verdict).toBe("too-few");
  });
});

describe("hand-worked tables", () => {
  // Ten stays: five at 10 %, five at 30 %; one and two readmitted. Expected 0.5 + 1.5 = 2, observed 3.
  const ten = Array.from({ length: 10 }, (_, index): ValidationRow => {
    const template = good[0]!;
    return {
      ...template,
      patientId: `p${index}`,
      probability: index < 5 ? 0.1 : 0.3,
      outcome: [0, 5, 6].includes(index) ? 1 : 0,
      lace: { low: index, high: 19 },
    };
  });
  const report = validate(ten);
  it("observed over expected is 3 / 2", () => expect(report.calibration.oe.value).toBeCloseTo(1.5, 12));
  it("Brier is the mean square", () =>
    expect(report.brier).toBeCloseTo((0.81 + 4 * 0.01 + 2 * 0.49 + 3 * 0.09) / 10, 12));
  // 21 pairs: positives at 0.1, 0.3, 0.3; negatives four at 0.1 and three at 0.3.
  it("AUROC counts pairs, ties half", () =>
    expect(report.discrimination.auroc.value).toBeCloseTo((4 / 2 + 2 * (4 + 3 / 2)) / 21, 12));
  it("slope and intercept are those of the two points", () => {
    const logit = (p: number) => Math.log(p / (1 - p));
    const slope = (logit(0.4) - logit(0.2)) / (logit(0.3) - logit(0.1));
    expect(report.calibration.slope.value).toBeCloseTo(slope, 6);
    expect(report.calibration.intercept.value).toBeCloseTo(logit(0.2) - slope * logit(0.1), 6);
  });
  it("operating points count the flagged and what became of them", () =>
    expect(report.operatingPoints[0]).toMatchObject({
      flagged: 5,
      readmitted: 2,
      flaggedShare: 0.5,
      yield: { value: 0.4 },
      found: 2 / 3,
    }));
  it("says how many published scores were incomplete", () => {
    expect(report.discrimination.incompleteScores).toEqual({ lace: 10, hospital: 0 });
    expect(report.cautions.join(" ")).toMatch(/LACE was incomplete for 10/);
  });
  it("judges no group below the minimum cell", () =>
    expect(
      report.subgroups.every(({ auroc, oe, ece }) => auroc.value === null && oe.value === null && ece === null),
    ).toBe(true));
});

describe("what must not matter", () => {
  const some = good.slice(0, 400);
  it("the order of the rows", () => {
    const order = fc.shuffledSubarray(some, { minLength: some.length });
    const once = validate(some);
    fc.assert(
      fc.property(order, (shuffled) => {
        const again = validate(shuffled);
        expect(again.calibration.oe.value).toBeCloseTo(once.calibration.oe.value ?? 0, 9);
        expect(again.discrimination.auroc.value).toBeCloseTo(once.discrimination.auroc.value ?? 0, 9);
        expect(again.calibration.slope.value).toBeCloseTo(once.calibration.slope.value ?? 0, 6);
      }),
      { numRuns: 4 },
    );
  });
  it("any rising change of scale, to AUROC; k times every stay, to any estimate", () => {
    const once = validate(some);
    const squeezed = validate(some.map((row) => ({ ...row, probability: row.probability ** 2 / 3 })));
    expect(squeezed.discrimination.auroc.value).toBeCloseTo(once.discrimination.auroc.value ?? 0, 12);
    const thrice = validate([...some, ...some, ...some]);
    expect(thrice.calibration.oe.value).toBeCloseTo(once.calibration.oe.value ?? 0, 9);
    expect(thrice.calibration.slope.value).toBeCloseTo(once.calibration.slope.value ?? 0, 6);
    expect(thrice.brier).toBeCloseTo(once.brier ?? 0, 9);
    expect(thrice.patients).toBe(once.patients);
  });
});

describe("a prediction", () => {
  const row = { ...good[0]!, dischargedAt: "2026-01-10T12:00:00Z" };
  it.each([
    ["before discharge", "2026-01-10T11:00:00Z", null, true],
    ["within a day of it", "2026-01-11T11:59:00Z", null, true],
    ["later", "2026-01-11T12:01:00Z", null, false],
    ["after a quick readmission", "2026-01-11T09:00:00Z", "2026-01-11T08:00:00Z", false],
  ])("made %s", (_, scoredAt, readmittedAt, inTime) =>
    expect(isProspective({ ...row, scoredAt, readmittedAt })).toBe(inTime),
  );
  it("made in hindsight is counted apart and cautioned about", () => {
    const report = validate(good.map((one, i) => (i < 500 ? { ...one, scoredAt: "2026-06-01T00:00:00Z" } : one)));
    expect(report.timing.map(({ level, n }) => [level, n])).toEqual([
      ["in hindsight", 500],
      ["in time", 5500],
    ]);
    expect(report.cautions.join(" ")).toMatch(/500 of 6,000 predictions were made in hindsight/);
  });
});
