/** SNOMED CT concept → diagnosis group, for concepts that stand for an illness a stay can be about. */
export const SNOMED_DIAGNOSIS_GROUPS: ReadonlyMap<string, string> = new Map<string, string>([]);
