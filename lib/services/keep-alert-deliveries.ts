import { deliverAlerts } from "@/lib/services/deliver-alerts";
import { keepDoing } from "@/lib/services/keep-doing";
import type { RunningHouse } from "@/lib/services/running-house";
import { freeTasks, isTaskDue } from "@/lib/services/tasks";

/** Looked at this often: word of an alert is on its way within seconds. */
const EVERY_MS = 5_000;
const OPERATOR = { system: "alert-deliveries" };

/** Sends what alerts have to say outside, for as long as the server runs. */
export function keepAlertDeliveries(house: RunningHouse): { close(): Promise<void> } {
  const { environment, log, database, clock } = house;
  const input = { settings: environment.delivery, baseUrl: environment.baseUrl };
  // On a database of this process alone nobody else can be at one: no need to wait until its lease is over.
  let isFreed = database.kind === "server";
  const isDue = () =>
    database.transaction(async (tx) => {
      if (!isFreed) await freeTasks(tx, "deliver-alert");
      isFreed = true;
      return isTaskDue(tx, "deliver-alert", clock.now());
    });
  return keepDoing(log, {
    work: async (closing) => {
      while (!closing.aborted && (await isDue())) await deliverAlerts(house, OPERATOR, input);
    },
    everyMs: EVERY_MS,
    failure: "alerts could not be sent",
  });
}
