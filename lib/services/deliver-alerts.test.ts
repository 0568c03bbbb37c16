import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { TASK_RULES } from "@/lib/core/connections/task";
import { alertDeliveries, alertRules, alerts } from "@/lib/io/database/alert-schema";
import { tasks } from "@/lib/io/database/connection-schema";
import { predictions, stays, users, userWards } from "@/lib/io/database/schema";
import { openTestReceiver, type TestReceiver } from "@/lib/io/delivery/test-receiver";
import { openTestSmtp, type TestSmtp } from "@/lib/io/delivery/test-smtp";
import { readAlertDeliveries } from "@/lib/services/alert-deliveries";
import { addAlertWebhook, disableAlertWebhook, testAlertWebhook } from "@/lib/services/alert-webhooks";
import { deliverAlerts } from "@/lib/services/deliver-alerts";
import { retryTask } from "@/lib/services/retry-task";
import { askForTasks, claimTasks } from "@/lib/services/tasks";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const RULE_ID = "00000000-0000-4000-8000-000000000001";
const rule: AlertRule = {
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

describeHouse("word of alerts outside", ({ house }) => {
  let receiver: TestReceiver;
  let smtp: TestSmtp;
  let webhook: { id: string; secret: string };
  const start = new Date("2026-03-10T09:00:00Z");

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
      tx.insert(alertRules).values({ ruleId: RULE_ID, version: 1, isOn: true, rule, at: start }),
    );
  });
  afterAll(async () => {
    await Promise.all([receiver?.close(), smtp?.close()]);
  });
  beforeEach(async () => {
    house.now = start;
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
  const deliver = (changed: Partial<ReturnType<typeof settings>> = {}) =>
    deliverAlerts(
      house,
      { system: "test" },
      { settings: { ...settings(), ...changed }, baseUrl: "https://wardlight.example" },
    );
  const read = () => readAlertDeliveries(house, house.people.administrator, {});
  const later = (ms: number) => {
    house.now = new Date(house.now.getTime() + ms);
  };

  /** As the evaluation does it: the alert, what is to go out, and the task, together. */
  const raise = (channel: "email" | "webhook", recipient: string, ended: Date | null = null) =>
    house.database.transaction(async (tx) => {
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
          ...{ predictionId: prediction?.id ?? "", modelVersion: "1.0.0", roles: ["nurse"], raisedAt: start },
          finding: { probability: 0.4, tier: "high", from: 0.2, reason: null, plannedEndAt: null },
          state: ended === null ? "open" : "dismissed",
          endedAt: ended,
        })
        .returning();
      const [delivery] = await tx
        .insert(alertDeliveries)
        .values({ alertId: alert?.id ?? "", step: "told", channel, recipient, createdAt: start })
        .returning();
      await askForTasks(tx, "deliver-alert", { keys: [delivery?.id ?? ""], now: start });
      return { id: delivery?.id ?? "", alertId: alert?.id ?? "" };
    });

  it("goes by mail to the person and by signed webhook, once, and names no patient", async () => {
    const mailed = await raise("email", house.people.nurse.userId);
    expect(await deliver()).toEqual({ sent: 1, dropped: 0, failed: 0, dead: 0 });
    expect(await lastAudit(house)).toMatchObject({ verb: "deliver-alerts", outcome: "done", detail: { sent: 1 } });
    expect(smtp.taken).toHaveLength(1);
    const [mail] = smtp.taken;
    expect(mail?.to).toEqual(["nurse@test"]);
    expect(mail?.raw).toContain(`Message-ID: <${mailed.id}@hospital.example>`);
    expect(mail?.raw).toContain("Subject: Ward 1: Reaches high");
    await house.database.transaction((tx) => tx.delete(alertDeliveries));
    await house.database.transaction((tx) => tx.delete(alerts));
    const hooked = await raise("webhook", webhook.id);
    await deliver();
    expect(await deliver()).toEqual({ sent: 0, dropped: 0, failed: 0, dead: 0 });
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.headers["webhook-id"]).toBe(hooked.id);
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({
      type: "alert.told",
      data: { alertId: hooked.alertId, link: "https://wardlight.example/alerts" },
    });
    for (const said of [mail?.raw, receiver.received[0]?.body, JSON.stringify(await read())])
      expect(said).not.toMatch(/zzyzx|mrn-pat|stay-pat|1950|0\.4|"pat"/i);
  });

  it("killed between the sending and its being noted, it goes out again under the same id", async () => {
    const { id } = await raise("webhook", webhook.id);
    await house.database.transaction((tx) => claimTasks(tx, "deliver-alert", { most: 9, now: start }));
    // The process that took it is gone; nobody else takes it until its lease is over.
    expect(await deliver()).toMatchObject({ sent: 0 });
    later(TASK_RULES["deliver-alert"].leaseMs);
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id]);
  });

  it("is tried again after a while, is put aside in the end, and goes when somebody says so", async () => {
    const { id } = await raise("webhook", webhook.id);
    receiver.answer = { status: 503, headers: { "retry-after": "900" } };
    expect(await deliver()).toMatchObject({ failed: 1 });
    later(899_000);
    expect(await deliver()).toMatchObject({ sent: 0, failed: 0 });
    receiver.answer = { status: 500 };
    for (let n = 2; n <= TASK_RULES["deliver-alert"].attempts; n++) {
      later(60 * 60_000);
      const isLast = n === TASK_RULES["deliver-alert"].attempts;
      expect(await deliver()).toMatchObject(isLast ? { dead: 1 } : { failed: 1 });
    }
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([id]));
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    const [shown] = (await read()).deliveries;
    expect(shown).toMatchObject({ state: "given-up", errorCode: "receiver-failed", recipient: "Pager" });
    receiver.answer = { status: 200 };
    await retryTask(house, house.people.administrator, { taskIds: [shown?.taskId ?? ""] });
    expect((await read()).deliveries[0]).toMatchObject({ state: "waiting" });
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(await read()).toMatchObject({
      deliveries: [{ state: "sent", errorCode: null, taskId: null }],
      counts: { sent: 1 },
    });
  });

  it("is put aside at once where nothing is set up to send it with", async () => {
    await raise("email", house.people.nurse.userId);
    expect(await deliver({ mail: null as never })).toMatchObject({ dead: 1 });
    expect((await read()).deliveries).toMatchObject([{ state: "given-up", errorCode: "not-set-up" }]);
  });

  it("is not sent once the alert is over, nor to somebody who is not on the ward any more", async () => {
    await raise("webhook", webhook.id, start);
    expect(await deliver()).toMatchObject({ dropped: 1 });
    const { nurse } = house.people;
    const mine = eq(userWards.userId, nurse.userId);
    await house.database.transaction((tx) => tx.delete(alertDeliveries));
    await house.database.transaction((tx) => tx.delete(alerts));
    await raise("email", nurse.userId);
    await house.database.transaction((tx) => tx.update(userWards).set({ wardId: "w2" }).where(mine));
    expect(await deliver()).toMatchObject({ dropped: 1 });
    await house.database.transaction((tx) => tx.update(userWards).set({ wardId: "w1" }).where(mine));
    expect(receiver.received).toEqual([]);
    expect(smtp.taken).toEqual([]);
    expect((await read()).counts).toMatchObject({ "not-needed": 1, waiting: 0 });
  });

  it("is sent by one process, however slow the receiver", async () => {
    const { alertId } = await raise("webhook", webhook.id);
    await house.database.transaction(async (tx) => {
      const [second] = await tx
        .insert(alertDeliveries)
        .values({ alertId, step: "escalated", channel: "webhook", recipient: webhook.id, createdAt: start })
        .returning();
      await askForTasks(tx, "deliver-alert", { keys: [second?.id ?? ""], now: start });
    });
    const takenElsewhere: string[] = [];
    receiver.meanwhile = async () => {
      later(TASK_RULES["deliver-alert"].leaseMs - 10_000);
      const taken = await house.database.transaction((tx) =>
        claimTasks(tx, "deliver-alert", { most: 9, now: house.now }),
      );
      takenElsewhere.push(...taken.map(({ key }) => key));
    };
    try {
      expect(await deliver()).toMatchObject({ sent: 2 });
      expect(takenElsewhere).toEqual([]);
    } finally {
      receiver.meanwhile = async () => {};
    }
  });

  it("stays sent, whatever becomes of a try that took too long", async () => {
    await raise("webhook", webhook.id);
    receiver.meanwhile = async () => {
      receiver.meanwhile = async () => {};
      later(TASK_RULES["deliver-alert"].leaseMs);
      expect(await deliver()).toMatchObject({ sent: 1 });
      receiver.answer = { status: 410 };
    };
    await deliver();
    expect(receiver.received).toHaveLength(2);
    expect((await read()).deliveries).toMatchObject([{ state: "sent", errorCode: null }]);
  });

  it("tells the second role that nobody took it only where that is so", async () => {
    const { clinician } = house.people;
    const { alertId } = await raise("email", clinician.userId);
    const set = (state: "open" | "acknowledged") =>
      house.database.transaction(async (tx) => {
        await tx.update(alertDeliveries).set({ step: "escalated" });
        await tx.update(alerts).set({ state, escalatedAt: start }).where(eq(alerts.id, alertId));
      });
    await set("open");
    expect(await deliver({ mail: { ...settings().mail, port: 1 } })).toMatchObject({ failed: 1 });
    await set("acknowledged");
    later(60_000);
    expect(await deliver()).toMatchObject({ sent: 0, dropped: 1 });
    expect(smtp.taken).toEqual([]);
    expect((await read()).deliveries).toMatchObject([{ state: "not-needed" }]);
  });

  it("goes by the ward the patient is on by now", async () => {
    const { nurse, visitor } = house.people;
    const move = (wardId: string) =>
      house.database.transaction((tx) => tx.update(stays).set({ wardId }).where(eq(stays.id, "stay-pat")));
    await move("w2");
    try {
      await raise("email", nurse.userId);
      expect(await deliver()).toMatchObject({ dropped: 1 });
      await house.database.transaction((tx) => tx.delete(alertDeliveries));
      await house.database.transaction((tx) => tx.delete(alerts));
      await raise("email", visitor.userId);
      expect(await deliver()).toMatchObject({ sent: 1 });
      expect(smtp.taken.map(({ to }) => to)).toEqual([["visitor@test"]]);
      expect(smtp.taken[0]?.raw).toContain("Subject: Ward 2: Reaches high");
    } finally {
      await move("w1");
    }
  });

  it("goes to the ward of now where the patient moved before it could be sent", async () => {
    const move = (wardId: string) =>
      house.database.transaction((tx) => tx.update(stays).set({ wardId }).where(eq(stays.id, "stay-pat")));
    const both = { ruleId: RULE_ID, version: 2, isOn: true, rule: { ...rule, wardIds: ["w1", "w2"] }, at: start };
    const { alertId } = await raise("email", house.people.clinician.userId);
    await house.database.transaction(async (tx) => {
      await tx.insert(alertRules).values(both);
      const ofBoth = { ruleVersion: both.version, roles: ["clinician" as const] };
      await tx.update(alerts).set(ofBoth).where(eq(alerts.id, alertId));
    });
    expect(await deliver({ mail: { ...settings().mail, port: 1 } })).toMatchObject({ failed: 1 });
    await move("w2");
    try {
      later(60_000);
      expect(await deliver()).toMatchObject({ sent: 0, dropped: 1 });
      expect(await deliver({ mail: { ...settings().mail, port: 1 } })).toMatchObject({ failed: 1 });
      // Back before the mail server was: those of the first ward are told after all.
      await move("w1");
      later(60_000);
      expect(await deliver()).toMatchObject({ sent: 0, dropped: 1 });
      expect(await deliver()).toMatchObject({ sent: 1, dropped: 0 });
      await move("w2");
      expect(await deliver()).toEqual({ sent: 0, dropped: 0, failed: 0, dead: 0 });
      expect(smtp.taken.map(({ to }) => to)).toEqual([["clinician@test"]]);
    } finally {
      await move("w1");
    }
  });

  it("can be tried out, and ended; both are the administrator's, and audited", async () => {
    const { administrator, nurse } = house.people;
    const target = { webhookId: webhook.id };
    const rules = settings().webhooks;
    await testAlertWebhook(house, administrator, { ...target, rules });
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({ type: "wardlight.test" });
    expect(await lastAudit(house)).toMatchObject({ verb: "manage-alert-webhooks", target, detail: { did: "test" } });
    await expect(
      testAlertWebhook(house, administrator, { ...target, rules: { hosts: [], networks: [] } }),
    ).rejects.toMatchObject({ message: expect.stringContaining("WARDLIGHT_WEBHOOK_HOSTS") });
    await expect(disableAlertWebhook(house, nurse, target)).rejects.toMatchObject({ code: "forbidden" });
    const { id } = await addAlertWebhook(house, administrator, { name: "Old", url: "https://old.example/" });
    expect(await lastAudit(house)).toMatchObject({ target: { webhookId: id }, detail: { did: "add" } });
    await disableAlertWebhook(house, administrator, { webhookId: id });
    await raise("webhook", id);
    expect(await deliver()).toMatchObject({ dropped: 1 });
    expect((await read()).webhooks.map(({ name, disabledAt }) => [name, disabledAt !== null])).toEqual([
      ["Old", true],
      ["Pager", false],
    ]);
    await expect(
      addAlertWebhook(house, administrator, { name: "In the clear", url: "http://x.example/" }),
    ).rejects.toThrow("https");
    const accounts = await house.database.transaction((tx) => tx.select().from(users));
    expect(accounts.filter(({ role }) => role === "client")).toHaveLength(1);
  });
});
