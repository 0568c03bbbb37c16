import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { quietUntil } from "@/lib/core/alerts/quiet-hours";
import type { WouldAlert } from "@/lib/core/alerts/replay-rule";
import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { wilsonInterval } from "@/lib/core/evaluation/wilson-interval";
import { count, percent } from "@/lib/core/validation/figure-words";
import { daysBetween, localDay } from "@/lib/core/worklist/leaving-group";

/** What a rule would have found in the past, worked out before it is saved. */
export interface AlertBurden {
  /** Local days that were looked at for the burden, first and last, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
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
interface Share {
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
const FEWEST = 20;

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
  readonly now: Date;
  readonly timeZone: string;
  readonly outcomes: readonly AlertOutcome[];
  readonly simulated: boolean;
}

const DAY_MS = 86_400_000;

/** Counts what a rule would have raised: over the 30 whole days before today, and against what became of the patients. */
export function burdenOf(
  { quiet }: Pick<AlertRule, "quiet">,
  would: readonly WouldAlert[],
  { now, timeZone, outcomes, simulated }: Past,
): AlertBurden {
  const today = localDay(now, timeZone);
  const dayOf = (at: Date): number => daysBetween(localDay(at, timeZone), today);
  const lately = would.filter(({ at }) => dayOf(at) >= 1 && dayOf(at) <= BURDEN_DAYS);
  const perDay = new Map<number, number>();
  for (const { at } of lately) perDay.set(dayOf(at), (perDay.get(dayOf(at)) ?? 0) + 1);
  const foundIds = new Set(would.map(({ stayId }) => stayId));
  const found = outcomes.filter(({ stayId }) => foundIds.has(stayId));
  const hindsightIds = new Set(would.filter(({ inHindsight }) => inHindsight).map(({ stayId }) => stayId));
  const back = (days: number): string => localDay(new Date(now.getTime() - days * DAY_MS), timeZone);
  return {
    from: back(BURDEN_DAYS),
    to: back(1),
    days: BURDEN_DAYS,
    alerts: lately.length,
    stays: new Set(lately.map(({ stayId }) => stayId)).size,
    perDay: lately.length / BURDEN_DAYS,
    busiest: Math.max(0, ...perDay.values()),
    held: lately.filter(({ at }) => quietUntil(quiet, at, timeZone) !== null).length,
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

const shareWords = ({ share, interval: [low, high] }: Share): string =>
  `${percent(share, 0)} (95\u202f% interval ${percent(low, 0)} to ${percent(high, 0)})`;

const often = (perDay: number): string =>
  perDay >= 1
    ? `${perDay < 10 ? perDay.toFixed(1) : Math.round(perDay)} times a day`
    : `${(perDay * 7).toFixed(1)} times a week`;

function labelWords({
  found,
  foundReadmitted,
  foundInHindsight,
  all,
  allReadmitted,
  ppv,
  caught,
  simulated,
}: AlertLabels): string[] {
  if (ppv === null)
    return [
      `How many of those patients come back cannot be told yet: it would have come up for ${count(found)} whose 30 days are over, and ${FEWEST} are needed.`,
    ];
  const base = `Of all ${count(all)} stays with a score there, ${percent(allReadmitted / all, 0)} were.`;
  const against = [
    ...(foundInHindsight > 0
      ? [
          `${count(foundInHindsight)} of these stays rest on scores made after the patient had left, when more was known: with scores made in time the share may be lower.`,
        ]
      : []),
    ...(simulated ? ["What became of these patients is simulated."] : []),
  ];
  const right = `Of ${count(found)} patients’ stays it would have come up for, ${count(foundReadmitted)} were followed by a readmission within 30 days: ${shareWords(ppv)}. ${base}`;
  if (caught === null) return [right, ...against];
  return [right, `It would have come up for ${shareWords(caught)} of those who were readmitted.`, ...against];
}

/** What a rule would have been like, in sentences: first how often, then for whom, then what to hold against that. */
export function burdenSentences(burden: AlertBurden): string[] {
  const { alerts, perDay, busiest, held, inHindsight, labels } = burden;
  if (alerts === 0) return ["It would not have come up in the last 30 days.", ...labelWords(labels)];
  const first = `It would have come up ${often(perDay)} over the last 30 days (${count(alerts)} times; at most ${count(busiest)} on one day).`;
  return [
    first,
    ...(held > 0 ? [`${count(held)} of them would have been held until quiet hours ended.`] : []),
    ...(inHindsight > 0
      ? [
          `${count(inHindsight)} of these times rest on scores made after the patient had left, as if they had been there before: with scores made in time it may be more or fewer.`,
        ]
      : []),
    ...labelWords(labels),
  ];
}
