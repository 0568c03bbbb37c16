"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { IncidentAnswer } from "@/lib/core/monitoring/incident-view";
import { answerIncident } from "@/lib/services/monitoring";
import { runMonitoring } from "@/lib/services/run-monitoring";

/** Server action: looks at a version now. */
export async function runMonitoringAction(version: string): Promise<Result<unknown>> {
  return act(runMonitoring, { version });
}

/** Server action: what was found or done about an incident. */
export async function answerIncidentAction(input: {
  readonly incidentId: string;
  readonly answer: IncidentAnswer;
  readonly note: string;
}): Promise<Result<unknown>> {
  return act(answerIncident, input);
}
