/** Read, and nothing else, of what `feed-queries.ts` asks for. */
export const READ_TYPES = [
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

/**
 * The scopes a reading asks for, in SMART 2's words, or in SMART 1's where the server knows only those. `capabilities`
 * is what `.well-known/smart-configuration` lists. @see https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html
 */
export function backendScopes(capabilities: readonly string[]): string {
  const isFirstOnly = capabilities.includes("permission-v1") && !capabilities.includes("permission-v2");
  return READ_TYPES.map((type) => `system/${type}.${isFirstOnly ? "read" : "rs"}`).join(" ");
}
