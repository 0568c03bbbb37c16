import { describe, expect, it } from "vitest";
import { PREFETCH_KEYS } from "@/lib/core/cds/cds-services";
import { areAllOf, hasEncounter } from "@/lib/core/cds/one-patient-only";
import { readPrefetch } from "@/lib/core/cds/read-prefetch";

const patient = { resourceType: "Patient", id: "p1", identifier: [{ system: "urn:mrn", value: "77" }] };
const bundle = (...resources: object[]) => ({
  resourceType: "Bundle",
  type: "searchset",
  total: resources.length,
  entry: resources.map((resource) => ({ resource })),
});
const failure = { resourceType: "OperationOutcome", issue: [{ severity: "error", code: "timeout" }] };
const whole: Record<string, unknown> = {
  ...Object.fromEntries(PREFETCH_KEYS.map((key) => [key, bundle()])),
  patient,
};

describe("what an EHR sent ahead", () => {
  it("is whole where every key is there, nothing on record included", () => {
    expect(readPrefetch(whole)).toEqual({ entries: [{ resource: patient }], missing: [] });
    expect(readPrefetch({ ...whole, condition: null }).missing).toEqual([]);
    expect(readPrefetch({ ...whole, else: bundle({ resourceType: "Claim", id: "c" }) }).entries).toHaveLength(1);
  });

  it("is missing where it was not sent, failed, or came in part: that is never 'nothing on record'", () => {
    const { condition: _, ...rest } = whole;
    const parts: unknown[] = [
      undefined,
      failure,
      bundle(failure),
      { ...bundle(), link: [{ relation: "next", url: "https://ehr.example/fhir?page=2" }] },
      { ...bundle({ resourceType: "Condition", id: "c1" }), total: 2 },
      { resourceType: "Observation", id: "o" },
      "text",
      7,
      [],
    ];
    for (const part of parts)
      expect(readPrefetch(part === undefined ? rest : { ...rest, condition: part }).missing).toEqual(["condition"]);
    for (const nobody of [null, bundle(), failure])
      expect(readPrefetch({ ...whole, patient: nobody }).missing).toEqual(["patient"]);
    expect(readPrefetch({}).missing).toEqual(PREFETCH_KEYS);
  });

  it("counts matches, not what came along or a server's remarks", () => {
    const remark = {
      resource: { resourceType: "OperationOutcome", issue: [{ severity: "information" }] },
      search: { mode: "outcome" },
    };
    const one = { resource: { resourceType: "Condition", id: "c" }, search: { mode: "match" } };
    const of = (total: number, entry: object[]) =>
      readPrefetch({ ...whole, condition: { resourceType: "Bundle", total, entry } }).missing;
    expect(of(1, [one, remark])).toEqual([]);
    expect(of(2, [one, remark])).toEqual(["condition"]);
  });
});

describe("whose record it is", () => {
  const about = (reference: unknown, resourceType = "Condition") => ({
    resource: { resourceType, id: "x", subject: reference },
  });
  const all = (...more: object[]) => areAllOf([{ resource: patient }, ...more] as never, "p1");

  it("is the patient's in context, however that is written", () => {
    for (const reference of [
      "Patient/p1",
      "https://ehr.example/fhir/Patient/p1",
      "Patient/p1/_history/2",
      "urn:uuid:p1",
    ])
      expect(all(about({ reference }))).toBe(true);
    expect(all(about({ identifier: { system: "urn:mrn", value: "77" } }))).toBe(true);
    expect(
      all({ resource: { resourceType: "Location", id: "l" } }, { resource: { resourceType: "Medication", id: "m" } }),
    ).toBe(true);
  });

  it("is nobody's where one thing in it is somebody else's, or does not say whose", () => {
    for (const reference of ["Patient/p2", "Patient/p1x", "Patient/P1", "Group/p1", "#p1", ""])
      expect(all(about({ reference }))).toBe(false);
    expect(all(about(undefined))).toBe(false);
    expect(all(about({ identifier: { system: "urn:mrn", value: "78" } }))).toBe(false);
    expect(all({ resource: { resourceType: "Patient", id: "p2" } })).toBe(false);
    expect(all({ resource: { resourceType: "Encounter", id: "e", subject: { reference: "Patient/p2" } } })).toBe(false);
  });

  it("has the encounter a hook is about, or not", () => {
    const entries = [{ resource: { resourceType: "Encounter", id: "e1" } }] as never;
    expect([hasEncounter(entries, "e1"), hasEncounter(entries, "e2")]).toEqual([true, false]);
  });
});
