import { and, asc, count, desc, eq, gte, sql } from "drizzle-orm";
import { z } from "zod";
import type { DeliveriesView, DeliveryView } from "@/lib/core/delivery/deliveries-view";
import { alertDeliveries, alertRules, alerts, alertWebhooks } from "@/lib/io/database/alert-schema";
import { tasks } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { users, wards } from "@/lib/io/database/schema";
import { verb } from "@/lib/services/verb";

const SHOWN = 100;
const DAYS_MS = 30 * 24 * 60 * 60_000;

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** As it is shown: whoever took it may never have come back, and nobody tries it again by itself; or it was asked for again. */
const shownState = sql<DeliveryView["state"]>`case when ${tasks.state} = 'dead' then 'given-up'
  when ${tasks.state} is not null and ${alertDeliveries.state} = 'given-up' then 'waiting' else ${alertDeliveries.state} end`;
const ofTask = and(eq(tasks.kind, "deliver-alert"), eq(tasks.key, sql`${alertDeliveries.id}::text`));

async function findDeliveries(tx: Transaction, since: Date): Promise<DeliveryView[]> {
  const rank = sql`case ${shownState} when 'given-up' then 0 when 'waiting' then 1 else 2 end`;
  const rows = await tx
    .select({
      delivery: alertDeliveries,
      state: shownState,
      ruleName: sql<string>`${alertRules.rule}->>'name'`,
      wardName: wards.name,
      person: users.name,
      webhook: alertWebhooks.name,
      task: tasks,
    })
    .from(alertDeliveries)
    .innerJoin(alerts, eq(alerts.id, alertDeliveries.alertId))
    .innerJoin(alertRules, and(eq(alertRules.ruleId, alerts.ruleId), eq(alertRules.version, alerts.ruleVersion)))
    .innerJoin(wards, eq(wards.id, alerts.wardId))
    .leftJoin(users, and(eq(alertDeliveries.channel, "email"), eq(users.id, alertDeliveries.recipient)))
    .leftJoin(
      alertWebhooks,
      and(eq(alertDeliveries.channel, "webhook"), eq(alertWebhooks.id, alertDeliveries.recipient)),
    )
    .leftJoin(tasks, ofTask)
    .where(gte(alertDeliveries.createdAt, since))
    .orderBy(rank, desc(alertDeliveries.createdAt), asc(alertDeliveries.id))
    .limit(SHOWN);
  return rows.map(({ delivery: { id, channel, step, ...delivery }, task, person, webhook, ...names }) => ({
    ...{ id, channel, step, ...names },
    recipient: person ?? webhook ?? "",
    createdAt: delivery.createdAt.toISOString(),
    settledAt: iso(delivery.settledAt),
    errorCode: task?.errorCode ?? delivery.errorCode,
    attempts: task?.attempts ?? 0,
    nextAt: task?.state === "waiting" ? iso(task.dueAt) : null,
    taskId: task?.state === "dead" ? task.id : null,
  }));
}

/** How alerts leave: who is told, what arrived over the last 30 days and what did not. Nothing of any patient. */
export const readAlertDeliveries = verb({
  name: "read-alert-deliveries",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async ({ house, tx, now }) => {
    const since = new Date(now.getTime() - DAYS_MS);
    const webhooks = await tx.select().from(alertWebhooks).orderBy(asc(alertWebhooks.name));
    const counted = await tx
      .select({ state: shownState, n: count() })
      .from(alertDeliveries)
      .leftJoin(tasks, ofTask)
      .where(gte(alertDeliveries.createdAt, since))
      .groupBy(shownState);
    const countOf = (state: DeliveryView["state"]): number =>
      Number(counted.find((row) => row.state === state)?.n ?? 0);
    const output: DeliveriesView = {
      webhooks: webhooks.map(({ id, name, url, createdAt, disabledAt }) => ({
        ...{ id, name, url },
        createdAt: createdAt.toISOString(),
        disabledAt: iso(disabledAt),
      })),
      deliveries: await findDeliveries(tx, since),
      counts: {
        waiting: countOf("waiting"),
        sent: countOf("sent"),
        "given-up": countOf("given-up"),
        "not-needed": countOf("not-needed"),
      },
      asOf: now.toISOString(),
      timeZone: house.timeZone,
    };
    return { output, audit: { target: {}, detail: { deliveries: output.deliveries.length } } };
  },
});
