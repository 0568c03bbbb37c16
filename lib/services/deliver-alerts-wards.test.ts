import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { alertDeliveries, alertRules, alerts } from "@/lib/io/database/alert-schema";
import { userWards } from "@/lib/io/database/schema";
import { actOnAlert } from "@/lib/services/act-on-alert";
import { listAlerts } from "@/lib/services/alerts";
import { deliveredRule, RAISED_AT, RULE_ID, testDeliveries } from "@/lib/services/test-deliveries";
import { lastAudit } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("whom word of an alert goes to", ({ house }) => {
  const outside = testDeliveries(house);
  const { deliver, read, later, raise, move } = outside;

  it("is not sent once the alert is over, nor to somebody who is not on the ward any more", async () => {
    await raise("webhook", outside.webhook.id, RAISED_AT);
    expect(await deliver()).toMatchObject({ dropped: 1 });
    const { nurse } = house.people;
    const mine = eq(userWards.userId, nurse.userId);
    await house.database.transaction((tx) => tx.delete(alertDeliveries));
    await house.database.transaction((tx) => tx.delete(alerts));
    await raise("email", nurse.userId);
    await house.database.transaction((tx) => tx.update(userWards).set({ wardId: "w2" }).where(mine));
    expect(await deliver()).toMatchObject({ dropped: 1 });
    await house.database.transaction((tx) => tx.update(userWards).set({ wardId: "w1" }).where(mine));
    expect(outside.receiver.received).toEqual([]);
    expect(outside.smtp.taken).toEqual([]);
    expect((await read()).counts).toMatchObject({ "not-needed": 1, waiting: 0 });
  });

  it("tells the second role that nobody took it only where that is so", async () => {
    const { clinician } = house.people;
    const { alertId } = await raise("email", clinician.userId);
    const set = (state: "open" | "acknowledged") =>
      house.database.transaction(async (tx) => {
        await tx.update(alertDeliveries).set({ step: "escalated" });
        await tx.update(alerts).set({ state, escalatedAt: RAISED_AT }).where(eq(alerts.id, alertId));
      });
    await set("open");
    expect(await deliver({ mail: { ...outside.settings().mail, port: 1 } })).toMatchObject({ failed: 1 });
    await set("acknowledged");
    later(60_000);
    expect(await deliver()).toMatchObject({ sent: 0, dropped: 1 });
    expect(outside.smtp.taken).toEqual([]);
    expect((await read()).deliveries).toMatchObject([{ state: "not-needed" }]);
  });

  it("goes by the ward the patient is on by now", async () => {
    const { nurse, visitor } = house.people;
    await move("w2");
    try {
      await raise("email", nurse.userId);
      expect(await deliver()).toMatchObject({ dropped: 1 });
      await house.database.transaction((tx) => tx.delete(alertDeliveries));
      await house.database.transaction((tx) => tx.delete(alerts));
      await raise("email", visitor.userId);
      expect(await deliver()).toMatchObject({ sent: 1 });
      expect(outside.smtp.taken.map(({ to }) => to)).toEqual([["visitor@test"]]);
      const unfolded = outside.smtp.taken[0]?.raw.replaceAll("=\r\n", "");
      expect(unfolded).toContain("Subject: Ward 2: Reaches high");
    } finally {
      await move("w1");
    }
  });

  it("goes to the ward of now where the patient moved before it could be sent", async () => {
    const both = {
      ruleId: RULE_ID,
      version: 2,
      isOn: true,
      rule: { ...deliveredRule, wardIds: ["w1", "w2"] },
      at: RAISED_AT,
    };
    const { alertId } = await raise("email", house.people.clinician.userId);
    await house.database.transaction(async (tx) => {
      await tx.insert(alertRules).values(both);
      const ofBoth = { ruleVersion: both.version, roles: ["clinician" as const] };
      await tx.update(alerts).set(ofBoth).where(eq(alerts.id, alertId));
    });
    expect(await deliver({ mail: { ...outside.settings().mail, port: 1 } })).toMatchObject({ failed: 1 });
    await move("w2");
    try {
      later(60_000);
      expect(await deliver()).toMatchObject({ sent: 0, dropped: 1 });
      expect(await deliver({ mail: { ...outside.settings().mail, port: 1 } })).toMatchObject({ failed: 1 });
      // Back before the mail server was: those of the first ward are told after all.
      await move("w1");
      later(60_000);
      expect(await deliver()).toMatchObject({ sent: 0, dropped: 1 });
      expect(await deliver()).toMatchObject({ sent: 1, dropped: 0 });
      await move("w2");
      expect(await deliver()).toEqual({ sent: 0, dropped: 0, failed: 0, dead: 0 });
      expect(outside.smtp.taken.map(({ to }) => to)).toEqual([["clinician@test"]]);
    } finally {
      await move("w1");
    }
  });

  it("leads to the alert, wherever it stands, for those of the ward alone", async () => {
    const { nurse, visitor } = house.people;
    const { alertId } = await raise("email", nurse.userId);
    await deliver();
    const unfolded = outside.smtp.taken[0]?.raw.replaceAll("=\r\n", "");
    expect(unfolded).toContain(`https://wardlight.example/alerts/${alertId}`);
    const shownTo = async (who: typeof nurse) =>
      (await listAlerts(house, who, { alertId })).alerts.map(({ id, state }) => [id, state]);
    expect(await shownTo(nurse)).toEqual([[alertId, "open"]]);
    expect(await lastAudit(house)).toMatchObject({ verb: "list-alerts", target: { alertId }, detail: { alerts: 1 } });
    expect(await shownTo(visitor)).toEqual([]);
    await actOnAlert(house, nurse, { alertId, step: { kind: "dismiss", reason: "already-handled", note: "" } });
    expect(await shownTo(nurse)).toEqual([[alertId, "dismissed"]]);
    await expect(listAlerts(house, house.people.administrator, { alertId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
