import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { Inbox } from "@/app/(clinic)/alerts/inbox";
import { makeQueryClient } from "@/app/query-client";
import { Refusal } from "@/app/refusal";
import { alertsKey } from "@/components/alerts/alert-actions";
import { firstPage } from "@/components/alerts/first-page";
import { ALERT_LISTS } from "@/lib/core/alerts/alert";
import { listAlerts } from "@/lib/services/alerts";
import { newestChangeNow } from "@/lib/services/change-feed";
import { runningHouse } from "@/lib/services/running-house";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly show?: string | string[]; readonly ward?: string | string[] }>;
}) {
  const { show, ward } = await searchParams;
  const list = ALERT_LISTS.find((one) => one === show) ?? "open";
  const wardId = typeof ward === "string" && ward !== "" ? ward : null;
  // Before the alerts are read, so that nothing falls between the two.
  const changesAfter = await newestChangeNow(runningHouse());
  const result = await act(listAlerts, { list, wardId });
  if (!result.ok) {
    const sentence =
      result.error.code === "forbidden" && wardId !== null ? "This ward is not one of yours." : undefined;
    return <Refusal error={result.error} sentence={sentence} />;
  }
  const client = makeQueryClient();
  client.setQueryData(alertsKey({ list, wardId }), firstPage(result.value));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Inbox choice={{ list, wardId }} changesAfter={changesAfter} />
    </HydrationBoundary>
  );
}
