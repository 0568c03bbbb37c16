import { DAY, type DemoCalendar } from "@/lib/core/demo/demo-calendar";
import { FAMILY_NAMES, GIVEN_NAMES } from "@/lib/core/demo/demo-names";
import { DIAGNOSIS_CATALOGUE } from "@/lib/core/demo/diagnosis-catalogue";
import type { PatientPlan, StayPlan, VisitPlan } from "@/lib/core/demo/patient-plan";
import { decadeOf, sexOf } from "@/lib/core/demo/plan-stay";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import type { StayLevels } from "@/lib/core/demo/stay-variables";

/** Common long-standing problems of older adults, so that a problem list is not just the stay's diagnoses again. */
const BACKGROUND: readonly (readonly [string, number])[] = [
  ["I10", 0.45],
  ["E78.5", 0.35],
  ["K21.9", 0.15],
  ["M17.11", 0.1],
  ["E03.9", 0.08],
];

/** Makes the person around a set of stays: name, birth date inside the drawn decade, problem list. */
export function planPerson(
  calendar: DemoCalendar,
  random: SeededRandom,
  about: {
    number: number;
    levels: StayLevels;
    hasDiabetes: boolean;
    isHistoryKnown: boolean;
    stays: readonly StayPlan[];
    visits: readonly VisitPlan[];
    ageYears?: number;
    diedAt?: number | null;
  },
): PatientPlan {
  const { number, levels, hasDiabetes, isHistoryKnown, stays, visits, diedAt = null } = about;
  const sex = sexOf(levels.sex);
  const index = stays.find((stay) => stay.detailed) ?? stays[0];
  const start = index?.start ?? calendar.now;
  const decade = decadeOf(levels.age);
  // Aged so at the admission: in the middle months of a year of age, so that no birthday changes the decade in the stay.
  const ageYears = about.ageYears ?? Math.max(18, decade + random.integer(0, decade >= 90 ? 6 : 9));
  const birthDate = calendar.date(start - ageYears * 365.25 * DAY - random.integer(20, 340) * DAY);

  const yearsAgo = (low: number, high: number): number => start - random.integer(low * 365, high * 365) * DAY;
  const since = (low: number, high: number): number => (isHistoryKnown ? yearsAgo(low, high) : start);
  const problems = new Map<string, number>();
  const longStanding = stays
    .flatMap((stay) => stay.diagnoses)
    .filter(({ category }) => DIAGNOSIS_CATALOGUE[category]?.chronic);
  const coded = longStanding.find(({ category }) => category.startsWith("250"));
  if (hasDiabetes) {
    const young = ageYears < 30;
    problems.set(coded?.code ?? (young ? "E10.9" : "E11.9"), since(2, young ? 8 : 18));
  }
  for (const { code, category } of longStanding) {
    if (category.startsWith("250") || problems.has(code) || problems.size > 9) continue;
    problems.set(code, since(1, 9));
  }
  if (ageYears >= 45) {
    for (const [code, share] of BACKGROUND) {
      if (random.chance(share) && !problems.has(code)) problems.set(code, since(2, 12));
    }
  }
  return {
    number,
    sex,
    family: FAMILY_NAMES[(number * 37) % FAMILY_NAMES.length] ?? "Doe",
    given: random.chance(0.35)
      ? [random.pick(GIVEN_NAMES[sex]), String.fromCharCode(65 + random.integer(0, 25))]
      : [random.pick(GIVEN_NAMES[sex])],
    birthDate,
    race: levels.race ?? "?",
    hasDiabetes,
    problems: [...problems].map(([code, began]) => ({ code, since: began })),
    stays,
    visits,
    diedAt,
  };
}
