/**
 * How soon it is found that more patients come back than before (O/E 1.5), and how often that is said where it is not so:
 * once because the same patients fare worse (concept shift), once because more of those come who return (label shift:
 * P(x | y) as before). Everything is simulated, see monitoring.ts. Run: node bench/run.mjs monitoring-returns [RUNS]
 */

import { seededRandom } from "@/lib/core/demo/seeded-random";
import { RETURN_DAYS } from "@/lib/core/monitoring/discharge-day";
import { watchOutcomes } from "@/lib/core/monitoring/outcome-watch";
import type { SignalKind } from "@/lib/core/monitoring/signal";
import { drawer, type Trouble, weightsOf } from "@/lib/core/monitoring/simulated-feed";
import { simulateOutcome, toDischargeDay } from "@/lib/core/monitoring/simulated-outcomes";
import { NO_DRIFT } from "@/lib/core/retraining/simulated-world";
import { loadModel } from "@/lib/io/onnx/load-model";
import { makePool, mean, POOL, quantile } from "./monitoring-pool";

const [runs = 200] = process.argv.slice(2).map(Number);
const model = await loadModel("models/readmission/1.0.0");
const pool = await makePool(model, "watched", NO_DRIFT);
await model.close();

/** Days to compare with, their 30 days, a quiet month, and then so many days on which more come back. */
const [QUIET_DAYS, CHANGED_DAYS] = [30, 90];
const dayName = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);

interface Watched {
  /** When it was said that more come back, and that fewer do. */
  readonly more: readonly number[];
  readonly fewer: readonly number[];
}

/** One hospital at which more come back from the onset on: days after the onset (negative: before) on which it is said. */
function watchReturns(seed: string, aDay: number, trouble: Trouble): Watched {
  const random = seededRandom(seed);
  // As long as 28 days, and as it takes to have the returns to compare with.
  const referenceDays = Math.max(28, Math.ceil(230 / (aDay * mean(Array.from(pool.predicted)))));
  const onset = referenceDays + RETURN_DAYS + QUIET_DAYS;
  const [usually, then] = [drawer(POOL, null), drawer(POOL, weightsOf(pool.stays, trouble))];
  const days = Array.from({ length: onset + CHANGED_DAYS }, (_, day) => {
    const [draw, now] = day < onset ? [usually, {}] : [then, trouble];
    const outcomes = Array.from({ length: aDay }, () => simulateOutcome(pool, draw(random), random, now));
    return toDischargeDay(dayName(day), outcomes);
  });
  const { signals } = watchOutcomes(days, dayName(referenceDays - 1), dayName(days.length - 1));
  const said = (kind: SignalKind): number[] =>
    days.flatMap(({ day }, i) => (signals.get(day)?.some((one) => one.kind === kind) ? [i - onset] : []));
  return { more: said("outcomes-more"), fewer: said("outcomes-fewer") };
}

/** So many times as likely those who return must be to come, that so many times as many do as the model expects. */
function returningFor(ratio: number): number {
  let [low, high] = [1, 10];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    const weights = Array.from(pool.stays.labels, (label) => (label === 1 ? middle : 1));
    const sum = (of: (row: number) => number): number =>
      weights.reduce((all, weight, row) => all + weight * of(row), 0);
    const found = sum((row) => pool.stays.labels[row]!) / (usual * sum((row) => pool.predicted[row]!));
    if (found < ratio) low = middle;
    else high = middle;
  }
  return low;
}
const usual = mean(Array.from(pool.stays.labels)) / mean(Array.from(pool.predicted));
const returning = returningFor(1.5);
console.log(
  `O/E 1.5 from one day on, ${runs} runs each; matured: stays from that day on whose 30 days were over by then`,
);
for (const aDay of [100, 40, 20])
  for (const [name, trouble] of [
    ["concept shift: the same patients come back more often", { outcomes: 1.5 }],
    [`label shift: those who come back are ${returning.toFixed(2)} times as likely to come`, { returning }],
  ] as const) {
    const all = Array.from({ length: runs }, (_, run) => watchReturns(`returns ${run}`, aDay, trouble));
    const isQuiet = (day: number): boolean => day < 0 && day >= -QUIET_DAYS;
    const falsely = (kind: keyof Watched): string =>
      `${((100 * all.filter((one) => one[kind].some(isQuiet)).length) / runs).toFixed(1)} %`;
    // Where it was said before it was so, finding it is no merit.
    const fair = all.filter(({ more }) => !more.some(isQuiet));
    const took = fair.map(({ more }) => more.find((day) => day >= 0) ?? Number.POSITIVE_INFINITY);
    const matured = took.map((days) => aDay * Math.max(0, days - RETURN_DAYS + 1));
    const within = (100 * matured.filter((count) => count <= 400).length) / matured.length;
    console.log(`  ${aDay} a day, ${name}
    days: median ${quantile(took, 0.5)}, 9 of 10 within ${quantile(took, 0.9)}, worst ${Math.max(...took)}
    matured: median ${quantile(matured, 0.5)}, 9 of 10 within ${quantile(matured, 0.9)}, worst ${Math.max(...matured)}; within 400: ${within.toFixed(1)} %
    said in the quiet month before: more ${falsely("more")}, fewer ${falsely("fewer")} of runs`);
  }
