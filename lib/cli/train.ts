import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { crossValidate, foldOf, type OutOfFold } from "@/lib/cli/cross-validate";
import type { CliVerb } from "@/lib/cli/main";
import { trainAdmissionTask } from "@/lib/cli/train-admission";
import { toClusters } from "@/lib/core/evaluation/cluster-bootstrap";
import { Fault } from "@/lib/core/fault";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { manifestSchema } from "@/lib/core/model/manifest";
import { modelCard } from "@/lib/core/model/model-card";
import { logistic } from "@/lib/core/statistics/logistic";
import { type HonestProbabilities, makeManifest } from "@/lib/core/training/make-manifest";
import { toOnnx } from "@/lib/core/training/to-onnx";
import { type Trained, trainEnsemble } from "@/lib/core/training/train-ensemble";
import { type LabelledStays, toTrainingData } from "@/lib/core/training/training-data";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/core/training/training-settings";
import { startBagWorkers } from "@/lib/io/training/bag-workers";
import { readUciStays, toMatrix, type UciStays } from "@/lib/io/uci-stays";
import { writeWhole } from "@/lib/io/write-whole";

const HELP = `wardlight train --task readmission|admission --data FILE --out DIR [--seed N] [--cv K]

Trains the readmission model on UCI Diabetes-130, or the emergency admission model on the KTAS visits, and writes
model.onnx, manifest.json and card.md to DIR.
The same data and seed give the same bytes of model.onnx.

  --task     readmission or admission
  --data     diabetic_data.csv or visits.csv, gzip or not
  --out      folder to write; made where it is missing
  --seed     whole number, ${DEFAULT_SETTINGS.seed} by default
  --cv K     cross-validates the method on K patient-grouped folds first; prints the report on stdout, and the
             manifest's metrics come from it. Without it they are out-of-bag. For admission the visits are dealt out
             anew ten times.
  --version  version of the model, 1.0.0 by default`;

const SOURCE =
  "Diabetes 130-US hospitals for years 1999–2008 (Strack et al. 2014, doi:10.1155/2014/781670; data set doi:10.24432/C5230J, CC BY 4.0).";

/** More folds than this learn from nearly the same rows again and again. */
const MOST_FOLDS = 100;

function usage(sentence: string): number {
  process.stderr.write(`${sentence}\n\n${HELP}\n`);
  return 2;
}

/** A whole number within bounds, or null. */
function wholeNumber(text: string, least: number, most: number): number | null {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

/** Made before the work, so that an hour of training does not end at a folder that cannot be. */
async function makeFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === "EEXIST" || code === "ENOTDIR" ? "there is a file in its place" : code;
    throw new Fault("bad-input", `${out} cannot be used as a folder to write to: ${reason}.`, { cause });
  }
}

/** Nothing can be learnt of readmissions from rows that all ended alike. */
function assertBothOutcomes(path: string, { stays }: UciStays): void {
  const readmitted = stays.filter(({ label }) => label === 1).length;
  if (readmitted > 0 && readmitted < stays.length) return;
  const which = readmitted === 0 ? "none" : "every one";
  throw new Fault(
    "bad-input",
    `${path} holds ${stays.length} index stays, ${which} of them readmitted: nothing to learn.`,
  );
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
    return heldOut.logits[view]!.map((z) => logistic(shift + scale * z));
  });
  return { from: "out-of-bag", rows: heldOut.rows, probabilities };
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
  // The manifest last: until it is there, nothing loads the model beside it.
  await writeWhole(join(out, "model.onnx"), [onnx]);
  await writeWhole(join(out, "card.md"), [modelCard(manifest)]);
  await writeWhole(join(out, "manifest.json"), [`${JSON.stringify(manifest)}\n`]);
  return { version, sha256, bytes: onnx.length, rows: rows.length, crossValidation: folds?.report ?? null };
}

async function trainReadmission(data: string, settings: TrainingSettings, out: string, version: string, cv: number) {
  const read = await readUciStays(data);
  assertBothOutcomes(data, read);
  await makeFolder(out);
  progress(`read ${read.rows} rows, ${read.stays.length} index stays`);
  return trainOn(read, settings, out, version, cv);
}

async function run(args: readonly string[]): Promise<number> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { task: text, data: text, out: text, seed: text, cv: text, version: text },
  });
  const { task, data, out, version = "1.0.0" } = values;
  if (task === undefined) return usage("Say what to train: --task readmission or admission.");
  if (task !== "readmission" && task !== "admission") {
    return usage(`--task should be readmission or admission and is "${task}".`);
  }
  if (data === undefined) return usage("Say what to learn from: --data FILE.");
  if (out === undefined) return usage("Say where to write the model: --out DIR.");
  const seed = wholeNumber(values.seed ?? String(DEFAULT_SETTINGS.seed), 0, 999_999_999);
  if (seed === null) return usage(`--seed should be a whole number and is "${values.seed}".`);
  const cv = values.cv === undefined ? 0 : wholeNumber(values.cv, 2, MOST_FOLDS);
  if (cv === null) return usage(`--cv should be a whole number from 2 to ${MOST_FOLDS} and is "${values.cv}".`);
  if (!/^\d+\.\d+\.\d+$/.test(version)) return usage(`--version should look like 1.0.0 and is "${version}".`);
  const started = performance.now();
  const result =
    task === "admission"
      ? await makeFolder(out).then(async () =>
          trainAdmissionTask({ data, out, seed, cv, version, codeVersion: await packageVersion() }, progress),
        )
      : await trainReadmission(data, { ...DEFAULT_SETTINGS, seed }, out, version, cv);
  progress(`took ${((performance.now() - started) / 1000).toFixed(1)} s`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return 0;
}

export const train: CliVerb = { help: HELP, run };
