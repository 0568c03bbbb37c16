import type {
  Coding,
  Encounter,
  EncounterDiagnosis,
  EncounterHospitalization,
  EncounterLocation,
  Period,
  Reference,
} from "fhir/r4";
import type { DemoCalendar } from "@/lib/core/demo/demo-calendar";
import { bedId, HOSPITAL_ID, OTHER_HOSPITAL_ID, physicalType } from "@/lib/core/demo/fhir-locations";
import { syntheticMeta, taggedMeta } from "@/lib/core/demo/fhir-marking";
import type { StayPlan, VisitPlan } from "@/lib/core/demo/patient-plan";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";

export const TERMINOLOGY = "http://terminology.hl7.org/CodeSystem";
export const SNOMED = "http://snomed.info/sct";

/** R5 element on an R4 Encounter. @see https://hl7.org/fhir/R5/encounter-definitions.html#Encounter.plannedEndDate */
const PLANNED_END = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.plannedEndDate";

const PRIORITIES: Readonly<Record<string, readonly [string, string]>> = {
  emergency: ["EM", "emergency"],
  urgent: ["UR", "urgent"],
  elective: ["EL", "elective"],
};

const SOURCES: Readonly<Record<string, readonly [string, string]>> = {
  referral: ["mp", "Medical Practitioner/physician referral"],
  hospital: ["hosp-trans", "Transferred from other hospital"],
  "nursing-facility": ["nursing", "From nursing home"],
  "other-facility": ["other", "Other"],
  "emergency-room": ["emd", "From accident/emergency department"],
};

/** Uniform-bill discharge status, as US hospitals send it. @see https://www.nubc.org */
const DISPOSITIONS: Readonly<Record<string, readonly [string, string]>> = {
  home: ["01", "Discharged to home or self care (routine discharge)"],
  "home-health": ["06", "Discharged/transferred to home under care of organized home health service"],
  "skilled-nursing": ["03", "Discharged/transferred to skilled nursing facility (SNF)"],
  "intermediate-care": ["04", "Discharged/transferred to a facility that provides custodial or supportive care"],
  "other-facility": ["70", "Discharged/transferred to another type of health care institution not defined elsewhere"],
  rehabilitation: ["62", "Discharged/transferred to an inpatient rehabilitation facility (IRF)"],
  "long-term-hospital": ["63", "Discharged/transferred to a Medicare certified long term care hospital (LTCH)"],
  psychiatric: ["65", "Discharged/transferred to a psychiatric hospital"],
  died: ["20", "Expired"],
  hospice: ["51", "Hospice - medical facility (certified) providing hospice level of care"],
  "against-advice": ["07", "Left against medical advice or discontinued care"],
  "acute-hospital": ["02", "Discharged/transferred to a short-term general hospital for inpatient care"],
};

/** SNOMED CT clinical specialties for the fit's `specialty` levels. */
const SERVICES: Readonly<Record<string, readonly [string, string]>> = {
  InternalMedicine: ["419192003", "Internal medicine"],
  "Emergency/Trauma": ["773568002", "Emergency medicine"],
  "Family/GeneralPractice": ["419772000", "Family practice"],
  Cardiology: ["394579002", "Cardiology"],
  "Surgery-General": ["394609007", "General surgery"],
  Nephrology: ["394589003", "Nephrology"],
  Orthopedics: ["394801008", "Trauma and orthopedics"],
  "Orthopedics-Reconstructive": ["394801008", "Trauma and orthopedics"],
  Radiologist: ["394914008", "Radiology"],
  Pulmonology: ["418112009", "Pulmonary medicine"],
  Psychiatry: ["394587001", "Psychiatry"],
  Urology: ["394612005", "Urology"],
  ObstetricsandGynecology: ["394585009", "Obstetrics and gynecology"],
  "Surgery-Cardiovascular/Thoracic": ["408456005", "Thoracic surgery"],
  "Surgery-Vascular": ["408463005", "Vascular surgery"],
  Gastroenterology: ["394584008", "Gastroenterology"],
  "Surgery-Neuro": ["394610002", "Neurosurgery"],
  PhysicalMedicineandRehabilitation: ["394602003", "Rehabilitation"],
  Oncology: ["394592004", "Clinical oncology"],
  Neurology: ["394591006", "Neurology"],
};

/** A CodeableConcept of one code, in its own words. */
export const concept = (system: string, [code, display]: readonly [string, string]) => ({
  coding: [{ system, code, display }],
  text: display,
});
const found = (table: Readonly<Record<string, readonly [string, string]>>, key: string | null) =>
  key === null ? undefined : table[key];

function hospitalization(stay: StayPlan): EncounterHospitalization | undefined {
  const source = found(SOURCES, stay.admissionSource);
  const disposition = found(DISPOSITIONS, stay.disposition);
  if (source === undefined && disposition === undefined) return undefined;
  return {
    ...(source ? { admitSource: concept(`${TERMINOLOGY}/admit-source`, source) } : {}),
    ...(disposition
      ? { dischargeDisposition: concept("https://www.nubc.org/CodeSystem/PatDischargeStatus", disposition) }
      : {}),
  };
}

/** Ranked diagnoses: working ones while the patient is there, discharge ones afterwards. */
function diagnoses(stay: StayPlan): EncounterDiagnosis[] {
  return stay.diagnoses.map((_, i) => {
    const use: readonly [string, string] =
      stay.end !== null
        ? ["DD", "Discharge diagnosis"]
        : i === 0
          ? ["AD", "Admission diagnosis"]
          : ["CM", "Comorbidity diagnosis"];
    return {
      condition: { reference: `Condition/${stay.id}-dx${i + 1}` },
      use: concept(`${TERMINOLOGY}/diagnosis-role`, use),
      rank: i + 1,
    };
  });
}

/** The bed, left for intensive care and come back to where there was such a spell. */
function bedLocations(stay: StayPlan, period: Period, calendar: DemoCalendar): EncounterLocation[] {
  if (stay.place === null) return [];
  const { place } = stay;
  const bed = (during: Period, isOver: boolean): EncounterLocation => ({
    location: { reference: `Location/${bedId(place.bed)}`, display: `${place.ward.name}, bed ${place.bed}` },
    status: isOver ? "completed" : "active",
    physicalType: physicalType("bd", "Bed"),
    period: during,
  });
  const isOver = stay.end !== null;
  if (stay.intensiveCare === null) return [bed(period, isOver)];
  const { from, to } = stay.intensiveCare;
  return [
    bed({ ...period, end: calendar.instant(from) }, true),
    bed({ ...period, start: calendar.instant(to) }, isOver),
  ];
}

const endOf = ({ end }: StayPlan, calendar: DemoCalendar): Period =>
  end === null ? {} : { end: calendar.instant(end) };

const provider = (stay: StayPlan): Reference =>
  stay.place === null
    ? { reference: `Organization/${OTHER_HOSPITAL_ID}`, display: "Another hospital" }
    : { reference: `Organization/${HOSPITAL_ID}`, display: "Demo Hospital" };

/** The inpatient Encounter of a stay. */
export function toStayEncounter(stay: StayPlan, patient: string, calendar: DemoCalendar): Encounter {
  const service = found(SERVICES, stay.specialty);
  const priority = found(PRIORITIES, stay.admissionType);
  const hospital = hospitalization(stay);
  const isOver = stay.end !== null;
  const period = { start: calendar.instant(stay.start), ...endOf(stay, calendar) };
  const locations = bedLocations(stay, period, calendar);
  const imp: Coding = { system: `${TERMINOLOGY}/v3-ActCode`, code: "IMP", display: "inpatient encounter" };
  return {
    resourceType: "Encounter",
    id: stay.id,
    meta: stay.simulatedOutcome ? taggedMeta("simulated-outcome") : syntheticMeta(),
    ...(stay.plannedEnd !== null && !isOver
      ? { extension: [{ url: PLANNED_END, valueDateTime: calendar.instant(stay.plannedEnd) }] }
      : {}),
    status: isOver ? "finished" : "in-progress",
    class: imp,
    type: [concept(SNOMED, ["32485007", "Hospital admission"])],
    ...(service ? { serviceType: concept(SNOMED, service) } : {}),
    ...(priority ? { priority: concept(`${TERMINOLOGY}/v3-ActPriority`, priority) } : {}),
    subject: { reference: `Patient/${patient}` },
    period,
    ...(stay.diagnoses[0] ? { reasonCode: [{ text: stay.diagnoses[0].title }] } : {}),
    diagnosis: diagnoses(stay),
    ...(hospital ? { hospitalization: hospital } : {}),
    ...(locations.length > 0 ? { location: locations } : {}),
    serviceProvider: provider(stay),
  };
}

/** A spell in intensive care, as an Encounter of its own that is part of the stay. */
export function toIntensiveCare(stay: StayPlan, patient: string, calendar: DemoCalendar): Encounter[] {
  if (stay.intensiveCare === null) return [];
  const period = { start: calendar.instant(stay.intensiveCare.from), end: calendar.instant(stay.intensiveCare.to) };
  return [
    {
      resourceType: "Encounter",
      id: `${stay.id}-icu`,
      meta: syntheticMeta(),
      status: "finished",
      class: { system: `${TERMINOLOGY}/v3-ActCode`, code: "ACUTE", display: "inpatient acute" },
      type: [concept(SNOMED, ["305351004", "Admission to intensive care unit"])],
      subject: { reference: `Patient/${patient}` },
      period,
      location: [
        { location: { reference: "Location/ward-icu", display: "Intensive Care Unit" }, status: "completed", period },
      ],
      serviceProvider: { reference: `Organization/${HOSPITAL_ID}`, display: "Demo Hospital" },
      partOf: { reference: `Encounter/${stay.id}` },
    },
  ];
}

/** An emergency or outpatient Encounter of the past. */
export function toVisitEncounter(
  visit: VisitPlan,
  patient: string,
  calendar: DemoCalendar,
  random: SeededRandom,
): Encounter {
  const isEmergency = visit.kind === "emergency";
  // Some clinics keep only the day.
  const onlyDay = !isEmergency && random.chance(0.15);
  return {
    resourceType: "Encounter",
    id: visit.id,
    meta: syntheticMeta(),
    status: "finished",
    class: isEmergency
      ? { system: `${TERMINOLOGY}/v3-ActCode`, code: "EMER", display: "emergency" }
      : { system: `${TERMINOLOGY}/v3-ActCode`, code: "AMB", display: "ambulatory" },
    type: [
      isEmergency
        ? concept(SNOMED, ["4525004", "Emergency department patient visit"])
        : concept(SNOMED, ["390906007", "Follow-up encounter"]),
    ],
    subject: { reference: `Patient/${patient}` },
    period: onlyDay
      ? { start: calendar.date(visit.start) }
      : { start: calendar.instant(visit.start), end: calendar.instant(visit.end) },
    reasonCode: [{ text: visit.reason }],
    serviceProvider: { reference: `Organization/${HOSPITAL_ID}`, display: "Demo Hospital" },
  };
}
