import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { InboxPage } from "@/app/(clinic)/alerts/inbox-page";
import { listAlerts } from "@/lib/services/alerts";

export const metadata: Metadata = { title: "Alert" };

/** One alert, where a message about it leads. Its number says nothing of the patient. */
export default async function AlertPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { data: alertId } = listAlerts.input.shape.alertId
    .unwrap()
    .unwrap()
    .safeParse((await params).id);
  if (alertId === undefined) notFound();
  return <InboxPage choice={{ list: "open", wardId: null, alertId }} />;
}
