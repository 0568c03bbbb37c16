import { WATCH_RULE } from "@/lib/core/monitoring/find-signals";
import type { IncidentView } from "@/lib/core/monitoring/incident-view";
import type { MonitoringReport } from "@/lib/core/monitoring/monitoring-report";
import { isSettled } from "@/lib/core/monitoring/settled";

/** How a version stands, as its screen shows it. */
export interface MonitoringView {
  readonly version: string;
  /** Versions that were looked at, and the one that serves. */
  readonly versions: readonly string[];
  readonly timeZone: string;
  /** When the page was asked for, ISO-8601. */
  readonly asOf: string;
  /** null: nobody has looked yet. */
  readonly looked: { readonly at: string; readonly throughDay: string; readonly report: MonitoringReport } | null;
  /** All that last, then the newest that are over; those on other people's wards left out. */
  readonly incidents: readonly IncidentView[];
  /** How many last on wards the reader is not on, and the day the oldest was found (null: none). */
  readonly elsewhere: { readonly count: number; readonly since: string | null };
  readonly mayAnswer: boolean;
  readonly mayRun: boolean;
}

/** A look older than this says nothing of today: it is looked every day. */
const LOOK_LASTS_MS = 2 * 86_400_000;

/** Why nothing can be said of how a version stands now: the look is old, or the last week had too few stays. */
export type Unjudged = "old-look" | "few-stays";

/** One glance: what the incidents that last amount to. */
export type Standing =
  | { readonly state: "not-looked" | "gathering" }
  | { readonly state: "not-judged"; readonly because: Unjudged }
  | { readonly state: "healthy"; readonly since: string | null; readonly settled: number }
  | {
      readonly state: "changed";
      readonly since: string;
      /** Among those shown, and on other people's wards. */
      readonly count: number;
      readonly elsewhere: number;
      /** Why it is not known whether that still is so; null where it is known. */
      readonly unjudged: Unjudged | null;
    };

function unjudgedOf(looked: NonNullable<MonitoringView["looked"]>, asOf: string): Unjudged | null {
  if (Date.parse(asOf) - Date.parse(looked.at) > LOOK_LASTS_MS) return "old-look";
  return (looked.report.window?.stays ?? 0) < WATCH_RULE.windowStays ? "few-stays" : null;
}

/**
 * Healthy, since when not, or not known. An incident somebody said to be expected, or no matter, does not count until it
 * moves further.
 */
export function standingOf({
  looked,
  incidents,
  elsewhere,
  asOf,
}: Pick<MonitoringView, "looked" | "incidents" | "elsewhere" | "asOf">): Standing {
  if (looked === null) return { state: "not-looked" };
  const unjudged = unjudgedOf(looked, asOf);
  const lasting = incidents.filter(({ endedOn }) => endedOn === null);
  const open = lasting.filter((incident) => !isSettled(incident));
  const since = [
    ...open.map(({ foundOn }) => foundOn),
    ...(elsewhere.since === null ? [] : [elsewhere.since]),
  ].sort()[0];
  if (since !== undefined) return { state: "changed", count: open.length, elsewhere: elsewhere.count, since, unjudged };
  if (looked.report.reference === null) return { state: "gathering" };
  if (unjudged !== null) return { state: "not-judged", because: unjudged };
  const ended = incidents.flatMap(({ endedOn }) => endedOn ?? []).sort();
  return { state: "healthy", since: ended.at(-1) ?? null, settled: lasting.length };
}
