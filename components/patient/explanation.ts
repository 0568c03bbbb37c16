import type { PairGrid } from "@/components/charts/pair-grid";
import type { ShapeFunction } from "@/components/charts/shape-function";

/** One reason, ready to read. */
export interface DriverLine {
  /** The term's name in the model; a feature, or two joined by " × ". */
  readonly feature: string;
  readonly label: string;
  readonly sentence: string;
  /** Log-odds added to the starting point. */
  readonly contribution: number;
  /** Whole percentage points; all lines and the rest together add up exactly to the number shown. */
  readonly points: number;
  /** The same before rounding. */
  readonly exactPoints: number;
  readonly evidence: readonly string[];
  /** What it does not say. */
  readonly caution: string | null;
  /** What the model adds for every value of one feature; null for a pair, and where the curve is not at hand. */
  readonly shape: ShapeFunction | null;
  /** The same for two features together. */
  readonly grid: PairGrid | null;
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
  /** The others that add anything, largest first; each smaller than every line above. */
  readonly rest: readonly DriverLine[];
  readonly restPoints: number;
  readonly exactRestPoints: number;
  /** What adds nothing at all, in words: not yet known, or learnt to make no difference. */
  readonly without: readonly string[];
}
