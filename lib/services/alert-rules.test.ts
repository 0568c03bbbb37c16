import { expect, it } from "vitest";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { alertRules } from "@/lib/io/database/alert-schema";
import { stays } from "@/lib/io/database/schema";
import { readAlertRules, saveAlertRule } from "@/lib/services/alert-rules";
import { addAlertWebhook, disableAlertWebhook } from "@/lib/services/alert-webhooks";
import { previewAlertRule } from "@/lib/services/preview-alert-rule";
import { testRule } from "@/lib/services/test-alert-rule";
import { testAlerts } from "@/lib/services/test-alerts";
import { lastAudit } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("alert rules", ({ house }) => {
  const ward = testAlerts(house);
  const { later, save, score, rows } = ward;

  it("rules are kept version by version, and two people's savings do not cross", async () => {
    const { ruleId } = await save();
    const administrator = house.people.administrator;
    await saveAlertRule(house, administrator, { ruleId, version: 1, rule: testRule({ name: "Higher" }) });
    await expect(
      saveAlertRule(house, house.people.clinician, { ruleId, version: 1, rule: testRule() }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await lastAudit(house)).toMatchObject({
      verb: "save-alert-rule",
      outcome: "refused",
      target: { ruleId },
    });
    const { rules, features } = await readAlertRules(house, house.people.nurse, {});
    expect(rules).toMatchObject([
      { version: 2, savedBy: "Test administrator", mayChange: false, wardNames: ["Ward 1"] },
    ]);
    expect(features.map(({ name }) => name)).not.toContain("labTests");
    const kept = await house.database.transaction((tx) => tx.select().from(alertRules));
    expect(kept.map(({ rule }) => rule.name).sort()).toEqual(["High scores", "Higher"]);
    await expect(
      saveAlertRule(house, house.people.visitor, { ruleId, version: 2, rule: testRule({ wardIds: ["w2"] }) }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("can be changed and switched off after a webhook they name has ended", async () => {
    const { administrator, clinician } = house.people;
    const url = "https://pager.example/";
    const { id } = await addAlertWebhook(house, administrator, { name: "Pager", url });
    const rule = testRule({ webhookIds: [id] });
    const { ruleId } = await save(rule);
    await disableAlertWebhook(house, administrator, { webhookId: id });
    await expect(save(rule)).rejects.toMatchObject({ code: "bad-input" });
    const off = { ruleId, version: 1, rule: { ...rule, isOn: false } };
    expect(await saveAlertRule(house, clinician, off)).toMatchObject({ version: 2 });
  });

  it("a rule is previewed by what was kept", async () => {
    house.now = new Date("2026-03-01T09:00:00Z");
    for (const id of ["p1", "p2", "p3"]) await score(id, 0.2);
    later(24 * 60);
    await score("p1", 0.35);
    await score("p2", 0.5);
    later(48 * 60);
    const burden = await previewAlertRule(house, house.people.clinician, { rule: testRule() });
    expect(burden).toMatchObject({ alerts: 2, stays: 2, busiest: 2, inHindsight: 0, labels: { found: 0, ppv: null } });
    const rise: AlertRule["condition"] = { kind: "rise-for-reason", points: 5, feature: null };
    expect(
      await previewAlertRule(house, house.people.clinician, { rule: testRule({ condition: rise }) }),
    ).toMatchObject({
      alerts: 0,
    });
    expect(await rows()).toEqual([]);
    const kept = await house.database.transaction((tx) => tx.select().from(stays));
    expect(kept).toHaveLength(3);
  });
});
