import { TIERS, type Tier } from "@/lib/core/model/scored-stay";

/** The tier of a probability (0–1) by the model's own operating points. */
export function tierOf(probability: number, operatingPoints: Readonly<Record<Exclude<Tier, "low">, number>>): Tier {
  return TIERS.find((tier) => tier !== "low" && probability >= operatingPoints[tier]) ?? "low";
}
