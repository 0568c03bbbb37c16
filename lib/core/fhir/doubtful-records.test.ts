import { describe, expect, it } from "vitest";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import {
  actCode,
  admitSource,
  codesOf,
  concept,
  condition,
  disposition,
  encounter,
  featureValue,
  icd10,
  lab,
  order,
  patient,
  procedure,
  quantity,
} from "@/lib/core/fhir/record-builder";
import type { FhirResource, Json } from "@/lib/core/fhir/resource";

const diabetes = (more: Json = {}) => condition("dm", icd10("E11.9"), { recordedDate: "2015-01-01", ...more });
const history = encounter("clinic", "2018-01-01T08:00:00Z", "2018-01-01T09:00:00Z", { class: actCode("AMB") });
const stayWith = (more: Json, ...resources: FhirResource[]) =>
  preparePatient(
    [
      patient(),
      diabetes(),
      history,
      encounter("e", "2020-03-01T10:00:00Z", "2020-03-05T12:00:00Z", more),
      ...resources,
    ],
    {
      now: "2020-04-01",
    },
  ).stays.find(({ encounterIds }) => encounterIds.includes("e"));
const leaving = (code: Json) => stayWith({ hospitalization: { dischargeDisposition: code } });
const at = (display: string): Json => ({ location: [{ location: { display } }] });

describe("a doubtful record gets reasons, not a number", () => {
  it.each([
    ["expired, under the bill's OID", leaving(concept("urn:oid:2.16.840.1.113883.6.301.5", "20")), /died/],
    [
      "transferred, under HL7's OID",
      leaving(concept("urn:oid:2.16.840.1.113883.12.112", "02")),
      /another acute hospital/,
    ],
    ["against advice, two digits without a system", leaving({ coding: [{ code: "07" }] }), /against medical advice/],
    ["an ending nobody can read", leaving(concept("urn:local", "Q7")), /cannot be read/],
    ["psychiatry by its ward", stayWith(at("Inpatient Psychiatry 3N")), /psychiatric/],
    ["rehabilitation by its ward", stayWith(at("Acute Rehab Unit")), /rehabilitation/],
    ["labour by its ward", stayWith(at("Labor & Delivery")), /pregnancy/],
    ["hospice by its service", stayWith({ serviceType: { text: "Hospice / comfort care" } }), /hospice/],
  ])("%s", (_, stay, reason) => expect(stay?.applicability.reasons.join(" ")).toMatch(reason));

  const deceased = (more: Json, stay: FhirResource) =>
    preparePatient([patient(more), diabetes(), stay], { now: "2020-04-01" }).stays[0];
  const ended = encounter("e", "2020-03-01", "2020-03-05");
  const open = encounter("e", "2020-03-29", null, { status: "in-progress" });
  it.each([
    ["dead without a date, in an open stay", deceased({ deceasedBoolean: true }, open)],
    ["dead without a date, in the last stay", deceased({ deceasedBoolean: true }, ended)],
    ["dead before the stay", deceased({ deceasedDateTime: "2020-02-01" }, ended)],
  ])("%s", (_, stay) => expect(stay?.applicability.reasons).toContain("The patient died."));
  it("says that a death before the stay contradicts it", () =>
    expect(codesOf(deceased({ deceasedDateTime: "2020-02-01" }, ended)?.issues)).toContain("death-before-stay"));

  const withDiabetes = (more: Json) =>
    preparePatient([patient(), diabetes(more), condition("c", icd10("I10"), { recordedDate: "2015-01-01" }), ended], {
      now: "2020-04-01",
    }).stays[0];
  it("does not take unconfirmed diabetes for diabetes", () => {
    for (const status of ["provisional", "unconfirmed", "differential", "refuted"]) {
      expect(withDiabetes({ verificationStatus: concept("x", status) })?.applicability.inScope).toBe(false);
    }
  });
  it("says where diabetes is over, or came onto the record later", () => {
    expect(codesOf(withDiabetes({ clinicalStatus: concept("x", "resolved") })?.issues)).toContain("diabetes-over");
    expect(codesOf(withDiabetes({ recordedDate: "2020-03-20" })?.issues)).toContain("diabetes-recorded-later");
    expect(codesOf(withDiabetes({})?.issues)).not.toContain("diabetes-over");
  });
  it("does not take what comes after the stay for the stay", () => {
    const type = [{ text: "Hospital admission" }, { text: "Referred to rehabilitation on discharge" }];
    expect(stayWith({ type })?.applicability.inScope).toBe(true);
  });
});

describe("words for where a patient went", () => {
  it.each([
    ["Not admitted - discharged home", "home"],
    ["Deceased donor transplant recipient, home", "home"],
    ["Home - palliative follow up", "home"],
    ["Home, no home health needed", "home"],
    ["D/C'd home w/ family", "home"],
    ["Home; patient declined rehab", "home"],
    ["Cardiac rehab outpatient, home", "home"],
    ["IRF", "rehabilitation"],
    ["LTC", "intermediate-care"],
    ["ALF", "intermediate-care"],
    ["Jail", "other"],
    ["Discharged alive", "home"],
  ])("%s is %s", (text, level) => expect(featureValue(leaving({ text }), "dischargePlan")).toBe(level));
});

describe("stays nobody closed", () => {
  it("do not swallow a later stay that has its own end and disposition", () => {
    const { stays } = preparePatient(
      [
        patient(),
        encounter("a", "2020-02-01T08:00:00Z", null, { status: "in-progress" }),
        encounter("e", "2020-03-01T08:00:00Z", "2020-03-05T08:00:00Z", {
          hospitalization: { dischargeDisposition: disposition("home") },
        }),
      ],
      { now: "2020-04-01" },
    );
    expect(stays.map(({ encounterIds }) => encounterIds)).toEqual([["a"], ["e"]]);
    expect(codesOf(stays[0]?.issues)).toContain("stay-never-closed");
  });
  it("are not current after a year", () => {
    const forgotten = encounter("a", "2019-01-01", null, { status: "in-progress" });
    const [stay] = preparePatient([patient(), forgotten], { now: "2020-04-01" }).stays;
    expect(stay?.summary.isCurrent).toBe(false);
    expect(codesOf(stay?.issues)).toContain("stay-never-closed");
  });
});

describe("details that change a number", () => {
  it("takes the ward the patient has not left", () => {
    const location = [
      { status: "active", location: { display: "4A" }, period: { start: "2020-03-29" } },
      { status: "completed", location: { display: "ICU" }, period: { start: "2020-03-30", end: "2020-03-31" } },
    ];
    const stay = encounter("e", "2020-03-29", null, { status: "in-progress", location });
    expect(preparePatient([patient(), stay], { now: "2020-04-01" }).stays[0]?.summary.wardName).toBe("4A");
  });

  const emergency = (end: string | null, more: Json = {}) =>
    encounter("ed", "2020-02-29T22:00:00Z", end, { class: actCode("EMER"), ...more });
  const came = { hospitalization: { admitSource: admitSource("emd") } };
  it.each([
    [
      "in another department",
      stayWith(
        { serviceProvider: { reference: "Organization/x" } },
        emergency("2020-03-01T09:30:00Z", { serviceProvider: { reference: "Organization/y" } }),
      ),
    ],
    ["long before the ward had a bed", stayWith(came, emergency("2020-03-01T00:30:00Z"))],
    ["without a recorded end", stayWith(came, emergency(null))],
  ])("does not count this admission's own emergency visit, %s", (_, stay) =>
    expect(featureValue(stay, "priorEmergency")).toBe(0),
  );

  it("does not count prescriptions to take home, nor a diagnosis twice", () => {
    const home = order("h", "Lisinopril 10 MG", "2020-03-05T10:00:00Z", { category: [concept("x", "outpatient")] });
    expect(
      featureValue(stayWith({}, order("m", "Furosemide 20 MG", "2020-03-02T10:00:00Z"), home), "medications"),
    ).toBe(1);
    const twice = ["a", "b"].map((id, rank) => ({ condition: { reference: `Condition/${id}` }, rank: rank + 1 }));
    const stay = stayWith({ diagnosis: twice }, condition("a", icd10("I50.9")), condition("b", icd10("I50.9")));
    expect(featureValue(stay, "diagnoses")).toBe(1);
    expect(featureValue(stay, "secondDiagnosis")).toBeNull();
  });

  it("reads a dose beside a concentration", () => {
    const glargine = (id: string, day: string, units: number) =>
      order(id, "insulin glargine", `2020-03-0${day}T10:00:00Z`, {
        dosageInstruction: [{ text: `insulin glargine 100 units/mL: ${units} units nightly` }],
      });
    expect(featureValue(stayWith({}, glargine("a", "2", 20), glargine("b", "3", 30)), "insulin")).toBe("up");
  });

  it("lets a final result replace a preliminary one, reads panels and decimal commas", () => {
    const glucose = (id: string, value: number, status: string) =>
      lab(id, "2345-7", quantity(value, "mg/dL"), "2020-03-02T06:00:00Z", { status });
    expect(
      featureValue(stayWith({}, glucose("a", 410, "preliminary"), glucose("b", 141, "corrected")), "glucose"),
    ).toBe("normal");
    const panel = lab(
      "p",
      "55399-0",
      { component: [{ code: concept("http://loinc.org", "4548-4"), ...quantity(9, "%") }] },
      "2020-03-02",
    );
    expect(featureValue(stayWith({}, panel), "hba1c")).toBe("above-8");
    expect(featureValue(stayWith({}, lab("c", "4548-4", { valueString: "8,3 %" }, "2020-03-02")), "hba1c")).toBe(
      "above-8",
    );
  });

  it("keeps glucose in urine out, by item number and by specimen", () => {
    const urine = lab("u", "", quantity(500, "mg/dL"), "2020-03-02", {
      code: { text: "Glucose" },
      specimen: { display: "Urine" },
    });
    expect(featureValue(stayWith({}, urine), "glucose")).toBe("not-measured");
  });

  it("counts nights by one clock", () => {
    const nights = (start: string, end: string) =>
      featureValue(preparePatient([patient(), encounter("e", start, end)]).stays[0], "lengthOfStayDays");
    expect(nights("2020-03-01T10:00:00-05:00", "2020-03-06T01:00:00Z")).toBe(4);
    expect(nights("2020-03-28T10:00:00+01:00", "2020-03-30T00:30:00+02:00")).toBe(2);
  });

  it("does not count talking and record keeping as procedures", () => {
    const named = (id: string, text: string) => procedure(id, "2020-03-02T10:00:00Z", { code: { text } });
    const stay = stayWith(
      {},
      named("a", "Appendectomy"),
      named("b", "Medication reconciliation"),
      named("c", "Patient education"),
    );
    expect(featureValue(stay, "procedures")).toBe(1);
  });

  it("says that an adult cannot be told from a birth year, and that words are not read as codes", () => {
    const born = (birthDate: string) =>
      preparePatient([patient({ birthDate }), diabetes(), encounter("e", "2020-03-01", "2020-03-05")]).stays[0]
        ?.applicability.reasons;
    expect(born("2002")).toEqual(["The patient's age is not known."]);
    expect(born("2001")).toEqual([]);
    expect(born("2003")).toEqual(["The patient is under 18."]);
    expect(codesOf(stayWith({}, condition("w", { text: "Type 2 diabetes mellitus" }))?.issues)).toContain(
      "condition-not-coded",
    );
  });

  it("takes a number for an id", () => {
    const stay = { ...encounter("e", "2020-03-01", "2020-03-05"), id: 77 };
    const read = preparePatient([
      patient(),
      stay,
      procedure("p", "2020-03-02", { encounter: { reference: "Encounter/77" } }),
    ]).stays[0];
    expect(read?.stayId).toBe("77");
    expect(featureValue(read, "procedures")).toBe(1);
  });
});
