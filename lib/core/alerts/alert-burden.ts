import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { quietUntil } from "@/lib/core/alerts/quiet-hours";
import type { ReplayGround, WouldAlert } from "@/lib/core/alerts/replay-rule";
import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { wilsonInterval } from "@/lib/core/evaluation/wilson-interval";
import { daysBetween, localDay } from "@/lib/core/worklist/leaving-group";

/** What a rule would have found in the past, worked out before it is saved. */
export interface AlertBurden {
  /** Local days that were looked at for the burden, first and last, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  /** How many: 30, or as many whole days as there are scores for. */
  readonly days: number;
  /** What a rule that compares two scores can go by: stays of that time with a score, and with two; null for the others. */
  readonly comparable: { readonly stays: number; readonly scored: number } | null;
  /** How many rest on the day the patient left, where no planned end is kept; null: it does not go by planned ends. */
  readonly substitutedEnds: number | null;
  /** There were more stays than were looked at; so many were. */
  readonly cutAt: number | null;
  /** Alerts over those days, by the same rules of repetition; on how many stays. */
  readonly alerts: number;
  readonly stays: number;
  readonly perDay: number;
  /** The most there were on one day. */
  readonly busiest: number;
  /** How many of them would have come up in the rule's quiet hours. */
  readonly held: number;
  /** How many rest on a score made only after the patient had left, as of a history that was imported. */
  readonly inHindsight: number;
  readonly labels: AlertLabels;
}

/** A share (0–1) with its 95 % interval. */
export interface Share {
  readonly share: number;
  readonly interval: Interval;
}

/** What became of the stays it would have found. A label needs 30 days, so this looks further back than the burden. */
export interface AlertLabels {
  /** Local day from which on stays were looked at, YYYY-MM-DD. */
  readonly since: string;
  /** Stays it would have found whose 30 days are over, and those readmitted among them. */
  readonly found: number;
  readonly foundReadmitted: number;
  /** How many of those found rest on a score made only after the patient had left. */
  readonly foundInHindsight: number;
  /** The same of all stays of these wards that have a score. */
  readonly all: number;
  readonly allReadmitted: number;
  /** Share of those found who were readmitted; null: too few to tell. */
  readonly ppv: Share | null;
  /** Share of those readmitted whom it would have found; null: too few to tell. */
  readonly caught: Share | null;
  /** Outcomes made by the demo hospital's dice. */
  readonly simulated: boolean;
}

/** How many days the burden is counted over. */
export const BURDEN_DAYS = 30;
/** How many days back stays are looked at for what became of them. */
export const LABEL_DAYS = 180;
/** Of fewer stays than this no share is told. */
export const FEWEST = 20;

/** What became of a stay whose 30 days are over. */
export interface AlertOutcome {
  readonly stayId: string;
  readonly isReadmitted: boolean;
}

function shareOf(events: number, n: number): Share | null {
  const interval = n < FEWEST ? null : wilsonInterval(events, n);
  return interval === null ? null : { share: events / n, interval };
}

const readmitted = (outcomes: readonly AlertOutcome[]): number =>
  outcomes.filter(({ isReadmitted }) => isReadmitted).length;

interface Past {
  readonly ground: ReplayGround;
  /** Stays without a planned end, for which the day the patient left stands in. */
  readonly endless: ReadonlySet<string>;
  /** How many stays were looked at, where there were more. */
  readonly cutAt: number | null;
  readonly now: Date;
  readonly timeZone: string;
  readonly outcomes: readonly AlertOutcome[];
  readonly simulated: boolean;
}

const DAY_MS = 86_400_000;

/** Whether a rule finds nothing in a stay's first score. */
const needsTwo = ({ condition }: Pick<AlertRule, "condition">): boolean =>
  condition.kind === "rise-for-reason" || (condition.kind === "tier-crossed" && !condition.firstScoreCounts);

/**
 * Counts what a rule would have raised: over the 30 whole days before today, or as many as there are scores for, and
 * against what became of the patients.
 */
export function burdenOf(
  rule: Pick<AlertRule, "quiet" | "condition">,
  would: readonly WouldAlert[],
  { ground, endless, cutAt, now, timeZone, outcomes, simulated }: Past,
): AlertBurden {
  const { scoredSince, scored, scoredTwice } = ground;
  const today = localDay(now, timeZone);
  const dayOf = (at: Date): number => daysBetween(localDay(at, timeZone), today);
  const days = scoredSince === null ? 0 : Math.min(BURDEN_DAYS, Math.max(0, dayOf(scoredSince)));
  const lately = would.filter(({ at }) => dayOf(at) >= 1 && dayOf(at) <= days);
  const perDay = new Map<number, number>();
  for (const { at } of lately) perDay.set(dayOf(at), (perDay.get(dayOf(at)) ?? 0) + 1);
  const foundIds = new Set(would.map(({ stayId }) => stayId));
  const found = outcomes.filter(({ stayId }) => foundIds.has(stayId));
  const hindsightIds = new Set(would.filter(({ inHindsight }) => inHindsight).map(({ stayId }) => stayId));
  const back = (days: number): string => localDay(new Date(now.getTime() - days * DAY_MS), timeZone);
  return {
    ...{ from: back(days), to: back(1), days, cutAt },
    comparable: needsTwo(rule) ? { stays: scored, scored: scoredTwice } : null,
    substitutedEnds:
      rule.condition.kind === "leaving-unattended" ? lately.filter(({ stayId }) => endless.has(stayId)).length : null,
    alerts: lately.length,
    stays: new Set(lately.map(({ stayId }) => stayId)).size,
    perDay: days === 0 ? 0 : lately.length / days,
    busiest: Math.max(0, ...perDay.values()),
    held: lately.filter(({ at }) => quietUntil(rule.quiet, at, timeZone) !== null).length,
    inHindsight: lately.filter(({ inHindsight }) => inHindsight).length,
    labels: {
      since: back(LABEL_DAYS),
      found: found.length,
      foundReadmitted: readmitted(found),
      foundInHindsight: found.filter(({ stayId }) => hindsightIds.has(stayId)).length,
      all: outcomes.length,
      allReadmitted: readmitted(outcomes),
      ppv: shareOf(readmitted(found), found.length),
      caught: shareOf(readmitted(found), readmitted(outcomes)),
      simulated,
    },
  };
}
