import { type DischargeDay, RETURN_DAYS } from "@/lib/core/monitoring/discharge-day";
import { CHANGE_RULE, type EventCount, findChange, type Span } from "@/lib/core/monitoring/rate-change";
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

  const [back, left]: [EventCount[], EventCount[]] = [[], []];
  const returns = returnsByDay(days, returnTiming(compared));
  const leaving = new Map(days.map(({ day, matured }) => [dayAfter(day, RETURN_DAYS), totalsOf(matured)]));
  const signals = new Map<string, readonly Signal[]>();
  let [now, outcomes] = [{ more: 0, fewer: 0 }, 0];
  for (let day = dayAfter(to); day <= through; day = dayAfter(day)) {
    back.push(returns.get(day) ?? NONE);
    const more = findChange(CHANGE_RULE.more, reference, back);
    const matured = dayAfter(day, -RETURN_DAYS) > to ? leaving.get(day) : undefined;
    if (matured !== undefined) left.push(matured);
    const fewer = findChange(CHANGE_RULE.fewer, reference, left);
    outcomes += matured?.n ?? 0;
    now = { more: more.evidence, fewer: fewer.evidence };
    const found = [
      ...(more.evidence >= CHANGE_RULE.evidence ? [signalOf("outcomes-more", more, usual)] : []),
      ...(fewer.evidence >= CHANGE_RULE.evidence ? [signalOf("outcomes-fewer", fewer, usual)] : []),
    ];
    if (found.length > 0) signals.set(day, found);
  }
  return { now, outcomes, usual, signals };
}
