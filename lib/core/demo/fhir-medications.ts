import type { Medication, MedicationRequest } from "fhir/r4";
import { DAY, type DemoCalendar, HOUR } from "@/lib/core/demo/demo-calendar";
import { diagnosisCategory } from "@/lib/core/demo/diagnosis-catalogue";
import { DIABETES_DRUGS, type DrugOrder, WARD_DRUGS } from "@/lib/core/demo/drug-catalogue";
import { syntheticMeta } from "@/lib/core/demo/fhir-marking";
import type { StayPlan } from "@/lib/core/demo/patient-plan";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";

/** One order before it is FHIR: what, how much, from when until when. */
interface Order {
  readonly drug: DrugOrder;
  readonly factor: number;
  readonly start: number;
  readonly end: number | null;
}

/** A drug taken throughout, raised or lowered about the middle of the stay as the level says. */
function ordersFor(drug: DrugOrder, level: string, stay: StayPlan, random: SeededRandom): Order[] {
  const start = stay.start + (0.7 + 4 * random.next()) * HOUR;
  if (level === "Steady" || level === "No") return [{ drug, factor: 1, start, end: null }];
  const change = start + (0.3 + 0.3 * random.next()) * stay.lengthDays * DAY;
  const isUp = level === "Up" || (level === "Changed" && random.chance(0.55));
  const factor =
    drug.unit === "[iU]" ? (isUp ? random.pick([1.2, 1.4, 1.6]) : random.pick([0.6, 0.8])) : isUp ? 2 : 0.5;
  return [
    { drug, factor: 1, start, end: change },
    { drug, factor, start: change, end: null },
  ];
}

function diabetesOrders(stay: StayPlan, random: SeededRandom): Order[] {
  const orders: Order[] = [];
  const add = (drug: DrugOrder, level: string): void => {
    if (level !== "No") orders.push(...ordersFor(drug, level, stay, random));
  };
  const basal = { ...DIABETES_DRUGS.basalInsulin, dose: random.pick([12, 16, 18, 20, 24, 30]) };
  add(basal, stay.insulin);
  if (stay.insulin !== "No" && random.chance(0.6)) add(DIABETES_DRUGS.mealInsulin, "Steady");
  add(DIABETES_DRUGS.metformin, stay.metformin);
  const [name = "No", level = "Steady"] = stay.sulfonylurea.split(":");
  if (name === "glipizide" || name === "glyburide" || name === "glimepiride") add(DIABETES_DRUGS[name], level);
  add(DIABETES_DRUGS.pioglitazone, stay.pioglitazone);
  return orders;
}

/** Other drugs up to the stay's count, commoner ones and those that fit the diagnosis first; most start on the first day. */
function wardOrders(stay: StayPlan, count: number, sex: "female" | "male", random: SeededRandom): Order[] {
  const primary = diagnosisCategory(stay.diagnoses[0]?.category ?? "786");
  const chapters = new Set(stay.diagnoses.map(({ category }) => diagnosisCategory(category).chapter));
  const weightOf = (drug: DrugOrder): number => {
    if (drug.sex !== undefined && drug.sex !== sex) return 0;
    const special = drug.care !== undefined || drug.chapters !== undefined;
    const suits =
      drug.care?.includes(primary.care) === true || drug.chapters?.some((chapter) => chapters.has(chapter)) === true;
    return drug.weight * (special ? (suits ? 1.6 : 0.12) : 1);
  };
  const left = new Set(WARD_DRUGS);
  const orders: Order[] = [];
  while (orders.length < count && left.size > 0) {
    const drug = random.weighted([...left].map((candidate) => [candidate, weightOf(candidate)] as const));
    for (const other of [...left]) {
      if (other === drug || (drug.class !== undefined && other.class === drug.class)) left.delete(other);
    }
    if (weightOf(drug) === 0) continue;
    const start =
      stay.start +
      (random.chance(0.7) ? (0.7 + 7 * random.next()) * HOUR : random.next() * stay.lengthDays * 0.8 * DAY);
    const stops = random.chance(0.2) ? start + random.integer(1, 3) * DAY : null;
    orders.push({ drug, factor: 1, start, end: stops });
  }
  return orders;
}

const UNIT_WORDS: Readonly<Record<string, string>> = {
  "{tbl}": "tablet",
  "[iU]": "units",
  "{spray}": "spray",
  "{puff}": "puff",
};
const ROUTES: Readonly<Record<DrugOrder["route"], readonly [string, string]>> = {
  oral: ["26643006", "Oral route"],
  subcutaneous: ["34206005", "Subcutaneous route"],
  intravenous: ["47625008", "Intravenous route"],
  inhalation: ["447694001", "Respiratory tract route"],
};
const TIMES = ["", "once daily", "twice daily", "three times daily", "four times daily"];

/** Every order of a stay that was written by now, and Medication resources where one is ordered by reference. */
export function toMedications(
  stay: StayPlan,
  about: { patient: string; sex: "female" | "male"; calendar: DemoCalendar; random: SeededRandom },
): (MedicationRequest | Medication)[] {
  const { patient, sex, calendar, random } = about;
  const diabetes = diabetesOrders(stay, random);
  const others = wardOrders(
    stay,
    Math.max(2, stay.medicationCount - new Set(diabetes.map(({ drug }) => drug.rxcui)).size),
    sex,
    random,
  );
  const until = stay.end ?? calendar.now;
  // Some pharmacies send every drug as a resource of its own.
  const byReference = random.chance(0.12);
  const medications = new Map<string, Medication>();
  const written = [...diabetes, ...others].filter(({ start }) => start < until).sort((a, b) => a.start - b.start);
  const requests = written.map(({ drug, factor, start, end }, i): MedicationRequest => {
    const dose = drug.unit === "[iU]" ? Math.round(drug.dose * factor) : drug.dose * factor;
    const concept = {
      coding: [{ system: "http://www.nlm.nih.gov/research/umls/rxnorm", code: drug.rxcui, display: drug.name }],
      text: drug.name,
    };
    const medicationId = `${stay.id}-drug-${drug.rxcui}`;
    if (byReference) {
      medications.set(medicationId, {
        resourceType: "Medication",
        id: medicationId,
        meta: syntheticMeta(),
        code: concept,
      });
    }
    const stopped = end !== null && end < until;
    const word = UNIT_WORDS[drug.unit] ?? drug.unit;
    return {
      resourceType: "MedicationRequest",
      id: `${stay.id}-rx${i + 1}`,
      meta: syntheticMeta(),
      status: stay.end !== null ? "completed" : stopped ? "stopped" : "active",
      intent: "order",
      category: [
        { coding: [{ system: "http://terminology.hl7.org/CodeSystem/medicationrequest-category", code: "inpatient" }] },
      ],
      ...(byReference
        ? { medicationReference: { reference: `Medication/${medicationId}`, display: drug.name } }
        : { medicationCodeableConcept: concept }),
      subject: { reference: `Patient/${patient}` },
      encounter: { reference: `Encounter/${stay.id}` },
      authoredOn: calendar.instant(start),
      dosageInstruction: [
        {
          text: `${dose} ${word === "tablet" && dose !== 1 ? "tablets" : word} ${TIMES[drug.timesADay] ?? ""}${drug.asNeeded ? " as needed" : ""}`,
          timing: { repeat: { frequency: drug.timesADay, period: 1, periodUnit: "d" } },
          ...(drug.asNeeded ? { asNeededBoolean: true } : {}),
          route: {
            coding: [{ system: "http://snomed.info/sct", code: ROUTES[drug.route][0], display: ROUTES[drug.route][1] }],
          },
          doseAndRate: [
            { doseQuantity: { value: dose, unit: word, system: "http://unitsofmeasure.org", code: drug.unit } },
          ],
        },
      ],
    };
  });
  return [...medications.values(), ...requests];
}
