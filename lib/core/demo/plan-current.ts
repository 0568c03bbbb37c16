import { type DemoCalendar, HOUR } from "@/lib/core/demo/demo-calendar";
import { bedLabel, DEMO_WARDS, type DemoWard, wardFor } from "@/lib/core/demo/demo-wards";
import { diagnosisCategory } from "@/lib/core/demo/diagnosis-catalogue";
import { CARE_LEVELS, isAcute } from "@/lib/core/demo/draw-course";
import type { PatientPlan, StayPlan } from "@/lib/core/demo/patient-plan";
import { planHistory } from "@/lib/core/demo/plan-history";
import { planPerson } from "@/lib/core/demo/plan-person";
import { decadeOf, drawStay, toStayPlan } from "@/lib/core/demo/plan-stay";
import type { FitIndex } from "@/lib/core/demo/sample-stay";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import type { StayLevels } from "@/lib/core/demo/stay-variables";

type Special = "obstetric" | "seventeen" | "long" | "rehabilitation" | "psychiatric" | "hospice";

/** One bed to fill. Special patients show why the model stays silent for reasons other than no diabetes. */
interface Slot {
  readonly ward: DemoWard;
  readonly bed: number;
  readonly hasDiabetes: boolean;
  readonly special?: Special;
  /** Levels of earlier hospital stays to draw from; the fit decides where left out. */
  readonly inpatientVisits?: readonly string[];
  /** Days until the planned end; drawn where left out. */
  readonly daysLeft?: number;
  /** Left one of this hospital's wards so many days before coming back. */
  readonly backAfterDays?: number;
}

/** The first two scored patients of a unit came often before: they fill beds more than their share, and lists need a top. */
const OFTEN_HERE: readonly (readonly string[])[] = [
  ["5-6", "7-9"],
  ["2", "3"],
];

/** Scored patients leave today, tomorrow and later in turn, so that no stretch of a unit's list is empty. */
const DAYS_LEFT: readonly number[] = [0, 1, 2, 1, 0, 1, 4];

/** Who fills a unit now: all patients, those with diabetes in the model's scope, and special ones. */
interface Filling {
  readonly patients: number;
  readonly withDiabetes: number;
  readonly special: readonly Special[];
  /** Days since an earlier stay here, by patient after the special ones. */
  readonly back: Readonly<Record<number, number>>;
}
const same = (special: Special, count: number): Special[] => Array.from({ length: count }, () => special);
/** Together about a third have diabetes; 4C holds two more patients than it has beds, 7A is small. */
const FILLING: Readonly<Record<string, Filling>> = {
  "ward-4a": { patients: 20, withDiabetes: 7, special: ["seventeen"], back: { 1: 9, 4: 22, 12: 16 } },
  "ward-4b": { patients: 20, withDiabetes: 6, special: [], back: { 0: 12, 3: 27, 10: 5 } },
  "ward-4c": { patients: 26, withDiabetes: 9, special: ["hospice"], back: { 2: 6, 5: 19, 15: 24 } },
  "ward-5c": { patients: 20, withDiabetes: 6, special: ["long"], back: { 1: 14 } },
  "ward-5d": { patients: 14, withDiabetes: 4, special: ["long"], back: {} },
  "ward-6a": { patients: 9, withDiabetes: 0, special: same("obstetric", 9), back: {} },
  "ward-6b": { patients: 10, withDiabetes: 0, special: same("rehabilitation", 10), back: { 4: 4 } },
  "ward-7a": { patients: 5, withDiabetes: 0, special: same("psychiatric", 5), back: {} },
};

/** Of several special patients of one kind every fourth has diabetes; a single one always, so that the other reason stands alone. */
const specialHasDiabetes = (special: readonly Special[], i: number): boolean => special.length < 4 || i % 4 === 0;

function slots(random: SeededRandom): Slot[] {
  return DEMO_WARDS.flatMap((ward, unit) => {
    const { patients, withDiabetes, special, back } = FILLING[ward.id] ?? {
      patients: 0,
      withDiabetes: 0,
      special: [],
      back: {},
    };
    const beds = random.shuffle(Array.from({ length: ward.physicalBeds }, (_, i) => i + 1));
    return Array.from({ length: patients }, (_, i): Slot => {
      const kind = special[i];
      const rank = i - special.length;
      // Beyond its beds a unit puts up more, numbered on.
      const place = { ward, bed: beds[i] ?? i + 1 };
      const backAfterDays = back[kind === undefined ? rank : i];
      const again = backAfterDays === undefined ? {} : { backAfterDays };
      if (kind !== undefined) return { ...place, ...again, hasDiabetes: specialHasDiabetes(special, i), special: kind };
      if (rank >= withDiabetes) return { ...place, ...again, hasDiabetes: false };
      const inpatientVisits = OFTEN_HERE[rank];
      return {
        ...place,
        ...again,
        hasDiabetes: true,
        daysLeft: DAYS_LEFT[(rank + 2 * unit) % DAYS_LEFT.length] ?? 1,
        ...(inpatientVisits ? { inpatientVisits } : {}),
      };
    });
  });
}

/** Days until the planned end, as a ward's whiteboard looks on an ordinary morning; null: nobody has said yet. */
function drawDaysLeft(random: SeededRandom): number | null {
  return random.weighted<number | null>([
    [0, 24],
    [1, 24],
    [2, 17],
    [3, 11],
    [4, 8],
    [5, 6],
    [7, 4],
    [null, 6],
  ]);
}

/** Who lies in a bed on a given day: long stays are met more often than short ones. */
function wanted({ ward, special }: Slot, daysLeft: number, random: SeededRandom): (levels: StayLevels) => boolean {
  return (levels) => {
    const { care, chapter } = diagnosisCategory(levels.diagnosis1 ?? "786");
    const length = Number(levels.lengthOfStay);
    const fits = length >= Math.max(1, daysLeft) && length <= 14;
    if (special === "obstetric") return care === "obstetric" && fits;
    if (special === "rehabilitation") return care === "rehabilitation" && decadeOf(levels.age) >= 50;
    if (special === "psychiatric") return decadeOf(levels.age) >= 20 && decadeOf(levels.age) < 80;
    if (special === "seventeen") return levels.diagnosis1 === "250.1";
    const takes = care === ward.care && (ward.chapters === undefined || ward.chapters.includes(chapter));
    return takes && isAcute(levels) && fits && random.chance(length / 9);
  };
}

/** Levels settled beforehand. */
function given({ special, inpatientVisits }: Slot, random: SeededRandom): StayLevels {
  if (special === "seventeen")
    return {
      age: "[10-20)",
      chapter1: "diabetes",
      diagnosis1: "250.1",
      specialty: "?",
      diagnosis2: "276",
      inpatientVisits: "1",
    };
  if (special === "obstetric" || special === "rehabilitation" || special === "psychiatric")
    return CARE_LEVELS[special] ?? {};
  return inpatientVisits ? { inpatientVisits: random.pick(inpatientVisits) } : {};
}

/** An earlier stay on the same unit that ended some days before this one began, as its outcome. */
function planEarlierStay(
  index: FitIndex,
  calendar: DemoCalendar,
  random: SeededRandom,
  about: { slot: Slot; id: string; levels: StayLevels; start: number; days: number },
): { stay: StayPlan; levels: StayLevels } {
  const { slot, id, start, days } = about;
  const { age = "", sex = "", race = "" } = about.levels;
  const care = slot.special === undefined || slot.special === "rehabilitation" ? isAcute : () => true;
  const levels = drawStay(index, random, slot.hasDiabetes, care, { age, sex, race });
  const ward = wardFor(levels.diagnosis1, random);
  const end = calendar.at(calendar.dayOf(start) - days, random.integer(11, 16));
  const stay = toStayPlan(index, calendar, random, levels, slot.hasDiabetes, {
    id: `${id}-b1`,
    place: { ward, bed: bedLabel(ward, random.integer(1, ward.physicalBeds)) },
    start: calendar.at(calendar.dayOf(end) - Number(levels.lengthOfStay), random.next() * 23),
    end,
    plannedEnd: end,
    simulatedOutcome: true,
  });
  return { stay, levels };
}

/** One current inpatient with their history. */
function planInpatient(
  index: FitIndex,
  calendar: DemoCalendar,
  random: SeededRandom,
  slot: Slot,
  number: number,
): PatientPlan {
  const { ward, bed, hasDiabetes, special } = slot;
  const daysLeft = special === "long" ? 3 : (slot.daysLeft ?? drawDaysLeft(random));
  const levels = drawStay(index, random, hasDiabetes, wanted(slot, daysLeft ?? 2, random), given(slot, random));
  const planned = calendar.at(daysLeft ?? 2, random.integer(11, 16));
  const length = special === "long" ? 24 : Number(levels.lengthOfStay);
  const arrival = levels.admissionType === "elective" ? 6 + 4 * random.next() : (8 + 22 * random.next()) % 24;
  // Someone planned to stay as long as is still left came today; nobody comes after now.
  const start = Math.min(calendar.at((daysLeft ?? 2) - length, arrival), calendar.now - (2 + 7 * random.next()) * HOUR);
  const isPlanRecorded =
    special === "hospice" ? true : daysLeft === 0 ? random.chance(0.75) : daysLeft === 1 ? random.chance(0.45) : false;
  const plan =
    special === "hospice" ? "hospice" : levels.disposition === "not-recorded" ? "home" : (levels.disposition ?? "home");
  const id = `enc-${String(number).padStart(4, "0")}`;
  const stay = toStayPlan(index, calendar, random, levels, hasDiabetes, {
    id,
    place: { ward, bed: bedLabel(ward, bed) },
    start,
    end: null,
    plannedEnd: daysLeft === null ? null : Math.max(planned, start + 4 * HOUR),
    disposition: isPlanRecorded ? plan : null,
  });
  const isHistoryKnown = special !== undefined || levels.inpatientVisits !== "0" || random.chance(0.85);
  const days = slot.backAfterDays;
  const earlier =
    days === undefined ? null : planEarlierStay(index, calendar, random, { slot, id, levels, start, days });
  const first = earlier === null ? { levels, start } : { levels: earlier.levels, start: earlier.stay.start };
  const history = planHistory(index, calendar, random, { id, ...first, hasDiabetes, isKnown: isHistoryKnown });
  return planPerson(calendar, random, {
    number,
    levels,
    hasDiabetes,
    isHistoryKnown,
    stays: [...history.stays, ...(earlier === null ? [] : [earlier.stay]), stay],
    visits: history.visits,
    ...(special === "seventeen" ? { ageYears: 17 } : special === "obstetric" ? { ageYears: 26 + (number % 14) } : {}),
  });
}

/** The patients who are in the hospital now, unit by unit. */
export function planCurrentPatients(index: FitIndex, calendar: DemoCalendar, random: SeededRandom): PatientPlan[] {
  return slots(random).map((slot, i) => planInpatient(index, calendar, random.fork(`current-${i}`), slot, i + 1));
}
