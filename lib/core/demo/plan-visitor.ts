import { DAY, type DemoCalendar } from "@/lib/core/demo/demo-calendar";
import { FAMILY_NAMES, GIVEN_NAMES } from "@/lib/core/demo/demo-names";
import type { PatientPlan } from "@/lib/core/demo/patient-plan";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";

/** Somebody who is not in a ward's bed now: who they are, and nothing of their past. */
export function planVisitor(
  calendar: DemoCalendar,
  random: SeededRandom,
  { number, ageYears }: { readonly number: number; readonly ageYears: number },
): PatientPlan {
  const sex = random.chance(0.5) ? ("female" as const) : ("male" as const);
  return {
    number,
    sex,
    family: FAMILY_NAMES[(number * 53) % FAMILY_NAMES.length] ?? "Doe",
    given: [random.pick(GIVEN_NAMES[sex])],
    // In the middle months of a year of age, so that no birthday changes it while the patient is here.
    birthDate: calendar.date(calendar.now - ageYears * 365.25 * DAY - random.integer(30, 330) * DAY),
    race: "?",
    hasDiabetes: false,
    problems: [],
    stays: [],
    visits: [],
    diedAt: null,
  };
}
