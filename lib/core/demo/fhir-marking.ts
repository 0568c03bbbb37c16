import type { Coding, Meta } from "fhir/r4";

/** Said on every resource: test health data. @see https://terminology.hl7.org/CodeSystem-v3-ActReason.html */
const TEST_DATA: Coding = { system: "http://terminology.hl7.org/CodeSystem/v3-ActReason", code: "HTEST" };

/** The tags of this generator. */
export const DEMO_TAG_SYSTEM = "https://wardlight.example/fhir/CodeSystem/demo-tag";

/** `meta` of every generated resource. */
export const syntheticMeta = (): Meta => ({ security: [TEST_DATA] });

/** `meta` where it must be said in words too: on the patient, and on stays that are an outcome of chance. */
export function taggedMeta(code: "synthetic" | "simulated-outcome"): Meta {
  const display =
    code === "synthetic" ? "Synthetic patient: made up for demonstration" : "Outcome simulated, not observed";
  return { security: [TEST_DATA], tag: [{ system: DEMO_TAG_SYSTEM, code, display }] };
}
