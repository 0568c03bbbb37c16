import type { DeliveriesView } from "@/lib/core/delivery/deliveries-view";

/** Each rejects with a sentence that may be shown. */
export interface DeliveryActions {
  readonly load: () => Promise<DeliveriesView>;
  /** Gives the secret, which is told this once. */
  readonly addWebhook: (input: { readonly name: string; readonly url: string }) => Promise<{ readonly secret: string }>;
  readonly disableWebhook: (webhookId: string) => Promise<void>;
  readonly testWebhook: (webhookId: string) => Promise<void>;
  readonly retry: (taskIds: readonly string[]) => Promise<void>;
}
