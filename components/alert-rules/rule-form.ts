import { type AlertKind, type AlertRole, type AlertRule, alertRule } from "@/lib/core/alerts/alert-rule";

/** A rule as it is being written: numbers as typed. */
export interface RuleForm {
  readonly name: string;
  readonly wardIds: ReadonlySet<string>;
  readonly role: AlertRole;
  readonly kind: AlertKind;
  /** A tier, or "probability". */
  readonly threshold: string;
  /** Whole per cent. */
  readonly percent: string;
  readonly firstScoreCounts: boolean;
  readonly points: string;
  /** A feature's name; empty: whichever. */
  readonly feature: string;
  readonly withinHours: string;
  readonly isQuiet: boolean;
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly repeatAfterHours: string;
  readonly escalates: boolean;
  readonly afterMinutes: string;
  readonly email: boolean;
  readonly webhookIds: ReadonlySet<string>;
  readonly isOn: boolean;
}

const NEW: RuleForm = {
  name: "",
  wardIds: new Set(),
  role: "nurse",
  kind: "leaving-unattended",
  threshold: "high",
  percent: "30",
  firstScoreCounts: false,
  points: "5",
  feature: "",
  withinHours: "24",
  isQuiet: true,
  quietFrom: "21:00",
  quietTo: "07:00",
  repeatAfterHours: "24",
  escalates: false,
  afterMinutes: "120",
  email: false,
  webhookIds: new Set(),
  isOn: true,
};

/** Whoever of the ward was not told first. */
export const otherRole = (role: AlertRole): AlertRole => (role === "nurse" ? "clinician" : "nurse");

/** A form to change a rule in; null: to write a new one. A webhook that is not in use any more is left out. */
export function formOf(rule: AlertRule | null, webhooks: readonly { readonly id: string }[]): RuleForm {
  if (rule === null) return NEW;
  const { condition, quiet, escalation } = rule;
  const inUse = rule.webhookIds.filter((id) => webhooks.some((one) => one.id === id));
  const threshold =
    "threshold" in condition
      ? condition.threshold.by === "tier"
        ? { threshold: condition.threshold.tier }
        : { threshold: "probability", percent: String(Math.round(condition.threshold.probability * 100)) }
      : {};
  return {
    ...NEW,
    ...{ name: rule.name, wardIds: new Set(rule.wardIds), role: rule.role, kind: condition.kind },
    ...threshold,
    ...(condition.kind === "tier-crossed" && { firstScoreCounts: condition.firstScoreCounts }),
    ...(condition.kind === "rise-for-reason" && {
      points: String(condition.points),
      feature: condition.feature ?? "",
    }),
    ...(condition.kind === "leaving-unattended" && { withinHours: String(condition.withinHours) }),
    isQuiet: quiet !== null,
    ...(quiet && { quietFrom: quiet.from, quietTo: quiet.to }),
    repeatAfterHours: String(rule.repeatAfterHours),
    escalates: escalation !== null,
    ...(escalation && { afterMinutes: String(escalation.afterMinutes) }),
    ...{ email: rule.email, webhookIds: new Set(inUse), isOn: rule.isOn },
  };
}

/** What is typed as a number; NaN where it is none, which the rule refuses. */
const number = (text: string): number =>
  /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.replace(",", ".")) : Number.NaN;

function conditionOf(form: RuleForm): unknown {
  const { kind } = form;
  if (kind === "rise-for-reason") return { kind, points: number(form.points), feature: form.feature || null };
  const threshold =
    form.threshold === "probability"
      ? { by: "probability", probability: number(form.percent) / 100 }
      : { by: "tier", tier: form.threshold };
  return kind === "tier-crossed"
    ? { kind, threshold, firstScoreCounts: form.firstScoreCounts }
    : { kind, threshold, withinHours: number(form.withinHours) };
}

/** Which field a refusal is about, in the form's own words. */
const FIELDS: Readonly<Record<string, string>> = {
  name: "Name",
  wardIds: "Wards",
  "condition.threshold.probability": "From how many per cent",
  "condition.points": "By how many points",
  "condition.feature": "Because of",
  "condition.withinHours": "Hours before the planned end",
  "quiet.from": "Quiet from",
  "quiet.to": "Quiet until",
  quiet: "Quiet hours",
  repeatAfterHours: "Comes up again after",
  "escalation.afterMinutes": "Told to others after",
  webhookIds: "Webhooks",
};

const RANGES: Readonly<Record<string, string>> = {
  name: "write 3 to 80 characters.",
  wardIds: "choose at least one.",
  "condition.threshold.probability": "write a whole number from 1 to 99.",
  "condition.points": "write a number from 1 to 50.",
  "condition.withinHours": "write a whole number from 1 to 168.",
  "escalation.afterMinutes": "write a whole number from 5 to 1440.",
};

/** The rule as it is to be saved, or what is still missing in one sentence. */
export function toRule(form: RuleForm): { readonly rule: AlertRule } | { readonly asks: string } {
  const parsed = alertRule.safeParse({
    name: form.name,
    wardIds: [...form.wardIds],
    role: form.role,
    condition: conditionOf(form),
    quiet: form.isQuiet ? { from: form.quietFrom, to: form.quietTo } : null,
    repeatAfterHours: number(form.repeatAfterHours),
    escalation: form.escalates ? { afterMinutes: number(form.afterMinutes), toRole: otherRole(form.role) } : null,
    email: form.email,
    webhookIds: [...form.webhookIds],
    isOn: form.isOn,
  });
  if (parsed.success) return { rule: parsed.data };
  const issue = parsed.error.issues[0];
  const path = issue?.path.filter((part) => typeof part === "string").join(".") ?? "";
  return { asks: `${FIELDS[path] ?? "The rule"}: ${RANGES[path] ?? `${issue?.message ?? "is not complete"}.`}` };
}

/** Fields that hold what is typed. */
type Typed = { [Key in keyof RuleForm]: RuleForm[Key] extends string ? Key : never }[keyof RuleForm];

/** Ties a field to what it shows and changes. */
export const typed = (form: RuleForm, change: (part: Partial<RuleForm>) => void) => (key: Typed) => ({
  value: form[key],
  onChange: ({ target }: { readonly target: { readonly value: string } }) => change({ [key]: target.value }),
});
