import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Deliveries } from "@/app/(ops)/alert-deliveries/deliveries";
import { Refusal } from "@/app/refusal";
import type { DeliveryFacts } from "@/lib/core/delivery/deliveries-view";
import { readAlertDeliveries } from "@/lib/services/alert-deliveries";
import { runningHouse } from "@/lib/services/running-house";

export const metadata: Metadata = { title: "Alert deliveries" };

/** What is set up outside, without the mail server's password. */
function deliveryFacts(): DeliveryFacts {
  const { mail, webhooks } = runningHouse().environment.delivery;
  return { mailHost: mail?.host ?? null, from: mail?.from ?? null, webhookHosts: webhooks.hosts };
}

export default async function AlertDeliveriesPage() {
  const [user, result] = await Promise.all([currentUser(), act(readAlertDeliveries, {})]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <Deliveries initial={result.value} facts={deliveryFacts()} />;
}
