import type { Metadata } from "next";
import { InboxPage } from "@/app/(clinic)/alerts/inbox-page";
import { ALERT_LISTS } from "@/lib/core/alerts/alert";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly show?: string | string[]; readonly ward?: string | string[] }>;
}) {
  const { show, ward } = await searchParams;
  const list = ALERT_LISTS.find((one) => one === show) ?? "open";
  return <InboxPage choice={{ list, wardId: typeof ward === "string" && ward !== "" ? ward : null }} />;
}
