/**
 * How long the whole training takes (8 bags and pairs on every index stay of UCI Diabetes-130), how much memory it
 * holds at most, and how it grows. Run: node bench/run.mjs training
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { toClusters } from "@/lib/core/evaluation/cluster-bootstrap";
import { toOnnx } from "@/lib/core/training/to-onnx";
import { trainEnsemble } from "@/lib/core/training/train-ensemble";
import { type LabelledStays, toTrainingData } from "@/lib/core/training/training-data";
import { DEFAULT_SETTINGS } from "@/lib/core/training/training-settings";
import { startBagWorkers } from "@/lib/io/training/bag-workers";
import { readUciStays, toMatrix } from "@/lib/io/uci-stays";

const data = process.env.WARDLIGHT_DATA ?? join(process.cwd(), "../shared/data");
const file = join(data, "uci-diabetes130/diabetic_data.csv.gz");
if (!existsSync(file)) {
  console.error(`${file} is not here; set WARDLIGHT_DATA to the folder that holds uci-diabetes130.`);
  process.exit(1);
}

async function train(stays: LabelledStays): Promise<number> {
  const start = performance.now();
  const rows = Uint32Array.from({ length: stays.labels.length }, (_, row) => row);
  const trainingData = toTrainingData(stays, rows);
  const run = { data: trainingData, rows, settings: DEFAULT_SETTINGS, directions: new Map() };
  const workers = startBagWorkers(run);
  const { model } = await trainEnsemble(run, workers).finally(() => workers.close());
  toOnnx(model, trainingData.bins, "bench");
  return (performance.now() - start) / 1000;
}

const reading = performance.now();
const { stays } = await readUciStays(file);
console.log(
  `reading ${stays.length.toLocaleString("en")} index stays: ${((performance.now() - reading) / 1000).toFixed(1)} s`,
);
console.log(`${DEFAULT_SETTINGS.bags} bags, ${DEFAULT_SETTINGS.pairs} pairs, ${availableParallelism()} cores\n`);
console.log("rows      s       peak resident memory (MB)");
for (const share of [0.125, 0.5, 1]) {
  const part = stays.slice(0, Math.round(stays.length * share));
  const seconds = await train({
    encoded: toMatrix(part),
    labels: Uint8Array.from(part, ({ label }) => label),
    patients: toClusters(part.map(({ patient }) => patient)),
  });
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(`${String(part.length).padEnd(8)}  ${seconds.toFixed(1).padStart(5)}   ${peak.toFixed(0)}`);
}
console.log("\nbar: 120 s on 2 cores, 2,048 MB");
