/** From this many points up, a published score is called this. Lowest band first. */
export interface Band {
  readonly from: number;
  readonly word: string;
}

/** @see https://doi.org/10.1503/cmaj.091117 (high from 10) */
export const LACE_BANDS: readonly Band[] = [
  { from: 0, word: "not high" },
  { from: 10, word: "high" },
];

/** @see https://doi.org/10.1001/jamainternmed.2015.8462 (0–4, 5–6, 7 and more) */
export const HOSPITAL_BANDS: readonly Band[] = [
  { from: 0, word: "low" },
  { from: 5, word: "intermediate" },
  { from: 7, word: "high" },
];

function bandOf(points: number, bands: readonly Band[]): string {
  return bands.findLast(({ from }) => points >= from)?.word ?? "";
}

/** The band of a range in words; both ends where they differ: the lower is certain, the upper still possible. */
export function bandWords(low: number, high: number, bands: readonly Band[]): string {
  const [from, to] = [bandOf(low, bands), bandOf(high, bands)];
  return from === to ? from : `${from} so far, could be ${to}`;
}
