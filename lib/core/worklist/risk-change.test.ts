import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAccumulating } from "@/lib/core/features/accumulating";
import { encodeValue } from "@/lib/core/features/encode";
import { type FeatureValue, NOT_RECORDED, NOT_YET_KNOWN } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { type ComparedPrediction, latestChange, riskChange } from "@/lib/core/worklist/risk-change";

const AT = "2026-03-10T14:05:00Z";

function prediction(
  values: Readonly<Record<string, FeatureValue>>,
  drivers: Readonly<Record<string, number>>,
  rest: Partial<ComparedPrediction> = {},
): ComparedPrediction {
  const encoded = new Float32Array(FEATURES.length).fill(NOT_RECORDED);
  for (const [name, value] of Object.entries(values)) {
    const column = featureIndex(name);
    encoded[column] = encodeValue(FEATURES[column]!, value);
  }
  return {
    modelVersion: "1.0.0",
    view: "stay",
    probability: 0.35,
    encoded,
    drivers: Object.entries(drivers).map(([feature, contribution]) => ({ feature, contribution })),
    at: AT,
    ...rest,
  };
}

const before = prediction({ secondDiagnosis: "hypertension" }, { secondDiagnosis: 0, labTests: 0 });

describe("a rise or a fall", () => {
  it("says what it came from", () => {
    const after = prediction({ secondDiagnosis: "heart-failure" }, { secondDiagnosis: 0.25 }, { probability: 0.41 });
    expect(riskChange(before, after)).toEqual({
      from: 0.35,
      to: 0.41,
      at: AT,
      because: "heart failure was coded",
      isPartly: false,
    });
    expect(riskChange(after, before)).toMatchObject({ from: 0.41, to: 0.35, because: "high blood pressure was coded" });
  });

  it("is worded for drugs, results and what was taken off the record", () => {
    const because = (from: [string, FeatureValue], to: [string, FeatureValue]) =>
      riskChange(
        prediction({ [from[0]]: from[1] }, { [from[0]]: 0 }),
        prediction({ [to[0]]: to[1] }, { [to[0]]: 0.3 }, { probability: 0.42 }),
      )?.because;
    expect(because(["insulin", "no"], ["insulin", "taken"])).toBe("insulin was added");
    expect(because(["insulin", "steady"], ["insulin", "up"])).toBe("the dose of insulin was raised");
    expect(because(["insulin", "taken"], ["insulin", "no"])).toBe("insulin is no longer on record");
    expect(because(["hba1c", "not-measured"], ["hba1c", "above-8"])).toBe("HbA1c above 8 % was recorded");
    expect(because(["hba1c", "normal"], ["hba1c", "above-8"])).toBe(
      "the record changed from HbA1c up to 7 % to HbA1c above 8 %",
    );
    expect(because(["priorInpatient", 2], ["priorInpatient", null])).toBe(
      "hospital stays in the past year is no longer on record",
    );
  });

  it("names two reasons at most, and says where they are not the larger part", () => {
    const after = prediction(
      { secondDiagnosis: "heart-failure", insulin: "taken", hba1c: "above-8", labTests: 40 },
      { secondDiagnosis: 0.02, insulin: 0.1, hba1c: 0.05, labTests: 0.5 },
      { probability: 0.5, view: "discharge" },
    );
    const start = prediction(
      { secondDiagnosis: "hypertension", insulin: "no", hba1c: "not-measured", labTests: 10 },
      { secondDiagnosis: 0, insulin: 0, hba1c: 0, labTests: 0 },
      { view: "discharge" },
    );
    expect(riskChange(start, after)).toMatchObject({
      because: "insulin was added and HbA1c above 8 % was recorded",
      isPartly: true,
    });
  });

  it("is not shown where the named input pulled the other way", () => {
    const after = prediction(
      { secondDiagnosis: "heart-failure", labTests: 40 },
      { secondDiagnosis: -0.1, labTests: 0.4 },
      { probability: 0.41 },
    );
    expect(riskChange(before, after)).toBeNull();
  });

  it("is not shown for a code that only moved up a rank, unless that moved the number", () => {
    const from = prediction({ primaryDiagnosis: "sepsis", secondDiagnosis: "asthma" }, { primaryDiagnosis: 0 });
    const to = prediction({ primaryDiagnosis: "asthma", secondDiagnosis: "sepsis" }, {}, { probability: 0.4 });
    expect(riskChange(from, { ...to, drivers: [{ feature: "primaryDiagnosis", contribution: 0 }] })).toBeNull();
    expect(riskChange(from, { ...to, drivers: [{ feature: "primaryDiagnosis", contribution: 0.2 }] })?.because).toBe(
      "the order of the diagnoses changed",
    );
  });

  it("needs a point at least, and a number on both sides", () => {
    const after = prediction({ secondDiagnosis: "heart-failure" }, { secondDiagnosis: 0.25 });
    expect(riskChange(before, { ...after, probability: 0.359 })).toBeNull();
    expect(riskChange(before, { ...after, probability: null })).toBeNull();
    expect(riskChange({ ...before, probability: null }, { ...after, probability: 0.41 })).toBeNull();
  });
});

describe("whatever the predictions", () => {
  const values = fc.record(
    Object.fromEntries(FEATURES.map(({ name }) => [name, fc.integer({ min: -2, max: 3 })] as const)) as Record<
      string,
      fc.Arbitrary<number>
    >,
  );
  const terms = FEATURES.map(({ name }) => name).concat("age × priorInpatient", "insulin × labTests");
  const predictions = fc
    .tuple(
      values,
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: terms.length, maxLength: terms.length }),
      fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      fc.constantFrom("1.0.0", "1.1.0"),
      fc.constantFrom("admission" as const, "stay" as const, "discharge" as const),
    )
    .map(
      ([byName, contributions, probability, modelVersion, view]): ComparedPrediction => ({
        modelVersion,
        view,
        probability,
        encoded: Float32Array.from(FEATURES, ({ name }) => byName[name]!),
        drivers: terms.map((feature, index) => ({ feature, contribution: contributions[index]! })),
        at: AT,
      }),
    );
  const alike = fc
    .tuple(predictions, predictions)
    .map(([a, b]) => [a, { ...b, modelVersion: a.modelVersion, view: a.view }] as const);

  it("nothing is shown across model versions or views", () => {
    fc.assert(
      fc.property(predictions, predictions, (a, b) => {
        if (a.modelVersion !== b.modelVersion || a.view !== b.view) expect(riskChange(a, b)).toBeNull();
      }),
    );
  });

  it("nothing is shown when only what accumulates changed, or only what became knowable", () => {
    fc.assert(
      fc.property(alike, ([a, b]) => {
        const encoded = Float32Array.from(FEATURES, ({ name }, column) =>
          isAccumulating(name) || a.encoded[column] === NOT_YET_KNOWN ? b.encoded[column]! : a.encoded[column]!,
        );
        expect(riskChange(a, { ...b, encoded })).toBeNull();
      }),
    );
  });

  it("what is shown has a reason, and is the same seen backwards", () => {
    let shown = 0;
    fc.assert(
      fc.property(alike, ([a, b]) => {
        const [there, back] = [riskChange(a, b), riskChange(b, a)];
        expect(there === null).toBe(back === null);
        if (there === null || back === null) return;
        shown += 1;
        expect(there.because).not.toBe("");
        expect([there.from, there.to]).toEqual([back.to, back.from]);
        expect([there.from, there.to]).toEqual([a.probability, b.probability]);
      }),
      { numRuns: 1_500 },
    );
    expect(shown).toBeGreaterThan(20);
  });
});

describe("what accumulates", () => {
  it("is every number that is known only at discharge, and nothing else", () => {
    const counted = FEATURES.filter(({ kind, knownFrom }) => kind === "numeric" && knownFrom === "discharge");
    expect(FEATURES.filter(({ name }) => isAccumulating(name))).toEqual(counted);
  });
});

describe("the change kept with a prediction", () => {
  const change = {
    from: 0.35,
    to: 0.41,
    at: "2026-03-10T13:00:00Z",
    because: "heart failure was coded",
    isPartly: false,
  };
  const previous = { ...before, probability: 0.41, change };

  it("outlives a prediction with nothing new to say", () => {
    expect(latestChange(previous, { ...before, probability: 0.415 })).toBe(change);
  });

  it("ends where the number went back, the model or the view changed, or the model abstains", () => {
    for (const next of [
      { probability: 0.34 },
      { modelVersion: "2" },
      { view: "discharge" as const },
      { probability: null },
    ])
      expect(latestChange(previous, { ...before, probability: 0.415, ...next })).toBeNull();
  });

  it("gives way to a newer one", () => {
    const after = prediction({ secondDiagnosis: "sepsis" }, { secondDiagnosis: 0.3 }, { probability: 0.5 });
    expect(latestChange(previous, after)).toMatchObject({ from: 0.41, to: 0.5, because: "sepsis was coded" });
  });
});
