import { FEATURES } from "@/lib/core/features/feature-table";
import type { LabelTarget } from "@/lib/core/labels/label";
import { type Adjudication, decisionsOn } from "@/lib/core/review/adjudication";

/** As much of a training row as a decision can touch. */
export interface CorrectableRow {
  readonly stayId: string;
  /** One encoded value per row of the feature table. */
  readonly features: readonly number[];
  readonly label: 0 | 1;
  /** Died within the 30 days without such a readmission. */
  readonly died: boolean;
}

/** What one decision did to one row: which value was which before and after, or that the row was left out. */
export type AppliedAdjudication =
  | {
      readonly adjudicationId: string;
      readonly stayId: string;
      readonly what: "label";
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly adjudicationId: string;
      readonly stayId: string;
      readonly what: "feature";
      readonly feature: string;
      readonly from: number;
      readonly to: number;
    }
  | { readonly adjudicationId: string; readonly stayId: string; readonly what: "excluded" };

/**
 * Why a decision did nothing: its stay is not among the rows; the record says the same by now; a later decision about
 * the same thing stands; it does not bear on this outcome; the feature table has no such feature any more; a hold-out
 * leaves nobody out; it asks for nothing; or its flag's kind may alter nothing.
 */
export type WithoutEffect =
  | "not-among-rows"
  | "already-so"
  | "decided-anew"
  | "other-outcome"
  | "no-such-feature"
  | "never-from-hold-out"
  | "no-action"
  | "signal-only";

export interface AppliedAdjudications<Row extends CorrectableRow> {
  /** In the order given; rows nothing was decided about are the very same objects. */
  readonly rows: readonly Row[];
  /** In the order of `adjudications`. */
  readonly applied: readonly AppliedAdjudication[];
  readonly withoutEffect: readonly { readonly adjudicationId: string; readonly why: WithoutEffect }[];
}

interface Asked {
  readonly target: LabelTarget;
  /** A hold-out is never filtered: an exclusion there would hide the patients a model is worst for. */
  readonly purpose: "training" | "hold-out";
}

/** What an outcome becomes by the evidence; null where the evidence says nothing about this kind of outcome. */
function correctedLabel(decided: Adjudication & { decision: "outcome-wrong" }, target: LabelTarget): 0 | 1 | null {
  if (decided.evidence === "wrong-patient") return 0;
  if (decided.evidence === "planned") return target === "unplanned-readmission-30d" ? 0 : null;
  return target === "any-readmission-30d" || decided.wasPlanned === false ? 1 : 0;
}

/** Of several decisions about the same thing of one stay the last stands. */
function subjectOf(decided: Adjudication): string {
  const about = decided.decision === "feature-wrong" ? `feature ${decided.feature}` : decided.decision;
  return `${decided.stayId} ${about}`;
}

type Step<Row> = { readonly row: Row | null; readonly did: AppliedAdjudication } | { readonly why: WithoutEffect };

function correctLabel<Row extends CorrectableRow>(
  row: Row,
  decided: Adjudication & { decision: "outcome-wrong" },
  target: LabelTarget,
): Step<Row> {
  const to = correctedLabel(decided, target);
  if (to === null) return { why: "other-outcome" };
  if (to === row.label) return { why: "already-so" };
  const did = { adjudicationId: decided.id, stayId: row.stayId, what: "label" as const, from: row.label, to };
  // Who came back first did not die "without a readmission".
  return { row: { ...row, label: to, died: to === 0 && row.died }, did };
}

function correctFeature<Row extends CorrectableRow>(
  row: Row,
  decided: Adjudication & { decision: "feature-wrong" },
): Step<Row> {
  const column = FEATURES.findIndex(({ name }) => name === decided.feature);
  const from = row.features[column];
  if (from === undefined) return { why: "no-such-feature" };
  const to = Math.fround(decided.corrected);
  if (Object.is(from, to)) return { why: "already-so" };
  const features = row.features.map((value, at) => (at === column ? to : value));
  const { id, stayId, feature } = decided;
  return { row: { ...row, features }, did: { adjudicationId: id, stayId, what: "feature", feature, from, to } };
}

interface About<Row> extends Asked {
  /** The row as earlier decisions left it. */
  readonly row: Row | null | undefined;
  /** No later decision is about the same thing. */
  readonly isLast: boolean;
}

function decideOn<Row extends CorrectableRow>(decided: Adjudication, about: About<Row>): Step<Row> {
  const { row, isLast, target, purpose } = about;
  if (row === undefined) return { why: "not-among-rows" };
  if (decided.decision === "no-action") return { why: "no-action" };
  // Refused where it is decided, and by the database; held to here as well.
  if (!decisionsOn(decided.flagKind).includes(decided.decision)) return { why: "signal-only" };
  if (row === null || !isLast) return { why: "decided-anew" };
  if (decided.decision === "outcome-wrong") return correctLabel(row, decided, target);
  if (decided.decision === "feature-wrong") return correctFeature(row, decided);
  if (purpose === "hold-out") return { why: "never-from-hold-out" };
  return { row: null, did: { adjudicationId: decided.id, stayId: row.stayId, what: "excluded" } };
}

/**
 * Rows with the decisions of reviewers applied, and a statement of what each decision did or why it did nothing: each is
 * in exactly one of the two lists. Too high and too low alter nothing, whatever was decided on them.
 *
 * @param adjudications those that stood when the rows were made (`standingAdjudications`), oldest first
 */
export function applyAdjudications<Row extends CorrectableRow>(
  rows: readonly Row[],
  adjudications: readonly Adjudication[],
  asked: Asked,
): AppliedAdjudications<Row> {
  const corrected = new Map<string, Row | null>(rows.map((row) => [row.stayId, row]));
  const mayAlter = adjudications.filter(({ flagKind, decision }) => decisionsOn(flagKind).includes(decision));
  const last = new Map(mayAlter.map((decided) => [subjectOf(decided), decided.id]));
  const steps = new Map<string, Step<Row>>();
  // Exclusions come last, so that what was corrected in a stay that is left out is still said.
  const exclusionsLast = [...adjudications].sort(
    (a, b) => Number(a.decision === "exclude") - Number(b.decision === "exclude"),
  );
  for (const decided of exclusionsLast) {
    const isLast = last.get(subjectOf(decided)) === decided.id;
    const step = decideOn(decided, { ...asked, row: corrected.get(decided.stayId), isLast });
    if ("did" in step) corrected.set(decided.stayId, step.row);
    steps.set(decided.id, step);
  }
  const said = adjudications.flatMap(({ id }) => {
    const step = steps.get(id);
    return step === undefined ? [] : [{ adjudicationId: id, step }];
  });
  return {
    rows: rows.flatMap(({ stayId }) => corrected.get(stayId) ?? []),
    applied: said.flatMap(({ step }) => ("did" in step ? [step.did] : [])),
    withoutEffect: said.flatMap(({ adjudicationId, step }) =>
      "why" in step ? [{ adjudicationId, why: step.why }] : [],
    ),
  };
}
