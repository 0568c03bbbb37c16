import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ED_FEATURES, edFeatureIndex } from "@/lib/core/admission/ed-features";
import { readEdVisits } from "@/lib/core/admission/read-ed-visits";
import { decodeValue } from "@/lib/core/features/encode";
import { actCode, concept, encounter, lab, patient, quantity } from "@/lib/core/fhir/record-builder";
import type { FhirResource, Json } from "@/lib/core/fhir/resource";

const NOW = "2026-03-01T12:00:00Z";
const inVisit = { encounter: { reference: "Encounter/v1" }, category: undefined };
const visit = (more: Json = {}) =>
  encounter("v1", "2026-03-01T10:00:00Z", null, {
    ...{ class: actCode("EMER"), status: "in-progress", reasonCode: [{ text: "Short of breath" }] },
    priority: { text: "ESI 2" },
    hospitalization: { admitSource: { text: "Ambulance" } },
    ...more,
  });
const seen = (id: string, loinc: string, value: Json, at = "2026-03-01T10:10:00Z", more: Json = {}) =>
  lab(id, loinc, value, at, { ...inVisit, ...more });
const read = (...resources: FhirResource[]) => readEdVisits([patient(), ...resources], { now: NOW });
const valuesOf = (found: ReturnType<typeof read>[number] | undefined, ...names: string[]) =>
  names.map((name) => {
    const index = edFeatureIndex(name);
    return found === undefined ? undefined : decodeValue(ED_FEATURES[index]!, found.encoded[index]!);
  });

describe("readEdVisits", () => {
  it("reads a visit as triage knows it, with what each value came from", () => {
    const pressure: FhirResource = {
      ...seen("bp", "85354-9", {}),
      component: [
        { code: concept("http://loinc.org", "8480-6"), ...quantity(152, "mm[Hg]") },
        { code: concept("http://loinc.org", "8462-4"), ...quantity(91, "mm[Hg]") },
      ],
    };
    const [found, ...more] = read(
      visit(),
      pressure,
      seen("t", "8310-5", quantity(101.3, "[degF]")),
      seen("o", "59408-5", quantity(91, "%")),
      seen("g", "9269-2", quantity(13, "{score}")),
      seen("p", "72514-3", quantity(0, "{score}")),
    );
    expect(more).toEqual([]);
    expect(valuesOf(found, "age", "sex", "triage", "arrivalMode", "complaint", "injury")).toEqual([
      ...[70, "female", 2, "public-ambulance", "breathing", null],
    ]);
    expect(valuesOf(found, "systolic", "diastolic", "temperature", "oxygenSaturation", "consciousness")).toEqual([
      ...[150, 90, 38.5, 91, "verbal"],
    ]);
    expect(valuesOf(found, "inPain", "painScore", "heartRate")).toEqual(["no", null, null]);
    expect(found?.evidence).toMatchObject({
      systolic: ["Observation/bp"],
      triage: ["Encounter/v1"],
      age: ["Patient/p1"],
    });
    expect(found?.applicability).toEqual({ inScope: true, reasons: [] });
  });

  it("takes the first value after arrival, and none of the future, of before or of another visit", () => {
    const pulse = (id: string, value: number, at: string, more: Json = {}) =>
      seen(id, "8867-4", quantity(value, "/min"), at, more);
    const loose = { encounter: undefined };
    const [found] = read(
      visit(),
      pulse("later", 80, "2026-03-01T11:00:00Z"),
      pulse("first", 121, "2026-03-01T10:05:00Z"),
      pulse("before", 60, "2026-03-01T08:00:00Z", loose),
      pulse("other", 50, "2026-03-01T10:01:00Z", { encounter: { reference: "Encounter/v0" } }),
    );
    expect(valuesOf(found, "heartRate")).toEqual([120]);
    const [early] = read(visit(), pulse("future", 99, "2026-03-01T13:00:00Z"));
    expect(valuesOf(early, "heartRate")).toEqual([null]);
  });

  it("reads triage from an Observation in a site's words, before the Encounter's priority", () => {
    const triage = {
      code: { text: "Emergency Severity Index" },
      valueCodeableConcept: { text: "Level 4 - less urgent" },
    };
    const [found] = read(visit(), { ...seen("a", "none", {}), ...triage });
    expect(valuesOf(found, "triage")).toEqual([4]);
  });

  it.each<[string, Json, number | null]>([
    ["Emergency severity index [ESI]", { valueCodeableConcept: concept("http://loinc.org", "LA23456-3") }, null],
    ["Emergency severity index [ESI]", { valueCodeableConcept: { coding: [{ code: "ESI-3" }] } }, 3],
    ["Triage", { valueString: "ESI v4 level 2" }, 2],
    ["Triage level", { valueString: "5-level scale: 3" }, 3],
    ["Triage level", { valueString: "2.5" }, null],
    ["Acuity assessment", { valueInteger: 3 }, 3],
    ["Visual acuity", { valueQuantity: { value: 1 } }, null],
    ["Visual acuity uncorrected left eye", { valueString: "CF at 2 ft" }, null],
    ["Pneumonia severity index class", { valueInteger: 4 }, null],
    ["Triage note", { valueString: "came 2 hours after the fall" }, null],
  ])("takes for a triage level what is one: %s %j", (name, value, level) => {
    const priority = concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EM");
    const [found] = read(visit({ priority }), { ...seen("a", "none", {}), code: { text: name }, ...value });
    expect(valuesOf(found, "triage")).toEqual([level]);
  });

  it("says of nobody that they are not injured because something else is written as the complaint", () => {
    const injury = (words: string) => valuesOf(read(visit({ reasonCode: [{ text: words }] }))[0], "injury");
    expect([injury("Ankle pain"), injury("Laceration of hand")]).toEqual([[null], ["yes"]]);
  });

  it("says where the patient is by now, and whether they are made up", () => {
    const at = (display: string, more: Json = {}) => ({ location: { display }, ...more });
    const [found] = read(
      visit({ location: [at("Triage", { status: "completed" }), at("Bay 4"), at("X-ray", { period: { end: NOW } })] }),
    );
    expect(found).toMatchObject({ place: "Bay 4", synthetic: false });
    expect(read(visit())[0]?.place).toBeNull();
  });

  it("gives nobody who has left, was admitted, or is elsewhere", () => {
    expect(read(visit({ status: "finished" }))).toEqual([]);
    expect(read(visit({ period: { start: "2026-03-01T10:00:00Z", end: "2026-03-01T11:00:00Z" } }))).toEqual([]);
    expect(read(visit({ class: actCode("IMP") }))).toEqual([]);
    expect(read(visit({ period: { start: "2026-03-01T14:00:00Z" } }))).toEqual([]);
  });

  it("abstains on children and without a five-level triage", () => {
    const [child] = readEdVisits([patient({ birthDate: "2015-01-01" }), visit()], { now: NOW });
    expect(child?.applicability).toEqual({ inScope: false, reasons: ["The patient is under 18."] });
    const [untriaged] = read(
      visit({ priority: concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EM") }),
    );
    expect(untriaged?.applicability.reasons).toEqual(["No five-level triage is on record."]);
  });

  describe("counts nobody", () => {
    const reasonsOf = (record: FhirResource[], now = NOW) => readEdVisits(record, { now })[0]?.applicability.reasons;
    const inpatient = (start: string, end: string | null, more: Json = {}) =>
      encounter("i1", start, end, { status: end === null ? "in-progress" : "finished", ...more });

    it("who is dead by now", () => {
      expect(reasonsOf([patient({ deceasedBoolean: true }), visit()])).toEqual(["The patient died."]);
      const died = patient({ deceasedDateTime: "2026-03-01T11:00:00Z" });
      expect(reasonsOf([died, visit()])).toEqual(["The patient died."]);
      expect(reasonsOf([died, visit()], "2026-03-01T10:30:00Z")).toEqual([]);
    });

    it("who was given a bed since they came", () => {
      const admitted = ["An inpatient stay has begun since the arrival."];
      const with_ = (stay: FhirResource, now?: string) => reasonsOf([patient(), visit(), stay], now);
      expect(with_(inpatient("2026-03-01T11:30:00Z", null))).toEqual(admitted);
      expect(with_(inpatient("2026-03-01", null))).toEqual(admitted);
      expect(with_(inpatient("2026-03-01T11:30:00Z", null), "2026-03-01T11:00:00Z")).toEqual([]);
      expect(with_(inpatient("2026-02-20", "2026-03-01T08:00:00Z"))).toEqual([]);
      expect(with_(inpatient("2026-03-01", "2026-03-01T08:00:00Z"))).toEqual([]);
      expect(with_(inpatient("2026-03-01T11:30:00Z", null, { status: "planned" }))).toEqual([]);
    });

    it("who came more than two days ago", () => {
      const since = (start: string) => reasonsOf([patient(), visit({ period: { start } })]);
      expect(since("2026-02-27T12:00:00Z")).toEqual([]);
      expect(since("2026-02-27T11:59:00Z")).toEqual(["The arrival is more than 48 hours ago."]);
    });
  });

  it("believes no measurement that nobody can have", () => {
    const [found] = read(visit(), seen("o", "59408-5", quantity(9, "%")), seen("h", "8867-4", quantity(999, "/min")));
    expect(valuesOf(found, "oxygenSaturation", "heartRate")).toEqual([null, null]);
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.array(fc.object({ maxDepth: 3 })), fc.string(), (things, now) => {
        const odd = things.map((thing) => ({ ...thing, resourceType: "Observation" }));
        expect(() => readEdVisits([visit(), ...odd], { now })).not.toThrow();
        expect(() => readEdVisits([visit(), ...odd], { now: NOW })).not.toThrow();
      }),
    );
  });
});
