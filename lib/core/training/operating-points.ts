import type { Manifest } from "@/lib/core/model/manifest";

/** Share of stays at or above each tier, discharge view: very high 5 %, high the next 15 %, moderate the next 30 %. */
const SHARES = { "very-high": 0.05, high: 0.2, moderate: 0.5 } as const;

/** The probabilities that part the tiers, from honest (out-of-bag or out-of-fold) probabilities of training stays. */
export function operatingPoints(probabilities: ArrayLike<number>): Manifest["operatingPoints"] {
  const sorted = Float64Array.from(probabilities).sort();
  const at = (top: number) =>
    Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * (1 - top)))]!.toFixed(4));
  return {
    "very-high": at(SHARES["very-high"]),
    high: at(SHARES.high),
    moderate: at(SHARES.moderate),
    rule: "Of training stays at discharge, 5 % are very high, the next 15 % high, the next 30 % moderate, half low.",
  };
}
