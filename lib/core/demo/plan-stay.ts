import { DAY, type DemoCalendar, HOUR } from "@/lib/core/demo/demo-calendar";
import { DIAGNOSIS_CATALOGUE, diagnosisCategory, isPlausibleFor } from "@/lib/core/demo/diagnosis-catalogue";
import { likelyService } from "@/lib/core/demo/likely-service";
import type { CodedDiagnosis, StayPlan } from "@/lib/core/demo/patient-plan";
import { type FitIndex, type LevelFilter, sampleStay } from "@/lib/core/demo/sample-stay";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import type { StayLevels } from "@/lib/core/demo/stay-variables";

/** Lower bound of "[70-80)". */
export const decadeOf = (level: string | undefined): number => Number(/\d+/.exec(level ?? "")?.[0] ?? 60);

export const sexOf = (level: string | undefined): "female" | "male" => (level === "Male" ? "male" : "female");

/** A whole number inside a band such as "5-9", "0" or "36+" (an open band reaches a third further). */
export function numberInBand(band: string | undefined, random: SeededRandom): number {
  const [low = 0, high] = (band ?? "0").split(/[-+]/).filter(Boolean).map(Number);
  if (band?.endsWith("+")) return random.integer(low, Math.ceil(low * 1.33));
  return high === undefined ? low : random.integer(low, high);
}

/** Levels that make no sense for the patient: implausible, said twice, or in no catalogue entry. */
function plausible(hasDiabetes: boolean): LevelFilter {
  return (variable, level, soFar) => {
    if (variable.startsWith("chapter")) return level !== "other" && (hasDiabetes || level !== "diabetes");
    if (!/^diagnosis\d$/.test(variable)) return level !== "Unknown/Invalid";
    if (level === "none") return variable !== "diagnosis1";
    if (!(level in DIAGNOSIS_CATALOGUE) || (!hasDiabetes && level.startsWith("250"))) return false;
    if (level === soFar.diagnosis1 || level === soFar.diagnosis2) return false;
    return isPlausibleFor(level, sexOf(soFar.sex), decadeOf(soFar.age) + 5);
  };
}

/** A patient without diabetes takes no diabetes drug; the fit knows only patients who have it. */
const WITHOUT_DIABETES: StayLevels = {
  hba1c: "None",
  insulin: "No",
  metformin: "No",
  sulfonylurea: "No",
  pioglitazone: "No",
};

/** Draws stays until one is as wanted; the last one drawn if none is within 400 tries. */
export function drawStay(
  index: FitIndex,
  random: SeededRandom,
  hasDiabetes: boolean,
  wanted: (levels: StayLevels) => boolean,
  given: StayLevels = {},
): StayLevels {
  const filter = plausible(hasDiabetes);
  const settled = hasDiabetes ? given : { ...WITHOUT_DIABETES, ...given };
  let levels = sampleStay(index, random, settled, filter);
  for (let tries = 0; tries < 400 && !wanted(levels); tries++) levels = sampleStay(index, random, settled, filter);
  return levels;
}

const TYPE_1 = new Set(["[0-10)", "[10-20)", "[20-30)"]);

/** One of the category's ICD-10-CM codes; the young get type 1 where the category offers it, diabetes in pregnancy those who have it. */
export function codeFor(
  category: string,
  { age, hasDiabetes }: { readonly age: string | undefined; readonly hasDiabetes: boolean },
  random: SeededRandom,
): CodedDiagnosis {
  const entries = Object.entries(diagnosisCategory(category).codes).filter(
    ([code]) => category !== "648" || code.startsWith("O24") === hasDiabetes,
  );
  const typed = entries.filter(([code]) => code.startsWith("E10") === TYPE_1.has(age ?? ""));
  const [code, title] = random.pick(typed.length > 0 ? typed : entries);
  return { code, title, category };
}

/** The three ranked diagnoses, then further ones the fit would list third, up to the stay's own count. */
function drawDiagnoses(
  index: FitIndex,
  random: SeededRandom,
  levels: StayLevels,
  hasDiabetes: boolean,
): CodedDiagnosis[] {
  const categories = [levels.diagnosis1, levels.diagnosis2, levels.diagnosis3].filter(
    (level): level is string => level !== undefined && level in DIAGNOSIS_CATALOGUE,
  );
  const target = Math.max(categories.length, numberInBand(levels.diagnosisCount?.replace("9+", "9"), random));
  const filter = plausible(hasDiabetes);
  const { age = "", sex = "", chapter1 = "", diagnosis1 = "" } = levels;
  for (let tries = 0; tries < 40 && categories.length < target; tries++) {
    const more = sampleStay(index, random, { age, sex, chapter1, diagnosis1 }, filter);
    for (const level of [more.diagnosis2, more.diagnosis3]) {
      if (level === undefined || !(level in DIAGNOSIS_CATALOGUE) || categories.includes(level)) continue;
      if (level.startsWith("250") && categories.some((category) => category.startsWith("250"))) continue;
      if (categories.length < target) categories.push(level);
    }
  }
  return categories.map((category) => codeFor(category, { age, hasDiabetes }, random));
}

/** Where and when a stay takes place; everything the levels do not say. */
export interface StayPlacement {
  readonly id: string;
  readonly place: StayPlan["place"];
  readonly start: number;
  readonly end: number | null;
  readonly plannedEnd: number | null;
  /** What is recorded of where the patient goes; the level itself where left out. */
  readonly disposition?: string | null;
  readonly detailed?: boolean;
  readonly simulatedOutcome?: boolean;
}

/** A spell in intensive care soon after admission for about one stay in twelve, if there was time for it by `until`. */
function drawIntensiveCare(random: SeededRandom, start: number, until: number): StayPlan["intensiveCare"] {
  const from = start + (4 + 20 * random.next()) * HOUR;
  const to = from + (20 + 40 * random.next()) * HOUR;
  return random.chance(0.08) && to < until - 12 * HOUR ? { from, to } : null;
}

/** Turns drawn levels into one stay. */
export function toStayPlan(
  index: FitIndex,
  calendar: DemoCalendar,
  random: SeededRandom,
  levels: StayLevels,
  hasDiabetes: boolean,
  { disposition, detailed = true, simulatedOutcome = false, ...placement }: StayPlacement,
): StayPlan {
  const recorded = levels.disposition === "not-recorded" ? null : (levels.disposition ?? null);
  const last = placement.end ?? placement.plannedEnd;
  const lengthDays = last === null ? Number(levels.lengthOfStay) : Math.max(1, (last - placement.start) / DAY);
  return {
    ...placement,
    lengthDays,
    admissionType: levels.admissionType ?? "not-recorded",
    admissionSource: levels.admissionSource ?? "not-recorded",
    specialty: likelyService(levels.specialty, levels.diagnosis1 ?? "786", random),
    disposition: disposition === undefined ? recorded : disposition,
    diagnoses: detailed
      ? drawDiagnoses(index, random, levels, hasDiabetes)
      : [codeFor(levels.diagnosis1 ?? "786", { age: levels.age, hasDiabetes }, random)],
    labCount: numberInBand(levels.labCount, random),
    medicationCount: numberInBand(levels.medicationCount, random),
    procedureCount: Number(levels.procedureCount ?? 0),
    hba1c: levels.hba1c ?? "None",
    glucose: levels.glucose ?? "None",
    insulin: levels.insulin ?? "No",
    metformin: levels.metformin ?? "No",
    sulfonylurea: levels.sulfonylurea ?? "No",
    pioglitazone: levels.pioglitazone ?? "No",
    intensiveCare: detailed ? drawIntensiveCare(random, placement.start, placement.end ?? calendar.now) : null,
    detailed,
    simulatedOutcome,
  };
}
