/** What a local validation comes to. */
export const VALIDATION_VERDICTS = ["usable", "do-not-use-here", "too-few"] as const;
export type ValidationVerdict = (typeof VALIDATION_VERDICTS)[number];
