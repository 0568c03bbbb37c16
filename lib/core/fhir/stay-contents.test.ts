import { describe, expect, it } from "vitest";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import {
  actCode,
  codesOf,
  concept,
  condition,
  encounter,
  evidenceOf,
  featureValue,
  icd10,
  lab,
  milligrams,
  order,
  patient,
  procedure,
  quantity,
} from "@/lib/core/fhir/record-builder";
import type { FhirResource, Json } from "@/lib/core/fhir/resource";

const inStay = { encounter: { reference: "Encounter/e1" } };
const stayWith = (more: Json, ...resources: FhirResource[]) => {
  const stay = encounter("e1", "2020-03-01T08:00:00Z", "2020-03-05T08:00:00Z", more);
  return preparePatient([patient(), stay, ...resources]).stays.find(({ stayId }) => stayId === "e1");
};
const stayOf = (...resources: FhirResource[]) => stayWith({}, ...resources);

describe("diagnoses of a stay", () => {
  const failure = condition("c1", icd10("I50.9"));
  const pneumonia = condition("c2", icd10("J189"));
  const listed = (id: string, rank?: number, use?: string): Json => ({
    condition: { reference: `Condition/${id}` },
    ...(rank === undefined ? {} : { rank }),
    ...(use === undefined ? {} : { use: concept("http://terminology.hl7.org/CodeSystem/diagnosis-role", use) }),
  });

  it("follow Encounter.diagnosis by rank", () => {
    const stay = stayWith({ diagnosis: [listed("c2", 2), listed("c1", 1)] }, failure, pneumonia);
    expect(featureValue(stay, "primaryDiagnosis")).toBe("heart-failure");
    expect(featureValue(stay, "secondDiagnosis")).toBe("pneumonia");
    expect(featureValue(stay, "diagnoses")).toBe(2);
    expect(evidenceOf(stay, "primaryDiagnosis")).toEqual(["Condition/c1"]);
  });

  it("put the discharge diagnosis before the one at admission", () => {
    const stay = stayWith({ diagnosis: [listed("c1", 1, "AD"), listed("c2", 1, "DD")] }, failure, pneumonia);
    expect(featureValue(stay, "primaryDiagnosis")).toBe("pneumonia");
  });

  it("come from Condition.encounter where the Encounter lists none, problem-list items left out", () => {
    const problem = condition("c3", icd10("I10"), {
      ...inStay,
      category: [concept("http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item")],
    });
    const stay = stayOf({ ...failure, ...inStay }, problem);
    expect(featureValue(stay, "primaryDiagnosis")).toBe("heart-failure");
    expect(featureValue(stay, "diagnoses")).toBe(1);
  });

  it("come from the dates where nothing is linked, and say so", () => {
    const stay = stayOf(
      { ...failure, recordedDate: "2020-03-02" },
      condition("c4", icd10("J18.9"), { recordedDate: "2019-01-01" }),
    );
    expect(featureValue(stay, "primaryDiagnosis")).toBe("heart-failure");
    expect(featureValue(stay, "diagnoses")).toBe(1);
    expect(codesOf(stay?.issues)).toContain("diagnosis-by-date");
  });

  it("come from the encounter's reason last, and are not counted then", () => {
    const stay = stayWith({ reasonCode: [icd10("I50.9")] });
    expect(featureValue(stay, "primaryDiagnosis")).toBe("heart-failure");
    expect(featureValue(stay, "diagnoses")).toBeNull();
  });

  it("are missing with an issue where nothing tells", () => {
    const stay = stayOf();
    expect(featureValue(stay, "primaryDiagnosis")).toBeNull();
    expect(codesOf(stay?.issues)).toContain("diagnoses-missing");
  });

  it.each([
    ["ICD-10-CM with dot", icd10("I50.9")],
    ["ICD-10-CM without dot", icd10("I509")],
    ["ICD-9-CM with dot", concept("http://hl7.org/fhir/sid/icd-9-cm", "428.0")],
    ["ICD-9-CM without dot", concept("http://hl7.org/fhir/sid/icd-9-cm", "4280")],
    ["ICD-10 under an OID", concept("urn:oid:2.16.840.1.113883.6.90", "I50.9")],
    ["ICD-9 under a site's own system", concept("http://site.example/CodeSystem/diagnosis-icd9", "4280")],
    ["SNOMED CT", concept("http://snomed.info/sct", "84114007")],
    ["ICD-10 under an unnamed system", concept("http://site.example/dx", "I5022")],
    ["ICD-10 sent as ICD-9", concept("http://hl7.org/fhir/sid/icd-9-cm", "I50.9")],
    ["ICD-9 under no system", { coding: [{ code: "428.0" }] }],
    [
      "a local code beside a standard one",
      {
        coding: [
          { system: "urn:local", code: "HF-1" },
          { system: "http://hl7.org/fhir/sid/icd-10-cm", code: "I50.9" },
        ],
      },
    ],
  ])("mean the same in %s", (_, code) => {
    expect(featureValue(stayOf(condition("c1", code as Json, inStay)), "primaryDiagnosis")).toBe("heart-failure");
  });

  it("say where a code's system was guessed, or a code is unknown", () => {
    expect(codesOf(stayOf(condition("c1", concept("http://site.example/dx", "I5022"), inStay))?.issues)).toContain(
      "diagnosis-system-guessed",
    );
    expect(codesOf(stayOf(condition("c1", concept("urn:local", "HF-1"), inStay))?.issues)).toContain(
      "diagnosis-code-unknown",
    );
  });

  it("leave out what was refuted", () => {
    const refuted = condition("c1", icd10("I50.9"), { ...inStay, verificationStatus: concept("x", "refuted") });
    expect(featureValue(stayOf(refuted), "primaryDiagnosis")).toBeNull();
  });
});

describe("medications of a stay", () => {
  const given = (...resources: FhirResource[]) => stayOf(...resources);

  it("are not recorded where none was sent, which is not No", () => {
    const stay = given(order("old", "Metformin 500 MG", "2019-01-01T08:00:00Z"));
    expect(featureValue(stay, "metformin")).toBeNull();
    expect(featureValue(stay, "medications")).toBeNull();
    expect(codesOf(stay?.issues)).toContain("medications-missing");
  });

  it("count distinct drugs, whatever their strength, and say No for drugs not among them", () => {
    const stay = given(
      order("m1", "Furosemide 20 MG Oral Tablet", "2020-03-01T10:00:00Z"),
      order("m2", "Furosemide 40 MG Oral Tablet", "2020-03-02T10:00:00Z"),
      order("m3", "Aspirin 81 MG Oral Tablet", "2020-03-02T10:00:00Z"),
      order("m4", "Heparin", "2020-03-02T10:00:00Z", { status: "cancelled" }),
    );
    expect(featureValue(stay, "medications")).toBe(2);
    expect(featureValue(stay, "metformin")).toBe("no");
    expect(featureValue(stay, "diabetesDrugs")).toBe(0);
  });

  it.each([
    ["a text", { medicationCodeableConcept: { text: "metformin 500 mg tablet" } }],
    ["an RxNorm code", { medicationCodeableConcept: concept("http://www.nlm.nih.gov/research/umls/rxnorm", "6809") }],
    ["an ATC code", { medicationCodeableConcept: concept("http://www.whocc.no/atc", "A10BA02") }],
    ["a reference", { medicationCodeableConcept: undefined, medicationReference: { reference: "Medication/m" } }],
    [
      "a contained Medication",
      {
        medicationCodeableConcept: undefined,
        medicationReference: { reference: "#m" },
        contained: [{ resourceType: "Medication", id: "m", code: { text: "Glucophage" } }],
      },
    ],
    [
      "a site's own code with a name",
      {
        medicationCodeableConcept: {
          coding: [{ system: "urn:formulary", code: "MET500", display: "MetFORMIN (Glucophage)" }],
        },
      },
    ],
    [
      "a reference's display",
      {
        medicationCodeableConcept: undefined,
        medicationReference: { reference: "Medication/gone", display: "Metformin" },
      },
    ],
  ])("are known by %s", (_, more) => {
    const product = { resourceType: "Medication", id: "m", code: { text: "Metformin 500 MG" } };
    const stay = given(order("m1", "", "2020-03-01T10:00:00Z", more), product);
    expect(featureValue(stay, "metformin")).toBe("steady");
    expect(evidenceOf(stay, "metformin")).toEqual(["MedicationRequest/m1"]);
  });

  const change = (before: Json, after: Json, name = "Metformin") =>
    featureValue(
      given(order("m1", name, "2020-03-01T10:00:00Z", before), order("m2", name, "2020-03-03T10:00:00Z", after)),
      "metformin",
    );

  it("tell a dose raised, lowered and kept from successive orders", () => {
    expect(change(milligrams(500), milligrams(1000))).toBe("up");
    expect(change(milligrams(1000), milligrams(500))).toBe("down");
    expect(change(milligrams(500), milligrams(500))).toBe("steady");
    expect(change({}, {})).toBe("steady");
  });

  it("compare doses a day, not a tablet", () => {
    const twice = {
      dosageInstruction: [
        {
          text: "x",
          doseAndRate: [{ doseQuantity: { value: 500, unit: "mg" } }],
          timing: { code: { coding: [{ code: "BID" }] } },
        },
      ],
    };
    expect(change(milligrams(500), twice)).toBe("up");
    const tablets = (count: number) => ({
      dosageInstruction: [{ doseAndRate: [{ doseQuantity: { value: count, unit: "tablet" } }] }],
    });
    expect(change(tablets(2), tablets(1), "Metformin 500 MG Oral Tablet")).toBe("down");
  });

  it("read strengths from names where no dose is given", () => {
    const stay = given(
      order("m1", "Metformin 500 MG", "2020-03-01T10:00:00Z"),
      order("m2", "Metformin 1000 MG", "2020-03-03T10:00:00Z"),
    );
    expect(featureValue(stay, "metformin")).toBe("up");
  });

  it("say that a newer class is not known to the model, and count nothing then", () => {
    const stay = given(order("m1", "Empagliflozin 10 MG", "2020-03-01T10:00:00Z"));
    expect(codesOf(stay?.issues)).toContain("drug-not-known-to-model");
    expect(featureValue(stay, "diabetesDrugs")).toBeNull();
    expect(featureValue(stay, "metformin")).toBe("no");
  });
});

describe("laboratory results of a stay", () => {
  const hba1c = (value: Json, at = "2020-03-02T06:00:00Z") => lab("l1", "4548-4", value, at);

  it.each([
    ["6.4 %", quantity(6.4, "%"), "normal"],
    ["7.6 %", quantity(7.6, "%"), "above-7"],
    ["9 %", quantity(9, "%"), "above-8"],
    ["75 mmol/mol", quantity(75, "mmol/mol"), "above-8"],
    ["> 8 in words", { valueString: ">8 %" }, "above-8"],
    ["marked normal", { interpretation: [concept("x", "N")] }, "normal"],
    ["without a value", {}, null],
    ["in an unknown unit", quantity(9, "furlong"), null],
  ])("HbA1c %s", (_, value, level) => expect(featureValue(stayOf(hba1c(value)), "hba1c")).toBe(level));

  it("are not measured where others were, and not recorded where none was sent", () => {
    expect(featureValue(stayOf(lab("l1", "718-7", quantity(11, "g/dL"), "2020-03-02")), "hba1c")).toBe("not-measured");
    expect(featureValue(stayOf(), "hba1c")).toBeNull();
    expect(codesOf(stayOf()?.issues)).toContain("labs-missing");
  });

  it("count each test once a day, and leave out vital signs and cancelled ones", () => {
    const sodium = (id: string, at: string, more: Json = {}) => lab(id, "2951-2", quantity(138, "mmol/L"), at, more);
    const stay = stayOf(
      sodium("a", "2020-03-02T06:00:00Z"),
      sodium("b", "2020-03-02T18:00:00Z"),
      sodium("c", "2020-03-03T06:00:00Z"),
      sodium("d", "2020-03-04T06:00:00Z", { status: "cancelled" }),
      lab("v", "8867-4", quantity(80, "/min"), "2020-03-02T06:00:00Z", { category: [concept("x", "vital-signs")] }),
      sodium("before", "2020-02-20T06:00:00Z"),
    );
    expect(featureValue(stay, "labTests")).toBe(2);
  });

  it("take the highest glucose and the last haemoglobin", () => {
    const stay = stayOf(
      lab("g1", "2345-7", quantity(320, "mg/dL"), "2020-03-02T06:00:00Z"),
      lab("g2", "2345-7", quantity(8, "mmol/L"), "2020-03-03T06:00:00Z"),
      lab("h1", "718-7", quantity(13, "g/dL"), "2020-03-02T06:00:00Z"),
      lab("h2", "718-7", quantity(104, "g/L"), "2020-03-04T06:00:00Z"),
    );
    expect(featureValue(stay, "glucose")).toBe("above-300");
    const anaemia = stay?.scores.hospital.components.find(({ name }) => name === "haemoglobin");
    expect(anaemia).toMatchObject({ low: 1, high: 1, evidence: ["Observation/h2"] });
  });

  it("belong to their encounter, not to the days, where they name one", () => {
    const elsewhere = encounter("clinic", "2020-03-02T09:00:00Z", "2020-03-02T10:00:00Z", { class: actCode("AMB") });
    const result = lab("l1", "4548-4", quantity(9, "%"), "2020-03-02T09:30:00Z", {
      encounter: { reference: "Encounter/clinic" },
    });
    expect(featureValue(stayOf(elsewhere, result), "hba1c")).toBeNull();
  });

  it("fall back to the days, with an issue, where their encounter was not sent", () => {
    const result = lab("l1", "4548-4", quantity(9, "%"), "2020-03-02T09:30:00Z", {
      encounter: { reference: "Encounter/gone" },
    });
    expect(featureValue(stayOf(result), "hba1c")).toBe("above-8");
    expect(codesOf(stayOf(result)?.issues)).toContain("dangling-reference");
  });
});

describe("procedures of a stay", () => {
  it("are none where the source sends procedures, and not recorded where it never does", () => {
    expect(featureValue(stayOf(procedure("p0", "2018-01-01")), "procedures")).toBe(0);
    expect(featureValue(stayOf(), "procedures")).toBeNull();
    expect(
      featureValue(
        stayOf(procedure("p1", "2020-03-02"), procedure("p2", "2020-03-02", { status: "not-done" })),
        "procedures",
      ),
    ).toBe(1);
  });
});

describe("visits before a stay", () => {
  const before = encounter("before", "2018-06-01T08:00:00Z", "2018-06-01T09:00:00Z", { class: actCode("AMB") });
  const stay1 = encounter("s1", "2019-10-01T08:00:00Z", "2019-10-04T08:00:00Z");
  const ed = encounter("ed1", "2020-01-01T08:00:00Z", "2020-01-01T12:00:00Z", { class: actCode("EMER") });

  it("are counted, with the encounters as evidence, where the record reaches back a year", () => {
    const stay = stayOf(before, stay1, ed);
    expect(featureValue(stay, "priorInpatient")).toBe(1);
    expect(evidenceOf(stay, "priorInpatient")).toEqual(["Encounter/s1"]);
    expect(featureValue(stay, "priorEmergency")).toBe(1);
    expect(featureValue(stay, "priorOutpatient")).toBe(0);
  });

  it("are unknown, not none, where it does not", () => {
    const stay = stayOf(stay1, ed);
    expect(featureValue(stay, "priorInpatient")).toBeNull();
    expect(codesOf(stay?.issues)).toContain("prior-history-unknown");
  });

  it("do not reach back by an illness that began long ago", () => {
    const old = condition("c1", icd10("I10"), { onsetDateTime: "1990-01-01" });
    expect(featureValue(stayOf(old), "priorInpatient")).toBeNull();
  });
});
