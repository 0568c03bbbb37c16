import { expect, it } from "vitest";
import { alertDeliveries } from "@/lib/io/database/alert-schema";
import { tasks } from "@/lib/io/database/connection-schema";
import { actOnAlert } from "@/lib/services/act-on-alert";
import { insertRule, saveAlertRule } from "@/lib/services/alert-rules";
import { countAlerts } from "@/lib/services/alerts";
import { findOperationalState } from "@/lib/services/operational-state";
import { testRule } from "@/lib/services/test-alert-rule";
import { testAlerts } from "@/lib/services/test-alerts";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("ward alerts and the clock", ({ house }) => {
  const ward = testAlerts(house);
  const { sweep, later, save, score, inbox, rows } = ward;

  it("are held through quiet hours and told when they end", async () => {
    await save({ quiet: { from: "22:00", to: "07:00" }, email: true });
    await score("p1", 0.2);
    house.now = new Date("2026-03-10T23:30:00Z");
    await score("p1", 0.35);
    expect(await sweep()).toMatchObject({ raised: 1, told: 0 });
    expect((await inbox()).alerts).toEqual([]);
    expect((await inbox()).counts).toMatchObject({ open: 0, held: 1, mine: 0 });
    const deliveries = () => house.database.transaction((tx) => tx.select().from(alertDeliveries));
    expect(await deliveries()).toEqual([]);
    house.now = new Date("2026-03-11T06:59:00Z");
    expect(await sweep()).toMatchObject({ told: 0 });
    house.now = new Date("2026-03-11T07:00:00Z");
    expect(await sweep()).toMatchObject({ told: 1 });
    expect((await inbox()).alerts).toHaveLength(1);
    expect(await deliveries()).toMatchObject([
      { channel: "email", recipient: house.people.nurse.userId, step: "told", state: "waiting" },
    ]);
    const waiting = await house.database.transaction((tx) => tx.select().from(tasks));
    expect(waiting).toMatchObject([{ kind: "deliver-alert", key: (await deliveries())[0]?.id }]);
  });

  it("are told to the second role where nobody takes them, and not where somebody did", async () => {
    await save({ escalation: { afterMinutes: 30, toRole: "clinician" }, email: true });
    for (const id of ["p1", "p2"]) await score(id, 0.2);
    for (const id of ["p1", "p2"]) await score(id, 0.35);
    await sweep();
    const first = (await inbox()).alerts.find(({ stayId }) => stayId === "stay-p1");
    await actOnAlert(house, house.people.nurse, { alertId: first?.id ?? "", step: { kind: "acknowledge" } });
    later(29);
    expect(await sweep()).toMatchObject({ escalated: 0 });
    later(1);
    expect(await sweep()).toMatchObject({ escalated: 1 });
    expect(await sweep()).toMatchObject({ escalated: 0 });
    expect((await inbox()).alerts).toMatchObject([{ stayId: "stay-p2", roles: ["nurse", "clinician"] }]);
    const deliveries = await house.database.transaction((tx) => tx.select().from(alertDeliveries));
    expect(deliveries.filter(({ step }) => step === "escalated")).toMatchObject([
      { recipient: house.people.clinician.userId },
    ]);
  });

  it("go to the second role as the rule says by now, counted from when each was opened", async () => {
    const { ruleId } = await save();
    for (const id of ["p1", "p2"]) await score(id, 0.2);
    for (const id of ["p1", "p2"]) await score(id, 0.35);
    await sweep();
    const second = (await inbox()).alerts.find(({ stayId }) => stayId === "stay-p2")?.id ?? "";
    later(20);
    for (const kind of ["acknowledge", "reopen"] as const)
      await actOnAlert(house, house.people.nurse, { alertId: second, step: { kind } });
    const saveWith = (version: number, afterMinutes: number) => {
      const rule = testRule({ escalation: { afterMinutes, toRole: "clinician" } });
      return saveAlertRule(house, house.people.clinician, { ruleId, version, rule });
    };
    await saveWith(1, 240);
    later(10);
    expect(await sweep()).toMatchObject({ escalated: 0 });
    await saveWith(2, 30);
    expect(await sweep()).toMatchObject({ escalated: 1 });
    later(19);
    expect(await sweep()).toMatchObject({ escalated: 0 });
    later(1);
    expect(await sweep()).toMatchObject({ escalated: 1 });
    // Told once, whatever is saved afterwards.
    await saveWith(3, 5);
    later(60);
    expect(await sweep()).toMatchObject({ escalated: 0 });
  });

  it("held, are told to whom and when the rule says by now", async () => {
    const { clinician } = house.people;
    const quiet = { from: "22:00", to: "07:00" };
    const { ruleId } = await save({ quiet });
    await score("p1", 0.2);
    house.now = new Date("2026-03-10T23:30:00Z");
    await score("p1", 0.35);
    expect(await sweep()).toMatchObject({ raised: 1, told: 0 });
    const sooner = testRule({ quiet: { from: "22:00", to: "00:30" }, role: "clinician" });
    await saveAlertRule(house, clinician, { ruleId, version: 1, rule: sooner });
    house.now = new Date("2026-03-11T00:30:00Z");
    expect(await sweep()).toMatchObject({ told: 1 });
    expect(await rows()).toMatchObject([{ state: "open", roles: ["clinician"] }]);
    expect(await countAlerts(house, clinician, {})).toEqual({ open: 1, mine: 1 });
  });

  it("say when the rules were last looked at, from the first rule on", async () => {
    await score("p1", 0.2);
    later(1);
    await save();
    expect(await inbox()).toMatchObject({ lookedAt: null, rules: 1 });
    // What was scored before the first rule is nobody's: looking begins behind it.
    expect(await sweep()).toMatchObject({ changes: 1 });
    const lookedAt = house.now.toISOString();
    later(7);
    expect(await inbox()).toMatchObject({ lookedAt, counts: { done: null } });
    const read = await house.database.transaction((tx) => findOperationalState(house, tx));
    expect(read.alertsLookedSeconds).toBe(7 * 60);
  });

  it("are told to nobody in quiet hours, however long overdue", async () => {
    const quiet = { from: "22:00", to: "07:00" };
    await save({ quiet, escalation: { afterMinutes: 30, toRole: "clinician" } });
    for (const id of ["p1", "p2"]) await score(id, 0.2);
    await score("p1", 0.35);
    expect(await sweep()).toMatchObject({ raised: 1 });
    house.now = new Date("2026-03-10T22:30:00Z");
    await score("p2", 0.35);
    expect(await sweep()).toMatchObject({ raised: 1, escalated: 0 });
    // Nobody looked all day: the first was due long ago, the second since the morning.
    house.now = new Date("2026-03-11T23:00:00Z");
    expect(await sweep()).toMatchObject({ told: 0, escalated: 0, ended: 0 });
    house.now = new Date("2026-03-12T07:00:00Z");
    expect(await sweep()).toMatchObject({ told: 1, escalated: 1 });
  });

  it("are told to the ward the patient is on by now", async () => {
    const { nurse, visitor } = house.people;
    const escalation = { afterMinutes: 30, toRole: "clinician" } as const;
    const rule = testRule({ wardIds: ["w1", "w2"], email: true, escalation, quiet: { from: "22:00", to: "07:00" } });
    const row = { ruleId: crypto.randomUUID(), version: 1, userId: null, burden: null };
    await house.database.transaction((tx) => insertRule({ tx, now: house.now }, { ...row, rule }));
    await score("p1", 0.2);
    house.now = new Date("2026-03-10T23:30:00Z");
    await score("p1", 0.35);
    expect(await sweep()).toMatchObject({ raised: 1 });
    // Moved to the other ward, which has clinicians and no nurse, while it is held: nobody of the first ward is told.
    await score("p1", 0.35, { wardId: "w2" });
    house.now = new Date("2026-03-11T07:00:00Z");
    expect(await sweep()).toMatchObject({ told: 1, ended: 0 });
    const recipients = async () =>
      (await house.database.transaction((tx) => tx.select().from(alertDeliveries))).map(({ recipient }) => recipient);
    expect(await recipients()).not.toContain(nurse.userId);
    later(30);
    expect(await sweep()).toMatchObject({ escalated: 1 });
    expect(await recipients()).toEqual([visitor.userId]);
  });
});
