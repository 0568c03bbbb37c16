import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FEATURES } from "@/lib/core/features/feature-table";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import {
  admitSource,
  concept,
  condition,
  disposition,
  encounter,
  featureValue,
  icd10,
  lab,
  milligrams,
  order,
  patient,
  procedure,
  quantity,
} from "@/lib/core/fhir/record-builder";
import type { FhirResource } from "@/lib/core/fhir/resource";

const RECORD: readonly FhirResource[] = [
  patient({ deceasedDateTime: "2021-01-01", identifier: [{ type: concept("x", "MR"), value: "77" }] }),
  encounter("e1", "2020-03-01T08:00:00Z", "2020-03-05T08:00:00Z", {
    diagnosis: [{ condition: { reference: "Condition/c1" }, rank: 1 }],
    hospitalization: { admitSource: admitSource("emd"), dischargeDisposition: disposition("home") },
    location: [{ location: { reference: "Location/w" }, period: { start: "2020-03-01" } }],
    serviceType: { text: "Cardiology" },
    participant: [{ individual: { reference: "Practitioner/d" } }],
    extension: [
      {
        url: "http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.plannedEndDate",
        valueDateTime: "2020-03-06",
      },
    ],
  }),
  encounter("e2", "2020-03-02T08:00:00Z", "2020-03-03T08:00:00Z", { partOf: { reference: "Encounter/e1" } }),
  condition("c1", icd10("I50.9"), { encounter: { reference: "Encounter/e1" }, recordedDate: "2020-03-01" }),
  lab("l1", "4548-4", quantity(7.5, "%"), "2020-03-02T08:00:00Z"),
  order("m1", "Metformin 500 MG", "2020-03-02T08:00:00Z", milligrams(500)),
  order("m2", "Metformin 500 MG", "2020-03-03T08:00:00Z", milligrams(1000)),
  procedure("p1", "2020-03-02"),
  { resourceType: "Location", id: "w", name: "Ward 4", physicalType: concept("x", "wa") },
];

/** Every place in a value, as a path of keys. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

function withValueAt(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? withValueAt(item, rest, put) : item));
  const object = value as Record<string, unknown>;
  return { ...object, [key]: withValueAt(object[key], rest, put) };
}

const PATHS = pathsOf(RECORD);
const rubbish = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    0,
    -1,
    1e300,
    Number.NaN,
    "",
    " ",
    "2020-99",
    "Encounter/e1",
    "#",
    "urn:uuid:",
    true,
    [],
    {},
    [null],
    [[]],
    { reference: 5 },
    { coding: 5 },
  ),
  fc.jsonValue(),
);

describe("a record with rubbish in it", { timeout: 60_000 }, () => {
  it("is read all the same, whatever stands anywhere", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(PATHS.length - 1), rubbish), { minLength: 1, maxLength: 4 }), (changes) => {
        let record: unknown = RECORD;
        for (const [at, put] of changes) {
          try {
            record = withValueAt(record, PATHS[at] ?? [], put);
          } catch {
            // An earlier change took this place away.
          }
        }
        const { stays } = preparePatient(record as FhirResource[]);
        for (const stay of stays) {
          expect(stay.encoded).toHaveLength(FEATURES.length);
          expect(stay.evidence).toHaveLength(FEATURES.length);
          expect(stay.encounterIds).toContain(stay.stayId);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is read when it is rubbish altogether", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          rubbish,
          fc.array(
            fc.oneof(rubbish, fc.record({ resourceType: fc.constantFrom("Encounter", "Patient", "Observation") })),
          ),
        ),
        (record) => {
          expect(Array.isArray(preparePatient(record as FhirResource[]).stays)).toBe(true);
        },
      ),
    );
  });

  it("is read within any now", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom("2020-03-02T09:00:00Z", "2020", "1900-01-01")), (now) => {
        expect(preparePatient(RECORD, { now }).patient.id).toBe("p1");
      }),
    );
  });
});

describe("a whole record", () => {
  it("becomes one stay with its place, plan and evidence", () => {
    const { patient: read, stays } = preparePatient(RECORD);
    expect(read).toMatchObject({
      id: "p1",
      familyName: "Alder",
      givenNames: "Ines",
      mrn: "77",
      sex: "female",
      deceased: true,
    });
    expect(stays).toHaveLength(1);
    expect(stays[0]).toMatchObject({
      patientId: "p1",
      stayId: "e1",
      encounterIds: ["e1", "e2"],
      summary: { isCurrent: false, wardId: "w", wardName: "Ward 4", bed: null, plannedEndAt: "2020-03-06" },
    });
  });

  it("reads the same from Bundle entries and in any order", () => {
    const entries = RECORD.map((resource) => ({ fullUrl: `urn:uuid:${resource.id as string}`, resource }));
    const { stays } = preparePatient(RECORD);
    expect(preparePatient(entries).stays).toEqual(stays);
    expect(preparePatient([...RECORD].reverse()).stays[0]?.encoded).toEqual(stays[0]?.encoded);
  });

  it("finds the ward above a bed", () => {
    const bed = {
      resourceType: "Location",
      id: "b",
      name: "12",
      physicalType: concept("x", "bd"),
      partOf: { reference: "Location/w" },
    };
    const ward = { resourceType: "Location", id: "w", name: "Ward 4", physicalType: concept("x", "wa") };
    const stay = encounter("e1", "2020-03-01", null, {
      status: "in-progress",
      location: [{ location: { reference: "Location/b" } }],
    });
    expect(preparePatient([patient(), stay, bed, ward]).stays[0]?.summary).toMatchObject({
      wardId: "w",
      wardName: "Ward 4",
      bed: "12",
      isCurrent: true,
    });
  });

  it("is one patient's, whoever else's resources come along", () => {
    const child = { resourceType: "Patient", id: "p2", birthDate: "2020-03-02" };
    const birth = encounter("newborn", "2020-03-02", "2020-03-04", { subject: { reference: "Patient/p2" } });
    const { patient: read, stays, issues } = preparePatient([...RECORD, child, birth]);
    expect(read.id).toBe("p1");
    expect(stays.map(({ stayId }) => stayId)).toEqual(["e1"]);
    expect(issues.map(({ code }) => code)).toContain("several-patients");
  });
});

/** The shape of a research export of a real hospital: its own codes everywhere, no standard inpatient class. */
describe("a hospital that codes everything its own way", () => {
  const site = (list: string, code: string, display?: string) =>
    concept(`http://site.example/CodeSystem/${list}`, code, display);
  const ed = encounter("ed", "2180-05-06T18:00:00-04:00", "2180-05-06T22:30:00-04:00", {
    class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "EMER" },
    partOf: { reference: "Encounter/hosp" },
    hospitalization: {
      admitSource: site("admit-source", "AMBULANCE"),
      dischargeDisposition: site("disposition", "ADMITTED"),
    },
  });
  const hosp = encounter("hosp", "2180-05-06T22:23:00-04:00", "2180-05-10T17:15:00-04:00", {
    class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "EMER" },
    priority: concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EM"),
    serviceType: site("services", "CMED"),
    hospitalization: {
      admitSource: site("admit-source", "EMERGENCY ROOM"),
      dischargeDisposition: site("disposition", "SKILLED NURSING FACILITY"),
    },
  });
  const icu = encounter("icu", "2180-05-07T01:00:00-04:00", "2180-05-08T01:00:00-04:00", {
    class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "ACUTE" },
    partOf: { reference: "Encounter/hosp" },
  });
  const elsewhere = encounter("walk-in", "2180-11-01T20:00:00-04:00", "2180-11-02T03:00:00-04:00", {
    class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "EMER" },
    hospitalization: {
      admitSource: site("admit-source", "WALK IN"),
      dischargeDisposition: site("disposition", "HOME"),
    },
  });
  const { stays } = preparePatient([
    patient({ birthDate: "2110-01-01" }),
    ed,
    hosp,
    icu,
    elsewhere,
    condition("c1", site("diagnosis-icd9", "4280"), { encounter: { reference: "Encounter/hosp" } }),
    condition("c2", site("diagnosis-icd9", "25000"), { encounter: { reference: "Encounter/hosp" } }),
    lab("l1", "", quantity(8.4, "%"), "2180-05-07T06:00:00-04:00", {
      code: site("d-labitems", "50852", "% Hemoglobin A1c"),
    }),
    order("m1", "", "2180-05-07T06:00:00-04:00", { medicationCodeableConcept: site("medication-name", "Insulin") }),
  ]);

  it("has its one stay found and read", () => {
    expect(stays.map(({ encounterIds }) => encounterIds)).toEqual([["ed", "hosp", "icu"]]);
    const read = Object.fromEntries(
      [
        "age",
        "admissionType",
        "admissionSource",
        "specialty",
        "primaryDiagnosis",
        "hba1c",
        "insulin",
        "dischargePlan",
        "lengthOfStayDays",
        "diagnoses",
      ].map((name) => [name, featureValue(stays[0], name)]),
    );
    expect(read).toEqual({
      age: 70,
      admissionType: "emergency",
      admissionSource: "emergency",
      specialty: "cardiology",
      primaryDiagnosis: "heart-failure",
      hba1c: "above-8",
      insulin: "steady",
      dischargePlan: "skilled-nursing",
      lengthOfStayDays: 4,
      diagnoses: 2,
    });
    expect(stays[0]?.applicability).toEqual({ inScope: true, reasons: [] });
  });
});
