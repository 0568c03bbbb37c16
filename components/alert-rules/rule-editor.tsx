"use client";
import { type FormEvent, useState } from "react";
import { BurdenCard } from "@/components/alert-rules/burden-card";
import { ConditionFields } from "@/components/alert-rules/condition-fields";
import type { RuleActions } from "@/components/alert-rules/rule-actions";
import { formOf, type RuleForm, toRule, typed } from "@/components/alert-rules/rule-form";
import { TellingFields } from "@/components/alert-rules/telling-fields";
import { BackLink } from "@/components/ui/back-link";
import { Button } from "@/components/ui/button";
import { CheckList } from "@/components/ui/check-list";
import { TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useAttempt } from "@/components/ui/use-attempt";
import type { AlertBurden } from "@/lib/core/alerts/alert-burden";
import type { AlertRulesView, AlertRuleView } from "@/lib/core/alerts/alert-rule";

interface RuleEditorProps {
  /** null: a new rule. */
  readonly edited: AlertRuleView | null;
  readonly view: Pick<AlertRulesView, "wards" | "features" | "webhooks">;
  /** Whether there is a mail server to send with. */
  readonly hasMail: boolean;
  readonly actions: RuleActions;
  readonly onSaved: () => void;
}

const sentence = (error: unknown): string =>
  error instanceof Error && !(error instanceof TypeError) && error.message !== ""
    ? error.message
    : "The server could not be reached. Nothing was saved.";

/** Where a rule is written. It is saved only after its burden was shown, for exactly what is saved. */
export function RuleEditor({ edited, view, hasMail, actions, onSaved }: RuleEditorProps) {
  const [form, setForm] = useState(() => formOf(edited?.rule ?? null, view.webhooks));
  const [burden, setBurden] = useState<AlertBurden | null>(null);
  const { doing, failure, attempt, forget } = useAttempt<"preview" | "save">();
  const change = (part: Partial<RuleForm>): void => {
    setForm((now) => ({ ...now, ...part }));
    // What was worked out was of another rule.
    setBurden(null);
    forget();
  };

  const field = typed(form, change);

  /** Shows what the rule would have come to; once that was shown, saves it. A rule that is off burdens nobody. */
  async function goOn(event: FormEvent): Promise<void> {
    event.preventDefault();
    const checked = toRule(form);
    const mustShow = burden === null && form.isOn;
    await attempt(mustShow ? "preview" : "save", async () => {
      if ("asks" in checked) return checked.asks;
      try {
        if (mustShow) setBurden(await actions.preview(checked.rule));
        else await actions.save({ rule: checked.rule, ruleId: edited?.id ?? null, version: edited?.version ?? null });
      } catch (error) {
        return sentence(error);
      }
      if (!mustShow) onSaved();
      return null;
    });
  }

  return (
    <form onSubmit={(event) => void goOn(event)} className="flex max-w-3xl flex-col gap-5">
      <div>
        <BackLink href="/alert-rules">Alert rules</BackLink>
        <h1 className="m-0 text-2xl font-semibold">{edited === null ? "Write a rule" : "Change a rule"}</h1>
      </div>
      <TextField
        label="Name"
        hint="It stands above the alert and in e-mails: nobody’s name."
        maxLength={80}
        {...field("name")}
      />
      {view.wards.length === 0 ? (
        <Notice title="No wards">
          Your account has no wards yet, and a rule takes one at least. Whoever runs Wardlight here can give you some.
        </Notice>
      ) : (
        <CheckList
          legend="Wards"
          choices={view.wards}
          chosen={form.wardIds}
          onChange={(wardIds) => change({ wardIds })}
        />
      )}
      <ConditionFields form={form} change={change} features={view.features} />
      <TellingFields form={form} change={change} webhooks={view.webhooks} hasMail={hasMail} />
      <CheckList
        legend="In use"
        isLegendHidden
        choices={[
          { id: "on", name: "The rule is on", hint: "Switched off it is kept, and ends the alerts it raised." },
        ]}
        chosen={new Set(form.isOn ? ["on"] : [])}
        onChange={(chosen) => change({ isOn: chosen.has("on") })}
      />
      <div role="status">{burden !== null && <BurdenCard burden={burden} />}</div>
      {failure !== null && (
        <p role="alert" className="m-0 font-semibold text-bad">
          {failure}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button look="main" type="submit" isDisabled={doing !== null}>
          {doing === "preview"
            ? "Working it out …"
            : burden === null && form.isOn
              ? "Show what it would have come to"
              : "Save the rule"}
        </Button>
        {burden === null && form.isOn && <p className="m-0 text-sm text-mut">It is saved after that, not before.</p>}
      </div>
    </form>
  );
}
