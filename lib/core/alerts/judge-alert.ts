import type { AlertFinding, AlertResolution } from "@/lib/core/alerts/alert";
import type { AlertCondition, AlertKind, AlertRule, AlertThreshold } from "@/lib/core/alerts/alert-rule";
import { mayRepeat } from "@/lib/core/alerts/alert-state";
import { TIERS, type Tier } from "@/lib/core/model/scored-stay";
import { clauseKey } from "@/lib/core/worklist/change-clause";
import { type ChangeReason, SMALLEST_CHANGE } from "@/lib/core/worklist/risk-change";

/** One score of a stay, as rules look at it. */
export interface AlertScore {
  readonly predictionId: string;
  /** ISO-8601. */
  readonly at: string;
  readonly modelVersion: string;
  /** 0–1; null where the model abstained. */
  readonly probability: number | null;
  readonly tier: Tier | null;
  /** What raised it above the stay's score before it, strongest first; empty where it did not rise for a reason. */
  readonly reasons: readonly ChangeReason[];
}

/** Where a patient stands at a moment. */
export interface AlertStanding {
  /** null: on no ward. */
  readonly wardId: string | null;
  /** Still in hospital, and still in the record. */
  readonly isCurrent: boolean;
  /** ISO-8601; null where nobody planned it. */
  readonly plannedEndAt: string | null;
  /** Something was noted about what is done for the patient, or the score was answered. */
  readonly isNoted: boolean;
  /** The newest score; null before there is any. */
  readonly score: AlertScore | null;
}

type Scored = AlertScore & { readonly probability: number; readonly tier: Tier };
const hasScore = (score: AlertScore | null): score is Scored =>
  score !== null && score.probability !== null && score.tier !== null;

/** Whether a score is at or above a threshold. */
function reaches(threshold: AlertThreshold, { probability, tier }: Scored): boolean {
  if (threshold.by === "probability") return probability >= threshold.probability;
  return TIERS.indexOf(tier) <= TIERS.indexOf(threshold.tier);
}

/**
 * From which rise on (0–1) a rule asks for reasons; null where it asks for none. A named reason may have moved more than
 * the score rose, where something else lowered it.
 */
export function leastRise(condition: AlertCondition): number | null {
  if (condition.kind !== "rise-for-reason") return null;
  // A hair below, so that what rounds to the points is looked at.
  return condition.feature === null ? condition.points / 100 - 0.001 : SMALLEST_CHANGE;
}

const HOUR_MS = 3_600_000;

const isLeaving = (plannedEndAt: string | null, withinHours: number, now: Date): boolean =>
  plannedEndAt !== null && Date.parse(plannedEndAt) <= now.getTime() + withinHours * HOUR_MS;

const found = ({ probability, tier }: Scored, rest: Partial<AlertFinding> = {}): AlertFinding => ({
  ...{ probability, tier, from: null, reason: null, plannedEndAt: null },
  ...rest,
});

/**
 * What a new score is held against: the newest of its own version, so that a version that once stood in for another
 * hides no crossing; where there is none, the newest of all.
 *
 * @param earlier the stay's scores before it, oldest first
 */
export function scoreBefore(earlier: readonly AlertScore[], { modelVersion }: AlertScore): AlertScore | null {
  return earlier.findLast((one) => one.modelVersion === modelVersion) ?? earlier.at(-1) ?? null;
}

/**
 * What a rule finds in a new score of a patient, held against the score before it; null where nothing. A model that
 * abstains is never a finding. Numbers of two versions are not compared: that another version serves is no news of
 * the patient, or a promotion would raise half a ward.
 *
 * @param previous the score before it, as `scoreBefore` has it; null where it is the first of the stay
 */
export function judgeScore(
  condition: AlertCondition,
  previous: AlertScore | null,
  next: AlertScore,
): AlertFinding | null {
  if (!hasScore(next)) return null;
  if (condition.kind === "tier-crossed") {
    if (!reaches(condition.threshold, next)) return null;
    // After an abstention the score is as good as the first.
    if (!hasScore(previous)) return condition.firstScoreCounts ? found(next) : null;
    if (previous.modelVersion !== next.modelVersion || reaches(condition.threshold, previous)) return null;
    return found(next, { from: previous.probability });
  }
  if (condition.kind === "rise-for-reason") {
    if (!hasScore(previous) || previous.modelVersion !== next.modelVersion) return null;
    const { feature } = condition;
    const reason = next.reasons.find((one) => feature === null || clauseKey(one.feature) === clauseKey(feature));
    // A named reason must account for the points itself; else all reasons must, and no more than the score rose.
    const moved = feature === null ? next.reasons.reduce((sum, one) => sum + one.moved, 0) : (reason?.moved ?? 0);
    const risen = feature === null ? Math.min(moved, next.probability - previous.probability) : moved;
    if (reason === undefined || Math.round(risen * 1000) < condition.points * 10) return null;
    const named = { feature: reason.feature, clause: reason.clause, rise: reason.moved };
    return found(next, { from: previous.probability, reason: named });
  }
  return null;
}

/** What a rule finds in how a patient stands as time goes by; null where nothing, and for rules about new scores. */
export function judgeStanding(
  condition: AlertCondition,
  { isCurrent, plannedEndAt, isNoted, score }: AlertStanding,
  now: Date,
): AlertFinding | null {
  if (condition.kind !== "leaving-unattended" || !isCurrent || isNoted || !hasScore(score)) return null;
  if (!reaches(condition.threshold, score) || !isLeaving(plannedEndAt, condition.withinHours, now)) return null;
  return found(score, { plannedEndAt });
}

/** What of a rule decides whether a finding holds. */
export interface Judging {
  readonly condition: AlertCondition;
  readonly wardIds: readonly string[];
}

/** Why a finding no longer holds; null while it does. */
export function whyOver(
  { condition, wardIds }: Judging,
  finding: AlertFinding,
  { wardId, isCurrent, plannedEndAt, isNoted, score }: AlertStanding,
  now: Date,
): AlertResolution | null {
  if (!isCurrent) return "patient-left";
  if (wardId === null || !wardIds.includes(wardId)) return "patient-moved";
  if (!hasScore(score)) return "no-score";
  if (condition.kind === "rise-for-reason")
    return finding.from !== null && score.probability <= finding.from ? "score-fell" : null;
  if (!reaches(condition.threshold, score)) return "score-fell";
  if (condition.kind === "tier-crossed") return null;
  if (isNoted) return "something-noted";
  return isLeaving(plannedEndAt, condition.withinHours, now) ? null : "leaves-later";
}

/**
 * Why an alert ends by the rule as it is now, in words that are true of the patient; null while it holds. What would
 * still hold by the version it was raised under ends for the rule's sake; a number below that another version of the
 * model gave is no fall.
 */
export function whyEnded(
  rules: { readonly now: Judging; readonly raisedUnder: Judging },
  { finding, modelVersion }: { readonly finding: AlertFinding; readonly modelVersion: string },
  standing: AlertStanding,
  now: Date,
): AlertResolution | null {
  if (whyOver(rules.now, finding, standing, now) === null) return null;
  const why = whyOver(rules.raisedUnder, finding, standing, now);
  if (why === null) return "rule-changed";
  return why === "score-fell" && standing.score?.modelVersion !== modelVersion ? "version-changed" : why;
}

/** Why an alert ends without a word of the patient's risk: once that is over, it may hold as before. */
const PAUSES: readonly AlertResolution[] = ["no-score", "scores-silent", "patient-moved", "version-changed"];

/** Ends after which the same stay is looked at again without a new crossing: pauses, and falls (for how long it may not repeat). */
export const LOOKED_AT_AGAIN: readonly AlertResolution[] = [...PAUSES, "score-fell"];

/** An alert that ended by itself. */
export interface EndedAlert {
  readonly kind: AlertKind;
  readonly finding: AlertFinding;
  readonly modelVersion: string;
  readonly resolution: AlertResolution;
  readonly endedAt: Date;
}

/** Whether an ended alert may be found again at all, by this version of the model and by now. */
function mayBeAgain(rule: Repeating, before: EndedAlert, { modelVersion }: AlertScore, now: Date): boolean {
  const { kind, resolution, endedAt } = before;
  if (kind !== rule.condition.kind || !LOOKED_AT_AGAIN.includes(resolution)) return false;
  const isSameVersion = modelVersion === before.modelVersion;
  // A fall, and a crossing in the time in which it is not repeated: told when that is over. A rise needs another rise.
  if (resolution === "score-fell") return kind === "tier-crossed" && isSameVersion && mayRepeat(rule, endedAt, now);
  return isSameVersion || (kind !== "rise-for-reason" && resolution !== "version-changed");
}

type Repeating = Judging & Pick<AlertRule, "repeatAfterHours">;

/**
 * What a rule finds again in a stay whose last alert under it ended for a pause, or whose score fell and came back
 * while that was not repeated; null where it does not hold. It needs no new crossing, which may have fallen into that
 * time. Numbers of two versions are not compared: a rise, and what ended because another version spoke, is told again
 * by the version that found it.
 */
export function judgeAgain(
  rule: Repeating,
  before: EndedAlert,
  standing: AlertStanding,
  now: Date,
): AlertFinding | null {
  const { kind } = rule.condition;
  const { score, plannedEndAt } = standing;
  if (!hasScore(score) || !mayBeAgain(rule, before, score, now)) return null;
  if (whyOver(rule, before.finding, standing, now) !== null) return null;
  const { from, reason } = before.finding;
  return found(score, {
    ...{ from, reason, isAgain: true },
    plannedEndAt: kind === "leaving-unattended" ? plannedEndAt : null,
  });
}
