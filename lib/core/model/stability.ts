import type { Stability } from "@/lib/core/model/scored-stay";
import { logistic } from "@/lib/core/statistics/logistic";

/**
 * How far retraining would move a probability: the lowest and the highest (0–1) that the model's bags give the stay,
 * each bag being the same model learnt without another random share of the patients. The probability itself always
 * lies in it. Bags share most of their patients, so this understates what other patients would do; and it is not the
 * patient's own uncertainty, which no model of this kind states. null where there are no bags.
 * @param bagLogits calibrated log-odds, one a bag.
 */
export function stabilityOf(probability: number, bagLogits: ArrayLike<number>): Stability | null {
  if (bagLogits.length === 0) return null;
  const given = Array.from(bagLogits, logistic);
  return { low: Math.min(probability, ...given), high: Math.max(probability, ...given) };
}
