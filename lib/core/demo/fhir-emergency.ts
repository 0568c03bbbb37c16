import type { Bundle, Encounter, FhirResource, Observation } from "fhir/r4";
import { type DemoCalendar, HOUR } from "@/lib/core/demo/demo-calendar";
import { EMERGENCY_SCENES, type EmergencyScene } from "@/lib/core/demo/emergency-scenes";
import { concept, SNOMED, TERMINOLOGY } from "@/lib/core/demo/fhir-encounter";
import { EMERGENCY_DEPARTMENT, HOSPITAL_ID, toHospitals, toPlace } from "@/lib/core/demo/fhir-locations";
import { syntheticMeta } from "@/lib/core/demo/fhir-marking";
import { patientId, toPatient } from "@/lib/core/demo/fhir-patient";
import { planVisitor } from "@/lib/core/demo/plan-visitor";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import { transactionOf } from "@/lib/core/demo/transaction-bundle";

/** Patients of the department are numbered from here on: above those in beds, below those of the past. */
const FIRST_NUMBER = 9001;
const PATIENTS = 26;
/** Nobody has been there longer. */
const LONGEST_HOURS = 9;
/** Until triage has seen a patient. */
const TRIAGE_MINUTES = 12;

interface Sign {
  readonly loinc: string;
  readonly name: string;
  readonly unit: string;
  readonly mean: number;
  readonly spread: number;
  readonly decimals: number;
  readonly limits: readonly [number, number];
  readonly key: keyof NonNullable<EmergencyScene["off"]> | null;
}

const sign = (
  [loinc, name, unit]: readonly [string, string, string],
  [mean, spread]: readonly [number, number],
  limits: readonly [number, number],
  key: Sign["key"] = null,
  decimals = 0,
): Sign => ({ loinc, name, unit, mean, spread, limits, key, decimals });

/** Vital signs as US Core has them, with a healthy adult's values. */
const SIGNS: readonly Sign[] = [
  sign(["8480-6", "Systolic blood pressure", "mm[Hg]"], [132, 16], [70, 230], "systolic"),
  sign(["8462-4", "Diastolic blood pressure", "mm[Hg]"], [78, 10], [40, 130]),
  sign(["8867-4", "Heart rate", "/min"], [84, 12], [40, 180], "heartRate"),
  sign(["9279-1", "Respiratory rate", "/min"], [17, 2.5], [10, 40], "respiratoryRate"),
  sign(["8310-5", "Body temperature", "Cel"], [36.8, 0.4], [35, 40.5], "temperature", 1),
  sign(["59408-5", "Oxygen saturation by pulse oximetry", "%"], [97, 1.4], [76, 100], "oxygen"),
];

interface VisitAt {
  readonly id: string;
  readonly patient: string;
  readonly calendar: DemoCalendar;
  readonly random: SeededRandom;
  readonly triagedAt: number;
}

function observation(
  { id, patient, calendar, triagedAt }: VisitAt,
  [key, loinc, name]: readonly [string, string, string],
  value: Pick<Observation, "valueQuantity" | "valueInteger" | "valueCodeableConcept">,
): Observation {
  return {
    resourceType: "Observation",
    id: `${id}-${key}`,
    meta: syntheticMeta(),
    status: "final",
    category: [{ coding: [{ system: `${TERMINOLOGY}/observation-category`, code: "vital-signs" }] }],
    code: { coding: [{ system: "http://loinc.org", code: loinc }], text: name },
    subject: { reference: `Patient/${patient}` },
    encounter: { reference: `Encounter/${id}` },
    effectiveDateTime: calendar.instant(triagedAt),
    ...value,
  };
}

/** What triage wrote down. */
function toFindings(visit: VisitAt, scene: EmergencyScene): Observation[] {
  const { random } = visit;
  const measured = SIGNS.filter(() => random.chance(0.96)).map((one, at) => {
    const drawn = random.normal(
      one.mean + (one.key === null ? 0 : (scene.off?.[one.key] ?? 0)) * one.spread,
      one.spread,
    );
    const value = Number(Math.min(one.limits[1], Math.max(one.limits[0], drawn)).toFixed(one.decimals));
    const quantity = { value, unit: one.unit, system: "http://unitsofmeasure.org", code: one.unit };
    return observation(visit, [`vs${at + 1}`, one.loinc, one.name], { valueQuantity: quantity });
  });
  const level = Math.min(
    5,
    Math.max(
      1,
      scene.triage +
        random.weighted([
          [0, 7],
          [1, 2],
          [-1, 1.2],
        ] as const),
    ),
  );
  const others = [
    observation(visit, ["esi", "75636-1", "Emergency severity index"], { valueInteger: level }),
    observation(visit, ["avpu", "67775-7", "Level of responsiveness (AVPU)"], {
      valueCodeableConcept: { text: scene.complaint === "Confusion" ? "Responds to voice" : "Alert" },
    }),
  ];
  if (scene.pain)
    others.push(
      observation(visit, ["pain", "72514-3", "Pain severity 0-10"], { valueInteger: random.integer(...scene.pain) }),
    );
  return [...measured, ...others];
}

/** How somebody came: who is more ill comes more often by ambulance. */
const arrival = ({ triage }: EmergencyScene, random: SeededRandom): string =>
  random.chance(triage <= 2 ? 0.6 : 0.15) ? "Emergency ambulance" : random.chance(0.5) ? "Walked in" : "Private car";

function toVisit(
  visit: VisitAt,
  scene: EmergencyScene,
  bay: { readonly id: string; readonly name: string },
  start: number,
): Encounter {
  const { id, patient, calendar, random } = visit;
  const period = { start: calendar.instant(start) };
  return {
    resourceType: "Encounter",
    id,
    meta: syntheticMeta(),
    status: "in-progress",
    class: { system: `${TERMINOLOGY}/v3-ActCode`, code: "EMER", display: "emergency" },
    type: [concept(SNOMED, ["4525004", "Emergency department patient visit"])],
    subject: { reference: `Patient/${patient}` },
    period,
    reasonCode: [{ text: scene.complaint }],
    hospitalization: { admitSource: { text: arrival(scene, random) } },
    location: [{ location: { reference: `Location/${bay.id}`, display: bay.name }, status: "active", period }],
    serviceProvider: { reference: `Organization/${HOSPITAL_ID}`, display: "Demo Hospital" },
  };
}

/** One visit that goes on now. The first is a child, and the last came a moment ago: of both the model says nothing. */
function makeVisit(calendar: DemoCalendar, random: SeededRandom, place: number): Bundle<FhirResource> {
  const scene = random.weighted(EMERGENCY_SCENES.map((one) => [one, one.weight] as const));
  const isNew = place === PATIENTS - 1;
  const ageYears = place === 0 ? 9 : random.integer(...scene.ages);
  const person = planVisitor(calendar, random.fork("person"), { number: FIRST_NUMBER + place, ageYears });
  const patient = patientId(person);
  // More came lately than long ago: most have been seen and gone.
  const start = calendar.now - (isNew ? 0.1 : 0.4 + (LONGEST_HOURS - 0.4) * random.next() ** 1.6) * HOUR;
  const bayName = `ED-${String(place + 1).padStart(2, "0")}`;
  const bay = toPlace(`bay-${bayName.toLowerCase()}`, bayName, ["bd", "Bed"], {
    id: String(EMERGENCY_DEPARTMENT.id),
    name: String(EMERGENCY_DEPARTMENT.name),
  });
  const visit = {
    ...{ id: `ed-${FIRST_NUMBER + place}`, patient, calendar, random: random.fork("visit") },
    triagedAt: start + (TRIAGE_MINUTES / 60) * HOUR,
  };
  return transactionOf(patient, [
    ...toHospitals([]),
    EMERGENCY_DEPARTMENT,
    bay,
    toPatient(person, calendar),
    toVisit(visit, scene, { id: String(bay.id), name: bayName }, start),
    ...(isNew ? [] : toFindings(visit, scene)),
  ]);
}

/** Who is in the emergency department now, one transaction Bundle each. Synthetic, like everybody here, and marked so. */
export const makeEmergencyVisits = (calendar: DemoCalendar, random: SeededRandom): Bundle<FhirResource>[] =>
  Array.from({ length: PATIENTS }, (_, place) => makeVisit(calendar, random.fork(String(place)), place));
