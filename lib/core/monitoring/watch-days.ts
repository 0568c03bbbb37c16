import { ANTIDIABETIC_DRUGS } from "@/lib/core/codes/antidiabetic-drugs";
import { FEATURES } from "@/lib/core/features/feature-table";
import { totalOf } from "@/lib/core/monitoring/counts";
import { checksMade, findSignals, WATCH_RULE, type WatchedPlace } from "@/lib/core/monitoring/find-signals";
import { foldIncidents, type Incident } from "@/lib/core/monitoring/incidents";
import type { Signal } from "@/lib/core/monitoring/signal";
import { type SourceCounts, sumDays, type WatchedDay } from "@/lib/core/monitoring/watched-day";

const DAY_MS = 86_400_000;

/** The local day so many days later (or earlier); days are YYYY-MM-DD. */
export const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

const DRUGS: ReadonlySet<string> = new Set([...ANTIDIABETIC_DRUGS.map(({ feature }) => feature), "diabetesDrugs"]);
/** Whether a feature, by name, is made of medications. */
export const isDrugFeature = (feature: string): boolean => DRUGS.has(feature);

/**
 * The days everything later is compared with: the first four weeks, longer where there were fewer stays in them than can
 * be compared with. null until there are enough.
 * @param days ascending, with how many stays counted on each
 */
export function chooseReference(
  days: readonly { readonly day: string; readonly stays: number }[],
): { readonly from: string; readonly to: string; readonly stays: number } | null {
  const first = days[0];
  if (first === undefined) return null;
  let stays = 0;
  for (const { day, stays: own } of days) {
    stays += own;
    const isLong = Date.parse(day) - Date.parse(first.day) >= (WATCH_RULE.referenceDays - 1) * DAY_MS;
    if (isLong && stays >= WATCH_RULE.referenceStays) return { from: first.day, to: day, stays };
  }
  return null;
}

const EMPTY = { stays: 0, abstained: 0, called: 0, features: {}, scores: {} };

/** Everything together ("null") and each ward, over the same days; a day nobody came is there with nobody. */
function toPlaces(
  byWard: ReadonlyMap<string, readonly WatchedDay[]>,
  days: readonly string[],
): { readonly wardId: string | null; readonly days: readonly WatchedDay[] }[] {
  const named = [...byWard].map(([wardId, own]) => {
    const at = new Map(own.map((one) => [one.day, one]));
    return { wardId, days: days.map((day) => at.get(day) ?? { day, ...EMPTY }) };
  });
  const whole = days.map((day, i) => ({ ...sumDays(named.map((place) => place.days[i]!)), day }));
  return [{ wardId: null, days: whole }, ...named.filter(({ wardId }) => wardId !== "")];
}

/** Every day from one to another, both included; none where they are the other way round. */
export const daysFrom = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day);
  return days;
};

export interface WatchInput {
  /** null: nothing to compare stays with yet; what was sent is looked at all the same. */
  readonly reference: { readonly from: string; readonly to: string } | null;
  /** Days of the reference and of the week before `from`, by ward. */
  readonly days: ReadonlyMap<string, readonly WatchedDay[]>;
  readonly sources: readonly { readonly day: string; readonly counts: SourceCounts }[];
  /** What outcomes said, by the day they were known. */
  readonly outcomeSignals: ReadonlyMap<string, readonly Signal[]>;
  /** First day to look at: of what was sent, and of stays and outcomes, which lies after the reference. */
  readonly from: { readonly sources: string; readonly stays: string };
  /** Last day to look at. */
  readonly to: string;
  readonly incidents: readonly Incident[];
}

/**
 * Days of what was sent that are compared with: those before the last two, but for the first, when all the past came,
 * and those after it until more came: nobody had begun to send.
 */
function sourceUpTo(sources: WatchInput["sources"], day: string) {
  const recent = sources.filter((one) => one.day <= day && one.day > dayAfter(day, -WATCH_RULE.sourceDays));
  const later = sources.slice(1);
  const begun = later.findIndex(({ counts }) => totalOf(counts.arrivals) > 0);
  const reference = later
    .slice(Math.max(0, begun))
    .filter((one) => one.day <= dayAfter(day, -WATCH_RULE.sourceDays))
    .slice(0, WATCH_RULE.referenceDays);
  const isEnough = reference.length >= WATCH_RULE.referenceDays && recent.at(-1)?.day === day;
  return isEnough
    ? { reference: reference.map(({ counts }) => counts), recent: recent.map(({ counts }) => counts) }
    : null;
}

/** Looks at one day after the other: the incidents as they stand after the last. */
export function watchDays(input: WatchInput): readonly Incident[] {
  const { reference, from, to } = input;
  const all = reference === null ? [] : daysFrom(reference.from, to);
  const places = toPlaces(input.days, all).map(({ wardId, days }) => {
    const own = days.filter(({ day }) => reference !== null && day <= reference.to);
    return { wardId, days, reference: sumDays(own), isDaily: own.every(({ stays }) => stays > 0) };
  });
  let { incidents } = input;
  for (const day of daysFrom(from.sources < from.stays ? from.sources : from.stays, to)) {
    const at = all.indexOf(day) + 1;
    const isWatched = reference !== null && day >= from.stays;
    const watched: WatchedPlace[] = (isWatched ? places : []).map(({ days, ...place }) => ({
      ...place,
      recent: days.slice(Math.max(0, at - WATCH_RULE.windowDays), at),
    }));
    const source = day >= from.sources ? sourceUpTo(input.sources, day) : null;
    const signals = findSignals({ features: FEATURES, places: watched, source });
    const found = [...signals, ...((isWatched && input.outcomeSignals.get(day)) || [])];
    incidents = foldIncidents(incidents, found, day, isDrugFeature, checksMade({ places: watched, source }));
  }
  return incidents;
}
