import type { Observation } from "fhir/r4";
import type { DemoCalendar } from "@/lib/core/demo/demo-calendar";
import { HOUR } from "@/lib/core/demo/demo-calendar";
import { syntheticMeta } from "@/lib/core/demo/fhir-marking";
import { ADMISSION_TESTS, DAILY_TESTS, HBA1C_TEST, type LabTest } from "@/lib/core/demo/lab-catalogue";
import type { StayPlan } from "@/lib/core/demo/patient-plan";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";

interface Result {
  readonly test: LabTest;
  readonly time: number;
  readonly value: number;
}

const SODIUM = "2951-2";
const CREATININE = "2160-0";
const GLUCOSE = "2345-7";
const UREA = "3094-0";
const HAEMOGLOBIN = "718-7";
const LEUKOCYTES = "6690-2";
const HAEMATOCRIT = "4544-3";
const ALBUMIN = "1751-7";

/** How a patient's diagnoses move the usual values: LOINC → new mean. */
function personalMeans(
  stay: StayPlan,
  hasDiabetes: boolean,
  sex: "female" | "male",
  random: SeededRandom,
): Map<string, number> {
  const has = (...categories: string[]): boolean =>
    stay.diagnoses.some(({ category }) => categories.includes(category));
  const means = new Map<string, number>();
  const losses =
    (has("280", "285", "578", "531", "532") ? 2.6 : 0) +
    (has("585", "403", "404", "584") ? 1.4 : 0) +
    (has("820", "715", "998") ? 1.4 : 0);
  const haemoglobin = Math.max(7.6, (sex === "male" ? 13.6 : 12.5) - Math.min(losses, 3.6) + random.normal(0, 1));
  means.set(HAEMOGLOBIN, haemoglobin);
  means.set(HAEMATOCRIT, haemoglobin * 3);
  const creatinine = has("585", "403", "404", "250.4")
    ? 2.4 + Math.abs(random.normal(0, 1.2))
    : has("584")
      ? 2 + Math.abs(random.normal(0, 0.7))
      : 0.95 + Math.abs(random.normal(0, 0.15));
  means.set(CREATININE, creatinine);
  means.set(UREA, 12 + creatinine * 8);
  means.set(SODIUM, 138.5 - (has("276") ? 4 : 0) - (has("428", "402", "571") ? 2.5 : 0) + random.normal(0, 2));
  means.set(LEUKOCYTES, has("486", "482", "38", "682", "590", "540", "574", "562", "730") ? 14 : 8.5);
  means.set(ALBUMIN, has("263", "571", "197", "198") ? 2.7 : 3.6);
  const band: Readonly<Record<string, number>> = { Norm: 125, ">7": 165, ">8": 205 };
  means.set(GLUCOSE, hasDiabetes ? (band[stay.hba1c] ?? 150) : 104);
  return means;
}

/** Highest glucose the fit's band allows; without a band, what a controlled patient reaches. */
const glucoseCeiling = (stay: StayPlan, hasDiabetes: boolean): number =>
  ({ Norm: 198, ">200": 295, ">300": 480 })[stay.glucose] ?? (hasDiabetes ? (stay.hba1c === ">8" ? 290 : 240) : 178);

/** A test's own level for this patient, drawn once; results then move little from day to day (glucose more). */
function personalLevel(test: LabTest, mean: number | undefined, random: SeededRandom): number {
  return mean ?? random.normal(test.mean, test.spread * 0.9);
}

function drawValue(test: LabTest, level: number, random: SeededRandom): number {
  const noise = test.loinc === GLUCOSE ? (level > 120 ? 0.17 * level : test.spread) : test.spread * 0.3;
  const value = Math.min(test.high, Math.max(test.low, random.normal(level, noise)));
  return Number(value.toFixed(test.decimals));
}

function hba1cValue(level: string, hasDiabetes: boolean, random: SeededRandom): number {
  const [low, high] = level === ">8" ? [8.1, 11.8] : level === ">7" ? [7.1, 8] : hasDiabetes ? [5.9, 6.9] : [5, 5.6];
  return Number((low + random.next() * (high - low)).toFixed(1));
}

/** Which tests were resulted when, as many distinct test-days as the stay counts, up to now. */
function planResults(
  stay: StayPlan,
  about: { hasDiabetes: boolean; sex: "female" | "male"; calendar: DemoCalendar; random: SeededRandom },
): Result[] {
  const { hasDiabetes, sex, calendar, random } = about;
  const means = personalMeans(stay, hasDiabetes, sex, random);
  const levels = new Map<string, number>();
  const levelOf = (test: LabTest): number => {
    const level = levels.get(test.loinc) ?? personalLevel(test, means.get(test.loinc), random);
    levels.set(test.loinc, level);
    return level;
  };
  const until = stay.end ?? calendar.now;
  const days = Math.max(1, Math.ceil(stay.lengthDays));
  const firstDraw = stay.start + random.integer(1, 3) * HOUR;
  const drawOf = (day: number): number =>
    day === 0 ? firstDraw : calendar.at(calendar.dayOf(stay.start) + day, 5 + random.next() * 2);
  // Each day's share of the count; the first day is the fullest.
  const perDay = Math.max(6, Math.round((stay.labCount - Math.min(8, stay.labCount / 4)) / days));
  const results: Result[] = [];
  const add = (test: LabTest, time: number): void => {
    const value =
      test === HBA1C_TEST ? hba1cValue(stay.hba1c, hasDiabetes, random) : drawValue(test, levelOf(test), random);
    const ceiling = glucoseCeiling(stay, hasDiabetes);
    results.push({
      test,
      time,
      value: test.loinc === GLUCOSE ? Math.min(ceiling - random.integer(0, 12), value) : value,
    });
  };
  const atAdmission = Math.max(0, Math.min(ADMISSION_TESTS.length, stay.labCount - perDay * days));
  for (let day = 0; day < days; day++) {
    const time = drawOf(day);
    if (time >= until || (day > 0 && results.length >= stay.labCount)) break;
    for (const test of DAILY_TESTS.slice(0, perDay)) add(test, time);
    if (day === 0) for (const test of ADMISSION_TESTS.slice(0, atAdmission)) add(test, time);
    if (day === Math.min(1, days - 1) && stay.hba1c !== "None") add(HBA1C_TEST, time);
  }
  const glucose = results.filter(({ test }) => test.loinc === GLUCOSE);
  const first = glucose[0];
  // A band above 200 was reached at admission, where it is highest.
  if (first !== undefined && (stay.glucose === ">200" || stay.glucose === ">300")) {
    const peak = stay.glucose === ">200" ? random.integer(215, 290) : random.integer(310, 470);
    results[results.indexOf(first)] = { ...first, value: peak };
  }
  return results;
}

/** Every laboratory result of a stay by now, as US Core laboratory Observations. */
export function toLabs(
  stay: StayPlan,
  about: {
    patient: string;
    hasDiabetes: boolean;
    sex: "female" | "male";
    calendar: DemoCalendar;
    random: SeededRandom;
  },
): Observation[] {
  const { patient, calendar, random } = about;
  return planResults(stay, about).map(({ test, time, value }, i): Observation => {
    // A clotted or lost sample: ordered, never resulted.
    const isLost = random.chance(0.004);
    return {
      resourceType: "Observation",
      id: `${stay.id}-lab${i + 1}`,
      meta: syntheticMeta(),
      status: "final",
      category: [
        { coding: [{ system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "laboratory" }] },
      ],
      code: { coding: [{ system: "http://loinc.org", code: test.loinc }], text: test.name },
      subject: { reference: `Patient/${patient}` },
      encounter: { reference: `Encounter/${stay.id}` },
      effectiveDateTime: calendar.instant(time),
      ...(isLost
        ? {
            dataAbsentReason: {
              coding: [{ system: "http://terminology.hl7.org/CodeSystem/data-absent-reason", code: "error" }],
              text: "Sample clotted",
            },
          }
        : { valueQuantity: { value, unit: test.unit, system: "http://unitsofmeasure.org", code: test.unit } }),
    };
  });
}
