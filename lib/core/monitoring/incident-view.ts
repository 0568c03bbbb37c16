import type { Incident } from "@/lib/core/monitoring/incidents";

/** What a person can say of an incident. */
export const INCIDENT_ANSWERS = ["looking", "mended", "expected", "nothing-to-do"] as const;
export type IncidentAnswer = (typeof INCIDENT_ANSWERS)[number];

/** Whether an answer takes an incident out of the headline, until it moves further. */
export const IS_SETTLING: Readonly<Record<IncidentAnswer, boolean>> = {
  looking: false,
  mended: false,
  expected: true,
  "nothing-to-do": true,
};

export interface IncidentNote {
  readonly answer: IncidentAnswer;
  readonly note: string;
  readonly byName: string;
  /** ISO-8601 */
  readonly at: string;
}

/** An incident as its screen shows it. */
export interface IncidentView extends Incident {
  readonly id: string;
  readonly wardName: string | null;
  /** Oldest first. */
  readonly notes: readonly IncidentNote[];
}
