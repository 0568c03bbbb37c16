import type { IncidentView } from "@/lib/core/monitoring/incident-view";
import type { MonitoringReport } from "@/lib/core/monitoring/monitoring-report";

/** How a version stands, as its screen shows it. */
export interface MonitoringView {
  readonly version: string;
  /** Versions that were looked at, and the one that serves. */
  readonly versions: readonly string[];
  readonly timeZone: string;
  /** null: nobody has looked yet. */
  readonly looked: { readonly at: string; readonly throughDay: string; readonly report: MonitoringReport } | null;
  /** Newest first; those on other people's wards left out. */
  readonly incidents: readonly IncidentView[];
  readonly mayAnswer: boolean;
  readonly mayRun: boolean;
}

/** One glance: what the incidents that last amount to. */
export type Standing =
  | { readonly state: "not-looked" | "gathering" }
  | { readonly state: "healthy"; readonly since: string | null }
  | { readonly state: "changed"; readonly since: string; readonly count: number };

/** Healthy, since when not, or not known. An incident somebody said to be expected, or no matter, does not count. */
export function standingOf({ looked, incidents }: Pick<MonitoringView, "looked" | "incidents">): Standing {
  if (looked === null) return { state: "not-looked" };
  const settled = ({ notes }: IncidentView): boolean =>
    ["expected", "nothing-to-do"].includes(notes.at(-1)?.answer ?? "");
  const open = incidents.filter((incident) => incident.endedOn === null && !settled(incident));
  if (open.length > 0)
    return { state: "changed", count: open.length, since: open.map(({ foundOn }) => foundOn).sort()[0]! };
  if (looked.report.reference === null) return { state: "gathering" };
  const ended = incidents.map(({ endedOn, lastOn }) => endedOn ?? lastOn).sort();
  return { state: "healthy", since: ended.at(-1) ?? null };
}
