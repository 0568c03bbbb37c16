import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { act } from "@/app/_adapters/act";
import { Inbox } from "@/app/(clinic)/alerts/inbox";
import { makeQueryClient } from "@/app/query-client";
import { Refusal } from "@/app/refusal";
import { type AlertChoice, alertsKey } from "@/components/alerts/alert-actions";
import { firstPage } from "@/components/alerts/first-page";
import { listAlerts } from "@/lib/services/alerts";
import { newestChangeNow } from "@/lib/services/change-feed";
import { runningHouse } from "@/lib/services/running-house";

/** The inbox as it is first shown: read on the server, and kept up to date in the browser. */
export async function InboxPage({ choice }: { readonly choice: AlertChoice }) {
  // Before the alerts are read, so that nothing falls between the two.
  const changesAfter = await newestChangeNow(runningHouse());
  const result = await act(listAlerts, choice);
  if (!result.ok) {
    const isOfWard = result.error.code === "forbidden" && choice.wardId !== null;
    return <Refusal error={result.error} sentence={isOfWard ? "This ward is not one of yours." : undefined} />;
  }
  const client = makeQueryClient();
  client.setQueryData(alertsKey(choice), firstPage(result.value));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Inbox choice={choice} changesAfter={changesAfter} />
    </HydrationBoundary>
  );
}
