import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { currentUser } from "@/app/_adapters/session";
import { OpenElsewhere } from "@/app/(clinic)/stays/[stayId]/open-elsewhere";
import { readStayPage } from "@/app/(clinic)/stays/[stayId]/read-stay-page";
import { Stay } from "@/app/(clinic)/stays/[stayId]/stay";
import { makeQueryClient } from "@/app/query-client";
import { Refusal } from "@/app/refusal";
import { stayKey } from "@/components/patient/stay-page";
import { newestChangeNow } from "@/lib/services/change-feed";
import { runningHouse } from "@/lib/services/running-house";

/** No name in the title: titles end up in histories and on shared screens. */
export const metadata: Metadata = { title: "Patient" };

export default async function StayPage({ params }: { readonly params: Promise<{ stayId: string }> }) {
  const stayId = decodeURIComponent((await params).stayId);
  // Before the page is read, so that nothing falls between the two.
  const changesAfter = await newestChangeNow(runningHouse());
  const result = await readStayPage(stayId);
  if (!result.ok) {
    // Those who may read stays at all are refused for the ward alone.
    const mayOpen = result.error.code === "forbidden" && (await currentUser())?.may.includes("break-glass");
    return (
      <>
        <Refusal error={result.error} />
        {mayOpen && <OpenElsewhere stayId={stayId} />}
      </>
    );
  }
  const client = makeQueryClient();
  client.setQueryData(stayKey(stayId), result.value);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Stay stayId={stayId} changesAfter={changesAfter} />
    </HydrationBoundary>
  );
}
