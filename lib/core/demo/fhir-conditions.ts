import type { CodeableConcept, Condition } from "fhir/r4";
import type { DemoCalendar } from "@/lib/core/demo/demo-calendar";
import { DIAGNOSIS_CATALOGUE } from "@/lib/core/demo/diagnosis-catalogue";
import { syntheticMeta } from "@/lib/core/demo/fhir-marking";
import { patientId } from "@/lib/core/demo/fhir-patient";
import type { PatientPlan, StayPlan } from "@/lib/core/demo/patient-plan";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";

const TERMINOLOGY = "http://terminology.hl7.org/CodeSystem";
const ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm";

/** Titles of codes that stand on problem lists only. */
const PROBLEM_TITLES: Readonly<Record<string, string>> = {
  "E10.9": "Type 1 diabetes mellitus without complications",
  "I50.22": "Chronic systolic (congestive) heart failure",
  "I50.32": "Chronic diastolic (congestive) heart failure",
  "J45.909": "Unspecified asthma, uncomplicated",
};

/** SNOMED CT beside ICD-10-CM, as problem lists often carry. */
const ALSO_SNOMED: Readonly<Record<string, readonly [string, string]>> = {
  "E11.9": ["44054006", "Diabetes mellitus type 2"],
  "E10.9": ["46635009", "Diabetes mellitus type 1"],
  I10: ["38341003", "Hypertensive disorder, systemic arterial"],
  "J44.9": ["13645005", "Chronic obstructive lung disease"],
};

/** What a stay's acute code becomes on a problem list. */
const LASTING_FORM: Readonly<Record<string, string>> = {
  "I50.23": "I50.22",
  "I50.33": "I50.32",
  "J44.1": "J44.9",
  "J45.901": "J45.909",
  "E10.10": "E10.9",
  "E11.10": "E11.9",
  "E11.00": "E11.9",
};

const TITLES: ReadonlyMap<string, string> = new Map([
  ...Object.values(DIAGNOSIS_CATALOGUE).flatMap(({ codes }) => Object.entries(codes)),
  ...Object.entries(PROBLEM_TITLES),
]);

const status = (kind: "clinical" | "ver-status", code: string): CodeableConcept => ({
  coding: [{ system: `${TERMINOLOGY}/condition-${kind}`, code }],
});

const category = (code: "problem-list-item" | "encounter-diagnosis"): CodeableConcept[] => [
  { coding: [{ system: `${TERMINOLOGY}/condition-category`, code }] },
];

/** ICD-10-CM as most systems send it; a few send it without the dot, or under the OID. */
function icd(code: string, title: string, random: SeededRandom): CodeableConcept {
  const habit = random.next();
  const coding =
    habit < 0.06
      ? { system: ICD_10_CM, code: code.replace(".", ""), display: title }
      : habit < 0.1
        ? { system: "urn:oid:2.16.840.1.113883.6.90", code, display: title }
        : { system: ICD_10_CM, code, display: title };
  return { coding: [coding], text: title };
}

/** The diagnoses of one stay, in rank order. */
export function toStayConditions(
  stay: StayPlan,
  patient: string,
  calendar: DemoCalendar,
  random: SeededRandom,
): Condition[] {
  return stay.diagnoses.map(
    ({ code, title }, i): Condition => ({
      resourceType: "Condition",
      id: `${stay.id}-dx${i + 1}`,
      meta: syntheticMeta(),
      // Billing feeds often leave the clinical status out.
      ...(random.chance(0.9) ? { clinicalStatus: status("clinical", "active") } : {}),
      verificationStatus: status("ver-status", "confirmed"),
      category: category("encounter-diagnosis"),
      code: icd(code, title, random),
      subject: { reference: `Patient/${patient}` },
      encounter: { reference: `Encounter/${stay.id}` },
      recordedDate: calendar.instant(stay.start),
    }),
  );
}

/** The problem list; long-standing problems are often dated only to the year. */
export function toProblems(plan: PatientPlan, calendar: DemoCalendar, random: SeededRandom): Condition[] {
  const patient = patientId(plan);
  const lasting = new Map(plan.problems.map(({ code, since }) => [LASTING_FORM[code] ?? code, since]));
  return [...lasting].map(([code, since], i): Condition => {
    const title = TITLES.get(code) ?? code;
    const concept = icd(code, title, random);
    // Written down at the first stay on record: nobody here knows since when.
    const isNew = plan.stays.some((stay) => stay.start === since);
    const snomed = ALSO_SNOMED[code];
    if (snomed) concept.coding?.push({ system: "http://snomed.info/sct", code: snomed[0], display: snomed[1] });
    return {
      resourceType: "Condition",
      id: `${patient}-problem-${i + 1}`,
      meta: syntheticMeta(),
      clinicalStatus: status("clinical", "active"),
      verificationStatus: status("ver-status", "confirmed"),
      category: category("problem-list-item"),
      code: concept,
      subject: { reference: `Patient/${patient}` },
      ...(isNew
        ? {}
        : { onsetDateTime: random.chance(0.35) ? calendar.date(since).slice(0, 4) : calendar.date(since) }),
      recordedDate: calendar.date(since),
    };
  });
}
