import fc from "fast-check";
import { Fhir } from "fhir/fhir";
import { describe, expect, it } from "vitest";
import { TIERS } from "@/lib/core/model/scored-stay";
import { type PredictionToWrite, toProvenance, toRiskAssessment } from "@/lib/core/write-back/written-prediction";

const prediction: PredictionToWrite = {
  id: "0b0c6c0e-7a51-4a2e-9d1d-1f6f5f0a9c11",
  patientId: "p1",
  stayId: "e1",
  at: "2026-03-10T09:00:00.000Z",
  probability: 0.23456,
  tier: "very-high",
  task: "readmission",
  modelVersion: "1.0.0",
  dischargedAt: null,
  plannedEndAt: "2026-03-12T14:00:00.000Z",
  evidence: ["Encounter/e0", "Condition/c1", "Encounter/e0", "not a reference"],
  reasons: ["3 hospital stays in the past year."],
  provenance: "Learnt from US hospitals.",
};
const site = { organisation: "Test hospital" };
const place = { reference: "RiskAssessment/r1", previous: null, recorded: "2026-03-10T09:00:05.000Z" };

/** Errors of the published R4 definitions. */
function errorsOf(resource: object): string[] {
  const { messages } = new Fhir(undefined).validate(resource, { errorOnUnexpected: true });
  return messages.flatMap(({ severity, location, message }) =>
    severity === "error" || severity === "fatal" ? [`${location}: ${message}`] : [],
  );
}

describe("a prediction as a RiskAssessment", () => {
  it("says the probability as a percentage, the level coded, what it rests on and when", () => {
    const made = toRiskAssessment(prediction);
    expect(made).toMatchObject({
      identifier: [{ system: "urn:ietf:rfc:3986", value: `urn:uuid:${prediction.id}` }],
      status: "final",
      subject: { reference: "Patient/p1" },
      encounter: { reference: "Encounter/e1" },
      basis: [{ reference: "Encounter/e0" }, { reference: "Condition/c1" }],
      prediction: [
        {
          probabilityDecimal: 23.46,
          qualitativeRisk: { text: "Very high", coding: [{ code: "high" }, { code: "very-high" }] },
          whenPeriod: { start: "2026-03-12T14:00:00.000Z", end: "2026-04-11T14:00:00.000Z" },
        },
      ],
    });
  });

  it("runs the 30 days from discharge once it is known, and from no day that is not", () => {
    const left = toRiskAssessment({ ...prediction, dischargedAt: "2026-03-11T10:00:00.000Z" });
    expect(left.prediction?.[0]?.whenPeriod).toEqual({
      start: "2026-03-11T10:00:00.000Z",
      end: "2026-04-10T10:00:00.000Z",
    });
    const open = toRiskAssessment({ ...prediction, plannedEndAt: null }).prediction?.[0];
    expect(open?.whenPeriod).toEqual({ start: prediction.at });
    expect(open?.rationale).toContain("not planned yet");
  });

  it("is valid R4, whatever it says", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(...TIERS, null),
        fc.constantFrom(null, "2026-03-12T14:00:00.000Z"),
        fc.array(fc.constantFrom("Encounter/a", "Condition/b.c-d", "Observation/1"), { maxLength: 5 }),
        (probability, tier, plannedEndAt, evidence) => {
          const made = toRiskAssessment({ ...prediction, probability, tier, plannedEndAt, evidence });
          const said = made.prediction?.[0]?.probabilityDecimal ?? Number.NaN;
          expect(said).toBeGreaterThanOrEqual(0);
          expect(said).toBeLessThanOrEqual(100);
          expect(errorsOf(made)).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("would be found out if it were not", () => {
    expect(errorsOf({ ...toRiskAssessment(prediction), status: undefined }).join()).toMatch(/status/i);
    expect(errorsOf({ ...toRiskAssessment(prediction), probability: 1 }).join()).toMatch(/probability/);
  });
});

describe("its Provenance", () => {
  it("is valid R4, names the model as author on the organisation's behalf, and what it takes the place of", () => {
    expect(errorsOf(toProvenance(prediction, site, place))).toEqual([]);
    const next = toProvenance(prediction, site, { ...place, previous: "RiskAssessment/r0" });
    expect(errorsOf(next)).toEqual([]);
    expect(next).toMatchObject({
      target: [{ reference: "RiskAssessment/r1" }],
      agent: [{ who: { reference: "#wardlight" }, onBehalfOf: { reference: "#site" } }],
      entity: [
        { role: "source", what: { identifier: { value: `urn:uuid:${prediction.id}` } } },
        { role: "revision", what: { reference: "RiskAssessment/r0" } },
      ],
    });
    expect(next.contained?.map(({ resourceType }) => resourceType)).toEqual(["Device", "Organization"]);
  });
});
