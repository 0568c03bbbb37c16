import { type DemoCalendar, HOUR } from "@/lib/core/demo/demo-calendar";
import { bedLabel, DEMO_WARDS, type DemoWard } from "@/lib/core/demo/demo-wards";
import { diagnosisCategory } from "@/lib/core/demo/diagnosis-catalogue";
import type { PatientPlan } from "@/lib/core/demo/patient-plan";
import { planHistory } from "@/lib/core/demo/plan-history";
import { planPerson } from "@/lib/core/demo/plan-person";
import { decadeOf, drawStay, toStayPlan } from "@/lib/core/demo/plan-stay";
import type { FitIndex } from "@/lib/core/demo/sample-stay";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import type { StayLevels } from "@/lib/core/demo/stay-variables";

/** One bed to fill. Special patients show why the model stays silent for reasons other than no diabetes. */
interface Slot {
  readonly ward: DemoWard;
  readonly hasDiabetes: boolean;
  readonly special?: "obstetric" | "seventeen" | "long" | "rehabilitation";
  /** Levels of earlier hospital stays to draw from; the fit decides where left out. */
  readonly inpatientVisits?: readonly string[];
  /** Days until the planned end; drawn where left out. */
  readonly daysLeft?: number;
}

/** The first two scored patients of a unit came often before: they fill beds more than their share, and lists need a top. */
const OFTEN_HERE: readonly (readonly string[])[] = [
  ["5-6", "7-9"],
  ["2", "3"],
];

/** Scored patients leave today, tomorrow and later in turn, so that no stretch of a unit's list is empty. */
const DAYS_LEFT: readonly number[] = [0, 1, 2, 1, 0, 1, 4];

const PER_WARD = 20;
/** Patients with diabetes in the model's scope, by ward: with the four special ones about a third of all. */
const WITH_DIABETES: Readonly<Record<string, number>> = { "ward-4a": 7, "ward-4b": 6, "ward-5c": 6 };
const SPECIAL: Readonly<Record<string, readonly Slot["special"][]>> = {
  "ward-4a": ["obstetric", "seventeen"],
  "ward-4b": [],
  "ward-5c": ["long", "rehabilitation"],
};

function slots(): Slot[] {
  return DEMO_WARDS.flatMap((ward, unit) => {
    const special = SPECIAL[ward.id] ?? [];
    return Array.from({ length: PER_WARD }, (_, i): Slot => {
      const kind = special[i];
      if (kind !== undefined) return { ward, hasDiabetes: true, special: kind };
      const rank = i - special.length;
      if (rank >= (WITH_DIABETES[ward.id] ?? 0)) return { ward, hasDiabetes: false };
      const inpatientVisits = OFTEN_HERE[rank];
      return {
        ward,
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
    const { care } = diagnosisCategory(levels.diagnosis1 ?? "786");
    const length = Number(levels.lengthOfStay);
    const fits = length >= Math.max(1, daysLeft) && length <= 14;
    if (special === "obstetric") return care === "obstetric" && fits;
    if (special === "rehabilitation") return care === "rehabilitation" && decadeOf(levels.age) >= 50;
    if (special === "seventeen") return levels.diagnosis1 === "250.1";
    const acute = !["Psychiatry", "PhysicalMedicineandRehabilitation", "ObstetricsandGynecology"].includes(
      levels.specialty ?? "",
    );
    return care === ward.care && acute && fits && decadeOf(levels.age) >= 20 && random.chance(length / 9);
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
  if (special === "obstetric")
    return {
      age: "[30-40)",
      sex: "Female",
      chapter1: "pregnancy",
      diagnosis1: "648",
      specialty: "ObstetricsandGynecology",
    };
  if (special === "rehabilitation")
    return { chapter1: "status", diagnosis1: "V57", specialty: "PhysicalMedicineandRehabilitation" };
  return inpatientVisits ? { inpatientVisits: random.pick(inpatientVisits) } : {};
}

/** One current inpatient with their history. */
function planInpatient(
  index: FitIndex,
  calendar: DemoCalendar,
  random: SeededRandom,
  slot: Slot,
  number: number,
  bed: number,
): PatientPlan {
  const { ward, hasDiabetes, special } = slot;
  const daysLeft = special === "long" ? 3 : (slot.daysLeft ?? drawDaysLeft(random));
  const levels = drawStay(index, random, hasDiabetes, wanted(slot, daysLeft ?? 2, random), given(slot, random));
  const planned = calendar.at(daysLeft ?? 2, random.integer(11, 16));
  const length = special === "long" ? 24 : Number(levels.lengthOfStay);
  const arrival = levels.admissionType === "elective" ? 6 + 4 * random.next() : (8 + 22 * random.next()) % 24;
  // Someone planned to stay as long as is still left came today; nobody comes after now.
  const start = Math.min(calendar.at((daysLeft ?? 2) - length, arrival), calendar.now - (2 + 7 * random.next()) * HOUR);
  const isPlanRecorded = daysLeft === 0 ? random.chance(0.75) : daysLeft === 1 ? random.chance(0.45) : false;
  const plan = levels.disposition === "not-recorded" ? "home" : (levels.disposition ?? "home");
  const id = `enc-${String(number).padStart(4, "0")}`;
  const stay = toStayPlan(index, calendar, random, levels, hasDiabetes, {
    id,
    ward,
    bed: bedLabel(ward, bed),
    start,
    end: null,
    plannedEnd: daysLeft === null ? null : Math.max(planned, start + 4 * HOUR),
    disposition: isPlanRecorded ? plan : null,
  });
  const isHistoryKnown = special !== undefined || levels.inpatientVisits !== "0" || random.chance(0.85);
  const history = planHistory(index, calendar, random, { id, levels, start, hasDiabetes, isKnown: isHistoryKnown });
  return planPerson(calendar, random, {
    number,
    levels,
    hasDiabetes,
    isHistoryKnown,
    stays: [...history.stays, stay],
    visits: history.visits,
    ...(special === "seventeen" ? { ageYears: 17 } : special === "obstetric" ? { ageYears: 33 } : {}),
  });
}

/** The 60 patients who are in the hospital now, 20 a unit. */
export function planCurrentPatients(index: FitIndex, calendar: DemoCalendar, random: SeededRandom): PatientPlan[] {
  const beds = new Map(
    DEMO_WARDS.map((ward) => [ward.id, random.shuffle(Array.from({ length: ward.physicalBeds }, (_, i) => i + 1))]),
  );
  return slots().map((slot, i) =>
    planInpatient(
      index,
      calendar,
      random.fork(`current-${i}`),
      slot,
      i + 1,
      beds.get(slot.ward.id)?.[i % PER_WARD] ?? 1,
    ),
  );
}
