import { expect, it } from "vitest";
import { TASK_RULES } from "@/lib/core/connections/task";
import { alertDeliveries, alerts } from "@/lib/io/database/alert-schema";
import { retryTask } from "@/lib/services/retry-task";
import { claimTasks } from "@/lib/services/tasks";
import { RAISED_AT, testDeliveries } from "@/lib/services/test-deliveries";
import { lastAudit } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("word of alerts outside", ({ house }) => {
  const outside = testDeliveries(house);
  const { deliver, read, later, raise, tell } = outside;

  it("goes by mail to the person and by signed webhook, once, and names no patient", async () => {
    const mailed = await raise("email", house.people.nurse.userId);
    expect(await deliver()).toEqual({ sent: 1, dropped: 0, failed: 0, dead: 0 });
    expect(await lastAudit(house)).toMatchObject({ verb: "deliver-alerts", outcome: "done", detail: { sent: 1 } });
    expect(outside.smtp.taken).toHaveLength(1);
    const [mail] = outside.smtp.taken;
    expect(mail?.to).toEqual(["nurse@test"]);
    expect(mail?.raw).toContain(`Message-ID: <${mailed.id}@hospital.example>`);
    expect(mail?.raw).toContain("Subject: Ward 1: Reaches high");
    await house.database.transaction((tx) => tx.delete(alertDeliveries));
    await house.database.transaction((tx) => tx.delete(alerts));
    const hooked = await raise("webhook", outside.webhook.id);
    await deliver();
    expect(await deliver()).toEqual({ sent: 0, dropped: 0, failed: 0, dead: 0 });
    expect(outside.receiver.received).toHaveLength(1);
    expect(outside.receiver.received[0]?.headers["webhook-id"]).toBe(hooked.id);
    expect(JSON.parse(outside.receiver.received[0]?.body ?? "")).toMatchObject({
      type: "alert.told",
      data: { alertId: hooked.alertId, link: `https://wardlight.example/alerts/${hooked.alertId}` },
    });
    for (const said of [mail?.raw, outside.receiver.received[0]?.body, JSON.stringify(await read())])
      expect(said).not.toMatch(/zzyzx|mrn-pat|stay-pat|1950|0\.4|"pat"/i);
  });

  it("killed between the sending and its being noted, it goes out again under the same id", async () => {
    const { id } = await raise("webhook", outside.webhook.id);
    await house.database.transaction((tx) => claimTasks(tx, "deliver-alert", { most: 9, now: RAISED_AT }));
    // The process that took it is gone; nobody else takes it until its lease is over.
    expect(await deliver()).toMatchObject({ sent: 0 });
    later(TASK_RULES["deliver-alert"].leaseMs);
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(outside.receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id]);
  });

  it("is tried again after a while, is put aside in the end, and goes when somebody says so", async () => {
    const { id } = await raise("webhook", outside.webhook.id);
    outside.receiver.answer = { status: 503, headers: { "retry-after": "900" } };
    expect(await deliver()).toMatchObject({ failed: 1 });
    later(899_000);
    expect(await deliver()).toMatchObject({ sent: 0, failed: 0 });
    outside.receiver.answer = { status: 500 };
    for (let n = 2; n <= TASK_RULES["deliver-alert"].attempts; n++) {
      later(60 * 60_000);
      const isLast = n === TASK_RULES["deliver-alert"].attempts;
      expect(await deliver()).toMatchObject(isLast ? { dead: 1 } : { failed: 1 });
    }
    expect(new Set(outside.receiver.received.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([id]));
    expect(new Set(outside.receiver.received.map(({ body }) => body)).size).toBe(1);
    const [shown] = (await read()).deliveries;
    expect(shown).toMatchObject({ state: "given-up", errorCode: "receiver-failed", recipient: "Pager" });
    outside.receiver.answer = { status: 200 };
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
    expect(await deliver({ mail: null })).toMatchObject({ dead: 1 });
    expect((await read()).deliveries).toMatchObject([{ state: "given-up", errorCode: "not-set-up" }]);
  });

  it("is sent by one process, however slow the outside.receiver", async () => {
    const { alertId } = await raise("webhook", outside.webhook.id);
    await tell(alertId, "webhook", outside.webhook.id, "escalated");
    const takenElsewhere: string[] = [];
    outside.receiver.meanwhile = async () => {
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
      outside.receiver.meanwhile = async () => {};
    }
  });

  it("stays sent, whatever becomes of a try that took too long", async () => {
    await raise("webhook", outside.webhook.id);
    outside.receiver.meanwhile = async () => {
      outside.receiver.meanwhile = async () => {};
      later(TASK_RULES["deliver-alert"].leaseMs);
      expect(await deliver()).toMatchObject({ sent: 1 });
      outside.receiver.answer = { status: 410 };
    };
    await deliver();
    expect(outside.receiver.received).toHaveLength(2);
    expect((await read()).deliveries).toMatchObject([{ state: "sent", errorCode: null }]);
  });
});
