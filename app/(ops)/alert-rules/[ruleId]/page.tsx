import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { currentUser } from "@/app/_adapters/session";
import { Editor } from "@/app/(ops)/alert-rules/[ruleId]/editor";
import { Refusal } from "@/app/refusal";
import { readAlertRules } from "@/lib/services/alert-rules";
import { runningHouse } from "@/lib/services/running-house";

export const metadata: Metadata = { title: "Alert rule" };

/** A rule to change, or "new". */
export default async function AlertRulePage({ params }: { readonly params: Promise<{ readonly ruleId: string }> }) {
  const { ruleId } = await params;
  const [user, result] = await Promise.all([currentUser(), act(readAlertRules, {})]);
  const mayList = user?.may.includes("list-worklist") ?? false;
  if (!result.ok) return <Refusal error={result.error} mayList={mayList} />;
  const { rules, mayChange, ...view } = result.value;
  const edited = rules.find(({ id }) => id === ruleId) ?? null;
  const refuse = (code: "not-found" | "forbidden", message: string) => (
    <Refusal error={{ code, message }} mayList={mayList} />
  );
  if (edited === null && ruleId !== "new") return refuse("not-found", "There is no such rule.");
  if (!(edited?.mayChange ?? mayChange))
    return refuse("forbidden", "This rule is not yours to change: it takes all of its wards.");
  return <Editor edited={edited} view={view} hasMail={runningHouse().environment.delivery.mail !== null} />;
}
