/**
 * Inputs that only grow while a patient lies in bed: more days, more tests, more of everything counted over the whole
 * stay. Their growing is the calendar, not news about the patient, so a move they alone caused is never shown as a
 * rise or a fall.
 */
const ACCUMULATING: ReadonlySet<string> = new Set([
  "lengthOfStayDays",
  "labTests",
  "procedures",
  "medications",
  "diagnoses",
]);

/** Whether a feature, by name, merely accumulates during a stay. */
export function isAccumulating(feature: string): boolean {
  return ACCUMULATING.has(feature);
}
