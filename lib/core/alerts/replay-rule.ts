import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { mayRepeat } from "@/lib/core/alerts/alert-state";
import {
  type AlertScore,
  type AlertStanding,
  judgeAgain,
  judgeScore,
  judgeStanding,
  PAUSES,
  whyOver,
} from "@/lib/core/alerts/judge-alert";

/** One stay with everything a rule could have looked at while it lasted. Times are ISO-8601. */
export interface AlertHistory {
  readonly stayId: string;
  readonly patientId: string;
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

function momentsOf(rule: AlertRule, history: AlertHistory, scores: readonly AlertScore[], until: number): Moment[] {
  const times = history.notedAt.map((at) => Date.parse(at));
  if (history.plannedEndAt !== null) times.push(Date.parse(history.plannedEndAt) - leadMs(rule));
  const moments = [
    ...scores.map((score) => ({ at: Date.parse(score.at), score })),
    ...times.map((at) => ({ at, score: null })),
  ];
  const ends = history.dischargedAt === null ? until : Math.min(until, Date.parse(history.dischargedAt));
  return moments.filter(({ at }) => at <= ends).sort((a, b) => a.at - b.at);
}

/** What one stay would have raised, given when the same patient's last alert came up; and when the last one came up now. */
function replayStay(rule: AlertRule, history: AlertHistory, before: Date | null, until: Date) {
  const { scores, inHindsight } = scoresInTime(rule, history);
  const would: WouldAlert[] = [];
  type Raised = Parameters<typeof judgeAgain>[1];
  let [last, previous] = [before, null as AlertScore | null];
  let [live, paused] = [null as Raised | null, null as Raised | null];
  for (const { at, score } of momentsOf(rule, history, scores, until.getTime())) {
    const now = new Date(at);
    const standing: AlertStanding = {
      wardId: history.wardId,
      isCurrent: true,
      plannedEndAt: history.plannedEndAt,
      isNoted: history.notedAt.some((noted) => Date.parse(noted) <= at),
      score: score ?? previous,
    };
    const over = live && whyOver(rule, live.finding, standing, now);
    if (over !== null) [live, paused] = [null, PAUSES.includes(over) ? live : null];
    const isFree = last === null || mayRepeat(rule, last, now);
    const finding =
      (isFree && score && judgeScore(rule.condition, previous, score)) ||
      (isFree && judgeStanding(rule.condition, standing, now)) ||
      (paused && judgeAgain(rule, paused, standing, now));
    if (finding && live === null) {
      would.push({ stayId: history.stayId, at: now, inHindsight });
      live = { kind: rule.condition.kind, finding, modelVersion: standing.score?.modelVersion ?? "" };
      [last, paused] = [now, null];
    }
    previous = score ?? previous;
  }
  return { would, last };
}

/**
 * What a rule would have raised over some stays, by the same judgement and the same rules of repetition as it is run by.
 * Nobody's answers can be replayed: an alert lives here until it would have ended by itself or the patient left.
 *
 * @param until the moment it is replayed to
 */
export function replayRule(rule: AlertRule, histories: readonly AlertHistory[], until: Date): WouldAlert[] {
  const begins = ({ admittedAt, scores }: AlertHistory): string => admittedAt ?? scores[0]?.at ?? "";
  const inOrder = [...histories].sort((a, b) => begins(a).localeCompare(begins(b)));
  const lastOf = new Map<string, Date>();
  return inOrder.flatMap((history) => {
    const { would, last } = replayStay(rule, history, lastOf.get(history.patientId) ?? null, until);
    if (last !== null) lastOf.set(history.patientId, last);
    return would;
  });
}
