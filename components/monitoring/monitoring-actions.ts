import type { IncidentAnswer } from "@/lib/core/monitoring/incident-view";

/** What came of a wish: nothing to say, or why it did not work. */
export type Done = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** What the monitoring page can ask for. */
export interface MonitoringActions {
  readonly look: () => Promise<Done>;
  readonly answer: (input: {
    readonly incidentId: string;
    readonly answer: IncidentAnswer;
    readonly note: string;
  }) => Promise<Done>;
}
