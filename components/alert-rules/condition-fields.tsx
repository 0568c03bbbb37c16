import { type RuleForm, typed } from "@/components/alert-rules/rule-form";
import { CheckList } from "@/components/ui/check-list";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { SelectField, TextField } from "@/components/ui/field";
import { ALERT_KINDS, type AlertRulesView } from "@/lib/core/alerts/alert-rule";
import { KIND_WORDS } from "@/lib/core/alerts/alert-words";

interface ConditionFieldsProps {
  readonly form: RuleForm;
  readonly change: (part: Partial<RuleForm>) => void;
  readonly features: AlertRulesView["features"];
}

type Part = Pick<ConditionFieldsProps, "form" | "change">;

function ThresholdFields({ form, change }: Part) {
  const field = typed(form, change);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label="From where on"
        hint="Levels are the model’s own, and move with its version."
        {...field("threshold")}
      >
        <option value="very-high">Very high</option>
        <option value="high">High or above</option>
        <option value="moderate">Moderate or above</option>
        <option value="probability">A chance in per cent</option>
      </SelectField>
      {form.threshold === "probability" && (
        <TextField label="From how many per cent" inputMode="numeric" {...field("percent")} />
      )}
    </div>
  );
}

function RiseFields({ form, change, features }: ConditionFieldsProps) {
  const field = typed(form, change);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label="By how many points"
        hint="Percentage points between two scores."
        inputMode="decimal"
        {...field("points")}
      />
      <SelectField label="Because of" {...field("feature")}>
        <option value="">Whatever can be named</option>
        {features.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

/** What a rule looks for. */
export function ConditionFields({ form, change, features }: ConditionFieldsProps) {
  const field = typed(form, change);
  return (
    <>
      <ChoiceGroup
        label="What it looks for"
        value={form.kind}
        onChange={(value) => change({ kind: ALERT_KINDS.find((kind) => kind === value) ?? form.kind })}
        choices={ALERT_KINDS.map((value) => ({ value, ...KIND_WORDS[value] }))}
      />
      {form.kind === "rise-for-reason" ? (
        <RiseFields form={form} change={change} features={features} />
      ) : (
        <ThresholdFields form={form} change={change} />
      )}
      {form.kind === "leaving-unattended" && (
        <TextField
          label="Hours before the planned end"
          hint="A stay without a planned end is never found by this kind of rule."
          inputMode="numeric"
          {...field("withinHours")}
        />
      )}
      {form.kind === "tier-crossed" && (
        <CheckList
          legend="First scores"
          isLegendHidden
          choices={[{ id: "first", name: "A patient’s first score counts too" }]}
          chosen={new Set(form.firstScoreCounts ? ["first"] : [])}
          onChange={(chosen) => change({ firstScoreCounts: chosen.has("first") })}
        />
      )}
    </>
  );
}
