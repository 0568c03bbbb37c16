import { and, asc, eq, gt, isNull, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { AlertResolution } from "@/lib/core/alerts/alert";
import { escalatesAt } from "@/lib/core/alerts/alert-state";
import { whyEnded } from "@/lib/core/alerts/judge-alert";
import { quietUntil } from "@/lib/core/alerts/quiet-hours";
import { modelVisibility } from "@/lib/core/validation/model-visibility";
import { alertProgress, alertRules, alerts } from "@/lib/io/database/alert-schema";
import { changes, stays } from "@/lib/io/database/schema";
import {
  askForDeliveries,
  findRules,
  holdProgress,
  insertAlertEvents,
  type NewAlertEvent,
  type StandingRule,
  type ToTell,
} from "@/lib/services/alert-rows";
import { findStandings } from "@/lib/services/alert-sources";
import { findVisibilityFacts } from "@/lib/services/model-visibility";
import { raiseAlerts } from "@/lib/services/raise-alerts";
import { type Scope, verb } from "@/lib/services/verb";

/** Changes looked through in one transaction. */
const CHANGES_AT_ONCE = 2_000;
/** Alerts the clock does something about in one transaction. */
const DUE_AT_ONCE = 500;

/** Kinds of change that can begin or end an alert. */
export const CHANGES_THAT_COUNT = [
  "prediction",
  "stay",
  "intervention",
  "response",
  "validation",
  "visibility",
  "rollout",
  "alert-rule",
];

/** Whether a version's scores are shown to wards at present; asked of each version once. */
function silence(scope: Scope): (version: string) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async (version) => {
    const remembered = known.get(version);
    if (remembered !== undefined) return remembered;
    const { reports, decisions } = await findVisibilityFacts(scope, version);
    const isSilent = modelVisibility(decisions, reports, scope.house.isDemo).state === "silent";
    known.set(version, isSilent);
    return isSilent;
  };
}

type LiveAlert = typeof alerts.$inferSelect;

/** Ends what no longer holds; the same rule decides that raised it, as it stands now, and says why as it stood then. */
async function endAlerts(
  scope: Scope,
  rules: ReadonlyMap<string, StandingRule>,
  isSilent: (version: string) => Promise<boolean>,
): Promise<string[]> {
  const { tx, now } = scope;
  const live = await tx
    .select({ alert: alerts, raisedUnder: alertRules.rule })
    .from(alerts)
    .innerJoin(alertRules, and(eq(alertRules.ruleId, alerts.ruleId), eq(alertRules.version, alerts.ruleVersion)))
    .where(isNull(alerts.endedAt))
    .for("update", { of: alerts });
  if (live.length === 0) return [];
  const stayIds = sql.param([...new Set(live.map(({ alert: { stayId } }) => stayId))]);
  const standings = new Map(
    (await findStandings(tx, sql`s.id = any(${stayIds}::text[])`)).map((one) => [one.stayId, one]),
  );
  const why = async ({ alert, raisedUnder }: (typeof live)[number]): Promise<AlertResolution | null> => {
    const rule = rules.get(alert.ruleId)?.rule;
    const standing = standings.get(alert.stayId);
    if (!rule?.isOn || rule.condition.kind !== alert.kind) return "rule-changed";
    if (standing === undefined) return "patient-left";
    if (await isSilent(standing.score?.modelVersion ?? alert.modelVersion)) return "scores-silent";
    return whyEnded({ now: rule, raisedUnder }, alert, standing, now);
  };
  const events: (NewAlertEvent & { readonly kind: "resolved" })[] = [];
  for (const one of live) {
    const resolution = await why(one);
    if (resolution !== null) events.push({ alertId: one.alert.id, kind: "resolved", resolution });
  }
  const ids = events.map(({ alertId }) => alertId);
  if (ids.length > 0)
    await tx
      .update(alerts)
      .set({ state: "resolved", endedAt: now, dueAt: null })
      .where(sql`${alerts.id} = any(${sql.param(ids)}::uuid[])`);
  await insertAlertEvents(scope, events);
  return ids;
}

/** An alert, and the ward its patient is on by now: that one is told, wherever it came up. */
interface DueAlert {
  readonly alert: LiveAlert;
  readonly wardId: string;
}

/** What the clock does with one alert: its columns, what is written down, and whom to tell. */
function whenDue({ now, house }: Scope, { alert, wardId }: DueAlert, { rule }: StandingRule) {
  const { id: alertId, escalatedAt } = alert;
  const escalation = rule.escalation;
  const quietEnd = quietUntil(rule.quiet, now, house.timeZone);
  // Overdue, as after a standstill, or by other quiet hours than it was held for. What somebody put off is theirs.
  if (quietEnd !== null && alert.state !== "snoozed") return { set: { dueAt: quietEnd }, event: null, telling: [] };
  if (alert.state !== "open") {
    const dueAt = escalatesAt(rule, { openedAt: now, escalatedAt }, house.timeZone);
    const isFirst = alert.state === "held";
    const telling: ToTell[] = isFirst ? [{ alertId, wardId, rule, role: rule.role, step: "told" }] : [];
    const set = { state: "open" as const, dueAt, ...(isFirst && { roles: [rule.role] }) };
    return { set, event: isFirst ? ("told" as const) : ("woken" as const), telling };
  }
  if (escalation === null) return { set: { dueAt: null }, event: null, telling: [] };
  const telling: ToTell[] = [{ alertId, wardId, rule, role: escalation.toRole, step: "escalated" }];
  const roles = [...new Set([...alert.roles, escalation.toRole])];
  return { set: { dueAt: null, escalatedAt: now, roles }, event: "escalated" as const, telling };
}

/** Tells what quiet hours held, wakes what was put off, and tells the second role what nobody took. */
async function doWhatIsDue(scope: Scope, rules: ReadonlyMap<string, StandingRule>) {
  const { tx, now } = scope;
  const due = await tx
    .select({ alert: alerts, wardId: stays.wardId })
    .from(alerts)
    .innerJoin(stays, eq(stays.id, alerts.stayId))
    .where(and(isNull(alerts.endedAt), lte(alerts.dueAt, now)))
    .orderBy(asc(alerts.dueAt), asc(alerts.id))
    .limit(DUE_AT_ONCE)
    .for("update", { of: alerts });
  const counts = { told: 0, woken: 0, escalated: 0 };
  const events: NewAlertEvent[] = [];
  const telling: ToTell[] = [];
  for (const { alert, wardId } of due) {
    const rule = rules.get(alert.ruleId);
    if (rule === undefined || wardId === null) continue;
    const { set, event, telling: whom } = whenDue(scope, { alert, wardId }, rule);
    await tx.update(alerts).set(set).where(eq(alerts.id, alert.id));
    if (event === null) continue;
    events.push({ alertId: alert.id, kind: event });
    telling.push(...whom);
    counts[event] += 1;
  }
  await insertAlertEvents(scope, events);
  await askForDeliveries(scope, telling);
  return { counts, ids: events.map(({ alertId }) => alertId), isMore: due.length === DUE_AT_ONCE };
}

/**
 * Looks through what changed since the last time, in the order it was committed, and at the clock: raises, ends, tells,
 * wakes and escalates. How far it looked is written in the same transaction, so that a process that is killed leaves
 * nothing out and says nothing twice.
 */
export const sweepAlerts = verb({
  name: "sweep-alerts",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async (scope) => {
    const { tx } = scope;
    const after = await holdProgress(tx, scope.now);
    const all = await findRules(tx);
    const rules = new Map(all.map((rule) => [rule.ruleId, rule]));
    const fresh = await tx
      .select({ seq: changes.seq, kind: changes.kind, ref: changes.ref })
      .from(changes)
      .where(gt(changes.seq, after))
      .orderBy(asc(changes.seq))
      .limit(CHANGES_AT_ONCE);
    const isSilent = silence(scope);
    const ended = await endAlerts(scope, rules, isSilent);
    const predictionIds = fresh.flatMap(({ kind, ref }) => (kind === "prediction" ? [ref] : []));
    const isOn = all.filter(({ rule }) => rule.isOn);
    const raised = await raiseAlerts(scope, isOn, { predictionIds, isSilent });
    const due = await doWhatIsDue(scope, rules);
    const seq = fresh.at(-1)?.seq ?? after;
    const isMore = due.isMore || fresh.length === CHANGES_AT_ONCE;
    const looked = isMore ? { seq } : { seq, lookedAt: scope.now };
    await tx.update(alertProgress).set(looked).where(eq(alertProgress.id, 1));
    const { ids, repeats } = raised;
    const detail = { changes: fresh.length, raised: ids.length, repeats, ended: ended.length, ...due.counts };
    return {
      output: { ...detail, isMore },
      audit: { target: {}, detail },
      changed: [...new Set([...ended, ...ids, ...due.ids])].map((ref) => ({ kind: "alert" as const, ref })),
    };
  },
});
