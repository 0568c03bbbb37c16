import type {
  Bundle,
  CodeableConcept,
  Coding,
  Condition,
  Encounter,
  FhirResource,
  Observation,
  Patient,
  Procedure,
} from "fhir/r4";
import { originCoding, priorityCoding, statusCoding } from "@/lib/core/uci/ub-codes";
import { uciSpecialty, uciSpecialtyWords } from "@/lib/core/uci/uci-codes";
import { uciMedicationRequests } from "@/lib/core/uci/uci-medication-requests";
import type { UciRow } from "@/lib/core/uci/uci-row";
import { admissionInstant, DAY, HOUR, iso, PROBLEM_AGE, priorPeriods } from "@/lib/core/uci/uci-timeline";

const HL7 = "http://terminology.hl7.org/CodeSystem";
const BASE = "https://hospital.example.org/fhir";

const concept = (system: string, code: string, display?: string): CodeableConcept => ({
  coding: [display === undefined ? { system, code } : { system, code, display }],
});
const said = (coding: Coding | null): CodeableConcept | undefined =>
  coding === null ? undefined : { coding: [coding] };

const CLASSES: Readonly<Record<string, Coding>> = {
  inpatient: { system: `${HL7}/v3-ActCode`, code: "IMP", display: "inpatient encounter" },
  emergency: { system: `${HL7}/v3-ActCode`, code: "EMER", display: "emergency" },
  outpatient: { system: `${HL7}/v3-ActCode`, code: "AMB", display: "ambulatory" },
};

/** The birth year puts the patient in the middle of UCI's age band. */
function toPatient(row: UciRow, admitted: number): Patient {
  const year = new Date(admitted).getUTCFullYear();
  return {
    resourceType: "Patient",
    id: `uci-p-${row.encounterId}`,
    gender: row.sex ?? "unknown",
    ...(row.ageDecade === null ? {} : { birthDate: String(year - row.ageDecade - 5) }),
  };
}

function toEncounter(row: UciRow, admitted: number, diagnoses: readonly Condition[]): Encounter {
  const priority = said(priorityCoding(row.admissionTypeId));
  const admitSource = said(originCoding(row.admissionSourceId));
  const dischargeDisposition = said(statusCoding(row.dispositionId));
  const hospitalization = {
    ...(admitSource && { admitSource }),
    ...(dischargeDisposition && { dischargeDisposition }),
  };
  const specialty = uciSpecialty(row.medicalSpecialty);
  return {
    resourceType: "Encounter",
    id: `uci-${row.encounterId}`,
    status: "finished",
    class: CLASSES.inpatient as Coding,
    subject: { reference: `Patient/uci-p-${row.encounterId}` },
    period: { start: iso(admitted), end: iso(admitted + row.lengthOfStayDays * DAY + 6 * HOUR) },
    ...(specialty !== null && { serviceType: { text: uciSpecialtyWords(row.medicalSpecialty) } }),
    ...(priority && { priority }),
    ...(Object.keys(hospitalization).length > 0 && { hospitalization }),
    diagnosis: diagnoses.map(({ id }, index) => ({
      condition: { reference: `Condition/${id}` },
      use: concept(`${HL7}/diagnosis-role`, "DD", "Discharge diagnosis"),
      rank: index + 1,
    })),
  };
}

function toDiagnoses(row: UciRow, admitted: number): Condition[] {
  return Array.from({ length: row.diagnosisCount }, (_, index) => {
    const code = row.diagnoses[index] ?? null;
    return {
      resourceType: "Condition",
      id: `uci-${row.encounterId}-dx-${index + 1}`,
      verificationStatus: concept(`${HL7}/condition-ver-status`, "confirmed"),
      clinicalStatus: concept(`${HL7}/condition-clinical`, "active"),
      category: [concept(`${HL7}/condition-category`, "encounter-diagnosis")],
      code:
        code === null
          ? { text: `Diagnosis, not itemised, ${index + 1} of ${row.diagnosisCount}` }
          : concept("http://hl7.org/fhir/sid/icd-9-cm", code),
      subject: { reference: `Patient/uci-p-${row.encounterId}` },
      encounter: { reference: `Encounter/uci-${row.encounterId}` },
      recordedDate: iso(admitted),
    };
  });
}

/** Every patient of UCI Diabetes-130 is diabetic by its own inclusion, also where the stay codes none of it. */
function toDiabetesProblem(row: UciRow, admitted: number): Condition {
  return {
    resourceType: "Condition",
    id: `uci-${row.encounterId}-problem`,
    clinicalStatus: concept(`${HL7}/condition-clinical`, "active"),
    verificationStatus: concept(`${HL7}/condition-ver-status`, "confirmed"),
    category: [concept(`${HL7}/condition-category`, "problem-list-item")],
    code: concept("http://snomed.info/sct", "73211009", "Diabetes mellitus (disorder)"),
    subject: { reference: `Patient/uci-p-${row.encounterId}` },
    recordedDate: iso(admitted - PROBLEM_AGE).slice(0, 10),
  };
}

type Cut = readonly [comparator: "<=" | ">", value: number];
const HBA1C: Readonly<Record<string, Cut>> = { normal: ["<=", 7], "above-7": [">", 7], "above-8": [">", 8] };
const GLUCOSE: Readonly<Record<string, Cut>> = {
  normal: ["<=", 200],
  "above-200": [">", 200],
  "above-300": [">", 300],
};

/** HbA1c and glucose as the band UCI gives, then tests without a value up to the row's count. */
function toLabs(row: UciRow, admitted: number): Observation[] {
  const observation = (name: string, code: CodeableConcept, value: Partial<Observation>): Observation => ({
    resourceType: "Observation",
    id: `uci-${row.encounterId}-lab-${name}`,
    status: "final",
    category: [concept(`${HL7}/observation-category`, "laboratory")],
    code,
    subject: { reference: `Patient/uci-p-${row.encounterId}` },
    encounter: { reference: `Encounter/uci-${row.encounterId}` },
    effectiveDateTime: iso(admitted + HOUR),
    ...value,
  });
  const banded = (name: string, loinc: readonly [string, string], cut: Cut | undefined, unit: string) => {
    if (cut === undefined) return [];
    const [comparator, value] = cut;
    const valueQuantity = { value, comparator, unit, system: "http://unitsofmeasure.org", code: unit };
    return [observation(name, concept("http://loinc.org", ...loinc), { valueQuantity })];
  };
  const results = [
    ...banded("hba1c", ["4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"], HBA1C[row.hba1c ?? ""], "%"),
    ...banded("glucose", ["2345-7", "Glucose [Mass/volume] in Serum or Plasma"], GLUCOSE[row.glucose ?? ""], "mg/dL"),
  ];
  const dataAbsentReason = concept(`${HL7}/data-absent-reason`, "unknown");
  const others = Array.from({ length: Math.max(0, row.labTests - results.length) }, (_, other) => {
    const number = results.length + other + 1;
    const text = `Laboratory test, not itemised, ${number} of ${row.labTests}`;
    return observation(String(number), { text }, { dataAbsentReason });
  });
  return [...results, ...others];
}

/** Procedures without a name; where the stay had none, one from before says that this hospital sends procedures. */
function toProcedures(row: UciRow, admitted: number): Procedure[] {
  const procedure = (id: string, text: string, at: number, more: Partial<Procedure>): Procedure => ({
    resourceType: "Procedure",
    id: `uci-${row.encounterId}-procedure-${id}`,
    status: "completed",
    code: { text },
    subject: { reference: `Patient/uci-p-${row.encounterId}` },
    performedDateTime: iso(at),
    ...more,
  });
  if (row.procedures === 0) {
    return [procedure("before", "Procedure, not itemised, before the past year", admitted - PROBLEM_AGE, {})];
  }
  return Array.from({ length: row.procedures }, (_, index) =>
    procedure(
      String(index + 1),
      `Procedure, not itemised, ${index + 1} of ${row.procedures}`,
      admitted + 2 * HOUR + index * 60_000,
      { encounter: { reference: `Encounter/uci-${row.encounterId}` } },
    ),
  );
}

function toPriorVisits(row: UciRow, admitted: number): Encounter[] {
  const counts = {
    inpatient: row.priorInpatient,
    emergency: row.priorEmergency,
    outpatient: row.priorOutpatient,
  };
  return priorPeriods(admitted, counts).map(({ kind, start, end }, index) => ({
    resourceType: "Encounter",
    id: `uci-prior-${row.encounterId}-${index + 1}`,
    status: "finished",
    class: CLASSES[kind] as Coding,
    subject: { reference: `Patient/uci-p-${row.encounterId}` },
    period: { start: iso(start), end: iso(end) },
  }));
}

/**
 * One UCI row as the FHIR R4 transaction Bundle a hospital could have sent: the stay with its diagnoses, orders,
 * results and procedures, the visits of the year before, and diabetes on the problem list. What UCI does not say is
 * left out; what only reaches a count is text without a clinical value. The same row gives the same bytes.
 * @see https://hl7.org/fhir/R4/http.html#transaction
 */
export function uciRowToBundle(row: UciRow): Bundle {
  const admitted = admissionInstant(row.encounterId);
  const diagnoses = toDiagnoses(row, admitted);
  const resources: FhirResource[] = [
    toPatient(row, admitted),
    ...toPriorVisits(row, admitted),
    toDiabetesProblem(row, admitted),
    toEncounter(row, admitted, diagnoses),
    ...diagnoses,
    ...toLabs(row, admitted),
    ...uciMedicationRequests(row, admitted),
    ...toProcedures(row, admitted),
  ];
  return {
    resourceType: "Bundle",
    id: `uci-bundle-${row.encounterId}`,
    type: "transaction",
    entry: resources.map((resource) => {
      const url = `${resource.resourceType}/${resource.id}`;
      return { fullUrl: `${BASE}/${url}`, resource, request: { method: "PUT", url } };
    }),
  };
}
