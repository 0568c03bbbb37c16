import { LAST_TAUGHT_DAY, type LengthOfStayModel, type StayKnown } from "@/lib/core/capacity/length-of-stay";

/** A stay to learn from. `days` of 14 or more count as "still here after day 13". */
export interface TaughtStay {
  readonly known: StayKnown;
  readonly days: number;
}

/** Patient-days that are alike in all the model sees. */
interface Cell {
  readonly levels: readonly string[];
  at: number;
  left: number;
  logit: number;
}

const FACTORS = ["primaryDiagnosis", "admissionType", "age"] as const;
const RIDGE = 5;
const ROUNDS = 60;
const rounded = (value: number): number => Number(value.toFixed(5));
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

function toCells(stays: readonly TaughtStay[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const { known, days } of stays) {
    const levels = FACTORS.map((factor) => String(known[factor] ?? ""));
    for (let day = 1; day <= Math.min(days, LAST_TAUGHT_DAY); day++) {
      const key = [day, ...levels].join("|");
      let cell = cells.get(key);
      if (!cell) {
        cell = { levels: [String(day), ...levels], at: 0, left: 0, logit: 0 };
        cells.set(key, cell);
      }
      cell.at++;
      if (day === days) cell.left++;
    }
  }
  return [...cells.values()];
}

/**
 * Fits the discrete-time hazard of leaving by day, main diagnosis, kind of admission and age: logistic regression on
 * patient-days, levels by cyclic Newton steps with a small ridge (none on the days). "Not recorded" is the level that
 * adds nothing. The same stays give the same model.
 *
 * @see Singer & Willett 1993, doi:10.3102/10769986018002155 (discrete-time survival)
 */
export function fitLengthOfStay(stays: readonly TaughtStay[], source: string): LengthOfStayModel {
  const cells = toCells(stays);
  const weights = [0, ...FACTORS.keys()].map(() => new Map<string, number>());
  const factors = [0, 1, 2, 3];
  for (let round = 0; round < ROUNDS; round++) {
    for (const factor of factors) {
      const sums = new Map<string, { g: number; h: number }>();
      for (const { levels, at, left, logit } of cells) {
        const level = levels[factor]!;
        if (factor > 0 && level === "") continue;
        const p = sigmoid(logit);
        const sum = sums.get(level) ?? { g: 0, h: 0 };
        sum.g += left - at * p;
        sum.h += at * p * (1 - p);
        sums.set(level, sum);
      }
      const moves = new Map<string, number>();
      for (const [level, { g, h }] of sums) {
        const weight = weights[factor]!.get(level) ?? 0;
        const ridge = factor === 0 ? 1e-6 : RIDGE;
        const move = (g - ridge * weight) / (h + ridge);
        moves.set(level, move);
        weights[factor]!.set(level, weight + move);
      }
      for (const cell of cells) cell.logit += moves.get(cell.levels[factor]!) ?? 0;
    }
  }
  const listed = (factor: number) =>
    Object.fromEntries([...weights[factor]!].sort(([a], [b]) => a.localeCompare(b)).map(([l, w]) => [l, rounded(w)]));
  return {
    source,
    stays: stays.length,
    days: Array.from({ length: LAST_TAUGHT_DAY }, (_, i) => rounded(weights[0]!.get(String(i + 1)) ?? -10)),
    effects: { primaryDiagnosis: listed(1), admissionType: listed(2), age: listed(3) },
  };
}
