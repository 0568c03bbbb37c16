import { DAY, type DemoCalendar, HOUR } from "@/lib/core/demo/demo-calendar";
import { diagnosisCategory } from "@/lib/core/demo/diagnosis-catalogue";
import type { StayPlan, VisitPlan } from "@/lib/core/demo/patient-plan";
import { drawStay, numberInBand, toStayPlan } from "@/lib/core/demo/plan-stay";
import type { FitIndex } from "@/lib/core/demo/sample-stay";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import type { StayLevels } from "@/lib/core/demo/stay-variables";

const EMERGENCY_REASONS = [
  "Chest pain",
  "Shortness of breath",
  "Fall at home",
  "Abdominal pain",
  "High blood sugar",
  "Dizziness",
  "Fever",
  "Back pain",
];
const OUTPATIENT_REASONS = [
  "Follow-up visit",
  "Medication review",
  "Diabetes check",
  "Blood pressure check",
  "Wound care",
  "Cardiology follow-up",
  "Annual wellness visit",
  "Anticoagulation clinic",
];

/** Start times of `count` visits spread over `from` to `to` days before a time, oldest first. */
function spread(random: SeededRandom, count: number, before: number, from: number, to: number): number[] {
  const step = (to - from) / Math.max(1, count);
  return Array.from({ length: count }, (_, i) => {
    const daysBefore = from + step * i + random.next() * step * 0.7;
    return before - daysBefore * DAY;
  }).sort((a, b) => a - b);
}

/**
 * What happened to a patient before their first stay here: the counted visits of the year before, and older ones where
 * the record reaches back further. Where it does not, nothing is on record and the history is unknown. The stays were in
 * another hospital: here, every stay of the year is in the demo's own record, whether or not its patient came back.
 */
export function planHistory(
  index: FitIndex,
  calendar: DemoCalendar,
  random: SeededRandom,
  about: { id: string; levels: StayLevels; start: number; hasDiabetes: boolean; isKnown: boolean },
): { stays: StayPlan[]; visits: VisitPlan[] } {
  const { id, levels, start, hasDiabetes, isKnown } = about;
  if (!isKnown) return { stays: [], visits: [] };
  const { age = "", sex = "", race = "" } = levels;
  const atHour = (time: number, hour: number): number => calendar.at(calendar.dayOf(time), hour);

  const inpatient = spread(random, numberInBand(levels.inpatientVisits, random), start, 16, 350);
  if (random.chance(0.3)) inpatient.unshift(...spread(random, 1, start, 400, 900));
  const stays = inpatient.map((time, i) => {
    const past = drawStay(
      index,
      random,
      hasDiabetes,
      ({ diagnosis1, lengthOfStay }) =>
        Number(lengthOfStay) <= 8 &&
        ["medicine", "cardiac-renal", "surgery"].includes(diagnosisCategory(diagnosis1 ?? "786").care),
      { age, sex, race },
    );
    const begin = atHour(time, 6 + random.next() * 15);
    // Close visits leave no room for a long stay.
    const next = inpatient[i + 1] ?? start;
    const days = Math.max(1, Math.min(Number(past.lengthOfStay), Math.floor((next - begin) / DAY) - 2));
    return toStayPlan(index, calendar, random, past, hasDiabetes, {
      id: `${id}-s${i + 1}`,
      place: null,
      start: begin,
      end: atHour(begin + days * DAY, 10 + random.next() * 6),
      plannedEnd: null,
      detailed: false,
    });
  });

  const emergency = spread(random, numberInBand(levels.emergencyVisits, random), start, 4, 355);
  const outpatient = spread(random, numberInBand(levels.outpatientVisits, random), start, 3, 360);
  const older = spread(random, random.integer(1, 3), start, 380, 1100);
  const visit = (kind: VisitPlan["kind"], i: number, time: number): VisitPlan => {
    const begin = kind === "emergency" ? atHour(time, random.next() * 23) : atHour(time, 8 + random.next() * 8);
    return {
      id: `${id}-${kind === "emergency" ? "e" : "o"}${i + 1}`,
      kind,
      start: begin,
      end: begin + (kind === "emergency" ? random.integer(2, 9) : 0.5) * HOUR,
      reason: random.pick(kind === "emergency" ? EMERGENCY_REASONS : OUTPATIENT_REASONS),
    };
  };
  // Nobody visits a clinic from a hospital bed: such a visit moves to after that stay.
  const outside = (time: number): number =>
    stays.reduce(
      (moved, stay) =>
        moved > stay.start - DAY && moved < (stay.end ?? start) + DAY ? (stay.end ?? start) + 2 * DAY : moved,
      time,
    );
  const inTime = (time: number): boolean => time < start - DAY;
  return {
    stays,
    visits: [
      ...[...older, ...outpatient]
        .map(outside)
        .filter(inTime)
        .map((time, i) => visit("outpatient", i, time)),
      ...emergency
        .map(outside)
        .filter(inTime)
        .map((time, i) => visit("emergency", i, time)),
    ],
  };
}
