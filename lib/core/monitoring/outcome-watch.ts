import { type DischargeDay, RETURN_DAYS } from "@/lib/core/monitoring/discharge-day";
import { CHANGE_RULE, type EventCount, findChange, findUsual, type Span } from "@/lib/core/monitoring/rate-change";
import { totalsOf } from "@/lib/core/monitoring/score-bins";
import type { Signal } from "@/lib/core/monitoring/signal";
import { dayAfter } from "@/lib/core/monitoring/watch-days";

/** Evidence on the last day, and what was said by the day it could be known. */
export interface OutcomeWatch {
  /** That more come back, and that fewer do; null until enough returns are known to compare with. */
  readonly now: { readonly more: number; readonly fewer: number } | null;
  /** Stays after those compared with whose 30 days are over. */
  readonly outcomes: number;
  /** Observed over expected among those compared with: a model that was always a little off has not changed. */
  readonly usual: number | null;
  readonly signals: ReadonlyMap<string, readonly Signal[]>;
}

/** Returns to compare with: the reference is longer for them where it has fewer. */
const LEAST_RETURNS = 200;

const sum = (all: readonly EventCount[]): EventCount =>
  all.reduce((a, b) => ({ events: a.events + b.events, expected: a.expected + b.expected }), NONE);
const NONE: EventCount = { events: 0, expected: 0 };

/** The last day of those compared with: the end of the reference, or later, when enough have come back. */
function lastCompared(days: readonly DischargeDay[], referenceTo: string, through: string): string | null {
  let expected = 0;
  for (const { day, matured } of days) {
    if (dayAfter(day, RETURN_DAYS) > through) return null;
    expected += totalsOf(matured).expected;
    if (day >= referenceTo && expected >= LEAST_RETURNS) return day;
  }
  return null;
}

/** On which day after discharge those come back who do, as shares. Half a return is added, so that no day is impossible. */
function returnTiming(compared: readonly DischargeDay[]): readonly number[] {
  const days = Array.from({ length: RETURN_DAYS }, (_, after) =>
    compared.reduce((all, { followed }) => all + (followed.back[after] ?? 0), 0.5),
  );
  const all = days.reduce((total, count) => total + count, 0);
  return days.map((count) => count / all);
}

/** Who came back on each day, and how many were to be expected of all who had left until then. */
function returnsByDay(days: readonly DischargeDay[], timing: readonly number[]): Map<string, EventCount> {
  const sums = new Map<string, EventCount>();
  for (const { day, followed } of days)
    for (const [after, share] of timing.entries()) {
      const on = dayAfter(day, after);
      const own = { events: followed.back[after] ?? 0, expected: followed.expected * share };
      sums.set(on, sum([sums.get(on) ?? NONE, own]));
    }
  return sums;
}

function signalOf(kind: "outcomes-more" | "outcomes-fewer", { days, events, expected }: Span, usual: number): Signal {
  return { kind, subject: "", wardId: null, p: null, figures: { days, back: events, expected: expected * usual } };
}

/**
 * A chart that is told one day after the other (nothing on days that nobody's outcome became known). Once it has spoken it
 * goes on until evidence ends it: enough for the usual rate, and not enough for a change any more. Days without a finding
 * are none: at ten outcomes a day the chart is silent for weeks while all goes on.
 */
function openChart(ratio: number, reference: EventCount) {
  const days: EventCount[] = [];
  let lasting: Span | null = null;
  return (day: EventCount | undefined): { readonly evidence: number; readonly lasting: Span | null } => {
    if (day !== undefined) days.push(day);
    const change = findChange(ratio, reference, days);
    if (change.evidence >= CHANGE_RULE.evidence) lasting = change;
    else if (lasting !== null && findUsual(ratio, reference, days).evidence >= CHANGE_RULE.over) lasting = null;
    return { evidence: change.evidence, lasting };
  };
}

/**
 * Whether more, or fewer, come back than before. More are found by the day they come back, without waiting for anybody's
 * 30 days; fewer only by stays whose 30 days are over, because a return may be heard of late.
 *
 * @param days ascending, the reference first
 * @param referenceTo the last day of the reference
 * @param through the last whole day
 */
export function watchOutcomes(days: readonly DischargeDay[], referenceTo: string, through: string): OutcomeWatch {
  const to = lastCompared(days, referenceTo, through);
  if (to === null) return { now: null, outcomes: 0, usual: null, signals: new Map() };
  const compared = days.filter(({ day }) => day <= to);
  const reference = sum(compared.map(({ matured }) => totalsOf(matured)));
  const usual = reference.events / reference.expected;

  const [tellMore, tellFewer] = [openChart(CHANGE_RULE.more, reference), openChart(CHANGE_RULE.fewer, reference)];
  const returns = returnsByDay(days, returnTiming(compared));
  const leaving = new Map(days.map(({ day, matured }) => [dayAfter(day, RETURN_DAYS), totalsOf(matured)]));
  const signals = new Map<string, readonly Signal[]>();
  let [now, outcomes] = [{ more: 0, fewer: 0 }, 0];
  for (let day = dayAfter(to); day <= through; day = dayAfter(day)) {
    const more = tellMore(returns.get(day) ?? NONE);
    const matured = dayAfter(day, -RETURN_DAYS) > to ? leaving.get(day) : undefined;
    const fewer = tellFewer(matured);
    outcomes += matured?.n ?? 0;
    now = { more: more.evidence, fewer: fewer.evidence };
    const found = [
      ...(more.lasting === null ? [] : [signalOf("outcomes-more", more.lasting, usual)]),
      ...(fewer.lasting === null ? [] : [signalOf("outcomes-fewer", fewer.lasting, usual)]),
    ];
    if (found.length > 0) signals.set(day, found);
  }
  return { now, outcomes, usual, signals };
}
