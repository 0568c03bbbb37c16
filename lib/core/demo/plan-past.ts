import type { DemoCalendar } from "@/lib/core/demo/demo-calendar";
import { bedLabel, wardFor } from "@/lib/core/demo/demo-wards";
import { diagnosisCategory } from "@/lib/core/demo/diagnosis-catalogue";
import type { PatientPlan, StayPlan } from "@/lib/core/demo/patient-plan";
import { planHistory } from "@/lib/core/demo/plan-history";
import { planPerson } from "@/lib/core/demo/plan-person";
import { decadeOf, drawStay, toStayPlan } from "@/lib/core/demo/plan-stay";
import { type FitIndex, readmissionProbability } from "@/lib/core/demo/sample-stay";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import type { StayLevels } from "@/lib/core/demo/stay-variables";

/** How far back past discharges reach, in days. */
const LOOK_BACK = 120;
/** More than among current patients, so that screens over past outcomes have scored stays to show. */
const SHARE_WITH_DIABETES = 0.5;
/** Share of UCI Diabetes-130 stays that ended in death (dispositions 11, 19–21: 1.6 %). */
const SHARE_DIED = 0.016;
/** Chance of coming back on days 31–110; with the 30-day readmissions about as often as UCI's "> 30 days" within reach. */
const SHARE_LATER = 0.14;

const isAcute = (levels: StayLevels): boolean =>
  ["medicine", "cardiac-renal", "surgery"].includes(diagnosisCategory(levels.diagnosis1 ?? "786").care) &&
  decadeOf(levels.age) >= 20;

/** Days from discharge to readmission: early ones are commoner, as in every readmission series. */
const drawGapDays = (random: SeededRandom): number =>
  Math.min(29, 1 + Math.floor(-12 * Math.log(1 - random.next() * 0.9)));

/** A readmission decided by the fitted probability; null where none happens or it would not be over by now. */
function planReturn(
  index: FitIndex,
  calendar: DemoCalendar,
  random: SeededRandom,
  about: { id: string; levels: StayLevels; end: number; hasDiabetes: boolean },
): StayPlan | null {
  const { id, levels, end, hasDiabetes } = about;
  const { age = "", sex = "", race = "" } = levels;
  const isEarly = random.chance(readmissionProbability(index.fit, levels));
  if (!isEarly && !random.chance(SHARE_LATER)) return null;
  const gap = isEarly ? drawGapDays(random) : random.integer(31, 110);
  const start = calendar.at(calendar.dayOf(end) + gap, random.next() * 23);
  const next = drawStay(index, random, hasDiabetes, isAcute, { age, sex, race, admissionType: "emergency" });
  const leave = calendar.at(calendar.dayOf(start) + Number(next.lengthOfStay), random.integer(11, 16));
  if (leave >= calendar.now) return null;
  const ward = wardFor(diagnosisCategory(next.diagnosis1 ?? "786").care);
  return toStayPlan(index, calendar, random, next, hasDiabetes, {
    id: `${id}-r1`,
    ward,
    bed: bedLabel(ward, random.integer(1, ward.physicalBeds)),
    start,
    end: leave,
    plannedEnd: leave,
    simulatedOutcome: true,
  });
}

function planPastPatient(index: FitIndex, calendar: DemoCalendar, random: SeededRandom, number: number): PatientPlan {
  const hasDiabetes = random.chance(SHARE_WITH_DIABETES);
  const levels = drawStay(index, random, hasDiabetes, isAcute);
  const id = `enc-${String(number).padStart(4, "0")}`;
  const ward = wardFor(diagnosisCategory(levels.diagnosis1 ?? "786").care);
  const end = calendar.at(-random.integer(1, LOOK_BACK), random.integer(11, 16) + random.next());
  const start = calendar.at(calendar.dayOf(end) - Number(levels.lengthOfStay), random.next() * 23);
  const died = random.chance(SHARE_DIED);
  const stay = toStayPlan(index, calendar, random, levels, hasDiabetes, {
    id,
    ward,
    bed: bedLabel(ward, random.integer(1, ward.physicalBeds)),
    start,
    end,
    plannedEnd: end,
    ...(died ? { disposition: "died" } : {}),
  });
  const isHistoryKnown = levels.inpatientVisits !== "0" || random.chance(0.85);
  const history = planHistory(index, calendar, random, { id, levels, start, hasDiabetes, isKnown: isHistoryKnown });
  const back = died ? null : planReturn(index, calendar, random, { id, levels, end, hasDiabetes });
  return planPerson(calendar, random, {
    number,
    levels,
    hasDiabetes,
    isHistoryKnown,
    stays: back === null ? [...history.stays, stay] : [...history.stays, stay, back],
    visits: history.visits,
    diedAt: died ? end : null,
  });
}

/** Patients who left within the last 120 days, and whether they came back: simulated, and marked so. */
export function planPastPatients(
  index: FitIndex,
  calendar: DemoCalendar,
  random: SeededRandom,
  count: number,
  firstNumber: number,
): PatientPlan[] {
  return Array.from({ length: count }, (_, i) =>
    planPastPatient(index, calendar, random.fork(`past-${i}`), firstNumber + i),
  );
}
