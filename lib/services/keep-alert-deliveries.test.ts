import { expect, it } from "vitest";
import { addAlertWebhook } from "@/lib/services/alert-webhooks";
import { keepAlertDeliveries } from "@/lib/services/keep-alert-deliveries";
import { testDeliveries } from "@/lib/services/test-deliveries";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("alerts sent for as long as the server runs", ({ house }) => {
  const outside = testDeliveries(house);
  const keep = () => {
    const environment = { delivery: outside.settings(), baseUrl: "https://wardlight.example" };
    return keepAlertDeliveries({ ...house, environment }, 50);
  };
  const statesOf = async () =>
    Object.fromEntries((await outside.read()).deliveries.map(({ recipient, state }) => [recipient, state]));

  it("a webhook that does not answer delays neither mail nor another webhook", async () => {
    const { port } = outside.receiver;
    const { id: other } = await addAlertWebhook(house, house.people.administrator, {
      name: "Bleep",
      url: `http://127.0.0.1:${port}/other`,
    });
    let release = () => {};
    const hanging = new Promise<void>((done) => {
      release = done;
    });
    outside.receiver.meanwhile = () =>
      outside.receiver.received.at(-1)?.path === "/hook" ? hanging : Promise.resolve();
    const { alertId } = await outside.raise("webhook", outside.webhook.id);
    const kept = keep();
    try {
      await expect.poll(() => outside.receiver.received.length, { timeout: 5_000 }).toBe(1);
      // Told while the first is under way: its round goes on, others begin.
      await outside.tell(alertId, "email", house.people.nurse.userId);
      await outside.tell(alertId, "webhook", other);
      await expect.poll(statesOf, { timeout: 5_000 }).toEqual({
        Pager: "waiting",
        "Test nurse": "sent",
        Bleep: "sent",
      });
      expect(outside.smtp.taken.map(({ to }) => to)).toEqual([["nurse@test"]]);
    } finally {
      release();
      // What is under way is finished first.
      await kept.close();
      outside.receiver.meanwhile = async () => {};
    }
    expect((await statesOf()).Pager).toBe("sent");
    expect(outside.receiver.received.map(({ path }) => path).sort()).toEqual(["/hook", "/other"]);
  });
});
