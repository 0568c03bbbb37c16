import type { BesideLine } from "@/lib/core/programme/around-lines";
import { type ChartPoint, type ChartStay, type Period, pChart, period } from "@/lib/core/programme/p-chart";
import type { LineComparison } from "@/lib/core/programme/programme-effect";
import type { ShownState } from "@/lib/core/programme/shown-intervals";

/** Stays near the line in one step of distance from it. */
export interface DistanceStep {
  /** Mean distance of its stays, log-odds. */
  readonly distance: number;
  readonly stays: number;
  /** Readmitted less expected, as a share of its stays. */
  readonly beyond: number;
}

/** A ward, or all of them together. */
export interface WardCourse {
  readonly points: readonly ChartPoint[];
  readonly all: Period;
  /** Stays throughout which wards were shown no numbers, and those throughout which they were. */
  readonly notShown: Period;
  readonly shown: Period;
  /** Stays during which that changed: in neither of the two. */
  readonly mixed: number;
}

/** Whether there are stays with and without numbers shown. */
export const isCompared = ({ notShown, shown }: WardCourse): boolean => notShown.stays > 0 && shown.stays > 0;

export interface ProgrammeView {
  /** ISO-8601. */
  readonly asOf: string;
  readonly timeZone: string;
  /** The reader's wards, by name. */
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  /** The ward asked for; null means all of the reader's. */
  readonly wardId: string | null;
  /** Why this reader is shown nothing of it, in one sentence. */
  readonly silentBecause: string | null;
  /** null while silent. */
  readonly course: WardCourse | null;
  readonly comparison: LineComparison | null;
  readonly steps: readonly DistanceStep[];
  /** Stays left out because the patient died within 30 days. */
  readonly died: number;
  /** Stays left out because no number stands for them. */
  readonly withoutNumber: number;
  /** Stays left out because they ended on a day of which not every outcome is settled: those that are, are readmissions. */
  readonly unsettled: number;
  readonly simulated: boolean;
}

/** Steps on either side of the line. */
const STEPS = 5;

/** Equal steps of distance within the width that counts; empty ones are left out. */
export function distanceSteps(rows: readonly BesideLine[], { effect }: LineComparison): DistanceStep[] {
  if (effect === null) return [];
  const width = effect.bandwidth / STEPS;
  return Array.from({ length: 2 * STEPS }, (_, step) => {
    const from = (step - STEPS) * width;
    const members = rows.filter(({ distance }) => distance >= from && distance < from + width);
    const mean = (value: (row: BesideLine) => number): number =>
      members.reduce((sum, row) => sum + value(row), 0) / members.length;
    return {
      distance: mean((row) => row.distance),
      stays: members.length,
      beyond: mean((row) => (row.isReadmitted ? 1 : 0) - row.probability),
    };
  }).filter(({ stays }) => stays > 0);
}

export function wardCourse(stays: readonly ChartStay[]): WardCourse {
  const of = (state: ShownState): ChartStay[] => stays.filter(({ shown }) => shown === state);
  return {
    points: pChart(stays),
    all: period(stays),
    notShown: period(of("not-shown")),
    shown: period(of("shown")),
    mixed: of("mixed").length,
  };
}
