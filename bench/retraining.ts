/**
 * What retraining recovers after a drift: the effects of prior visits and of the discharge disposition change, the
 * shipped model is retrained on matured local stays, and all are scored on others. Everything here is simulated: stays
 * come from the demo hospital's network, outcomes from a truth we know (`lib/core/retraining/simulated-world.ts`).
 * Run: node bench/run.mjs retraining [SEEDS] [STAYS TO SCORE] [STAYS THE TRUTH IS LEARNT FROM]
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { auroc } from "@/lib/core/evaluation/discrimination";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { readPrior } from "@/lib/core/retraining/prior-model";
import { retrainEnsemble } from "@/lib/core/retraining/retrain-ensemble";
import {
  VISITS_AND_DISPOSITION_CHANGED as DRIFT,
  NO_DRIFT,
  type SimulatedStays,
  simulateStays,
} from "@/lib/core/retraining/simulated-world";
import { type AdditiveModel, calibratedLogits } from "@/lib/core/training/additive-model";
import type { FeatureBins } from "@/lib/core/training/bin-feature";
import { trainEnsemble } from "@/lib/core/training/train-ensemble";
import { binStays, type LabelledStays, toTrainingData } from "@/lib/core/training/training-data";
import { DEFAULT_SETTINGS } from "@/lib/core/training/training-settings";
import { loadModel } from "@/lib/io/onnx/load-model";
import { startBagWorkers } from "@/lib/io/training/bag-workers";
import { startRetrainWorkers } from "@/lib/io/training/retrain-workers";
import { learningCurve } from "./retraining-plot";

const [seeds = 10, scored = 100_000, truthRows = 100_000] = process.argv.slice(2).map(Number);
const SIZES = (process.env.SIZES ?? "1000,5000,20000").split(",").map(Number);
const discharge = VIEWS.length - 1;

interface Written {
  readonly model: AdditiveModel;
  readonly bins: readonly FeatureBins[];
}

const allRows = ({ labels }: LabelledStays): Uint32Array => Uint32Array.from(labels, (_, row) => row);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** AUROC at discharge. */
function measure({ model, bins }: Written, stays: SimulatedStays): number {
  return auroc(calibratedLogits(model, binStays(stays, bins), discharge, allRows(stays)), stays.labels) ?? Number.NaN;
}

/** The first stays of a set. */
function head(stays: SimulatedStays, rows: number): SimulatedStays {
  const width = stays.encoded.length / stays.labels.length;
  return {
    encoded: stays.encoded.slice(0, rows * width),
    labels: stays.labels.slice(0, rows),
    patients: stays.patients.slice(0, rows),
    truth: stays.truth.slice(0, rows),
  };
}

async function trainAlone(stays: LabelledStays): Promise<Written> {
  const rows = allRows(stays);
  const data = toTrainingData(stays, rows);
  const run = { data, rows, settings: DEFAULT_SETTINGS, directions: new Map() };
  const workers = startBagWorkers(run);
  const { model } = await trainEnsemble(run, workers).finally(() => workers.close());
  return { model, bins: data.bins };
}

const shipped = await loadModel("models/readmission/1.0.0");
const prior = await readPrior(shipped.manifest, (encoded, views) => shipped.score(encoded, views, { withBags: true }));
await shipped.close();

async function retrain(stays: LabelledStays): Promise<Written & { chosen: string }> {
  const run = {
    data: binStays(stays, prior.bins),
    rows: allRows(stays),
    settings: DEFAULT_SETTINGS,
    prior: prior.model,
  };
  const workers = startRetrainWorkers(run, { yields: false });
  const { model, trials, chosen } = await retrainEnsemble(run, workers.bags).finally(() => workers.close());
  const said = trials.map(({ strength: s, loss }) => `${s.start}/${s.ridgeFactor} ${loss.toFixed(5)}`).join(", ");
  return { model, bins: prior.bins, chosen: `${chosen.start}/${chosen.ridgeFactor} of ${said}` };
}

console.log(`${seeds} seeds, scored on ${scored.toLocaleString("en")} stays each\n`);
const before = simulateStays(scored, "before the drift", NO_DRIFT);
console.log(
  `before the drift: shipped ${measure(prior, before).toFixed(4)}, true probabilities ${auroc(before.truth, before.labels)?.toFixed(4)}`,
);
let start = performance.now();
const truth = await trainAlone(simulateStays(truthRows, "the truth", DRIFT));
console.log(
  `trained with the truth: ${truthRows.toLocaleString("en")} stays, ${((performance.now() - start) / 1000).toFixed(0)} s\n`,
);

const rows: { size: number; shipped: number; retrained: number; alone: number; truth: number; oracle: number }[] = [];
for (let seed = 1; seed <= seeds; seed++) {
  const others = simulateStays(scored, `others ${seed}`, DRIFT);
  const local = simulateStays(Math.max(...SIZES), `local ${seed}`, DRIFT);
  const known = {
    shipped: measure(prior, others),
    truth: measure(truth, others),
    oracle: auroc(others.truth, others.labels) ?? Number.NaN,
  };
  for (const size of SIZES) {
    const stays = head(local, size);
    start = performance.now();
    const retrained = await retrain(stays);
    const seconds = (performance.now() - start) / 1000;
    const row = {
      size,
      ...known,
      retrained: measure(retrained, others),
      alone: measure(await trainAlone(stays), others),
    };
    rows.push(row);
    console.log(
      `seed ${seed}, ${size} stays: shipped ${row.shipped.toFixed(4)}, retrained ${row.retrained.toFixed(4)} (${seconds.toFixed(0)} s, ${retrained.chosen}), local stays alone ${row.alone.toFixed(4)}, trained with the truth ${row.truth.toFixed(4)}, true probabilities ${row.oracle.toFixed(4)}`,
    );
  }
}

const summary = SIZES.map((size) => {
  const of = rows.filter((row) => row.size === size);
  const column = (name: keyof (typeof rows)[number]): number => mean(of.map((row) => row[name]));
  const [from, to, oracle] = [column("shipped"), column("truth"), column("oracle")];
  const share = (value: number, top: number): number => (value - from) / (top - from);
  const recovered = of.map((row) => (row.retrained - row.shipped) / (row.truth - row.shipped));
  return {
    size,
    shipped: from,
    truth: to,
    oracle,
    retrained: column("retrained"),
    alone: column("alone"),
    recovered: share(column("retrained"), to),
    least: Math.min(...recovered),
    most: Math.max(...recovered),
    recoveredAlone: share(column("alone"), to),
    recoveredOfOracle: share(column("retrained"), oracle),
  };
});
console.log("\nstays    shipped  retrained  alone   truth   oracle  recovered (least–most)  alone  of oracle");
for (const s of summary) {
  const p = (value: number): string => `${(100 * value).toFixed(1)} %`;
  console.log(
    `${String(s.size).padEnd(7)}  ${s.shipped.toFixed(4)}   ${s.retrained.toFixed(4)}     ${s.alone.toFixed(4)}  ${s.truth.toFixed(4)}  ${s.oracle.toFixed(4)}  ${p(s.recovered)} (${p(s.least)}–${p(s.most)})  ${p(s.recoveredAlone)}  ${p(s.recoveredOfOracle)}`,
  );
}
console.log("\nbar: 80 % of the AUROC lost against a model trained with the truth, from 20,000 stays");
if (process.env.PLOT !== "0") {
  const file = join(process.cwd(), "docs/retraining.svg");
  writeFileSync(file, learningCurve(summary, { seeds, scored }));
  console.log(`wrote ${file}`);
}
