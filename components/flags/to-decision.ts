import type { DecisionDraft } from "@/components/flags/review-actions";
import type { ValueDraft } from "@/components/flags/value-field";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { Agreement, Decision, EvidenceKind } from "@/lib/core/review/adjudication";

/** The form as it stands. */
export interface FormDraft {
  readonly decision: Decision | null;
  readonly agreement: Agreement | null;
  readonly evidence: EvidenceKind | null;
  readonly readmittedOn: string;
  readonly wasPlanned: "planned" | "unplanned" | null;
  readonly value: ValueDraft;
  readonly note: string;
}

type Checked = { readonly draft: DecisionDraft } | { readonly asks: string };

function correctionOf({
  feature,
  text,
  isNotRecorded,
}: ValueDraft): Pick<DecisionDraft, "feature" | "correctedValue"> | string {
  const spec = FEATURES.find(({ name }) => name === feature);
  if (spec === undefined) return "Choose which value is wrong.";
  if (isNotRecorded) return { feature, correctedValue: null };
  if (text.trim() === "") return "Say what the right value is.";
  if (spec.kind === "categorical") return { feature, correctedValue: text };
  const number = Number(text);
  return Number.isInteger(number) && number >= 0
    ? { feature, correctedValue: number }
    : `Write a whole number of ${spec.unit}.`;
}

function evidenceOf({ evidence, readmittedOn, wasPlanned, note }: FormDraft): Partial<DecisionDraft> | string {
  if (evidence === null) return "Say what shows that the outcome is wrong.";
  if (note.trim() === "") return "Say where the evidence is found.";
  if (evidence !== "readmission-elsewhere") return { evidence };
  if (readmittedOn === "") return "Say on which day they were readmitted.";
  if (wasPlanned === null) return "Say whether that readmission was planned.";
  return { evidence, readmittedOn, wasPlanned: wasPlanned === "planned" };
}

/** What is to be sent, or what is still missing, in one sentence. */
export function toDecision(flagId: string, form: FormDraft): Checked {
  const { decision, agreement, note } = form;
  if (agreement === null) return { asks: "Say whether the flag was right." };
  if (decision === null) return { asks: "Choose what is decided." };
  const common = { flagId, decision, agreement, note: note.trim() };
  if (decision === "exclude" && common.note === "") return { asks: "Say why this stay should be left out." };
  const more =
    decision === "outcome-wrong" ? evidenceOf(form) : decision === "feature-wrong" ? correctionOf(form.value) : {};
  return typeof more === "string" ? { asks: more } : { draft: { ...common, ...more } };
}
