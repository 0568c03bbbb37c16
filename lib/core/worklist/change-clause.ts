import { DIAGNOSIS_GROUPS, diagnosisGroupLabel } from "@/lib/core/codes/diagnosis-groups";
import { describeValue } from "@/lib/core/features/encode";
import type { FeatureSpec } from "@/lib/core/features/feature-spec";
import { featureIndex } from "@/lib/core/features/feature-table";
import { lowerFirst } from "@/lib/core/worklist/driver-sentence";

const RANKS: readonly string[] = ["primaryDiagnosis", "secondDiagnosis", "thirdDiagnosis"];

/** Levels by which a feature says that nothing was there, which is not the same as not being recorded. */
const NOTHING: ReadonlySet<string> = new Set(["no", "not-measured"]);

const levelOf = (spec: FeatureSpec, code: number): string | null =>
  spec.kind === "categorical" ? (spec.levels[code]?.code ?? null) : null;

/** The diagnosis groups among the three ranks that are in one reading and not in the other. */
function groupsOnlyIn(one: ArrayLike<number>, other: ArrayLike<number>): string[] {
  const groups = (encoded: ArrayLike<number>) =>
    RANKS.map((name) => DIAGNOSIS_GROUPS[encoded[featureIndex(name)] ?? -1]);
  const known = new Set(groups(other));
  return [...new Set(groups(one))].flatMap((group) => (group === undefined || known.has(group) ? [] : [group]));
}

/** "heart failure was coded": what became of the diagnoses as a set, because a code that moved up a rank is no news. */
function diagnosisClause(from: ArrayLike<number>, to: ArrayLike<number>): string {
  const coded = groupsOnlyIn(to, from).map(diagnosisGroupLabel);
  if (coded.length > 0) return `${coded.join(" and ")} ${coded.length === 1 ? "was" : "were"} coded`;
  const dropped = groupsOnlyIn(from, to).map(diagnosisGroupLabel);
  if (dropped.length > 0) return `${dropped.join(" and ")} ${dropped.length === 1 ? "is" : "are"} no longer coded`;
  return "the order of the diagnoses changed";
}

function drugClause(name: string, from: string | null, to: string): string {
  if (to === "no") return `${name} is no longer on record`;
  if (from === null || from === "no") return `${name} was added`;
  if (to === "up") return `the dose of ${name} was raised`;
  if (to === "down") return `the dose of ${name} was lowered`;
  return `the record of ${name} changed`;
}

/**
 * Why a number moved, as a clause that follows "because": "heart failure was coded", "insulin was added".
 * @param spec the feature that changed.
 * @param from one value per row of the feature table, before; `to` after.
 */
export function changeClause(spec: FeatureSpec, from: ArrayLike<number>, to: ArrayLike<number>): string {
  if (RANKS.includes(spec.name)) return diagnosisClause(from, to);
  const column = featureIndex(spec.name);
  const [before, after] = [from[column] ?? -1, to[column] ?? -1];
  const label = lowerFirst(spec.label);
  if (after < 0) return `${label} is no longer on record`;
  const now = lowerFirst(describeValue(spec, after));
  const [was, is] = [levelOf(spec, before), levelOf(spec, after)];
  // Only drugs read coarser before discharge: that is what they are told by.
  if (spec.kind === "categorical" && spec.coarse !== undefined && is !== null) return drugClause(label, was, is);
  if (before < 0 || (was !== null && NOTHING.has(was))) return `${now} was recorded`;
  return `the record changed from ${lowerFirst(describeValue(spec, before))} to ${now}`;
}

/** Features that say one thing together have one clause: the three ranks of diagnosis are one. */
export function clauseKey(feature: string): string {
  return RANKS.includes(feature) ? "diagnoses-coded" : feature;
}
