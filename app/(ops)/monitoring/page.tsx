import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Monitoring } from "@/app/(ops)/monitoring/monitoring";
import { Refusal } from "@/app/refusal";
import { readMonitoring } from "@/lib/services/monitoring";

export const metadata: Metadata = { title: "Monitoring" };

export default async function MonitoringPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ version?: string | string[] }>;
}) {
  const { version } = await searchParams;
  const asked = typeof version === "string" ? version : null;
  const [user, result] = await Promise.all([currentUser(), act(readMonitoring, { version: asked })]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  return <Monitoring view={result.value} />;
}
