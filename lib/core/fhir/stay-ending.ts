import { type FhirResource, node, nodes } from "@/lib/core/fhir/resource";
import type { StayFacts } from "@/lib/core/scope/scope";

/** How a stay ended that cannot be an index stay. */
export const STAY_ENDINGS = ["died", "hospice", "against-advice", "transferred", "still-inpatient"] as const;
export type StayEnding = (typeof STAY_ENDINGS)[number];

/** The ending that keeps a stay from being an index stay, the weightiest first; null where there is none on record. */
export function stayEnding(facts: StayFacts): StayEnding | null {
  if (facts.died === true) return "died";
  if (facts.hospice === true) return "hospice";
  if (facts.againstAdvice === true) return "against-advice";
  if (facts.transferredToAcuteCare === true) return "transferred";
  return facts.stillInpatient === true ? "still-inpatient" : null;
}

/** Whether any of a stay's Encounters is tagged as decided by a simulation. */
export const isSimulatedStay = (encounters: readonly FhirResource[]): boolean =>
  encounters.some(({ meta }) => nodes(node(meta).tag).some(({ code }) => code === "simulated-outcome"));
