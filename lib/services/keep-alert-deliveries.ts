import { isFault } from "@/lib/core/fault";
import { deliverAlerts, findDueReceivers } from "@/lib/services/deliver-alerts";
import type { House } from "@/lib/services/house";
import { keepDoing } from "@/lib/services/keep-doing";
import type { RunningHouse } from "@/lib/services/running-house";
import { freeTasks } from "@/lib/services/tasks";

/** Looked at this often: word of an alert is on its way within seconds. */
const EVERY_MS = 5_000;
const OPERATOR = { system: "alert-deliveries" };

/**
 * Sends what alerts have to say outside, for as long as the server runs. To each receiver in turn, and to all of them
 * side by side: one that is slow, or does not answer, keeps nobody else waiting.
 */
export function keepAlertDeliveries(
  house: House & { readonly environment: Pick<RunningHouse["environment"], "delivery" | "baseUrl"> },
  everyMs = EVERY_MS,
): { close(): Promise<void> } {
  const { environment, log, database, clock } = house;
  const input = { settings: environment.delivery, baseUrl: environment.baseUrl };
  // On a database of this process alone nobody else can be at one: no need to wait until its lease is over.
  let isFreed = database.kind === "server";
  /** Rounds under way, by receiver. */
  const going = new Map<string | null, Promise<void>>();
  const failure = "alerts could not be sent";
  const deliver = async (webhookId: string | null): Promise<void> => {
    try {
      await deliverAlerts(house, OPERATOR, { ...input, webhookId });
      going.delete(webhookId);
      // There may be more of it.
      kept.wake();
    } catch (error) {
      // Not at once again: where nothing can be written it would fail for ever without a pause.
      going.delete(webhookId);
      log.warn({ reason: isFault(error) ? error.message : "unexpected" }, failure);
    }
  };
  const kept = keepDoing(log, {
    work: async () => {
      const due = await database.transaction(async (tx) => {
        if (!isFreed) await freeTasks(tx, "deliver-alert");
        isFreed = true;
        return findDueReceivers(tx, clock.now());
      });
      for (const receiver of due) if (!going.has(receiver)) going.set(receiver, deliver(receiver));
    },
    everyMs,
    failure,
  });
  return {
    close: async () => {
      await kept.close();
      await Promise.all(going.values());
    },
  };
}
