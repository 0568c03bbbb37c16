import { expect, it } from "vitest";
import { openTally, tallyPatient } from "@/lib/core/monitoring/tally-source";
import { valueStep } from "@/lib/core/monitoring/watched-day";

const glucose = (id: string, value: number, unit: string) => ({
  resourceType: "Observation",
  id,
  code: { coding: [{ system: "http://loinc.org", code: "2345-7" }] },
  effectiveDateTime: "2026-03-01T08:00:00Z",
  valueQuantity: { value, unit },
});
const condition = (id: string, code: string) => ({
  resourceType: "Condition",
  id,
  code: { coding: [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code }] },
});

it("counts what came, units and values of tests, and categories of codes", () => {
  const tally = openTally();
  tallyPatient(tally, [glucose("a", 110, "mg/dL"), condition("b", "E11.9"), condition("c", "E11.65")]);
  tallyPatient(tally, [glucose("a", 6.1, "mmol/L"), { resourceType: "Patient", id: "p" }]);
  expect(tally).toEqual({
    arrivals: { Observation: 2, "lab:glucose": 2, Condition: 2, Patient: 1 },
    repeats: {},
    units: { glucose: { "mg/dL": 1, "mmol/L": 1 } },
    values: { glucose: { [valueStep(110)]: 1, [valueStep(6.1)]: 1 } },
    codes: { condition: { "ICD E11": 2 }, result: { "loinc.org 2345-7": 2 } },
  });
});

it("counts what says the same as another of the same patient, whatever its id", () => {
  const tally = openTally();
  tallyPatient(tally, [glucose("a", 110, "mg/dL"), glucose("b", 110, "mg/dL"), condition("c", "I50")]);
  tallyPatient(tally, [glucose("a", 110, "mg/dL")]);
  expect(tally.repeats).toEqual({ Observation: 1 });
});

it("takes whatever shape comes", () => {
  const tally = openTally();
  tallyPatient(tally, [
    { resourceType: "Observation", code: "x", valueQuantity: { value: "high", unit: 3 } },
    { resourceType: "Condition" },
  ]);
  expect(tally.arrivals).toEqual({ Observation: 1, Condition: 1 });
});
