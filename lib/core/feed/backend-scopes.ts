import { BOOKING_TYPES } from "@/lib/core/feed/demand-queries";
import { COVER_TYPE } from "@/lib/core/feed/feed-queries";

/** Read, and nothing else, of what `feed-queries.ts` asks for and every score needs. */
const NEEDED_TYPES = [
  "Patient",
  "Encounter",
  "Condition",
  "Observation",
  "MedicationRequest",
  "Procedure",
  "Location",
  "Organization",
  "Medication",
];

/** All of what `feed-queries.ts` asks for. */
export const READ_TYPES = [...NEEDED_TYPES, COVER_TYPE];

/**
 * The scopes a reading asks for, in SMART 2's words, or in SMART 1's where the server knows only those. `capabilities`
 * is what `.well-known/smart-configuration` lists; `isLeast` leaves out what no score needs. @see https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html
 */
export function backendScopes(capabilities: readonly string[], { isLeast = false } = {}): string {
  const isFirstOnly = capabilities.includes("permission-v1") && !capabilities.includes("permission-v2");
  const types = isLeast ? NEEDED_TYPES : [...READ_TYPES, ...BOOKING_TYPES];
  return types.map((type) => `system/${type}.${isFirstOnly ? "read" : "rs"}`).join(" ");
}
