"use client";
import { useRouter } from "next/navigation";
import { previewAlertRuleAction, saveAlertRuleAction } from "@/app/_adapters/alert-actions";
import { orThrow } from "@/app/or-throw";
import type { RuleActions } from "@/components/alert-rules/rule-actions";
import { RuleEditor } from "@/components/alert-rules/rule-editor";
import type { AlertRulesView, AlertRuleView } from "@/lib/core/alerts/alert-rule";

const actions: RuleActions = {
  preview: async (rule) => orThrow(await previewAlertRuleAction(rule)),
  save: async (input) => void orThrow(await saveAlertRuleAction(input)),
};

interface EditorProps {
  readonly edited: AlertRuleView | null;
  readonly view: Pick<AlertRulesView, "wards" | "features" | "webhooks">;
  readonly hasMail: boolean;
}

/** The editor, wired to its verbs. */
export function Editor(props: EditorProps) {
  const router = useRouter();
  const onSaved = (): void => {
    router.push("/alert-rules");
    router.refresh();
  };
  return <RuleEditor {...props} actions={actions} onSaved={onSaved} />;
}
