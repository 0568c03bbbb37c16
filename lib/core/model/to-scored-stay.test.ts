import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { encodeValue, maskForView } from "@/lib/core/features/encode";
import { NOT_RECORDED } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { manifestSchema } from "@/lib/core/model/manifest";
import type { PreparedStay } from "@/lib/core/model/prepared-stay";
import { tierOf } from "@/lib/core/model/tier";
import { toScoredStay } from "@/lib/core/model/to-scored-stay";

const manifest = manifestSchema.parse(JSON.parse(readFileSync("models/readmission/1.0.0/manifest.json", "utf8")));
const VISITS = featureIndex("priorInpatient");
const AGE = featureIndex("age");

const encoded = new Float32Array(FEATURES.length).fill(NOT_RECORDED);
encoded[VISITS] = 3;
encoded[AGE] = encodeValue(FEATURES[AGE]!, 71);

const score = { low: 0, high: 0, maximum: 19, version: "test", components: [], unknown: [] };
const stay: PreparedStay = {
  patientId: "p",
  stayId: "e",
  encounterIds: ["e"],
  admittedAt: null,
  dischargedAt: null,
  view: "stay",
  encoded: maskForView(encoded, "stay"),
  evidence: FEATURES.map((_, index) =>
    index === VISITS ? ["Encounter/1", "Encounter/2"] : index === AGE ? ["Patient/p"] : [],
  ),
  scores: { lace: score, hospital: score },
  applicability: { inScope: true, reasons: [] },
  issues: [],
};
const contributions = Float32Array.from(manifest.terms, (_, term) => (term % 2 === 0 ? 1 : -1) * (term + 1));
const raw = { probability: 0.2, baseline: -2, contributions };

describe("a scored stay", () => {
  it("has every term as a driver, largest first whatever its sign, and loses none of the sum", () => {
    const { drivers } = toScoredStay(stay, raw, manifest);
    expect(drivers).toHaveLength(manifest.terms.length);
    const sizes = drivers.map(({ contribution }) => Math.abs(contribution));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(drivers.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(
      contributions.reduce((sum, c) => sum + c, 0),
    );
  });

  it("says of each driver what was read and where it came from", () => {
    const { drivers } = toScoredStay(stay, raw, manifest);
    expect(drivers.find(({ feature }) => feature === "priorInpatient")).toMatchObject({
      label: "3 hospital stays in the past year",
      value: 3,
      evidence: ["Encounter/1", "Encounter/2"],
    });
    expect(drivers.find(({ feature }) => feature === "lengthOfStayDays")).toMatchObject({ value: null, evidence: [] });
  });

  it("gives a pair both values and the evidence of both", () => {
    const { drivers } = toScoredStay(stay, raw, manifest);
    expect(drivers.find(({ feature }) => feature === "age × priorInpatient")).toMatchObject({
      value: [70, 3],
      evidence: ["Patient/p", "Encounter/1", "Encounter/2"],
    });
  });

  it("abstains wholly out of scope, even where a number is at hand, and says why", () => {
    const applicability = { inScope: false, reasons: ["The patient died."] };
    expect(toScoredStay({ ...stay, applicability }, raw, manifest)).toMatchObject({
      probability: null,
      tier: null,
      baseline: null,
      drivers: [],
      applicability,
    });
  });
});

describe("a tier", () => {
  const points = { "very-high": 0.3, high: 0.2, moderate: 0.1, rule: "test" };

  it.each([
    [0.3, "very-high"],
    [0.2999, "high"],
    [0.2, "high"],
    [0.1, "moderate"],
    [0.0999, "low"],
    [0, "low"],
  ])("of %d is %s: a probability on an operating point belongs to the higher tier", (probability, tier) => {
    expect(tierOf(probability, points)).toBe(tier);
  });

  it("has falling operating points in the shipped model", () => {
    const { "very-high": top, high, moderate } = manifest.operatingPoints;
    expect(top).toBeGreaterThan(high);
    expect(high).toBeGreaterThan(moderate);
    expect(moderate).toBeGreaterThan(0);
  });
});
