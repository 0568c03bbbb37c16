"use client";
import { retryTasksAction } from "@/app/_adapters/connection-actions";
import {
  addWebhookAction,
  disableWebhookAction,
  readDeliveriesAction,
  testWebhookAction,
} from "@/app/_adapters/delivery-actions";
import { orThrow } from "@/app/or-throw";
import { DeliveriesScreen } from "@/components/alert-deliveries/deliveries-screen";
import type { DeliveryActions } from "@/components/alert-deliveries/delivery-actions";
import type { DeliveriesView, DeliveryFacts } from "@/lib/core/delivery/deliveries-view";

const actions: DeliveryActions = {
  load: async () => orThrow(await readDeliveriesAction()),
  addWebhook: async (input) => orThrow(await addWebhookAction(input)),
  disableWebhook: async (id) => void orThrow(await disableWebhookAction(id)),
  testWebhook: async (id) => void orThrow(await testWebhookAction(id)),
  retry: async (taskIds) => void orThrow(await retryTasksAction(taskIds)),
};

/** How alerts leave, wired to its verbs. */
export function Deliveries(props: { readonly initial: DeliveriesView; readonly facts: DeliveryFacts }) {
  return <DeliveriesScreen {...props} actions={actions} />;
}
