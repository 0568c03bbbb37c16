import { otherRole, type RuleForm, typed } from "@/components/alert-rules/rule-form";
import { CheckList } from "@/components/ui/check-list";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { TextField } from "@/components/ui/field";
import { ALERT_ROLES, type AlertRulesView } from "@/lib/core/alerts/alert-rule";

interface TellingFieldsProps {
  readonly form: RuleForm;
  readonly change: (part: Partial<RuleForm>) => void;
  readonly webhooks: AlertRulesView["webhooks"];
  /** Whether there is a mail server to send with. */
  readonly hasMail: boolean;
}

const MAIL_HINTS = {
  set: "The rule, the ward and a link; not the patient.",
  unset: "No mail server is set up here: nothing would be sent.",
} as const;

const ROLE_LABELS = { nurse: "Nurses", clinician: "Clinicians" } as const;

/** Who is told, when, and how. */
export function TellingFields({ form, change, webhooks, hasMail }: TellingFieldsProps) {
  const field = typed(form, change);
  const toggles = (has: boolean): ReadonlySet<string> => new Set(has ? ["yes"] : []);
  return (
    <>
      <ChoiceGroup
        label="Who is told first"
        value={form.role}
        onChange={(value) => change({ role: ALERT_ROLES.find((role) => role === value) ?? form.role })}
        choices={ALERT_ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }))}
        isWide
      />
      <div className="flex flex-col gap-3">
        <CheckList
          legend="Where nobody takes it"
          choices={[{ id: "yes", name: `${ROLE_LABELS[otherRole(form.role)]} are told too` }]}
          chosen={toggles(form.escalates)}
          onChange={(chosen) => change({ escalates: chosen.has("yes") })}
        />
        {form.escalates && (
          <TextField label="Told to others after" hint="Minutes." inputMode="numeric" {...field("afterMinutes")} />
        )}
      </div>
      <div className="flex flex-col gap-3">
        <CheckList
          legend="Quiet hours"
          choices={[{ id: "yes", name: "Hold what comes up then until they end" }]}
          chosen={toggles(form.isQuiet)}
          onChange={(chosen) => change({ isQuiet: chosen.has("yes") })}
        />
        {form.isQuiet && (
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label="Quiet from" type="time" {...field("quietFrom")} />
            <TextField label="Quiet until" type="time" {...field("quietTo")} />
          </div>
        )}
      </div>
      <TextField
        label="Comes up again after"
        hint="Hours in which this rule stays silent about the same patient once an alert is over. Another stay begins anew."
        inputMode="numeric"
        {...field("repeatAfterHours")}
      />
      <CheckList
        legend="Beside the app"
        choices={[{ id: "email", name: "By e-mail", hint: MAIL_HINTS[hasMail ? "set" : "unset"] }, ...webhooks]}
        chosen={new Set([...(form.email ? ["email"] : []), ...form.webhookIds])}
        onChange={(chosen) =>
          change({ email: chosen.has("email"), webhookIds: new Set([...chosen].filter((id) => id !== "email")) })
        }
      />
    </>
  );
}
