"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { DeliveriesView } from "@/lib/core/delivery/deliveries-view";
import { readAlertDeliveries } from "@/lib/services/alert-deliveries";
import { addAlertWebhook, disableAlertWebhook, testAlertWebhook } from "@/lib/services/alert-webhooks";
import { runningHouse } from "@/lib/services/running-house";

/** Server action: how alerts leave. */
export async function readDeliveriesAction(): Promise<Result<DeliveriesView>> {
  return act(readAlertDeliveries, {});
}

/** Server action: adds a webhook; its secret is in the answer and nowhere else. */
export async function addWebhookAction(input: {
  readonly name: string;
  readonly url: string;
}): Promise<Result<{ readonly secret: string }>> {
  return act(addAlertWebhook, input);
}

/** Server action: ends a webhook, at once. */
export async function disableWebhookAction(webhookId: string): Promise<Result<unknown>> {
  return act(disableAlertWebhook, { webhookId });
}

/** Server action: sends it a test message, once. */
export async function testWebhookAction(webhookId: string): Promise<Result<unknown>> {
  return act(testAlertWebhook, { webhookId, rules: runningHouse().environment.delivery.webhooks });
}
