import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Refusal } from "@/app/refusal";
import { RulesScreen } from "@/components/alert-rules/rules-screen";
import { readAlertRules } from "@/lib/services/alert-rules";

export const metadata: Metadata = { title: "Alert rules" };

export default async function AlertRulesPage() {
  const [user, result] = await Promise.all([currentUser(), act(readAlertRules, {})]);
  if (!result.ok) return <Refusal error={result.error} mayList={user?.may.includes("list-worklist") ?? false} />;
  const links = user?.may.includes("read-alert-deliveries") ? [{ href: "/alert-deliveries", label: "Deliveries" }] : [];
  return <RulesScreen view={result.value} links={links} />;
}
