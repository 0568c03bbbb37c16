import { fitLogitLine } from "@/lib/core/evaluation/calibration";
import type { GatedVersion, GateInput, HoldOutRow } from "@/lib/core/gates/gate-input";
import { logistic } from "@/lib/core/statistics/logistic";
import { chanceFrom } from "@/lib/core/training/chance";
import { operatingPoints } from "@/lib/core/training/operating-points";

/** For tests only: made-up stays of four categories and the labels that true log-odds gave them. */
export interface MadeStays {
  readonly categories: readonly (readonly number[])[];
  readonly labels: readonly (0 | 1)[];
}

const CATEGORIES = 4;
const LEVELS = 5;
const toLogit = (p: number): number => Math.log(p / (1 - p));

/** What each level truly adds. */
const TRUTH = Array.from({ length: CATEGORIES }, (_, category) =>
  Array.from({ length: LEVELS }, (__, level) => (level - 2) * [0.42, -0.3, 0.22, 0.12][category]!),
);

export function makeStays(n: number, seed: number): MadeStays {
  const random = chanceFrom(seed);
  const categories = Array.from({ length: n }, () =>
    Array.from({ length: CATEGORIES }, () => Math.floor(random() * LEVELS)),
  );
  const labels = categories.map((levels): 0 | 1 => {
    const z = levels.reduce((sum, level, category) => sum + TRUTH[category]![level]!, -1.75);
    return random() < logistic(z) ? 1 : 0;
  });
  return { categories, labels };
}

/** The same stays with the labels dealt out anew: nothing can be learnt from them. */
export function withShuffledLabels({ categories, labels }: MadeStays, seed: number): MadeStays {
  const random = chanceFrom(seed);
  const dealt = [...labels];
  for (let last = dealt.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [dealt[last], dealt[other]] = [dealt[other]!, dealt[last]!];
  }
  return { categories, labels: dealt };
}

/** A model that a test can learn in a millisecond: log-odds of each level, calibrated by one line. */
export interface Learnt {
  readonly logit: (levels: readonly number[]) => number;
  readonly operatingPoints: GatedVersion["operatingPoints"];
}

export function learn({ categories, labels }: MadeStays): Learnt {
  const base = labels.filter((label) => label === 1).length / labels.length;
  const added = Array.from({ length: CATEGORIES }, (_, category) =>
    Array.from({ length: LEVELS }, (__, level) => {
      let n = 0;
      let events = 0;
      for (const [row, levels] of categories.entries())
        if (levels[category] === level) {
          n++;
          events += labels[row]!;
        }
      return toLogit((events + 20 * base) / (n + 20)) - toLogit(base);
    }),
  );
  const rough = (levels: readonly number[]) => levels.reduce((sum, level, at) => sum + added[at]![level]!, 0);
  const { slope, intercept } = fitLogitLine(categories.map(rough), labels) ?? { slope: 1, intercept: toLogit(base) };
  const logit = (levels: readonly number[]) => intercept + slope * rough(levels);
  return { logit, operatingPoints: operatingPoints(categories.map((levels) => logistic(logit(levels)))) };
}

const SHARES: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  Sex: [
    ["female", 0.52],
    ["male", 0.48],
  ],
  Age: [
    ["under 50", 0.25],
    ["50–69", 0.25],
    ["70–79", 0.25],
    ["80 and over", 0.25],
  ],
  Race: [
    ["Black", 0.3],
    ["White", 0.7],
  ],
  Ethnicity: [
    ["Hispanic or Latino", 0.15],
    ["Not Hispanic or Latino", 0.85],
  ],
  Payer: [
    ["Medicaid", 0.3],
    ["Medicare", 0.7],
  ],
  Language: [
    ["English", 0.8],
    ["Spanish", 0.2],
  ],
};

/** A candidate's log-odds of a stay, given what it learnt and who the patient is. */
type Twist = (logit: number, subgroups: Readonly<Record<string, string>>) => number;

/** A hold-out of stays neither version has seen, each with what both say of it. */
export function makeGateInput(
  stays: MadeStays,
  champion: Learnt,
  candidate: Learnt,
  twist: Twist = (logit) => logit,
  wanted: Partial<GateInput> = {},
): GateInput {
  const random = chanceFrom(77);
  const pick = (levels: readonly (readonly [string, number])[]): string => {
    let left = random();
    return (
      levels.find(([, share]) => {
        left -= share;
        return left < 0;
      })?.[0] ?? levels[0]![0]
    );
  };
  const rows = stays.categories.map((levels, row): HoldOutRow => {
    const subgroups = Object.fromEntries(Object.entries(SHARES).map(([name, some]) => [name, pick(some)]));
    const points = Math.round(4 + 6 * logistic(champion.logit(levels)) + 8 * random());
    return {
      patientId: `p${row >> 1}`,
      stayId: `s${String(row).padStart(6, "0")}`,
      dischargedAt: new Date(Date.UTC(2026, 0, 1 + (row % 60))).toISOString(),
      outcome: stays.labels[row]!,
      died: false,
      treated: false,
      champion: logistic(champion.logit(levels)),
      candidate: logistic(twist(candidate.logit(levels), subgroups)),
      lace: { low: points, high: points },
      hospital: { low: Math.floor(points / 2), high: Math.floor(points / 2) },
      subgroups,
      corrected: null,
    };
  });
  const target = "any readmission within 30 days of discharge";
  const versionOf = (version: string, { operatingPoints: points }: Learnt): GatedVersion => ({
    version,
    target,
    learntUntil: "2025-12-31T23:00:00.000Z",
    operatingPoints: points,
  });
  return {
    task: "readmission",
    at: "2026-06-01T09:00:00.000Z",
    target,
    champion: versionOf("1.0.0", champion),
    candidate: versionOf("1.1.0", candidate),
    rows,
    attrition: [{ step: "Stays of the hold-out", stays: rows.length, leftOut: [] }],
    simulated: false,
    capacity: { share: 0.2, source: "a fifth of all stays" },
    latency: { champion: 1, candidate: 1.2, stays: 100 },
    ...wanted,
  };
}
