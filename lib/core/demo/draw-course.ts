import type { DemoCalendar } from "@/lib/core/demo/demo-calendar";
import { diagnosisCategory } from "@/lib/core/demo/diagnosis-catalogue";
import { decadeOf, drawStay } from "@/lib/core/demo/plan-stay";
import { type FitIndex, readmissionProbability } from "@/lib/core/demo/sample-stay";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import { bandOf, type StayLevels } from "@/lib/core/demo/stay-variables";

/** One stay of a course: what it was and when. Times are epoch ms. */
export interface CourseStay {
  readonly levels: StayLevels;
  readonly start: number;
  readonly end: number;
  /** Where the patient went, where that is not what the levels say: "died", "hospice", "against-advice", "acute-hospital". */
  readonly ending: string | null;
}

/** What happened to one patient from a first stay here on, whether or not it has happened yet. */
export interface Course {
  readonly hasDiabetes: boolean;
  readonly stays: readonly CourseStay[];
  readonly diedAt: number | null;
  readonly ageYears: number | null;
}

type Kind = "acute" | "surgical" | "obstetric" | "psychiatric" | "rehabilitation" | "long" | "minor";

/** What a day's discharges are drawn from, with weights. */
type CaseMix = readonly (readonly [{ readonly kind: Kind; readonly hasDiabetes: boolean }, number])[];

/** What a hospital's stays are made of; diabetes about half as often again as in life, so that a year of it is enough for a report. */
export const CASE_MIX: CaseMix = [
  [{ kind: "acute", hasDiabetes: true }, 46],
  [{ kind: "acute", hasDiabetes: false }, 38],
  [{ kind: "obstetric", hasDiabetes: false }, 6],
  [{ kind: "obstetric", hasDiabetes: true }, 0.5],
  [{ kind: "psychiatric", hasDiabetes: false }, 2],
  [{ kind: "psychiatric", hasDiabetes: true }, 0.5],
  [{ kind: "rehabilitation", hasDiabetes: false }, 2],
  [{ kind: "rehabilitation", hasDiabetes: true }, 1],
  [{ kind: "long", hasDiabetes: true }, 1.5],
  [{ kind: "long", hasDiabetes: false }, 1],
  [{ kind: "minor", hasDiabetes: false }, 1],
  [{ kind: "minor", hasDiabetes: true }, 0.5],
];

/** Who fills the units up that few patients with diabetes come to; nobody of them is scored. */
export const FURTHER_MIX: CaseMix = [
  [{ kind: "surgical", hasDiabetes: false }, 28],
  [{ kind: "acute", hasDiabetes: false }, 32],
  [{ kind: "obstetric", hasDiabetes: false }, 26],
  [{ kind: "rehabilitation", hasDiabetes: false }, 9],
  [{ kind: "psychiatric", hasDiabetes: false }, 5],
];

/** Endings that are no index stay, as often as in UCI Diabetes-130 (dispositions 11, 19–21; 13, 14; 7; 2). */
const ENDINGS: readonly (readonly [string | null, number])[] = [
  ["died", 0.016],
  ["hospice", 0.008],
  ["against-advice", 0.006],
  ["acute-hospital", 0.021],
  [null, 0.949],
];
/** Chance of coming back on days 31–110; with the 30-day readmissions about as often as UCI's "> 30 days" within reach. */
const SHARE_LATER = 0.14;
/** Chance of dying at home within 30 days of leaving, without coming back. */
const SHARE_DIED_AT_HOME = 0.008;
const LONGEST_COURSE = 7;

/** Levels settled beforehand for kinds of care the fit seldom draws. */
export const CARE_LEVELS: Readonly<Partial<Record<Kind, StayLevels>>> = {
  obstetric: {
    age: "[30-40)",
    sex: "Female",
    chapter1: "pregnancy",
    diagnosis1: "648",
    specialty: "ObstetricsandGynecology",
  },
  rehabilitation: { chapter1: "status", diagnosis1: "V57", specialty: "PhysicalMedicineandRehabilitation" },
  psychiatric: { chapter1: "mental", diagnosis1: "296", specialty: "Psychiatry" },
  minor: { age: "[10-20)", specialty: "?" },
};

/** Ordinary acute care of an adult. */
export const isAcute = (levels: StayLevels): boolean =>
  ["medicine", "cardiac-renal", "surgery"].includes(diagnosisCategory(levels.diagnosis1 ?? "786").care) &&
  !["Psychiatry", "PhysicalMedicineandRehabilitation", "ObstetricsandGynecology"].includes(levels.specialty ?? "") &&
  decadeOf(levels.age) >= 20;

/** What an operation on no bone or joint is for. */
const isSurgical = (levels: StayLevels): boolean => {
  const { care, chapter } = diagnosisCategory(levels.diagnosis1 ?? "786");
  return care === "surgery" && chapter !== "musculoskeletal" && chapter !== "injury" && isAcute(levels);
};

function isOfKind(kind: Kind): (levels: StayLevels) => boolean {
  if (kind === "surgical") return isSurgical;
  if (kind === "acute" || kind === "long") return isAcute;
  if (kind === "minor") return (levels) => isAcute({ ...levels, age: "[20-30)" });
  if (kind === "obstetric") return () => true;
  return (levels) => decadeOf(levels.age) >= 20;
}

/** Days from discharge to readmission: early ones are commoner, as in every readmission series. */
const drawGapDays = (random: SeededRandom): number =>
  Math.min(29, 1 + Math.floor(-12 * Math.log(1 - random.next() * 0.9)));

const PRIOR_BANDS = [0, 1, 2, 3, 4, 5, 7, 10];

/** The stay after another, if there is one; decided by the fitted probability. */
function drawReturn(
  index: FitIndex,
  calendar: DemoCalendar,
  random: SeededRandom,
  { stay, kind, hasDiabetes }: { stay: CourseStay; kind: Kind; hasDiabetes: boolean },
): CourseStay | null {
  const isSeldom = kind === "obstetric" || kind === "minor";
  const chance = isSeldom ? 0.02 : readmissionProbability(index.fit, stay.levels);
  const isEarly = random.chance(chance);
  if (!isEarly && !random.chance(isSeldom ? 0.02 : SHARE_LATER)) return null;
  const gap = isEarly ? drawGapDays(random) : random.integer(31, 110);
  const start = calendar.at(calendar.dayOf(stay.end) + gap, random.next() * 23);
  const before = Number(/\d+/.exec(stay.levels.inpatientVisits ?? "0")?.[0] ?? 0);
  const { age = "", sex = "", race = "" } = stay.levels;
  const again = {
    ...CARE_LEVELS[kind],
    age,
    sex,
    race,
    inpatientVisits: bandOf(before + 1, PRIOR_BANDS),
    ...(random.chance(0.85) ? { admissionType: "emergency" } : {}),
  };
  const levels = drawStay(index, random, hasDiabetes, isOfKind(kind), again);
  const end = calendar.at(calendar.dayOf(start) + Number(levels.lengthOfStay), random.integer(11, 16));
  return { levels, start, end, ending: random.weighted(ENDINGS) };
}

/**
 * Draws a patient's first stay here, which ended on a day, and what followed: each readmission by the fitted
 * probability of the stay before it. All of it is chance; none of it looks at what time it is now.
 * @param day days from today of the first discharge (negative: past)
 */
export function drawCourse(
  index: FitIndex,
  calendar: DemoCalendar,
  random: SeededRandom,
  { day, mix }: { readonly day: number; readonly mix: CaseMix },
): Course {
  const { kind, hasDiabetes } = random.weighted(mix);
  const levels = drawStay(index, random, hasDiabetes, isOfKind(kind), CARE_LEVELS[kind] ?? {});
  const length = kind === "long" ? random.integer(15, 34) : Number(levels.lengthOfStay);
  const end = calendar.at(day, random.integer(11, 16) + random.next());
  const first = { levels, start: calendar.at(day - length, random.next() * 23), end, ending: random.weighted(ENDINGS) };
  const stays: CourseStay[] = [first];
  let diedAt: number | null = null;
  for (let last: CourseStay = first; stays.length <= LONGEST_COURSE; ) {
    if (last.ending === "died") diedAt = last.end;
    if (last.ending === "hospice") diedAt = calendar.at(calendar.dayOf(last.end) + random.integer(2, 40), 4);
    if (diedAt !== null) break;
    const next = drawReturn(index, calendar, random, {
      stay: last,
      kind: kind === "long" ? "acute" : kind,
      hasDiabetes,
    });
    if (next === null) {
      if (kind === "acute" && random.chance(SHARE_DIED_AT_HOME))
        diedAt = calendar.at(calendar.dayOf(last.end) + random.integer(2, 29), 22 * random.next());
      break;
    }
    stays.push(next);
    last = next;
  }
  return { hasDiabetes, stays, diedAt, ageYears: kind === "minor" ? random.integer(13, 17) : null };
}
