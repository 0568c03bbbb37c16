import { z } from "zod";
import type { AlertState } from "@/lib/core/alerts/alert";
import { ALERT_DISMISSALS, LIVE_STATES } from "@/lib/core/alerts/alert";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { toldAt } from "@/lib/core/alerts/quiet-hours";

/** Longest a person can put an alert off, in minutes: three days. */
export const SNOOZE_MAXIMUM_MINUTES = 4_320;
export const ALERT_NOTE_MAXIMUM = 500;

/** What a person can do about an alert. */
export const alertStep = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("acknowledge") }),
  z.object({ kind: z.literal("snooze"), minutes: z.number().int().min(5).max(SNOOZE_MAXIMUM_MINUTES) }),
  z.object({
    kind: z.literal("dismiss"),
    reason: z.enum(ALERT_DISMISSALS),
    note: z.string().trim().max(ALERT_NOTE_MAXIMUM).default(""),
  }),
  z.object({ kind: z.literal("reopen") }),
]);
export type AlertStep = z.output<typeof alertStep>;
export type AlertStepKind = AlertStep["kind"];

/** What the clock and the data do: tell what was held, wake what was snoozed, end what no longer holds. */
type OwnStep = "tell" | "wake" | "resolve";

/** From which states each step leads, and to which. Ended alerts stay ended: the same coming up again is a new one. */
const STEPS: Readonly<
  Record<AlertStepKind | OwnStep, { readonly from: readonly AlertState[]; readonly to: AlertState }>
> = {
  acknowledge: { from: ["open", "snoozed"], to: "acknowledged" },
  snooze: { from: ["open", "acknowledged", "snoozed"], to: "snoozed" },
  dismiss: { from: ["open", "acknowledged", "snoozed"], to: "dismissed" },
  reopen: { from: ["acknowledged", "snoozed"], to: "open" },
  tell: { from: ["held"], to: "open" },
  wake: { from: ["snoozed"], to: "open" },
  resolve: { from: LIVE_STATES, to: "resolved" },
};

/** Where a step leads; null where it is not possible from there. */
export function stateAfter(state: AlertState, step: AlertStepKind | OwnStep): AlertState | null {
  const { from, to } = STEPS[step];
  return from.includes(state) ? to : null;
}

/** Whether a step was done already, so that saying it twice is one step. Putting off again is another time. */
export const isDoneAlready = (state: AlertState, step: AlertStepKind): boolean =>
  step !== "snooze" && STEPS[step].to === state;

/** What a person can do from a state. */
export function possibleSteps(state: AlertState): AlertStepKind[] {
  return (["acknowledge", "snooze", "dismiss", "reopen"] as const).filter((step) => stateAfter(state, step) !== null);
}

const MINUTE_MS = 60_000;

/**
 * When an open alert is told to the second role, if nobody takes it: after the rule's minutes, and not in quiet hours.
 * null where the rule tells nobody else, or it was done.
 */
export function escalatesAt(
  { escalation, quiet }: Pick<AlertRule, "escalation" | "quiet">,
  { openedAt, escalatedAt }: { readonly openedAt: Date; readonly escalatedAt: Date | null },
  timeZone: string,
): Date | null {
  if (escalation === null || escalatedAt !== null) return null;
  return toldAt(quiet, new Date(openedAt.getTime() + escalation.afterMinutes * MINUTE_MS), timeZone);
}

/** Whether the same may come up again in a stay, after an alert that is over. */
export function mayRepeat(
  { repeatAfterHours }: Pick<AlertRule, "repeatAfterHours">,
  lastEndedAt: Date,
  now: Date,
): boolean {
  return now.getTime() - lastEndedAt.getTime() >= repeatAfterHours * 60 * MINUTE_MS;
}
