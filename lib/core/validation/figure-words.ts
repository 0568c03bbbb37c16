import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import type { Figure } from "@/lib/core/validation/validation-report";

const MINUS = "\u2212";

/** A number with a true minus sign; "–" where it is unknown. */
export function fixed(value: number | null, decimals: number): string {
  if (value === null) return "–";
  const text = value.toFixed(decimals);
  return text.startsWith("-") ? `${MINUS}${text.slice(1)}` : text;
}

/** A share (0–1) as a percentage. */
export function percent(share: number | null, decimals = 1): string {
  return share === null ? "–" : `${fixed(share * 100, decimals)}\u202f%`;
}

export function count(n: number): string {
  return n.toLocaleString("en");
}

/** "0.61 to 0.69". */
export function intervalWords(interval: Interval | null, decimals: number): string {
  return interval === null ? "–" : `${fixed(interval[0], decimals)} to ${fixed(interval[1], decimals)}`;
}

/** "0.65 (95 % interval 0.61 to 0.69)". */
export function figureWords({ value, ci95 }: Figure, decimals: number): string {
  if (value === null) return "cannot be measured";
  return ci95 === null
    ? `${fixed(value, decimals)} (no interval)`
    : `${fixed(value, decimals)} (95\u202f% interval ${intervalWords(ci95, decimals)})`;
}
