import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { maySeeWard } from "@/lib/core/access/access";
import { type AlertMessage, toAlertBody, toAlertMail } from "@/lib/core/delivery/alert-message";
import { type DeliveryOutcome, failed, isHopelessDelivery } from "@/lib/core/delivery/delivery-outcome";
import { alertDeliveries, alertRules, alerts } from "@/lib/io/database/alert-schema";
import { tasks } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { stays, users, userWards, wards } from "@/lib/io/database/schema";
import type { DeliverySettings } from "@/lib/io/delivery/delivery-settings";
import { sendMail } from "@/lib/io/delivery/mailer";
import { sendWebhook } from "@/lib/io/delivery/send-webhook";
import { askForDeliveries, findRules } from "@/lib/services/alert-rows";
import { findWebhook } from "@/lib/services/alert-webhooks";
import { noteFailure, noteSuccess } from "@/lib/services/connection-states";
import type { House } from "@/lib/services/house";
import { longVerb } from "@/lib/services/long-verb";
import { claimTasks, failTask, finishTask, isDue, keepTasks, type Task } from "@/lib/services/tasks";

/** Tasks in one round. */
const ROUND = 10;
/** A receiver that asks to be left alone longer is asked again after this all the same. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** How the ways out are called among those whose state is kept. */
const WAYS = { email: "alert-email", webhook: "alert-webhook" } as const;

interface Sending {
  readonly settings: DeliverySettings;
  /** Where people find Wardlight. */
  readonly baseUrl: string;
}

type Addressee =
  | { readonly channel: "email"; readonly address: string }
  | { readonly channel: "webhook"; readonly url: string; readonly secret: string };

/** Whom a delivery goes to as things are now; null where they are not to be told any more. */
async function findAddressee(
  house: House,
  tx: Transaction,
  {
    channel,
    recipient,
    wardId,
  }: { readonly channel: "email" | "webhook"; readonly recipient: string; readonly wardId: string },
): Promise<Addressee | null> {
  if (channel === "webhook") {
    const webhook = await findWebhook(house, tx, recipient);
    return webhook === null ? null : { channel, ...webhook };
  }
  const [person] = await tx.select().from(users).where(eq(users.id, recipient));
  const given = await tx.select({ id: userWards.wardId }).from(userWards).where(eq(userWards.userId, recipient));
  // Somebody who left, or works on other wards now, is told no more.
  if (person === undefined || person.disabledAt !== null || person.role === "client") return null;
  const actor = { role: person.role, wardIds: given.map(({ id }) => id) };
  return maySeeWard(actor, wardId) ? { channel, address: person.email } : null;
}

/**
 * What is to be sent to whom; null where it need not be: sent already, the alert is over, or the addressee gone. Whoever
 * may be told, and what is said of the ward, goes by where the patient is by now.
 */
async function findDelivery(house: House, tx: Transaction, id: string, baseUrl: string) {
  const [found] = await tx
    .select({ delivery: alertDeliveries, alert: alerts, rule: alertRules.rule, ward: wards })
    .from(alertDeliveries)
    .innerJoin(alerts, eq(alerts.id, alertDeliveries.alertId))
    .innerJoin(alertRules, and(eq(alertRules.ruleId, alerts.ruleId), eq(alertRules.version, alerts.ruleVersion)))
    .innerJoin(stays, eq(stays.id, alerts.stayId))
    .innerJoin(wards, eq(wards.id, stays.wardId))
    .where(eq(alertDeliveries.id, id));
  if (found === undefined || found.delivery.state === "sent" || found.alert.endedAt !== null) return null;
  const { delivery, alert, rule, ward } = found;
  // Somebody took it, or put it off, before the second role could be told that nobody has.
  if (delivery.step === "escalated" && alert.state !== "open") return null;
  const addressee = await findAddressee(house, tx, { ...delivery, wardId: ward.id });
  if (addressee === null) return null;
  const message: AlertMessage = {
    alertId: alert.id,
    step: delivery.step,
    ruleId: alert.ruleId,
    ruleName: rule.name,
    kind: alert.kind,
    wardId: ward.id,
    wardName: ward.name,
    raisedAt: alert.raisedAt,
    at: delivery.createdAt,
    link: new URL(`/alerts/${alert.id}`, baseUrl).href,
  };
  return { addressee, message };
}

/**
 * A mail that did not go to somebody who may not be told any more, as where the patient moved: those of the ward of now
 * are told instead, as the rule says by now, each of them who was not told yet.
 */
async function handOver(tx: Transaction, id: string, now: Date): Promise<void> {
  const [found] = await tx
    .select({ delivery: alertDeliveries, alert: alerts, wardId: stays.wardId })
    .from(alertDeliveries)
    .innerJoin(alerts, eq(alerts.id, alertDeliveries.alertId))
    .innerJoin(stays, eq(stays.id, alerts.stayId))
    .where(and(eq(alertDeliveries.id, id), eq(alertDeliveries.channel, "email"), eq(alerts.state, "open")));
  if (found === undefined || found.delivery.state === "sent") return;
  const { delivery, alert, wardId } = found;
  const { step, alertId } = delivery;
  const role = step === "told" ? alert.roles[0] : alert.roles.at(-1);
  const rule = (await findRules(tx)).find(({ ruleId }) => ruleId === alert.ruleId)?.rule;
  if (role === undefined || wardId === null || !rule?.isOn || !rule.wardIds.includes(wardId)) return;
  await askForDeliveries({ tx, now }, [{ alertId, wardId, rule: { ...rule, webhookIds: [] }, role, step }]);
}

type Found = NonNullable<Awaited<ReturnType<typeof findDelivery>>>;

async function send(house: House, id: string, { addressee, message }: Found, { mail, webhooks }: DeliverySettings) {
  if (addressee.channel === "webhook") {
    const { url, secret } = addressee;
    return sendWebhook({ id, url, secret, body: toAlertBody(message) }, webhooks, house.clock.now());
  }
  if (mail === null) return failed("not-set-up");
  return sendMail(mail, { id, to: addressee.address, ...toAlertMail(message, house.timeZone) });
}

type Done = "sent" | "dropped" | "failed" | "dead";

/** What became of it, in one transaction with its task. */
async function settle(house: House, task: Task, channel: "email" | "webhook", outcome: DeliveryOutcome): Promise<Done> {
  return house.database.transaction(async (tx) => {
    const now = house.clock.now();
    const mark = (state: "sent" | "given-up", errorCode: string | null) =>
      tx
        .update(alertDeliveries)
        .set({ state, errorCode, settledAt: now })
        // Sent is sent, whatever became of another try of a process that had lost it.
        .where(and(eq(alertDeliveries.id, task.key), ne(alertDeliveries.state, "sent")));
    if (outcome.isTaken) {
      await mark("sent", null);
      await finishTask(tx, task, now);
      await noteSuccess(tx, WAYS[channel], now, { sent: 1 });
      return "sent";
    }
    const { code: errorCode, waitMs } = outcome;
    await noteFailure(tx, WAYS[channel], now, errorCode);
    const isHopeless = isHopelessDelivery(errorCode);
    const leastWaitMs = Math.min(waitMs ?? 0, LONGEST_WAIT_MS);
    const state = await failTask(tx, task, { now, errorCode, chance: Math.random(), isHopeless, leastWaitMs });
    if (state === "dead") await mark("given-up", errorCode);
    return state === "dead" ? "dead" : "failed";
  });
}

async function deliver(house: House, task: Task, { settings, baseUrl }: Sending): Promise<Done> {
  const found = await house.database.transaction(async (tx) => {
    const ready = await findDelivery(house, tx, task.key, baseUrl);
    if (ready !== null) return ready;
    const now = house.clock.now();
    const isOpen = and(eq(alertDeliveries.id, task.key), eq(alertDeliveries.state, "waiting"));
    await tx.update(alertDeliveries).set({ state: "not-needed", settledAt: now }).where(isOpen);
    await handOver(tx, task.key, now);
    await finishTask(tx, task, now);
    return null;
  });
  if (found === null) return "dropped";
  return settle(house, task, found.addressee.channel, await send(house, task.key, found, settings));
}

/** Waits for this receiver: a webhook, or (null) the mail server. */
const isFor = (webhookId: string | null): SQL => {
  const found = sql`select 1 from ${alertDeliveries} where ${alertDeliveries.id} = ${tasks.key}::uuid
    and ${alertDeliveries.channel} = 'webhook'`;
  return webhookId === null
    ? sql`not exists (${found})`
    : sql`exists (${found} and ${alertDeliveries.recipient} = ${webhookId})`;
};

/** The receivers for whom something is due: ids of webhooks, null the mail server. */
export async function findDueReceivers(tx: Transaction, now: Date): Promise<(string | null)[]> {
  const isWebhook = and(sql`${alertDeliveries.id} = ${tasks.key}::uuid`, eq(alertDeliveries.channel, "webhook"));
  const rows = await tx
    .selectDistinct({ webhookId: alertDeliveries.recipient })
    .from(tasks)
    .leftJoin(alertDeliveries, isWebhook)
    .where(isDue("deliver-alert", now));
  return rows.map(({ webhookId }) => webhookId);
}

const isSettings = (given: unknown): boolean => (given as Partial<DeliverySettings> | null)?.webhooks !== undefined;

/**
 * Sends what waits to be said to one receiver, one round of it. At least once: killed between the sending and its being noted,
 * a message goes out again, under the same id.
 */
export const deliverAlerts = longVerb({
  name: "deliver-alerts",
  input: z.object({
    settings: z.custom<DeliverySettings>(isSettings, "are no settings"),
    baseUrl: z.url(),
    webhookId: z.uuid().nullable(),
  }),
  about: () => ({}),
  work: async (house, sending) => {
    const now = house.clock.now();
    const among = isFor(sending.webhookId);
    const claimed = await house.database.transaction((tx) =>
      claimTasks(tx, "deliver-alert", { most: ROUND, now, among }),
    );
    const output = { sent: 0, dropped: 0, failed: 0, dead: 0 };
    for (const [n, task] of claimed.entries()) {
      // A receiver may be slow: what waits for its turn stays ours, or another process would send it too.
      await house.database.transaction((tx) => keepTasks(tx, claimed.slice(n), house.clock.now()));
      output[await deliver(house, task, sending)]++;
    }
    const target: Record<string, string> = sending.webhookId === null ? {} : { webhookId: sending.webhookId };
    return { output, audit: { target, detail: output } };
  },
});
