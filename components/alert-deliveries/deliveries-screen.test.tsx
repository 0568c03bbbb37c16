// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DeliveriesScreen } from "@/components/alert-deliveries/deliveries-screen";
import type { DeliveriesView, DeliveryView } from "@/lib/core/delivery/deliveries-view";

const delivery = (n: number, more: Partial<DeliveryView> = {}): DeliveryView => ({
  ...{ id: `delivery-${n}`, channel: "email", step: "told", state: "sent", ruleName: "Very high score" },
  ...{ wardName: "Ward 1", recipient: `Nurse ${n}`, createdAt: "2026-03-10T08:00:00Z" },
  ...{ settledAt: "2026-03-10T08:00:05Z", errorCode: null, attempts: 0, nextAt: null, taskId: null },
  ...more,
});
const putAside = (n: number) =>
  delivery(n, { state: "given-up", errorCode: "smtp-refused", attempts: 12, settledAt: null, taskId: `task-${n}` });
const viewOf = (
  deliveries: readonly DeliveryView[],
  counts: Partial<DeliveriesView["counts"]> = {},
): DeliveriesView => ({
  ...{ webhooks: [], deliveries, asOf: "2026-03-10T09:00:00Z", timeZone: "Europe/London" },
  counts: { sent: 0, waiting: 0, "given-up": 0, "not-needed": 0, ...counts },
});
function show(view: DeliveriesView, later = view) {
  const retry = vi.fn(async () => {});
  const nothing = async () => {};
  const actions = { load: async () => later, addWebhook: async () => ({ secret: "s" }), retry };
  render(
    <DeliveriesScreen
      initial={view}
      facts={{ mailHost: "mail.example", from: "wardlight@hospital.example", webhookHosts: [] }}
      actions={{ ...actions, disableWebhook: nothing, testWebhook: nothing }}
    />,
  );
  return retry;
}
const rows = () => within(screen.getByRole("list", { name: "Deliveries" })).getAllByRole("listitem");

describe("alert deliveries on screen", () => {
  afterEach(cleanup);

  it("says so where nothing was sent, and what is not set up", () => {
    show(viewOf([]));
    expect(screen.getByText("Nothing was sent")).toBeTruthy();
    expect(screen.getByText(/No host is listed/)).toBeTruthy();
    expect(screen.queryByRole("list", { name: "Deliveries" })).toBeNull();
  });

  it("shows what did not go with why, and tries one or all of it again", async () => {
    const later = viewOf([delivery(3)], { sent: 1, waiting: 2 });
    const retry = show(viewOf([putAside(1), putAside(2), delivery(3)], { sent: 1, "given-up": 2 }), later);
    expect(screen.getByText(/^1 handed over, 0 waiting, 2 put aside/)).toBeTruthy();
    expect(rows()[0]?.textContent).toMatch(/^E-mail to Nurse 1 Put aside.*12 tries so far/);
    expect(rows()[2]?.textContent).toContain("Handed over");
    fireEvent.click(screen.getByRole("button", { name: "Try again: E-mail to Nurse 2, Very high score" }));
    expect((await screen.findByRole("status")).textContent).toBe("It is tried again within seconds.");
    expect(retry).toHaveBeenCalledWith(["task-2"]);
    expect(rows()).toHaveLength(1);
    cleanup();
    const retryAll = show(viewOf([putAside(1), putAside(2)], { "given-up": 2 }));
    fireEvent.click(screen.getByRole("button", { name: "Try all 2 again" }));
    expect(retryAll).toHaveBeenCalledWith(["task-1", "task-2"]);
    await screen.findByText("It is tried again within seconds.");
  });

  it("says how many of many are shown", () => {
    show(
      viewOf(
        Array.from({ length: 100 }, (_, n) => delivery(n)),
        { sent: 488, waiting: 12 },
      ),
    );
    expect(rows()).toHaveLength(100);
    expect(screen.getByText("100 of 500 are shown, what did not go first.")).toBeTruthy();
  });
});
