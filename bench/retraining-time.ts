/**
 * How long one whole training takes as the server runs it (comparison of algorithms, training, figures, files; a thread
 * of low priority), and how many seconds of processor that is on however busy a machine. Simulated stays.
 * Run: node bench/run.mjs retraining-time [STAYS]
 */
import { readFileSync } from "node:fs";
import { manifestSchema } from "@/lib/core/model/manifest";
import { simulateStays, VISITS_AND_DISPOSITION_CHANGED } from "@/lib/core/retraining/simulated-world";
import { DEFAULT_SETTINGS } from "@/lib/core/training/training-settings";
import { runRetraining } from "@/lib/io/training/run-retraining";

const [count = 100_000] = process.argv.slice(2).map(Number);
const directory = "models/readmission/1.0.0";
const stays = simulateStays(count, "how long", VISITS_AND_DISPOSITION_CHANGED);
const cpuBefore = process.cpuUsage();
const start = performance.now();
const seconds = (): string => ((performance.now() - start) / 1000).toFixed(0);
const { result } = runRetraining(
  {
    stays,
    about: Array.from(stays.labels, (label, row) => ({
      patient: `p${row}`,
      label: label === 1 ? 1 : 0,
      subgroups: { sex: row % 2 === 0 ? "female" : "male" },
      outside: [],
    })),
    treatment: {
      treated: Uint8Array.from(stays.labels, (_, row) => (row % 4 === 0 ? 1 : 0)),
      tiers: Array.from(stays.labels, () => "moderate"),
    },
    prior: {
      manifest: manifestSchema.parse(JSON.parse(readFileSync(`${directory}/manifest.json`, "utf8"))),
      onnx: readFileSync(`${directory}/model.onnx`),
    },
    settings: DEFAULT_SETTINGS,
    experiment: { folds: 5, bags: 2, mostStays: 15_000 },
    target: "any-readmission-30d",
    version: "9.9.9",
    source: "simulated stays",
    dataSha256: "0".repeat(64),
    attrition: [],
  },
  ({ share, line }) => console.log(`${seconds().padStart(5)} s  ${(100 * share).toFixed(0).padStart(3)} %  ${line}`),
);
await result;
const { user, system } = process.cpuUsage(cpuBefore);
console.log(
  `${count.toLocaleString("en")} stays: ${seconds()} s, ${((user + system) / 1e6).toFixed(0)} s of processor, peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
);
console.log("bar: 180 s on 2 cores with nothing else to do");
