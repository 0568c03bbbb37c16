import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { alertEvents } from "@/lib/io/database/alert-schema";
import { actOnAlert } from "@/lib/services/act-on-alert";
import { saveAlertRule } from "@/lib/services/alert-rules";
import { testRule } from "@/lib/services/test-alert-rule";
import { testAlerts } from "@/lib/services/test-alerts";
import { lastAudit } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("ending ward alerts", ({ house }) => {
  const ward = testAlerts(house);
  const { sweep, later, save, score, inbox, eventsOf } = ward;

  it("are taken, put off, woken, opened again and set aside; the same said twice is done once", async () => {
    await save();
    await score("p1", 0.2);
    await score("p1", 0.35);
    await sweep();
    const alertId = (await inbox()).alerts[0]?.id ?? "";
    const act = (step: Parameters<typeof actOnAlert>[2]["step"]) =>
      actOnAlert(house, house.people.nurse, { alertId, step });
    await act({ kind: "acknowledge" });
    later(1);
    await act({ kind: "acknowledge" });
    expect(await eventsOf(alertId)).toEqual(["raised", "acknowledged"]);
    later(1);
    expect(await act({ kind: "snooze", minutes: 60 })).toMatchObject({ state: "snoozed" });
    expect((await inbox("snoozed")).alerts).toHaveLength(1);
    later(60);
    expect(await sweep()).toMatchObject({ woken: 1 });
    later(1);
    await act({ kind: "acknowledge" });
    later(1);
    await act({ kind: "reopen" });
    later(1);
    const done = await act({ kind: "dismiss", reason: "other", note: "Seen with the family." });
    expect(done).toMatchObject({
      state: "dismissed",
      events: expect.arrayContaining([expect.objectContaining({ note: "Seen with the family." })]),
    });
    expect(await lastAudit(house)).toMatchObject({
      verb: "act-on-alert",
      target: { alertId, stayId: "stay-p1" },
      detail: { step: "dismiss" },
    });
    await expect(act({ kind: "acknowledge" })).rejects.toMatchObject({ code: "conflict" });
    expect(await eventsOf(alertId)).toEqual([
      ...["raised", "acknowledged", "snoozed", "woken", "acknowledged", "reopened", "dismissed"],
    ]);
    const stored = await house.database.transaction((tx) => tx.select().from(alertEvents));
    expect(JSON.stringify(stored)).not.toContain("family");
  });

  it("end when the patient leaves or moves, and when the rule is switched off", async () => {
    const { ruleId } = await save();
    for (const id of ["p1", "p2", "p3"]) await score(id, 0.2);
    for (const id of ["p1", "p2", "p3"]) await score(id, 0.35);
    await sweep();
    await score("p1", 0.36, { dischargedAt: "2026-03-10T09:00:00Z" });
    await score("p2", 0.35, { wardId: "w2" });
    expect(await sweep()).toMatchObject({ ended: 2 });
    await saveAlertRule(house, house.people.clinician, {
      ruleId,
      version: 1,
      rule: testRule({ isOn: false }),
    });
    expect(await sweep()).toMatchObject({ ended: 1 });
    const resolutions = await house.database.transaction((tx) =>
      tx.select({ resolution: alertEvents.resolution }).from(alertEvents).where(eq(alertEvents.kind, "resolved")),
    );
    expect(resolutions.map(({ resolution }) => resolution).sort()).toEqual([
      ...["patient-left", "patient-moved", "rule-changed"],
    ]);
    // A patient of another ward is nobody's on this one any more.
    expect((await inbox("done")).alerts.map(({ stayId }) => stayId).sort()).toEqual(["stay-p1", "stay-p3"]);
  });

  it("end with words that are true of the patient, also where the rule or the model is another", async () => {
    const { ruleId } = await save();
    const ids = ["p1", "p2", "p3"];
    for (const id of ids) await score(id, 0.2);
    for (const id of ids) await score(id, 0.35);
    expect(await sweep()).toMatchObject({ raised: 3 });
    // Another version gives a lower number, which is no fall.
    await score("p1", 0.2, { modelVersion: "2.0.0" });
    await score("p2", 0.2);
    // The third stays as it was: the rule asks for more.
    const condition = {
      ...testRule().condition,
      threshold: { by: "tier", tier: "very-high" },
    } as AlertRule["condition"];
    await saveAlertRule(house, house.people.clinician, {
      ruleId,
      version: 1,
      rule: testRule({ condition }),
    });
    expect(await sweep()).toMatchObject({ ended: 3 });
    const ended = (await inbox("done")).alerts.map(({ stayId, events }) => [stayId, events.at(-1)?.resolution]);
    expect(Object.fromEntries(ended)).toEqual({
      "stay-p1": "version-changed",
      "stay-p2": "score-fell",
      "stay-p3": "rule-changed",
    });
  });

  it("come back where they were only paused, and say so; not what somebody set aside", async () => {
    await save({ repeatAfterHours: 24 });
    const ids = ["p1", "p2", "p3"];
    for (const id of ids) await score(id, 0.2);
    for (const id of ids) await score(id, 0.35);
    expect(await sweep()).toMatchObject({ raised: 3 });
    // No score for a while, another ward for a while, and one that somebody is done with.
    await score("p1", null);
    await score("p2", 0.35, { wardId: "w2" });
    const third = (await inbox()).alerts.find(({ stayId }) => stayId === "stay-p3")?.id ?? "";
    const dismiss = { kind: "dismiss", reason: "already-handled", note: "" } as const;
    await actOnAlert(house, house.people.nurse, { alertId: third, step: dismiss });
    expect(await sweep()).toMatchObject({ ended: 2, raised: 0 });
    await score("p1", 0.36);
    await score("p2", 0.35);
    await score("p3", null);
    await score("p3", 0.36);
    expect(await sweep()).toMatchObject({ ended: 0, raised: 2, repeats: 0 });
    expect(await sweep()).toMatchObject({ ended: 0, raised: 0, repeats: 0 });
    expect((await inbox()).alerts.map(({ stayId, because }) => [stayId, because]).sort()).toEqual([
      ["stay-p1", "The patient meets the rule again: the score is 36\u202f% (high)."],
      ["stay-p2", "The patient meets the rule again: the score is 35\u202f% (high)."],
    ]);
    // Scores are not shown for a while; meanwhile one of them falls.
    house.isDemo = false;
    later(1);
    expect(await sweep()).toMatchObject({ ended: 2, raised: 0 });
    await score("p2", 0.2);
    house.isDemo = true;
    later(1);
    expect(await sweep()).toMatchObject({ ended: 0, raised: 1 });
    expect((await inbox()).alerts).toMatchObject([{ stayId: "stay-p1" }]);
  });

  it("come back after another version answered for a while, which hides no crossing either", async () => {
    await save({ repeatAfterHours: 24 });
    for (const id of ["p1", "p2"]) await score(id, 0.2);
    await score("p1", 0.35);
    expect(await sweep()).toMatchObject({ raised: 1 });
    for (const id of ["p1", "p2"]) await score(id, 0.2, { modelVersion: "2.0.0" });
    expect(await sweep()).toMatchObject({ ended: 1, raised: 0 });
    for (const id of ["p1", "p2"]) await score(id, 0.36);
    expect(await sweep()).toMatchObject({ ended: 0, raised: 2 });
    expect((await inbox()).alerts.map(({ stayId, because }) => [stayId, because]).sort()).toEqual([
      ["stay-p1", "The patient meets the rule again: the score is 36\u202f% (high)."],
      ["stay-p2", "The score went from 20\u202f% to 36\u202f% (high)."],
    ]);
  });

  it("set aside, do not come back before the stated time, however long they were open", async () => {
    const leaving = {
      kind: "leaving-unattended",
      threshold: { by: "probability", probability: 0.3 },
      withinHours: 48,
    } as const;
    await save({ condition: leaving, repeatAfterHours: 24 });
    await score("p1", 0.35, { plannedEndAt: "2026-03-11T15:00:00Z" });
    expect(await sweep()).toMatchObject({ raised: 1 });
    later(25 * 60);
    const alertId = (await inbox()).alerts[0]?.id ?? "";
    const dismiss = { kind: "dismiss", reason: "already-handled", note: "" } as const;
    await actOnAlert(house, house.people.nurse, { alertId, step: dismiss });
    later(24 * 60 - 1);
    expect(await sweep()).toMatchObject({ raised: 0 });
    later(1);
    expect(await sweep()).toMatchObject({ raised: 1 });
  });
});
