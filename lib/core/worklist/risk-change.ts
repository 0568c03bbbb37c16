import { isAccumulating } from "@/lib/core/features/accumulating";
import { NOT_YET_KNOWN, type View } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { changeClause, clauseKey } from "@/lib/core/worklist/change-clause";
import { PAIR } from "@/lib/core/worklist/driver-sentence";

/** A rise or fall worth showing, and what it came from. */
export interface RiskChange {
  /** 0–1, before and after. */
  readonly from: number;
  readonly to: number;
  /** When the new number was made, ISO-8601. */
  readonly at: string;
  /** Follows "because": "heart failure was coded". At most two clauses, the stronger first. */
  readonly because: string;
  /** The reason named moved the number less than everything else together did. */
  readonly isPartly: boolean;
}

/** One prediction as the comparison needs it. */
export interface ComparedPrediction {
  readonly modelVersion: string;
  readonly view: View;
  readonly probability: number | null;
  /** One value per row of the feature table, as the model saw it. */
  readonly encoded: ArrayLike<number>;
  /** Every term with its log-odds. */
  readonly drivers: readonly { readonly feature: string; readonly contribution: number }[];
  /** ISO-8601. */
  readonly at: string;
}

/** Less than this is not shown: it would often read "35 → 35 %". */
export const SMALLEST_CHANGE = 0.01;

const REASONS = 2;

/** Features whose value is another one and was knowable both times: becoming knowable is the calendar, not news. */
function changedFeatures(previous: ComparedPrediction, next: ComparedPrediction): ReadonlySet<string> {
  return new Set(
    FEATURES.flatMap(({ name }, column) => {
      const [from, to] = [previous.encoded[column], next.encoded[column]];
      return from === to || from === NOT_YET_KNOWN || to === NOT_YET_KNOWN ? [] : [name];
    }),
  );
}

/** What each reason moved, in log-odds. A term that something accumulating moved as well counts as not news. */
function newsByReason(
  previous: ComparedPrediction,
  next: ComparedPrediction,
): { readonly news: ReadonlyMap<string, number>; readonly rest: number } {
  const changed = changedFeatures(previous, next);
  const before = new Map(previous.drivers.map(({ feature, contribution }) => [feature, contribution]));
  const news = new Map<string, number>();
  let rest = 0;
  for (const { feature: term, contribution } of next.drivers) {
    const moved = contribution - (before.get(term) ?? 0);
    const causes = term.split(PAIR).filter((name) => changed.has(name));
    if (causes.length === 0 || causes.some(isAccumulating)) {
      rest += moved;
      continue;
    }
    for (const name of causes) {
      const key = clauseKey(name);
      news.set(key, (news.get(key) ?? 0) + moved / causes.length);
    }
  }
  return { news, rest };
}

/** Any feature that belongs to a reason will do to word it. */
const featureOf = (key: string): string => (key === clauseKey("primaryDiagnosis") ? "primaryDiagnosis" : key);

/** One thing that is new and moved the number the way it went. */
export interface ChangeReason {
  readonly feature: string;
  /** Follows "because": "heart failure was coded". */
  readonly clause: string;
  /** Its part of the change in probability: its log-odds' share of all that moved. */
  readonly moved: number;
}

/** A change with every reason it has, the strongest first. */
interface ReasonedChange extends Pick<RiskChange, "from" | "to" | "isPartly"> {
  readonly reasons: readonly ChangeReason[];
}

/**
 * The change from one prediction of a stay to the next, or null where there is none to show. It is shown only when an
 * input changed that does not merely accumulate, model version and view being the same, when that input moved the
 * number in the direction it went, and when the number moved by a percentage point at least.
 */
export function reasonedChange(previous: ComparedPrediction, next: ComparedPrediction): ReasonedChange | null {
  const { probability: from } = previous;
  const { probability: to } = next;
  if (from === null || to === null || Math.abs(to - from) < SMALLEST_CHANGE) return null;
  if (previous.modelVersion !== next.modelVersion || previous.view !== next.view) return null;
  const direction = Math.sign(to - from);
  const { news, rest } = newsByReason(previous, next);
  const total = [...news.values()].reduce((sum, moved) => sum + moved, 0);
  if (total * direction <= 0) return null;
  const reasons = [...news]
    .filter(([, moved]) => moved * direction > 0)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .map(([key, moved]) => {
      const feature = featureOf(key);
      const spec = FEATURES[featureIndex(feature)]!;
      const clause = changeClause(spec, previous.encoded, next.encoded);
      return { feature, clause, moved: ((to - from) * moved) / (total + rest) };
    });
  return { from, to, reasons, isPartly: rest * direction > total * direction };
}

/** The same as it is shown: its strongest reasons in one clause. */
export function riskChange(previous: ComparedPrediction, next: ComparedPrediction): RiskChange | null {
  const change = reasonedChange(previous, next);
  if (change === null) return null;
  const { from, to, reasons, isPartly } = change;
  const clauses = reasons.slice(0, REASONS).map(({ clause }) => clause);
  return { from, to, at: next.at, because: clauses.join(" and "), isPartly };
}

/**
 * The change to keep with a new prediction: its own, or the last one while the number stands on the same side of where
 * it came from. Else a test result at three o'clock would wipe out what was coded at two.
 */
export function latestChange(
  previous: ComparedPrediction & { readonly change: RiskChange | null },
  next: ComparedPrediction,
): RiskChange | null {
  const own = riskChange(previous, next);
  const { change } = previous;
  if (own !== null || change === null || next.probability === null) return own;
  if (previous.modelVersion !== next.modelVersion || previous.view !== next.view) return null;
  return (next.probability - change.from) * (change.to - change.from) > 0 ? change : null;
}
