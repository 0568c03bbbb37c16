import { type Lab, toStandardUnit } from "@/lib/core/codes/lab-codes";
import { type Counts, shareOf, totalOf } from "@/lib/core/monitoring/counts";
import { kolmogorovSmirnovTest, shareTest } from "@/lib/core/monitoring/sample-tests";
import type { Candidate } from "@/lib/core/monitoring/signal";
import { poissonAtMost } from "@/lib/core/monitoring/tail-probabilities";
import { type SourceCounts, sumSources, valueOfStep } from "@/lib/core/monitoring/watched-day";

/** Sizes below which nothing is said, however unlikely by chance. */
export const SOURCE_RULE = {
  /** Share of the reference's poorest day below which a feed has dropped. */
  droppedBelow: 0.2,
  /** Added share of resources that say what another one says. */
  repeatsMore: 0.15,
  /** A code nobody has met before, so often … */
  newCodeCount: 4,
  /** Added share of results in a unit. */
  unitShare: 0.1,
  /** Values of a test are this many times what they were, or a fraction of it. */
  valueRatio: 1.4,
  /** … with so many values. */
  leastValues: 5,
} as const;

const candidate = (kind: Candidate["kind"], subject: string, rest: Omit<Candidate, "kind" | "subject" | "wardId">) => ({
  kind,
  subject,
  wardId: null,
  ...rest,
});

/** A kind of resource of which far fewer came than on any day of the reference. */
function droppedFeeds(reference: readonly SourceCounts[], now: SourceCounts): Candidate[] {
  const kinds = Object.keys(sumSources(reference).arrivals);
  return kinds.flatMap((kind) => {
    const daily = reference.map(({ arrivals }) => arrivals[kind] ?? 0).sort((a, b) => a - b);
    const least = daily[0] ?? 0;
    // What did not come every day says nothing by staying away for one.
    if (least === 0) return [];
    const came = now.arrivals[kind] ?? 0;
    const usual = daily[Math.floor(daily.length / 2)]!;
    const figures = { came, usual, least };
    const matters = came < SOURCE_RULE.droppedBelow * least;
    return [candidate("feed-dropped", kind, { figures, p: poissonAtMost(came, least), matters })];
  });
}

/** A kind of resource that comes twice. */
function doubledFeeds(reference: SourceCounts, now: SourceCounts): Candidate[] {
  return Object.entries(now.arrivals).flatMap(([kind, came]) => {
    const before = reference.arrivals[kind] ?? 0;
    if (before === 0 || came === 0) return [];
    const [was, is] = [reference.repeats[kind] ?? 0, now.repeats[kind] ?? 0];
    const { p } = shareTest([was, before], [is, came]);
    const figures = { share: is / came, before: was / before };
    return [candidate("doubled", kind, { figures, p, matters: is / came - was / before >= SOURCE_RULE.repeatsMore })];
  });
}

/**
 * Codes the reference never met. Were one as frequent before as now, all its occurrences would lie in the new days by
 * chance with (share of the new days among all)^count.
 */
function newCodes(reference: SourceCounts, now: SourceCounts): Candidate[] {
  return Object.entries(now.codes).flatMap(([kind, codes]) => {
    const known = reference.codes[kind] ?? {};
    const [before, after] = [totalOf(known), totalOf(codes)];
    if (before === 0) return [];
    return Object.entries(codes).flatMap(([code, count]) => {
      if ((known[code] ?? 0) > 0) return [];
      const figures = { count, of: after };
      const matters = count >= SOURCE_RULE.newCodeCount;
      return [candidate("new-code", `${kind} ${code}`, { figures, p: (after / (before + after)) ** count, matters })];
    });
  });
}

function median(values: Counts): number | null {
  const sorted = Object.entries(values)
    .map(([step, count]) => [Number(step), count] as const)
    .sort(([a], [b]) => a - b);
  let left = totalOf(values) / 2;
  for (const [step, count] of sorted) {
    left -= count;
    if (left <= 0) return valueOfStep(step);
  }
  return null;
}

/** Units a test's results come in, by how they are written to the reader of labs. */
const UNITS: Readonly<Record<Lab, readonly string[]>> = {
  hba1c: ["%", "mmol/mol", "g/g"],
  glucose: ["mg/dL", "mmol/L", "mg/L", "g/L"],
  haemoglobin: ["g/dL", "g/L", "mmol/L"],
  sodium: ["mmol/L"],
};
const isLab = (test: string): test is Lab => test in UNITS;

/** The unit in which these values would mean what the values before meant, where there is one; "" where none fits. */
export function looksLike(test: string, before: number, now: number): string {
  if (!isLab(test)) return "";
  const fits = UNITS[test].flatMap((unit) => {
    const standard = toStandardUnit(test, now, unit);
    const ratio = standard === null ? Number.POSITIVE_INFINITY : Math.max(standard / before, before / standard);
    return ratio < 1.25 ? [{ unit, ratio }] : [];
  });
  return fits.sort((a, b) => a.ratio - b.ratio)[0]?.unit ?? "";
}

/** A test whose results come in another unit, whether it is written beside them or not. */
function changedUnits(reference: SourceCounts, now: SourceCounts): Candidate[] {
  return Object.keys(now.values).flatMap((test) => {
    const [was, is] = [reference.values[test] ?? {}, now.values[test] ?? {}];
    const [before, after] = [median(was), median(is)];
    if (before === null || after === null || totalOf(is) < SOURCE_RULE.leastValues) return [];
    const [unitsBefore, unitsNow] = [reference.units[test] ?? {}, now.units[test] ?? {}];
    const unit = Object.keys(unitsNow).sort((a, b) => unitsNow[b]! - unitsNow[a]!)[0] ?? "none";
    const said = shareTest([unitsBefore[unit] ?? 0, totalOf(unitsBefore)], [unitsNow[unit] ?? 0, totalOf(unitsNow)]);
    const added = shareOf(unitsNow, unit) - shareOf(unitsBefore, unit);
    const ratio = after / before;
    const moved = ratio >= SOURCE_RULE.valueRatio || ratio <= 1 / SOURCE_RULE.valueRatio;
    const values = kolmogorovSmirnovTest(was, is);
    const figures = { before, now: after, unit, looksLike: looksLike(test, before, after), values: totalOf(is) };
    return [
      candidate("unit-change", test, {
        figures,
        // Two ways to find the same thing: twice the smaller of the two.
        p: Math.min(1, 2 * Math.min(said.p, values.p)),
        matters: moved || added >= SOURCE_RULE.unitShare,
      }),
    ];
  });
}

/** Everything about what the EHR sent on the last days (one or two) that is held against the reference's days. */
export function sourceCandidates(reference: readonly SourceCounts[], last: readonly SourceCounts[]): Candidate[] {
  const before = sumSources(reference);
  const now = sumSources(last);
  const today = last.at(-1);
  return [
    ...(today === undefined ? [] : droppedFeeds(reference, today)),
    ...doubledFeeds(before, now),
    ...newCodes(before, now),
    ...changedUnits(before, now),
  ];
}
