import { eq } from "drizzle-orm";
import { z } from "zod";
import type { AlertEventKind, AlertState } from "@/lib/core/alerts/alert";
import { type AlertStep, alertStep, escalatesAt, isDoneAlready, stateAfter } from "@/lib/core/alerts/alert-state";
import { STATE_WORDS } from "@/lib/core/alerts/alert-words";
import { Fault } from "@/lib/core/fault";
import { alerts } from "@/lib/io/database/alert-schema";
import type { Transaction } from "@/lib/io/database/database";
import { findRules, insertAlertEvents } from "@/lib/services/alert-rows";
import { findAlertView } from "@/lib/services/alerts";
import { findWardsOfRememberedStay } from "@/lib/services/find-stay";
import { type Scope, verb } from "@/lib/services/verb";

async function holdAlert(tx: Transaction, alertId: string) {
  const [alert] = await tx.select().from(alerts).where(eq(alerts.id, alertId)).for("update");
  if (alert === undefined) throw new Fault("not-found", "There is no such alert.");
  return alert;
}

const EVENTS: Readonly<Record<AlertStep["kind"], AlertEventKind>> = {
  acknowledge: "acknowledged",
  snooze: "snoozed",
  dismiss: "dismissed",
  reopen: "reopened",
};

/** When the clock does something next about an alert after a step. */
async function dueAfter({ tx, now, house }: Scope, alert: typeof alerts.$inferSelect, step: AlertStep) {
  if (step.kind === "snooze") return new Date(now.getTime() + step.minutes * 60_000);
  if (step.kind !== "reopen") return null;
  const found = (await findRules(tx)).find(({ ruleId }) => ruleId === alert.ruleId);
  return found ? escalatesAt(found.rule, { openedAt: now, escalatedAt: alert.escalatedAt }, house.timeZone) : null;
}

const notPossible = (state: AlertState): Fault =>
  new Fault("conflict", `This alert has changed meanwhile: ${STATE_WORDS[state].toLowerCase()}. Look at it again.`);

/** Takes an alert, puts it off, sets it aside with a reason, or opens it again. Said twice it is done once. */
export const actOnAlert = verb({
  name: "act-on-alert",
  input: z.object({ alertId: z.uuid(), step: alertStep }),
  about: ({ alertId }) => ({ alertId }),
  wards: async (scope, { alertId }) => findWardsOfRememberedStay(scope, (await holdAlert(scope.tx, alertId)).stayId),
  run: async (scope, { alertId, step }) => {
    const { tx, actor, now } = scope;
    const alert = await holdAlert(tx, alertId);
    const audit = { target: { alertId, stayId: alert.stayId }, detail: { step: step.kind } };
    if (isDoneAlready(alert.state, step.kind)) return { output: await findAlertView(scope, alertId), audit };
    const state = stateAfter(alert.state, step.kind);
    if (state === null) throw notPossible(alert.state);
    const dueAt = await dueAfter(scope, alert, step);
    const endedAt = state === "dismissed" ? now : null;
    await tx.update(alerts).set({ state, dueAt, endedAt }).where(eq(alerts.id, alertId));
    await insertAlertEvents(scope, [
      {
        ...{ alertId, kind: EVENTS[step.kind], userId: actor.id },
        ...(step.kind === "dismiss" ? { dismissal: step.reason, note: step.note } : {}),
        ...(step.kind === "snooze" && dueAt !== null ? { until: dueAt } : {}),
      },
    ]);
    const output = await findAlertView(scope, alertId);
    return { output, audit, changed: [{ kind: "alert", ref: alertId }] };
  },
});
