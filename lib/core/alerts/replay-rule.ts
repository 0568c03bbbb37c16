import type { AlertFinding, AlertResolution } from "@/lib/core/alerts/alert";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { mayRepeat } from "@/lib/core/alerts/alert-state";
import {
  type AlertScore,
  type AlertStanding,
  type EndedAlert,
  judgeAgain,
  judgeScore,
  judgeStanding,
  scoreBefore,
  whyEnded,
} from "@/lib/core/alerts/judge-alert";

/** One stay with everything a rule could have looked at while it lasted. Times are ISO-8601. */
export interface AlertHistory {
  readonly stayId: string;
  readonly wardId: string;
  readonly admittedAt: string | null;
  /** null while the patient is here. */
  readonly dischargedAt: string | null;
  /** As it is known now; when it was planned is not kept. */
  readonly plannedEndAt: string | null;
  /** Oldest first. */
  readonly scores: readonly AlertScore[];
  /** When something was noted or the score was answered, oldest first. */
  readonly notedAt: readonly string[];
}

/** An alert that a rule would have raised. */
export interface WouldAlert {
  readonly stayId: string;
  readonly at: Date;
  /** Rests on a score that was made after the patient had left. */
  readonly inHindsight: boolean;
}

const HOUR_MS = 3_600_000;

/** What is looked at, in order: each score, and each moment at which a standing may begin or end. */
interface Moment {
  readonly at: number;
  readonly score: AlertScore | null;
}

/** When a rule about time begins to hold, before the planned end. */
const leadMs = ({ condition }: Pick<AlertRule, "condition">): number =>
  condition.kind === "leaving-unattended" ? condition.withinHours * HOUR_MS : 60_000;

/**
 * The scores that were made during the stay. Where there were none, as in a history that was imported, the first one
 * made afterwards stands in: as if it had been there when it could first have mattered.
 */
function scoresInTime(rule: Pick<AlertRule, "condition">, history: AlertHistory) {
  const ends = history.dischargedAt === null ? Number.POSITIVE_INFINITY : Date.parse(history.dischargedAt);
  const inTime = history.scores.filter(({ at }) => Date.parse(at) <= ends);
  const [late] = history.scores;
  if (inTime.length > 0 || late === undefined) return { scores: inTime, inHindsight: false };
  const plannedEnd = history.plannedEndAt === null ? ends : Math.min(ends, Date.parse(history.plannedEndAt));
  const admitted = history.admittedAt === null ? 0 : Date.parse(history.admittedAt);
  const at = new Date(Math.min(ends, Math.max(admitted, plannedEnd - leadMs(rule)))).toISOString();
  return { scores: [{ ...late, at }], inHindsight: true };
}

/** What there was to go by. */
export interface ReplayGround {
  /** The first score that was looked at; null where there is none. */
  readonly scoredSince: Date | null;
  /** Stays with a score that went on after a moment, and those of them with two or more while they lasted. */
  readonly scored: number;
  readonly scoredTwice: number;
}

/** What a rule's replay can go by, and how many stays since a moment had what is needed to compare. */
export function replayGround(
  rule: Pick<AlertRule, "condition">,
  histories: readonly AlertHistory[],
  since: Date,
): ReplayGround {
  let first = Number.POSITIVE_INFINITY;
  const numbers = { scored: 0, scoredTwice: 0 };
  for (const history of histories) {
    const { scores } = scoresInTime(rule, history);
    if (scores.length === 0) continue;
    for (const { at } of scores) first = Math.min(first, Date.parse(at));
    if (history.dischargedAt !== null && Date.parse(history.dischargedAt) < since.getTime()) continue;
    numbers.scored += 1;
    if (scores.length > 1) numbers.scoredTwice += 1;
  }
  return { scoredSince: Number.isFinite(first) ? new Date(first) : null, ...numbers };
}

/** What is looked at while a stay lasts, up to a moment, in order. */
function momentsOf(rule: AlertRule, history: AlertHistory, scores: readonly AlertScore[]): Moment[] {
  const times = history.notedAt.map((at) => Date.parse(at));
  if (history.plannedEndAt !== null) times.push(Date.parse(history.plannedEndAt) - leadMs(rule));
  return [
    ...scores.map((score) => ({ at: Date.parse(score.at), score })),
    ...times.map((at) => ({ at, score: null })),
  ].sort((a, b) => a.at - b.at);
}

/** Puts a moment where it belongs among those to come. */
function comeBackTo(moments: Moment[], at: number): void {
  const later = moments.findIndex((one) => one.at > at);
  moments.splice(later < 0 ? moments.length : later, 0, { at, score: null });
}

/** What one stay would have raised. */
function replayStay(rule: AlertRule, history: AlertHistory, until: Date): WouldAlert[] {
  const { scores, inHindsight } = scoresInTime(rule, history);
  const ends = history.dischargedAt === null ? Number.POSITIVE_INFINITY : Date.parse(history.dischargedAt);
  const would: WouldAlert[] = [];
  const earlier: AlertScore[] = [];
  let live = null as Pick<EndedAlert, "kind" | "finding" | "modelVersion"> | null;
  let ended = null as EndedAlert | null;
  const moments = momentsOf(rule, history, scores);
  for (let next = moments.shift(); next !== undefined; next = moments.shift()) {
    const { at, score } = next;
    if (at > Math.min(ends, until.getTime())) break;
    const now = new Date(at);
    const standing: AlertStanding = {
      wardId: history.wardId,
      isCurrent: true,
      plannedEndAt: history.plannedEndAt,
      isNoted: history.notedAt.some((noted) => Date.parse(noted) <= at),
      score: score ?? earlier.at(-1) ?? null,
    };
    const over: AlertResolution | null = live && whyEnded({ now: rule, raisedUnder: rule }, live, standing, now);
    if (live !== null && over !== null) {
      ended = { ...live, resolution: over, endedAt: now };
      live = null;
      comeBackTo(moments, at + rule.repeatAfterHours * HOUR_MS);
    }
    const isFree: boolean = ended === null || mayRepeat(rule, ended.endedAt, now);
    const finding: AlertFinding | null =
      (isFree && score && judgeScore(rule.condition, scoreBefore(earlier, score), score)) ||
      (isFree && judgeStanding(rule.condition, standing, now)) ||
      (ended && judgeAgain(rule, ended, standing, now));
    if (finding && live === null) {
      would.push({ stayId: history.stayId, at: now, inHindsight });
      live = { kind: rule.condition.kind, finding, modelVersion: standing.score?.modelVersion ?? "" };
    }
    if (score !== null) earlier.push(score);
  }
  return would;
}

/**
 * What a rule would have raised over some stays, by the same judgement and the same rules of repetition as it is run by.
 * Nobody's answers can be replayed: an alert lives here until it would have ended by itself or the patient left.
 *
 * @param until the moment it is replayed to
 */
export function replayRule(rule: AlertRule, histories: readonly AlertHistory[], until: Date): WouldAlert[] {
  return histories.flatMap((history) => replayStay(rule, history, until));
}
