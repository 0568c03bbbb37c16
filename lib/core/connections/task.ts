/** Work that must not be lost. read-patient: key is Patient.id at the source. write-prediction: key is the prediction's id. */
export const TASK_KINDS = ["read-patient", "write-prediction"] as const;
export type TaskKind = (typeof TASK_KINDS)[number];
