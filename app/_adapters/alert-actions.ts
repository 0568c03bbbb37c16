"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { AlertsView, AlertView } from "@/lib/core/alerts/alert";
import type { AlertBurden } from "@/lib/core/alerts/alert-burden";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import type { AlertStep } from "@/lib/core/alerts/alert-state";
import { actOnAlert } from "@/lib/services/act-on-alert";
import { saveAlertRule } from "@/lib/services/alert-rules";
import { countAlerts, listAlerts } from "@/lib/services/alerts";
import { previewAlertRule } from "@/lib/services/preview-alert-rule";

/** Server action: how an open inbox asks again by itself; that does not keep a session open. */
export async function listAlertsAction(input: {
  readonly list: AlertsView["list"];
  readonly wardId: string | null;
  readonly cursor: string | null;
  readonly alertId?: string;
}): Promise<Result<AlertsView>> {
  return act(listAlerts, input, { background: true });
}

/** Server action: the number beside the place in the navigation. */
export async function countAlertsAction(): Promise<Result<{ readonly mine: number; readonly open: number }>> {
  return act(countAlerts, {}, { background: true });
}

/** Server action: takes an alert, puts it off, sets it aside or opens it again. */
export async function actOnAlertAction(input: {
  readonly alertId: string;
  readonly step: AlertStep;
}): Promise<Result<AlertView>> {
  return act(actOnAlert, input);
}

/** Server action: what a rule would have come to. */
export async function previewAlertRuleAction(rule: AlertRule): Promise<Result<AlertBurden>> {
  return act(previewAlertRule, { rule });
}

/** Server action: saves a rule. */
export async function saveAlertRuleAction(input: {
  readonly rule: AlertRule;
  readonly ruleId: string | null;
  readonly version: number | null;
}): Promise<Result<unknown>> {
  return act(saveAlertRule, input);
}
