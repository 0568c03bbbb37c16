import { describe, expect, it } from "vitest";
import { ED_FEATURES, edFeatureIndex } from "@/lib/core/admission/ed-features";
import { ADMISSION_SETTINGS, trainAdmission } from "@/lib/core/admission/ed-training";
import type { EdVisit } from "@/lib/core/admission/ktas-row";
import { stratifiedFolds, triageScores, validateRepeatedly } from "@/lib/core/admission/repeated-folds";
import { chanceFrom } from "@/lib/core/training/chance";

const [TRIAGE, AGE, HEART] = ["triage", "age", "heartRate"].map(edFeatureIndex) as [number, number, number];

/** Made-up visits: the urgent and the old are admitted, the heart rate says nothing. */
function madeUp(count: number, seed: number): EdVisit[] {
  const chance = chanceFrom(seed);
  return Array.from({ length: count }, (_, row) => {
    const encoded = new Float32Array(ED_FEATURES.length).fill(-1);
    encoded[TRIAGE] = 1 + Math.floor(chance() * 5);
    encoded[AGE] = 20 + 5 * Math.floor(chance() * 15);
    encoded[HEART] = 60 + 5 * Math.floor(chance() * 10);
    const logit = 2 - 0.9 * encoded[TRIAGE]! + 0.04 * (encoded[AGE]! - 55);
    const label = chance() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
    return { id: String(row + 1), encoded, label, subgroups: { sex: "female", ageBand: "unknown" }, outside: [] };
  });
}

const visits = madeUp(600, 3);
const settings = { ...ADMISSION_SETTINGS, bags: 3, maximumCycles: 60 };

describe("stratifiedFolds", () => {
  it("deals visits and admissions out evenly, and differently in each repeat", () => {
    const labels = visits.map(({ label }) => label);
    const folds = stratifiedFolds(labels, 10, 1, 0);
    const admitted = Array.from(
      { length: 10 },
      (_, fold) => labels.filter((l, row) => l && folds[row] === fold).length,
    );
    expect(Math.max(...admitted) - Math.min(...admitted)).toBeLessThanOrEqual(1);
    expect(stratifiedFolds(labels, 10, 1, 1)).not.toEqual(folds);
    expect(stratifiedFolds(labels, 10, 1, 0)).toEqual(folds);
  });
});

describe("the admission model", () => {
  it("beats triage alone where age matters too, and says by how much", async () => {
    const { report, probabilities } = await validateRepeatedly(
      visits,
      { folds: 4, repeats: 2, settings },
      () => undefined,
    );
    expect(report.auroc).toBeGreaterThan(report.triageAlone.auroc + 0.02);
    expect(report.gainCi95?.[0]).toBeGreaterThan(0);
    expect(report.aurocCi95![0]).toBeLessThan(report.auroc);
    expect(probabilities.every((p) => p > 0 && p < 1)).toBe(true);
  });

  it("finds nothing where there is nothing to find", async () => {
    const chance = chanceFrom(9);
    const blind = visits.map((visit) => ({ ...visit, label: (chance() < 0.3 ? 1 : 0) as 0 | 1 }));
    const { report } = await validateRepeatedly(blind, { folds: 4, repeats: 1, settings }, () => undefined);
    expect(Math.abs(report.auroc - 0.5)).toBeLessThan(0.08);
  });

  it("never holds a less urgent level for likelier", async () => {
    const { model } = await trainAdmission(visits, Uint32Array.from(visits.keys()), settings);
    const shape = model.terms.find(({ features }) => features[0] === TRIAGE)!.shape;
    for (let bin = 2; bin < shape.length; bin++) expect(shape[bin]).toBeLessThanOrEqual(shape[bin - 1]! + 1e-12);
  });
});

describe("triageScores", () => {
  it("ranks the most urgent highest and the unknown last", () => {
    const of = (level: number) => {
      const encoded = new Float32Array(ED_FEATURES.length).fill(-1);
      encoded[TRIAGE] = level;
      return { ...visits[0]!, encoded };
    };
    expect([...triageScores([of(1), of(5), of(-1)])]).toEqual([-1, -5, -6]);
  });
});
