import { expect, it } from "vitest";
import { users } from "@/lib/io/database/schema";
import { addAlertWebhook, disableAlertWebhook, testAlertWebhook } from "@/lib/services/alert-webhooks";
import { testDeliveries } from "@/lib/services/test-deliveries";
import { lastAudit } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("webhooks of alerts", ({ house }) => {
  const outside = testDeliveries(house);
  const { deliver, read, raise } = outside;

  it("can be tried out, and ended; both are the administrator's, and audited", async () => {
    const { administrator, nurse } = house.people;
    const target = { webhookId: outside.webhook.id };
    const rules = outside.settings().webhooks;
    await testAlertWebhook(house, administrator, { ...target, rules });
    expect(JSON.parse(outside.receiver.received[0]?.body ?? "")).toMatchObject({ type: "wardlight.test" });
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
