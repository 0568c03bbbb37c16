import type { RuleForm } from "@/components/alert-rules/rule-form";
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
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label="From where on"
        hint="Levels are the model’s own, and move with its version."
        value={form.threshold}
        onChange={(event) => change({ threshold: event.target.value })}
      >
        <option value="very-high">Very high</option>
        <option value="high">High or above</option>
        <option value="moderate">Moderate or above</option>
        <option value="probability">A chance in per cent</option>
      </SelectField>
      {form.threshold === "probability" && (
        <TextField
          label="From how many per cent"
          inputMode="numeric"
          value={form.percent}
          onChange={(event) => change({ percent: event.target.value })}
        />
      )}
    </div>
  );
}

function RiseFields({ form, change, features }: ConditionFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label="By how many points"
        hint="Percentage points between two scores."
        inputMode="decimal"
        value={form.points}
        onChange={(event) => change({ points: event.target.value })}
      />
      <SelectField
        label="Because of"
        value={form.feature}
        onChange={(event) => change({ feature: event.target.value })}
      >
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
          value={form.withinHours}
          onChange={(event) => change({ withinHours: event.target.value })}
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
