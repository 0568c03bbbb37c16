/** What models here are for: coming back within 30 days, and being admitted from the emergency department. */
export const MODEL_TASKS = ["readmission", "admission"] as const;
export type ModelTask = (typeof MODEL_TASKS)[number];
