import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { crossValidate, foldOf, type OutOfFold } from "@/lib/cli/cross-validate";
import type { CliVerb } from "@/lib/cli/main";
import { toClusters } from "@/lib/core/evaluation/cluster-bootstrap";
import { Fault } from "@/lib/core/fault";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { manifestSchema } from "@/lib/core/model/manifest";
import { modelCard } from "@/lib/core/model/model-card";
import { type HonestProbabilities, makeManifest } from "@/lib/core/training/make-manifest";
import { toOnnx } from "@/lib/core/training/to-onnx";
import { type Trained, trainEnsemble } from "@/lib/core/training/train-ensemble";
import { type LabelledStays, toTrainingData } from "@/lib/core/training/training-data";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/core/training/training-settings";
import { startBagWorkers } from "@/lib/io/training/bag-workers";
import { readUciStays, toMatrix, type UciStays } from "@/lib/io/uci-stays";

const HELP = `wardlight train --task readmission --data FILE --out DIR [--seed N] [--cv K]

Trains the readmission model on UCI Diabetes-130 and writes model.onnx, manifest.json and card.md to DIR.
The same data and seed give the same bytes of model.onnx.

  --task     readmission
  --data     diabetic_data.csv or .csv.gz
  --out      folder to write; made where it is missing
  --seed     whole number, ${DEFAULT_SETTINGS.seed} by default
  --cv K     cross-validates the method on K patient-grouped folds first; prints the report on stdout, and the
             manifest's metrics come from it. Without it they are out-of-bag.
  --version  version of the model, 1.0.0 by default`;

const SOURCE =
  "Diabetes 130-US hospitals for years 1999–2008 (Strack et al. 2014, doi:10.1155/2014/781670; data set doi:10.24432/C5230J, CC BY 4.0).";

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

function wholeNumber(name: string, text: string | undefined, fallback: number, least: number): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
    throw new Fault("bad-input", `--${name} should be a whole number of at least ${least} and is "${text}".`);
  }
  return Number(text);
}

const progress = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

function toLabelledStays({ stays }: UciStays): LabelledStays {
  return {
    encoded: toMatrix(stays),
    labels: Uint8Array.from(stays, ({ label }) => label),
    patients: toClusters(stays.map(({ patient }) => patient)),
  };
}

/** Probabilities nobody cheated on: out-of-fold where a cross-validation was run, else out-of-bag. */
function honestProbabilities(
  { model, heldOut }: Trained,
  folds: OutOfFold | null,
  rows: Uint32Array,
): HonestProbabilities {
  if (folds) return { from: "cross-validation", rows, probabilities: folds.probabilities };
  const probabilities = VIEWS.map((_, view) => {
    const { scale, shift } = model.calibration[view]!;
    return heldOut.logits[view]!.map((z) => sigmoid(shift + scale * z));
  });
  return { from: "out-of-bag", rows: heldOut.rows, probabilities };
}

/** A file appears whole or not at all. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}

async function packageVersion(): Promise<string> {
  const root = process.env.WARDLIGHT_ROOT ?? process.cwd();
  return (JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string }).version;
}

async function trainOn(read: UciStays, settings: TrainingSettings, out: string, version: string, cv: number) {
  const stays = toLabelledStays(read);
  const rows = Uint32Array.from({ length: stays.labels.length }, (_, row) => row);
  const folds =
    cv > 0
      ? await crossValidate(
          stays,
          Uint8Array.from(read.stays, ({ patient }) => foldOf(patient, cv)),
          cv,
          settings,
          progress,
        )
      : null;
  progress(`training on ${rows.length} stays, ${settings.bags} bags`);
  const data = toTrainingData(stays, rows);
  const run = { data, rows, settings, directions: new Map() };
  const workers = startBagWorkers(run);
  const trained = await trainEnsemble(run, workers).finally(() => workers.close());
  const codeVersion = await packageVersion();
  const onnx = toOnnx(trained.model, data.bins, codeVersion);
  const sha256 = createHash("sha256").update(onnx).digest("hex");
  const manifest = manifestSchema.parse(
    makeManifest(trained.model, data, rows, {
      version,
      source: SOURCE,
      dataSha256: read.sha256,
      attrition: [
        { step: "rows in the file", rows: read.rows },
        ...Object.entries(read.excluded).map(([reason, count]) => ({ step: `left out: ${reason}`, rows: count })),
        { step: "index stays learnt from", rows: rows.length },
      ],
      stays: read.stays,
      settings,
      codeVersion,
      onnx: { sha256, bytes: onnx.length },
      honest: honestProbabilities(trained, folds, rows),
      crossValidation: folds?.report ?? null,
    }),
  );
  await mkdir(out, { recursive: true });
  await writeWhole(join(out, "model.onnx"), onnx);
  await writeWhole(join(out, "card.md"), modelCard(manifest));
  await writeWhole(join(out, "manifest.json"), `${JSON.stringify(manifest)}\n`);
  return { version, sha256, bytes: onnx.length, rows: rows.length, crossValidation: folds?.report ?? null };
}

async function run(args: readonly string[]): Promise<number> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { task: text, data: text, out: text, seed: text, cv: text, version: text },
  });
  if (values.task === undefined || values.data === undefined || values.out === undefined) {
    process.stderr.write(`${HELP}\n`);
    return 2;
  }
  if (values.task !== "readmission") {
    throw new Fault("bad-input", `This version trains only the readmission task, not "${values.task}".`);
  }
  const version = values.version ?? "1.0.0";
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new Fault("bad-input", `--version should look like 1.0.0 and is "${version}".`);
  const settings = { ...DEFAULT_SETTINGS, seed: wholeNumber("seed", values.seed, DEFAULT_SETTINGS.seed, 0) };
  const cv = values.cv === undefined ? 0 : wholeNumber("cv", values.cv, 0, 2);
  const started = performance.now();
  const read = await readUciStays(values.data);
  progress(`read ${read.rows} rows, ${read.stays.length} index stays`);
  const result = await trainOn(read, settings, values.out, version, cv);
  progress(`took ${((performance.now() - started) / 1000).toFixed(1)} s`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return 0;
}

export const train: CliVerb = { help: HELP, run };
