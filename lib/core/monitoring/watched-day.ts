import { type Counts, sumCounts } from "@/lib/core/monitoring/counts";
import { type ScoreBins, sumScoreBins } from "@/lib/core/monitoring/score-bins";

/** What the EHR sent on a day, counted before any of it became a feature. No patient and no free text is in it. */
export interface SourceCounts {
  /** Resources by type, and results by test ("lab:glucose"). */
  readonly arrivals: Counts;
  /** Of those, the ones that say the very same as another of the same patient. */
  readonly repeats: Counts;
  /** Unit as written, by test; "none" where there was none. */
  readonly units: Readonly<Record<string, Counts>>;
  /** Values as written, by test, in steps of a twentieth of a power of ten (`valueStep`). */
  readonly values: Readonly<Record<string, Counts>>;
  /** Codings by kind ("condition", "result"): "system|code category". */
  readonly codes: Readonly<Record<string, Counts>>;
}

/** One day of one version on one ward, or on several together. */
export interface WatchedDay {
  /** Local calendar day, YYYY-MM-DD. */
  readonly day: string;
  /** Stays that counted, each once. */
  readonly stays: number;
  /** Of those, the ones the model gave no probability for. */
  readonly abstained: number;
  /** Of those, the ones of the tiers that are called to attention (high and very high). */
  readonly called: number;
  /** By feature: encoded values ("-1": not recorded), each stay once. */
  readonly features: Readonly<Record<string, Counts>>;
  readonly scores: ScoreBins;
}

/** Where a value lies on a scale of equal ratios: 20 steps a power of ten (12 % each). */
export const valueStep = (value: number): number => Math.round(20 * Math.log10(value));
export const valueOfStep = (step: number): number => 10 ** (step / 20);

const sumByKey = (all: readonly Readonly<Record<string, Counts>>[]): Record<string, Counts> => {
  const keys = new Set(all.flatMap((one) => Object.keys(one)));
  return Object.fromEntries([...keys].map((key) => [key, sumCounts(all.map((one) => one[key] ?? {}))]));
};

/** Days, or wards of a day, as one. */
export function sumDays(days: readonly WatchedDay[]): WatchedDay {
  const add = (of: (day: WatchedDay) => number): number => days.reduce((sum, day) => sum + of(day), 0);
  return {
    day: days.at(-1)?.day ?? "",
    stays: add(({ stays }) => stays),
    abstained: add(({ abstained }) => abstained),
    called: add(({ called }) => called),
    features: sumByKey(days.map(({ features }) => features)),
    scores: sumScoreBins(days.map(({ scores }) => scores)),
  };
}

export const NO_SOURCE: SourceCounts = { arrivals: {}, repeats: {}, units: {}, values: {}, codes: {} };

export function sumSources(all: readonly SourceCounts[]): SourceCounts {
  return {
    arrivals: sumCounts(all.map(({ arrivals }) => arrivals)),
    repeats: sumCounts(all.map(({ repeats }) => repeats)),
    units: sumByKey(all.map(({ units }) => units)),
    values: sumByKey(all.map(({ values }) => values)),
    codes: sumByKey(all.map(({ codes }) => codes)),
  };
}
