import type { ShapeFunction } from "@/components/charts/shape-function";

/** One reason, ready to read. */
export interface DriverLine {
  /** The term's name in the model; a feature, or two joined by " × ". */
  readonly feature: string;
  readonly label: string;
  readonly sentence: string;
  /** Log-odds added to the starting point. */
  readonly contribution: number;
  /** Whole percentage points; all lines and the rest add up exactly to the number shown. */
  readonly points: number;
  readonly evidence: readonly string[];
  /** What it does not say. */
  readonly caution: string | null;
  /** What the model adds for every value; null where that cannot be drawn. */
  readonly shape: ShapeFunction | null;
}

/** From the model's starting point to the number, in parts that add up exactly. */
export interface Explanation {
  readonly baselineLogOdds: number;
  /** The starting point as a probability, 0–1. */
  readonly baseline: number;
  readonly baselinePoints: number;
  readonly totalPoints: number;
  /** The strongest, largest first. */
  readonly lines: readonly DriverLine[];
  /** The others, largest first; too small to stand alone. */
  readonly rest: readonly DriverLine[];
  readonly restPoints: number;
}
