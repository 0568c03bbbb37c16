import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { AlertDismissal, AlertEventKind, AlertResolution } from "@/lib/core/alerts/alert";
import type { AlertRole, AlertRule } from "@/lib/core/alerts/alert-rule";
import { alertDeliveries, alertEvents, alertProgress, alertRules, alertWebhooks } from "@/lib/io/database/alert-schema";
import type { Transaction } from "@/lib/io/database/database";
import { inPortions } from "@/lib/io/database/in-portions";
import { changes, users, userWards } from "@/lib/io/database/schema";
import { placeOf } from "@/lib/services/sealed-columns";
import { askForTasks } from "@/lib/services/tasks";
import type { Scope } from "@/lib/services/verb";

/** A rule as it stands. */
export interface StandingRule {
  readonly ruleId: string;
  readonly version: number;
  readonly rule: AlertRule;
  readonly userId: string | null;
  readonly at: Date;
  /** Since when it has been on without a break; what was scored before is not looked at. */
  readonly onSince: Date;
}

/** The newest version of every rule, in the order they were first written. */
export async function findRules(tx: Transaction): Promise<StandingRule[]> {
  const versions = await tx.select().from(alertRules).orderBy(asc(alertRules.at), asc(alertRules.version));
  const rules = new Map<string, StandingRule & { readonly wasOn: boolean }>();
  for (const { isOn, burden: _, ...one } of versions) {
    const before = rules.get(one.ruleId);
    rules.set(one.ruleId, { ...one, wasOn: isOn, onSince: before?.wasOn ? before.onSince : one.at });
  }
  return [...rules.values()].map(({ wasOn: _, ...rule }) => rule);
}

/** Where looking begins: with the first rule, at the newest change before it, which is no rule's. */
export async function beginProgress(tx: Transaction, now: Date): Promise<void> {
  await tx
    .insert(alertProgress)
    .values({
      id: 1,
      seq: sql`(
      select coalesce(max(${changes.seq}), 0) from ${changes} where ${changes.at} < ${now.toISOString()}::timestamptz)`,
    })
    .onConflictDoNothing();
}

/** When the rules were last looked at, whole; null where they never were. */
export async function findLookedAt(tx: Transaction): Promise<Date | null> {
  const [row] = await tx.select({ at: alertProgress.lookedAt }).from(alertProgress).where(eq(alertProgress.id, 1));
  return row?.at ?? null;
}

/** How far was looked; held until the transaction ends, so that one process looks at a time. */
export async function holdProgress(tx: Transaction, now: Date): Promise<number> {
  await beginProgress(tx, now);
  const [held] = await tx.select().from(alertProgress).where(eq(alertProgress.id, 1)).for("update");
  return held?.seq ?? 0;
}

/** One thing that happened to an alert, to be written down. */
export interface NewAlertEvent {
  readonly alertId: string;
  readonly kind: AlertEventKind;
  readonly userId?: string;
  readonly dismissal?: AlertDismissal;
  readonly resolution?: AlertResolution;
  readonly until?: Date;
  readonly note?: string;
}

export async function insertAlertEvents(
  { tx, house, now }: Pick<Scope, "tx" | "house" | "now">,
  events: readonly NewAlertEvent[],
): Promise<void> {
  const rows = events.map(({ note = "", ...event }) => {
    const id = crypto.randomUUID();
    const sealed = note === "" ? null : house.vault.seal(note, placeOf(alertEvents.note, id));
    return { id, ...event, note: sealed, at: now };
  });
  for (const some of inPortions(rows)) await tx.insert(alertEvents).values(some);
}

/** Who has this role on a ward, by account. */
async function findRecipients(tx: Transaction, wardId: string, role: AlertRole): Promise<string[]> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .innerJoin(userWards, eq(userWards.userId, users.id))
    .where(and(eq(users.role, role), eq(userWards.wardId, wardId), isNull(users.disabledAt)));
  return rows.map(({ id }) => id);
}

/** An alert that is to be heard of outside the inbox too. */
export interface ToTell {
  readonly alertId: string;
  readonly wardId: string;
  readonly rule: Pick<AlertRule, "email" | "webhookIds">;
  readonly role: AlertRole;
  readonly step: "told" | "escalated";
}

/** Writes down what has to go out of the house, once for each recipient, and asks for it to be sent. */
export async function askForDeliveries({ tx, now }: Pick<Scope, "tx" | "now">, telling: readonly ToTell[]) {
  const webhookIds = [...new Set(telling.flatMap(({ rule }) => rule.webhookIds))];
  const known =
    webhookIds.length === 0
      ? []
      : await tx
          .select({ id: alertWebhooks.id })
          .from(alertWebhooks)
          .where(and(inArray(alertWebhooks.id, webhookIds), isNull(alertWebhooks.disabledAt)));
  const people = new Map<string, string[]>();
  const rows: (typeof alertDeliveries.$inferInsert)[] = [];
  for (const { alertId, wardId, rule, role, step } of telling) {
    const common = { alertId, step, createdAt: now };
    for (const { id } of known.filter((one) => rule.webhookIds.includes(one.id)))
      rows.push({ ...common, channel: "webhook", recipient: id });
    if (!rule.email) continue;
    const key = `${wardId} ${role}`;
    const recipients = people.get(key) ?? (await findRecipients(tx, wardId, role));
    people.set(key, recipients);
    rows.push(...recipients.map((recipient) => ({ ...common, channel: "email" as const, recipient })));
  }
  const keys: string[] = [];
  for (const some of inPortions(rows)) {
    const made = await tx
      .insert(alertDeliveries)
      .values(some)
      // Whoever need not have been told, as the patient had moved away, is told once the patient is back.
      .onConflictDoUpdate({
        target: [alertDeliveries.alertId, alertDeliveries.step, alertDeliveries.channel, alertDeliveries.recipient],
        set: { state: "waiting", settledAt: null, createdAt: now },
        setWhere: eq(alertDeliveries.state, "not-needed"),
      })
      .returning({ id: alertDeliveries.id });
    keys.push(...made.map(({ id }) => id));
  }
  await askForTasks(tx, "deliver-alert", { keys, now });
}
