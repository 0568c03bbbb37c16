/**
 * How soon trouble is found, and how often it is found where there is none: a simulated hospital is watched as a real
 * one is (`lib/core/monitoring`). Everything is simulated: stays come from the demo hospital's network, outcomes from a
 * truth we know, predictions from the shipped model. How soon more returns are found: monitoring-returns. Run: node bench/run.mjs monitoring [SEEDS] [STAYS A DAY]
 */

import { auroc } from "@/lib/core/evaluation/discrimination";
import { FEATURES } from "@/lib/core/features/feature-table";
import { estimatePerformance } from "@/lib/core/monitoring/estimate-performance";
import { fitIsotonic } from "@/lib/core/monitoring/isotonic";
import { ascending, toScoreBins } from "@/lib/core/monitoring/score-bins";
import type { Signal, SignalKind } from "@/lib/core/monitoring/signal";
import { type Pool, type Trouble, tiltAges } from "@/lib/core/monitoring/simulated-feed";
import { watchHospital } from "@/lib/core/monitoring/simulated-hospital";
import { NO_DRIFT, VISITS_AND_DISPOSITION_CHANGED } from "@/lib/core/retraining/simulated-world";
import { loadModel } from "@/lib/io/onnx/load-model";
import { makePool, mean, quantile } from "./monitoring-pool";

const [seeds = 20, staysADay = 100] = process.argv.slice(2).map(Number);
/** Quiet days before something goes wrong. */
const ONSET = 7;

const model = await loadModel("models/readmission/1.0.0");
const seedNames = Array.from({ length: seeds }, (_, seed) => `seed ${seed + 1}`);

interface Scenario {
  readonly name: string;
  readonly days: number;
  readonly trouble: (day: number) => Trouble;
  readonly finds: (signal: Signal) => boolean;
  readonly from?: number;
}

const from =
  (onset: number, trouble: Trouble) =>
  (day: number): Trouble =>
    day < onset ? {} : trouble;
const is = (kind: SignalKind, subject?: string) => (signal: Signal) =>
  signal.kind === kind && (subject === undefined || signal.subject === subject);

const SUDDEN: readonly Scenario[] = [
  {
    name: "glucose in mmol/L, unit not written",
    days: 14,
    trouble: from(ONSET, { unit: { lab: "glucose", factor: 1 / 18.016, written: null } }),
    finds: is("unit-change", "glucose"),
  },
  {
    name: "HbA1c in mmol/mol, still called %",
    days: 14,
    trouble: from(ONSET, { unit: { lab: "hba1c", factor: 8, written: "%" } }),
    finds: is("unit-change", "hba1c"),
  },
  {
    name: "haemoglobin in g/L, and called so",
    days: 14,
    trouble: from(ONSET, { unit: { lab: "haemoglobin", factor: 10, written: "g/L" } }),
    finds: is("unit-change", "haemoglobin"),
  },
  {
    name: "no results come",
    days: 14,
    trouble: from(ONSET, { dropped: "Observation" }),
    finds: is("feed-dropped", "Observation"),
  },
  {
    name: "no conditions come",
    days: 14,
    trouble: from(ONSET, { dropped: "Condition" }),
    finds: is("feed-dropped", "Condition"),
  },
  { name: "every condition comes twice", days: 14, trouble: from(ONSET, { doubled: true }), finds: is("doubled") },
  {
    name: "a new code in 5 % of stays",
    days: 14,
    trouble: from(ONSET, { newCode: { code: "ICD-10 U99", share: 0.05 } }),
    finds: is("new-code"),
  },
  { name: "a new ward", days: 14, trouble: from(ONSET, { newWard: "new-ward" }), finds: is("new-ward") },
];

/** The mean age moves by 5 years in so many days, a little each day. */
const AGEING_DAYS = 60;

const pool = await makePool(model, "watched", NO_DRIFT);
const rate = mean(Array.from(pool.stays.labels));
console.log(
  `${seeds} seeds, ${staysADay} stays a day on 4 wards, ${FEATURES.length} features, ${(100 * rate).toFixed(1)} % readmitted\n`,
);

console.log("sudden trouble: days from onset to a finding that names it (0: on the day)");
for (const { name, days, trouble, finds } of SUDDEN) {
  const delays = seedNames.map((seed) => {
    const { incidents } = watchHospital(pool, { seed: `${name} ${seed}`, days, staysADay, trouble });
    return incidents.find((one) => one.day >= ONSET && finds(one))?.day ?? Number.POSITIVE_INFINITY;
  });
  const found = delays.map((day) => day - ONSET);
  console.log(`  ${name.padEnd(42)} median ${quantile(found, 0.5)}, worst ${Math.max(...found)}`);
}

console.log(`\nageing by 5 years in ${AGEING_DAYS} days: days from when the mean has moved 5 years (negative: before)`);
const ageing = seedNames.map((seed) => {
  const trouble = (day: number): Trouble => ({ older: (5 * Math.min(day, AGEING_DAYS)) / AGEING_DAYS });
  const { incidents } = watchHospital(pool, { seed: `ageing ${seed}`, days: AGEING_DAYS + 20, staysADay, trouble });
  return (incidents.find(is("input-moved", "age"))?.day ?? Number.POSITIVE_INFINITY) - AGEING_DAYS;
});
console.log(`  median ${quantile(ageing, 0.5)}, worst ${Math.max(...ageing)}`);

console.log("\nnothing wrong for 30 days: findings");
const quiet = seedNames.map(
  (seed) => watchHospital(pool, { seed: `quiet ${seed}`, days: 30, staysADay, trouble: () => ({}) }).incidents,
);
const kinds = new Map<string, number>();
for (const { kind, subject } of quiet.flat())
  kinds.set(`${kind} ${subject}`, (kinds.get(`${kind} ${subject}`) ?? 0) + 1);
console.log(
  `  mean ${mean(quiet.map((one) => one.length)).toFixed(2)}, worst ${Math.max(...quiet.map((one) => one.length))}; ${[...kinds].map(([kind, n]) => `${kind}: ${n}`).join(", ")}`,
);

/** How the shipped model's probabilities turn out at this hospital, learnt on stays that are not measured. */
const before = await makePool(model, "reference", NO_DRIFT);
const map = fitIsotonic(
  ascending(toScoreBins(before.predicted, before.stays.labels)).map(({ n, expected, events }) => ({
    score: expected / n,
    n,
    events,
  })),
);

/** Chunks of 5,000 drawn with such weights; how far the estimate lies from what is realised. */
function estimateErrors(
  { stays, predicted }: Pool,
  weights: Float64Array | null,
): { error: number; estimated: number; realised: number } {
  const size = 5000;
  const errors: number[] = [];
  const [all, seen]: [number[], number[]] = [[], []];
  const rows = stays.labels.length;
  let cumulative = 0;
  const steps = Float64Array.from({ length: rows }, (_, row) => {
    cumulative += weights?.[row] ?? 1;
    return cumulative;
  });
  for (let chunk = 0; chunk < seeds; chunk++) {
    const [p, y]: [number[], number[]] = [[], []];
    let state = chunk * 7919 + 1;
    for (let i = 0; i < size; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const wanted = (state / 2 ** 32) * cumulative;
      let [low, high] = [0, rows - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (steps[middle]! < wanted) low = middle + 1;
        else high = middle;
      }
      p.push(predicted[low]!);
      y.push(stays.labels[low]!);
    }
    const estimated = estimatePerformance(toScoreBins(p), map).auroc!;
    const realised = auroc(p, y)!;
    errors.push(Math.abs(estimated - realised));
    all.push(estimated);
    seen.push(realised);
  }
  return { error: mean(errors), estimated: mean(all), realised: mean(seen) };
}

console.log(`\nestimated (CBPE) against realised AUROC, ${seeds} chunks of 5,000`);
const changed = await makePool(model, "changed", VISITS_AND_DISPOSITION_CHANGED);
await model.close();
const inpatient = FEATURES.findIndex(({ name }) => name === "priorInpatient");
const often = Float64Array.from(
  pool.stays.labels,
  (_, row) => 1 + 3 * Math.max(0, pool.stays.encoded[row * FEATURES.length + inpatient]!),
);
for (const [name, from, weights] of [
  ["nothing changed", pool, null],
  ["10 years older", pool, tiltAges(pool.stays, 10)],
  ["more who were here before", pool, often],
  ["concept shift: effects changed (must be missed)", changed, null],
] as const) {
  const { error, estimated, realised } = estimateErrors(from, weights);
  console.log(
    `  ${name.padEnd(48)} estimated ${estimated.toFixed(4)}, realised ${realised.toFixed(4)}, mean error ${error.toFixed(4)}`,
  );
}
