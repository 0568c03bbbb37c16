import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { alertDeliveries, alertRules, alerts } from "@/lib/io/database/alert-schema";
import { tasks } from "@/lib/io/database/connection-schema";
import { predictions, stays } from "@/lib/io/database/schema";
import type { DeliverySettings } from "@/lib/io/delivery/delivery-settings";
import { openTestReceiver, type TestReceiver } from "@/lib/io/delivery/test-receiver";
import { openTestSmtp, type TestSmtp } from "@/lib/io/delivery/test-smtp";
import { readAlertDeliveries } from "@/lib/services/alert-deliveries";
import { addAlertWebhook } from "@/lib/services/alert-webhooks";
import { deliverAlerts, findDueReceivers } from "@/lib/services/deliver-alerts";
import { askForTasks } from "@/lib/services/tasks";
import { readingOf, store, type TestHouse } from "@/lib/services/test-house";

export const RULE_ID = "00000000-0000-4000-8000-000000000001";
export const deliveredRule: AlertRule = {
  name: "Reaches high",
  wardIds: ["w1"],
  role: "nurse",
  condition: { kind: "tier-crossed", threshold: { by: "tier", tier: "high" }, firstScoreCounts: true },
  quiet: null,
  repeatAfterHours: 24,
  escalation: null,
  email: true,
  webhookIds: [],
  isOn: true,
};

/** When alerts are raised here, and the clock stands as each test begins. */
export const RAISED_AT = new Date("2026-03-10T09:00:00Z");

/**
 * For tests only: a ward with one patient and one rule, a mail server and a webhook, nothing waiting as each test begins.
 * Its servers are there when the tests begin.
 */
export function testDeliveries(house: TestHouse) {
  let receiver: TestReceiver;
  let smtp: TestSmtp;
  let webhook: { id: string; secret: string };
  beforeAll(async () => {
    receiver = await openTestReceiver();
    smtp = await openTestSmtp();
    await store(house, readingOf("pat", { familyName: "Zzyzx" }));
    const { administrator } = house.people;
    webhook = await addAlertWebhook(house, administrator, {
      name: "Pager",
      url: `http://127.0.0.1:${receiver.port}/hook`,
    });
    await house.database.transaction((tx) =>
      tx.insert(alertRules).values({ ruleId: RULE_ID, version: 1, isOn: true, rule: deliveredRule, at: RAISED_AT }),
    );
  });
  afterAll(() => Promise.all([receiver?.close(), smtp?.close()]));
  beforeEach(async () => {
    house.now = RAISED_AT;
    receiver.received.length = 0;
    receiver.answer = { status: 204 };
    smtp.taken.length = 0;
    await house.database.transaction(async (tx) => {
      await tx.delete(tasks);
      await tx.delete(alertDeliveries);
      await tx.delete(alerts);
    });
  });

  const settings = () => ({
    mail: {
      host: "localhost",
      port: smtp.port,
      tls: "none" as const,
      signIn: null,
      from: "wardlight@hospital.example",
    },
    webhooks: { hosts: [`127.0.0.1:${receiver.port}`], networks: ["127.0.0.0/8"] },
  });
  /** A round for each receiver something is due for, one after the other. */
  const deliver = async (changed: Partial<DeliverySettings> = {}) => {
    const all = { sent: 0, dropped: 0, failed: 0, dead: 0 };
    for (const webhookId of await house.database.transaction((tx) => findDueReceivers(tx, house.now))) {
      const sending = { settings: { ...settings(), ...changed }, baseUrl: "https://wardlight.example", webhookId };
      const done = await deliverAlerts(house, { system: "test" }, sending);
      for (const key of ["sent", "dropped", "failed", "dead"] as const) all[key] += done[key];
    }
    return all;
  };
  const read = () => readAlertDeliveries(house, house.people.administrator, {});
  const later = (ms: number) => {
    house.now = new Date(house.now.getTime() + ms);
  };

  type Channel = "email" | "webhook";
  /** As the evaluation does it: what is to go out of an alert, and the task, together; the delivery's id. */
  const tell = (alertId: string, channel: Channel, recipient: string, step: "told" | "escalated" = "told") =>
    house.database.transaction(async (tx) => {
      const [delivery] = await tx
        .insert(alertDeliveries)
        .values({ alertId, step, channel, recipient, createdAt: RAISED_AT })
        .returning();
      await askForTasks(tx, "deliver-alert", { keys: [delivery?.id ?? ""], now: RAISED_AT });
      return delivery?.id ?? "";
    });
  /** An alert, and one delivery of it. */
  const raise = async (channel: Channel, recipient: string, ended: Date | null = null) => {
    const alertId = await house.database.transaction(async (tx) => {
      const [prediction] = await tx.select().from(predictions);
      const [alert] = await tx
        .insert(alerts)
        .values({
          ...{
            ruleId: RULE_ID,
            ruleVersion: 1,
            kind: "tier-crossed",
            patientId: "pat",
            stayId: "stay-pat",
            wardId: "w1",
          },
          ...{ predictionId: prediction?.id ?? "", modelVersion: "1.0.0", roles: ["nurse"], raisedAt: RAISED_AT },
          finding: { probability: 0.4, tier: "high", from: 0.2, reason: null, plannedEndAt: null },
          state: ended === null ? "open" : "dismissed",
          endedAt: ended,
        })
        .returning();
      return alert?.id ?? "";
    });
    return { id: await tell(alertId, channel, recipient), alertId };
  };
  const move = (wardId: string) =>
    house.database.transaction((tx) => tx.update(stays).set({ wardId }).where(eq(stays.id, "stay-pat")));

  return {
    get receiver() {
      return receiver;
    },
    get smtp() {
      return smtp;
    },
    get webhook() {
      return webhook;
    },
    settings,
    deliver,
    read,
    later,
    raise,
    tell,
    move,
  };
}
