/**
 * How fast stays are scored and explained through the product's own batch call, how free the event loop stays
 * meanwhile, and what LightGBM's exact contributions take on the same machine in the same run (where Python with
 * lightgbm is present). Run: node bench/run.mjs scoring [MODEL DIR]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { maskForView } from "@/lib/core/features/encode";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { syntheticStays } from "@/lib/core/training/synthetic-stays";
import { type LoadedModel, loadModel } from "@/lib/io/onnx/load-model";
import { readUciStays, toMatrix } from "@/lib/io/uci-stays";

const SIZES = [1_000, 10_000, 100_000];
const REPEATS = 7;
const width = FEATURES.length;

interface Rows {
  readonly encoded: Float32Array;
  readonly labels: Uint8Array;
  readonly source: string;
}

/** Real index stays where they are at hand, made-up ones elsewhere. */
async function readRows(): Promise<Rows> {
  const data = process.env.WARDLIGHT_DATA ?? join(process.cwd(), "../shared/data");
  const file = join(data, "uci-diabetes130/diabetic_data.csv.gz");
  if (!existsSync(file)) {
    const { encoded, labels } = syntheticStays(77_276, 1, () => -2);
    return { encoded, labels, source: "made-up stays (set WARDLIGHT_DATA for real ones)" };
  }
  const { stays } = await readUciStays(file);
  return {
    encoded: toMatrix(stays),
    labels: Uint8Array.from(stays, ({ label }) => label),
    source: "UCI Diabetes-130 index stays",
  };
}

/** `count` stays, repeated as often as needed, a third of them in each view. */
function takeRows({ encoded }: Rows, count: number): { features: Float32Array; views: Uint8Array } {
  const features = new Float32Array(count * width);
  const views = new Uint8Array(count);
  const available = encoded.length / width;
  for (let row = 0; row < count; row++) {
    const from = (row % available) * width;
    views[row] = row % VIEWS.length;
    features.set(maskForView(encoded.subarray(from, from + width), VIEWS[views[row]!]!), row * width);
  }
  return { features, views };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Largest |baseline + Σ contributions − logit(probability)| over all rows. */
async function worstSum(model: LoadedModel, rows: ReturnType<typeof takeRows>): Promise<number> {
  const { probability, baseline, contributions } = await model.score(rows.features, rows.views);
  const terms = model.manifest.terms.length;
  let worst = 0;
  for (let row = 0; row < probability.length; row++) {
    let sum = baseline[row]!;
    for (let term = 0; term < terms; term++) sum += contributions[row * terms + term]!;
    const p = probability[row]!;
    worst = Math.max(worst, Math.abs(sum - Math.log(p / (1 - p))));
  }
  return worst;
}

async function measure(model: LoadedModel, rows: ReturnType<typeof takeRows>, withBags: boolean) {
  await model.score(rows.features, rows.views, { withBags });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const seconds: number[] = [];
  delay.enable();
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const start = performance.now();
    await model.score(rows.features, rows.views, { withBags });
    seconds.push((performance.now() - start) / 1000);
    // A breath between calls, as a server has: otherwise only the longest block is seen.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  delay.disable();
  return { seconds: median(seconds), delayP99: delay.percentile(99) / 1e6, delayMax: delay.max / 1e6 };
}

/** Rows per second of LightGBM's exact contributions, or null where it cannot be had. */
function lightgbmRowsPerSecond({ encoded, labels }: Rows): number | null {
  const folder = mkdtempSync(join(tmpdir(), "wardlight-bench-"));
  try {
    writeFileSync(join(folder, "features.f32"), new Uint8Array(encoded.buffer, encoded.byteOffset, encoded.byteLength));
    writeFileSync(join(folder, "labels.u8"), labels);
    const script = join(process.cwd(), "bench/lightgbm_rival.py");
    const { status, stdout, stderr } = spawnSync("python3", [script, folder, String(width)], { encoding: "utf8" });
    if (status !== 0) {
      const reason = stderr?.trim().split("\n").at(-1) ?? "python3 was not found";
      console.log(`\nLightGBM was left out: ${reason}`);
      return null;
    }
    const { trees, leaves, threads, rows, seconds } = JSON.parse(stdout) as Record<string, number>;
    console.log(
      `\nLightGBM pred_contrib: ${trees} trees, ${leaves} leaves in all, ${threads} threads, ${rows} rows in ${seconds} s`,
    );
    return rows! / seconds!;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const directory = process.argv[2] ?? "models/readmission/1.0.0";
const model = await loadModel(directory);
const rows = await readRows();
console.log(
  `${directory}: ${model.manifest.terms.length} terms, ${model.manifest.bags} bags; ${rows.source}; ${availableParallelism()} cores`,
);
console.log("score + explain: Float32Array in; probabilities and every contribution out\n");
console.log("rows      ms      rows/s      with bag logits   event-loop delay p99, max (ms)");
let best = 0;
for (const size of SIZES) {
  const batch = takeRows(rows, size);
  const { seconds, delayP99, delayMax } = await measure(model, batch, false);
  const bags = await measure(model, batch, true);
  best = size / seconds;
  console.log(
    `${String(size).padEnd(8)}  ${(seconds * 1000).toFixed(1).padStart(6)}  ${Math.round(best).toLocaleString("en").padStart(10)}  ${Math.round(
      size / bags.seconds,
    )
      .toLocaleString("en")
      .padStart(10)}        ${delayP99.toFixed(1)}, ${delayMax.toFixed(1)}`,
  );
}
const worst = await worstSum(model, takeRows(rows, 100_000));
console.log(
  `\nbaseline + Σ contributions − logit(probability), worst of 100,000 rows: ${worst.toExponential(1)} (bar 1e-5)`,
);
const rival = lightgbmRowsPerSecond(rows);
if (rival !== null) {
  console.log(
    `${Math.round(rival).toLocaleString("en")} rows/s; Wardlight at 100,000 rows is ${Math.round(best / rival)} × as fast (bar 300)`,
  );
}
console.log(`bar: 500,000 rows/s on 2 cores, event-loop delay p99 ≤ 20 ms`);
await model.close();
