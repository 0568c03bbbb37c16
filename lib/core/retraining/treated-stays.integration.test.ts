import { describe, expect, it } from "vitest";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { programmeQuestion, treatmentReport } from "@/lib/core/retraining/treated-stays";
import { chanceFrom } from "@/lib/core/training/chance";
import { syntheticStays } from "@/lib/core/training/synthetic-stays";
import { toTrainingData } from "@/lib/core/training/training-data";

const VISITS = featureIndex("priorInpatient");
const width = FEATURES.length;
const N = 4000;
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** Stays of whom those at risk are called more often; a call takes `effect` off the log-odds. */
function hospital({ effect, callAll = false }: { effect: number; callAll?: boolean }) {
  const chance = chanceFrom(9);
  const risk = (stay: Float32Array): number => -2 + 0.15 * stay[VISITS]!;
  const stays = syntheticStays(N, 4, risk);
  const treated = new Uint8Array(N);
  const probabilities = new Float64Array(N);
  const tiers: string[] = [];
  for (let row = 0; row < N; row++) {
    const stay = stays.encoded.subarray(row * width, (row + 1) * width);
    const isHigh = stay[VISITS]! >= 10;
    treated[row] = chance() < (isHigh ? (callAll ? 1 : 0.6) : callAll ? 0 : 0.2) ? 1 : 0;
    probabilities[row] = sigmoid(risk(stay));
    stays.labels[row] = chance() < sigmoid(risk(stay) - (treated[row] ? effect : 0)) ? 1 : 0;
    tiers.push(isHigh ? "high" : "low");
  }
  const rows = Uint32Array.from({ length: N }, (_, row) => row);
  return treatmentReport(toTrainingData(stays, rows), rows, probabilities, { treated, tiers });
}

const working = hospital({ effect: 1.5 });

describe("treated stays", () => {
  it("are counted by the tier that wards saw", () => {
    const { byTier } = working;
    const high = byTier.find(({ tier }) => tier === "high")!;
    expect(high.treated / high.stays).toBeCloseTo(0.6, 1);
    expect(byTier.reduce((sum, { stays }) => sum + stays, 0)).toBe(N);
    expect(high.eventsTreated + high.eventsUntreated).toBeGreaterThan(0);
  });

  it("make a right model look too high when a programme works, and weighting shows that it was not", () => {
    const { kept, weighted, overlap } = working.sensitivity!;
    expect(kept.observedOverExpected).toBeLessThan(0.8);
    expect(weighted.observedOverExpected).toBeCloseTo(1, 1);
    expect(overlap.verdict).toBe("enough");
    expect(overlap.differenceAfter).toBeLessThan(overlap.differenceBefore);
    expect(weighted.effectiveStays).toBeLessThan(weighted.stays);
    expect(programmeQuestion(working)).toContain("ask first whether the programme worked");
  });

  it("explain nothing where the programme does nothing", () => {
    const report = hospital({ effect: 0 });
    expect(report.sensitivity!.kept.observedOverExpected).toBeCloseTo(1, 1);
    expect(programmeQuestion(report)).toContain("No fall");
  });

  it("are not weighted away where nobody like them went untreated: the overlap is said to be too little", () => {
    const report = hospital({ effect: 1.5, callAll: true });
    expect(report.sensitivity!.overlap.verdict).toBe("little");
    expect(programmeQuestion(report)).toContain("cannot say");
  });

  it("too few to say anything give a count by tier and nothing else", () => {
    const stays = syntheticStays(400, 4, () => -2);
    const rows = Uint32Array.from({ length: 400 }, (_, row) => row);
    const report = treatmentReport(toTrainingData(stays, rows), rows, new Float64Array(400).fill(0.1), {
      treated: new Uint8Array(400).fill(1, 0, 20),
      tiers: Array.from({ length: 400 }, () => "low"),
    });
    expect(report.sensitivity).toBeNull();
    expect(report.byTier).toHaveLength(1);
    expect(programmeQuestion(report)).toContain("Too few");
  });
});
