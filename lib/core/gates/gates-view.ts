import type { GateReport, GateState } from "@/lib/core/gates/gate-report";

/** One time a version was held against the champion. Times are ISO-8601. */
export interface GateSummary {
  readonly id: string;
  readonly modelVersion: string;
  readonly championVersion: string;
  readonly at: string;
  readonly byName: string;
  readonly verdict: GateState;
  readonly stays: number;
  readonly readmissions: number;
  readonly simulated: boolean;
}

/** All of them for one version, and one in full. */
export interface GatesView {
  readonly version: string;
  /** Newest first. */
  readonly judged: readonly GateSummary[];
  /** The one asked for, else the newest; null where there is none. */
  readonly report: { readonly id: string; readonly content: GateReport } | null;
  readonly timeZone: string;
}
