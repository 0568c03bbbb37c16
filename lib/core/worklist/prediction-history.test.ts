import { describe, expect, it } from "vitest";
import { encodeValue } from "@/lib/core/features/encode";
import { type FeatureValue, NOT_RECORDED } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { describeHistory, describeStep, type KeptPrediction } from "@/lib/core/worklist/prediction-history";

function kept(
  values: Readonly<Record<string, FeatureValue>>,
  { drivers = {}, ...rest }: Partial<Omit<KeptPrediction, "drivers">> & { drivers?: Record<string, number> } = {},
): KeptPrediction {
  const encoded = new Float32Array(FEATURES.length).fill(NOT_RECORDED);
  for (const [name, value] of Object.entries(values)) {
    const column = featureIndex(name);
    encoded[column] = encodeValue(FEATURES[column]!, value);
  }
  return {
    id: "p",
    at: "2026-03-10T09:00:00Z",
    modelVersion: "1.0.0",
    view: "stay",
    probability: 0.3,
    tier: "high",
    encoded,
    abstentionReasons: [],
    ...rest,
    drivers: Object.entries(drivers).map(([feature, contribution]) => ({ feature, contribution })),
  };
}

const first = kept({ secondDiagnosis: "hypertension", labTests: 10 }, { drivers: { secondDiagnosis: 0 } });

describe("what changed between two scores", () => {
  it("names the cause only where one moved the number", () => {
    const coded = kept(
      { secondDiagnosis: "heart-failure", labTests: 10 },
      { probability: 0.36, drivers: { secondDiagnosis: 0.3 } },
    );
    expect(describeStep(first, coded)).toBe("Because heart failure was coded.");
    expect(describeStep(first, { ...coded, probability: 0.301, drivers: first.drivers })).toBe(
      "Heart failure was coded.",
    );
  });

  it("says so where only time passed, or nothing that counts", () => {
    const later = kept({ secondDiagnosis: "hypertension", labTests: 30, lengthOfStayDays: 4 }, { probability: 0.4 });
    const before = kept({ secondDiagnosis: "hypertension", labTests: 10, lengthOfStayDays: 3 });
    expect(describeStep(before, later)).toBe(
      "Only what grows with every day of a stay: length of stay and laboratory tests in this stay.",
    );
    expect(describeStep(first, { ...first, id: "q" })).toContain("Nothing the number is made from");
  });

  it("does not compare views or model versions", () => {
    expect(describeStep(first, { ...first, view: "discharge" })).toMatch(/^Now from the whole stay/);
    expect(describeStep(first, { ...first, modelVersion: "1.1.0" })).toContain("cannot be compared");
  });

  it("says when the model fell silent and when it spoke again", () => {
    const silent = kept({}, { probability: null, tier: null, abstentionReasons: ["The patient died."] });
    expect(describeStep(first, silent)).toBe("No score from here on. The patient died.");
    expect(describeStep(silent, first)).toBe("The model gives a number again.");
  });
});

describe("a history", () => {
  it("ends with the first score, unless there are older ones that are not shown", () => {
    const two = [{ ...first, id: "new" }, first];
    expect(describeHistory(two, true).map(({ changed }) => changed)[1]).toBe("The first score of this stay.");
    expect(describeHistory(two, false).map(({ id }) => id)).toEqual(["new"]);
  });
});
