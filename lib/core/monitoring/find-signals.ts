import type { FeatureSpec } from "@/lib/core/features/feature-spec";
import { inputCandidates } from "@/lib/core/monitoring/input-checks";
import { holmAdjusted } from "@/lib/core/monitoring/sample-tests";
import type { Candidate, Signal, SignalKind } from "@/lib/core/monitoring/signal";
import { sourceCandidates } from "@/lib/core/monitoring/source-checks";
import { type SourceCounts, sumDays, type WatchedDay } from "@/lib/core/monitoring/watched-day";

/**
 * How long is looked at and how sure one must be. Stays are looked at by the week, so that each weekday is in it once;
 * what the EHR sent, by two days, because what breaks there breaks at once. `falseShare` is the chance of even one false
 * finding a day, among everything that is looked at that day (Holm).
 */
export const WATCH_RULE = {
  referenceDays: 28,
  referenceStays: 500,
  windowDays: 7,
  windowStays: 50,
  sourceDays: 2,
  falseShare: { inputs: 0.005, source: 0.001 },
  /** Days without any prediction, where the reference had them every day. */
  staleDays: 2,
} as const;

/** One ward, or (null) all together. */
export interface WatchedPlace {
  readonly wardId: string | null;
  /** The days of the reference as one. */
  readonly reference: WatchedDay;
  /** Whether there were stays on every day of the reference. */
  readonly isDaily: boolean;
  /** The last days, oldest first. */
  readonly recent: readonly WatchedDay[];
}

export interface Watched {
  readonly features: readonly FeatureSpec[];
  /** Everything together first. */
  readonly places: readonly WatchedPlace[];
  readonly source: { readonly reference: readonly SourceCounts[]; readonly recent: readonly SourceCounts[] } | null;
}

const stays = (days: readonly WatchedDay[]): number => days.reduce((sum, day) => sum + day.stays, 0);

/** Candidates that matter and that chance does not explain, given how many there were. */
function held(candidates: readonly Candidate[], falseShare: number): Signal[] {
  const adjusted = holmAdjusted(candidates.map(({ p }) => p));
  return candidates.flatMap(({ matters, ...candidate }, i) =>
    matters && adjusted[i]! < falseShare ? [{ ...candidate, p: adjusted[i]! }] : [],
  );
}

const windowOf = ({ recent }: WatchedPlace): readonly WatchedDay[] => recent.slice(-WATCH_RULE.windowDays);

const isEnough = (place: WatchedPlace): boolean =>
  place.reference.stays >= WATCH_RULE.referenceStays && stays(windowOf(place)) >= WATCH_RULE.windowStays;

function placeCandidates(features: readonly FeatureSpec[], place: WatchedPlace): Candidate[] {
  return isEnough(place) ? inputCandidates(features, place.reference, sumDays(windowOf(place)), place.wardId) : [];
}

const SENT: ReadonlySet<SignalKind> = new Set(["feed-dropped", "unit-change", "new-code"]);
const WITHOUT_WINDOW: ReadonlySet<SignalKind> = new Set(["stale", "new-ward", "outcomes-more", "outcomes-fewer"]);

/** Whether there was enough on the last day given to find a thing, had it been there: by the check that finds it. */
export function checksMade({ places, source }: Omit<Watched, "features">): (signal: Signal) => boolean {
  const judged = new Set(places.filter(isEnough).map(({ wardId }) => wardId));
  return ({ kind, wardId, figures }) => {
    // Resources that come twice are found in what was sent, by their share; features counted twice among the stays.
    if (SENT.has(kind) || (kind === "doubled" && figures.share !== undefined)) return source !== null;
    return WITHOUT_WINDOW.has(kind) ? places.length > 0 : judged.has(wardId);
  };
}

function newWards(places: readonly WatchedPlace[]): Signal[] {
  return places.flatMap(({ wardId, reference, recent }) => {
    const lately = stays(recent.slice(-WATCH_RULE.sourceDays));
    return wardId !== null && reference.stays === 0 && lately > 0
      ? [{ kind: "new-ward" as const, subject: wardId, wardId, figures: { stays: lately }, p: null }]
      : [];
  });
}

function staleness(whole: WatchedPlace | undefined): Signal[] {
  if (!whole?.isDaily) return [];
  const last = whole.recent.slice(-WATCH_RULE.staleDays);
  const isStale = last.length === WATCH_RULE.staleDays && stays(last) === 0;
  const figures = { days: WATCH_RULE.staleDays };
  return isStale ? [{ kind: "stale", subject: "", wardId: null, figures, p: null }] : [];
}

/** Everything that is found to be different on the last day given. */
export function findSignals({ features, places, source }: Watched): Signal[] {
  const inputs = places.flatMap((place) => placeCandidates(features, place));
  const sent = source === null ? [] : sourceCandidates(source.reference, source.recent.slice(-WATCH_RULE.sourceDays));
  return [
    ...staleness(places.find(({ wardId }) => wardId === null)),
    ...held(sent, WATCH_RULE.falseShare.source),
    ...newWards(places),
    ...held(inputs, WATCH_RULE.falseShare.inputs),
  ];
}
