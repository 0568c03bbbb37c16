import { DAY, type DemoCalendar } from "@/lib/core/demo/demo-calendar";
import { bedLabel, wardFor } from "@/lib/core/demo/demo-wards";
import { CASE_MIX, type Course, drawCourse, FURTHER_MIX } from "@/lib/core/demo/draw-course";
import type { PatientPlan } from "@/lib/core/demo/patient-plan";
import { planHistory } from "@/lib/core/demo/plan-history";
import { planPerson } from "@/lib/core/demo/plan-person";
import { toStayPlan } from "@/lib/core/demo/plan-stay";
import type { FitIndex } from "@/lib/core/demo/sample-stay";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";

/** First discharges a day, Sunday to Saturday: hospitals empty before the weekend. */
const DISCHARGES = [8, 13, 13, 14, 14, 17, 9] as const;
/**
 * Further ones, so that the units were as full lately as they are now. Only lately: a year of them would take long to
 * make and hold nobody who is scored.
 */
const FURTHER = [5, 9, 9, 9, 10, 11, 6] as const;
const FURTHER_DAYS = 60;
/** Ids of further patients begin here within their day, so that nobody else's depend on how many there are. */
const FURTHER_FROM = 50;

/** What of a course has happened by a moment; null where a stay of it is still going on, for such a patient is not past. */
function happenedBy(course: Course, moment: number): Course | null {
  const stays = course.stays.filter(({ start }) => start <= moment);
  if (stays.length === 0 || stays.some(({ end }) => end >= moment)) return null;
  const diedAt = course.diedAt !== null && course.diedAt <= moment ? course.diedAt : null;
  return { ...course, stays, diedAt };
}

const isSame = (a: Course | null, b: Course | null): boolean =>
  a?.stays.length === b?.stays.length && a?.diedAt === b?.diedAt;

function planPastPatient(
  index: FitIndex,
  calendar: DemoCalendar,
  random: SeededRandom,
  { course, number }: { course: Course; number: number },
): PatientPlan | null {
  const [first] = course.stays;
  if (first === undefined) return null;
  const { hasDiabetes, diedAt, ageYears } = course;
  const { levels } = first;
  const id = `enc-${number}`;
  const stays = course.stays.map((stay, i) => {
    const chance = random.fork(`stay-${i}`);
    const ward = wardFor(stay.levels.diagnosis1, chance);
    return toStayPlan(index, calendar, chance, stay.levels, hasDiabetes, {
      id: i === 0 ? id : `${id}-r${i}`,
      place: { ward, bed: bedLabel(ward, chance.integer(1, ward.physicalBeds)) },
      start: stay.start,
      end: stay.end,
      plannedEnd: stay.end,
      simulatedOutcome: true,
      ...(stay.ending === null ? {} : { disposition: stay.ending }),
    });
  });
  const isHistoryKnown = levels.inpatientVisits !== "0" || random.chance(0.85);
  const about = { id, levels, start: first.start, hasDiabetes, isKnown: isHistoryKnown };
  const history = planHistory(index, calendar, random.fork("history"), about);
  return planPerson(calendar, random.fork("person"), {
    number,
    levels,
    hasDiabetes,
    isHistoryKnown,
    stays: [...history.stays, ...stays],
    visits: history.visits,
    diedAt,
    ...(ageYears === null ? {} : { ageYears }),
  });
}

/** Who left for the first time on a day: their places within it, and what they were drawn from. */
function placesOn(day: number, date: string, random: SeededRandom) {
  const weekday = new Date(date).getUTCDay();
  const count = Math.max(1, (DISCHARGES[weekday] ?? 0) + random.integer(-2, 2));
  const further = day < -FURTHER_DAYS ? 0 : (FURTHER[weekday] ?? 0) + random.integer(-1, 1);
  return [
    ...Array.from({ length: count }, (_, at) => ({ place: at, mix: CASE_MIX })),
    ...Array.from({ length: further }, (_, at) => ({ place: FURTHER_FROM + at, mix: FURTHER_MIX })),
  ];
}

/**
 * Patients who left for the first time on one of the days `from` to `to`, and whether they came back by now: simulated,
 * and marked so. Each day is drawn from its own date, so that the same patients are there on a later day.
 * @param range.from days from today, negative
 * @param range.since epoch ms; only patients whose record was another at that moment are given
 */
export function* planPastPatients(
  index: FitIndex,
  calendar: DemoCalendar,
  random: SeededRandom,
  range: { readonly from: number; readonly to: number; readonly since: number | null },
): Generator<PatientPlan> {
  for (let day = range.from; day <= range.to; day++) {
    const date = calendar.date(calendar.at(day, 12));
    const ordinal = Math.floor(Date.parse(date) / DAY);
    const chance = random.fork(date);
    for (const { place, mix } of placesOn(day, date, chance)) {
      const own = chance.fork(String(place));
      const whole = drawCourse(index, calendar, own.fork("course"), { day, mix });
      const course = happenedBy(whole, calendar.now);
      if (course === null) continue;
      if (range.since !== null && isSame(course, happenedBy(whole, range.since))) continue;
      const plan = planPastPatient(index, calendar, own, { course, number: ordinal * 100 + place });
      if (plan !== null) yield plan;
    }
  }
}
