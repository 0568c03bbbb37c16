import { join } from "node:path";
import { parseArgs } from "node:util";
import { evaluateAdmission } from "@/lib/cli/evaluate-admission";
import type { CliVerb } from "@/lib/cli/main";
import { evaluateRows } from "@/lib/core/evaluation/evaluation-report";
import { keepInScope } from "@/lib/core/evaluation/keep-in-scope";
import { Fault } from "@/lib/core/fault";
import { maskForView } from "@/lib/core/features/encode";
import { VIEWS, type View } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { chanceFrom } from "@/lib/core/training/chance";
import { type LoadedModel, loadModel } from "@/lib/io/onnx/load-model";
import { readUciStays, type UciStay } from "@/lib/io/uci-stays";
import { writeWhole } from "@/lib/io/write-whole";

const HELP = `wardlight evaluate --task readmission|admission --data FILE [--model DIR] [--view VIEW] [--predictions FILE]

Measures a model on labelled stays or emergency visits: discrimination, calibration, subgroups, as one line of JSON.

  --data FILE         UCI Diabetes-130 (readmission) or the KTAS visits (admission) as .csv or .csv.gz
  --model DIR         by default models/readmission/1.0.0 or models/ed-admission/1.0.0
  --view VIEW         discharge (default), stay or admission: what is known when the model speaks (readmission only)
  --predictions FILE  also write one {id, probability, label} a line; id is the encounter_id, or
                      the number of the data row from 1

Rows that are not index stays or lie outside the intended population are left out and counted in "excluded" by their
first reason. A model is measured on what it is shown: on rows it was trained on, figures flatter it; cross-validated
ones are in its manifest.`;

/** Fixed, so that the same rows always give the same intervals. */
const BOOTSTRAP_SEED = 20_100;

function usage(sentence: string): number {
  process.stderr.write(`${sentence}\n\n${HELP}\n`);
  return 2;
}

const isView = (text: string): text is View => VIEWS.some((view) => view === text);

/** Probability of every stay in one view, through the product's own batch call. */
async function predict(model: LoadedModel, stays: readonly UciStay[], view: View): Promise<Float32Array> {
  const encoded = new Float32Array(stays.length * FEATURES.length);
  for (const [row, stay] of stays.entries()) encoded.set(maskForView(stay.encoded, view), row * FEATURES.length);
  const views = new Uint8Array(stays.length).fill(VIEWS.indexOf(view));
  return (await model.score(encoded, views)).probability;
}

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      task: { type: "string" },
      data: { type: "string" },
      model: { type: "string" },
      view: { type: "string", default: "discharge" },
      predictions: { type: "string" },
    },
  });
  const { task, data, view, predictions } = values;
  if (task === undefined) return usage("Say what to evaluate: --task readmission or admission.");
  if (task !== "readmission" && task !== "admission") {
    return usage(`--task should be readmission or admission and is "${task}".`);
  }
  if (!isView(view)) return usage(`--view should be discharge, stay or admission and is "${view}".`);
  if (data === undefined) return usage("Say which rows to measure on: --data FILE.");
  const root = process.env.WARDLIGHT_ROOT ?? process.cwd();
  const found =
    task === "admission"
      ? await evaluateAdmission({
          data,
          model: values.model ?? join(root, "models/ed-admission/1.0.0"),
          bootstrapSeed: BOOTSTRAP_SEED,
        })
      : await evaluateReadmission(data, values.model ?? join(root, "models/readmission/1.0.0"), view);
  if (predictions !== undefined) {
    await writeWhole(
      predictions,
      found.predictions.map((prediction) => `${JSON.stringify(prediction)}\n`),
    );
  }
  process.stdout.write(`${JSON.stringify(found.report)}\n`);
  return 0;
}

/** The readmission model's figures in one view, on the rows it is for. */
async function evaluateReadmission(data: string, directory: string, view: View) {
  const model = await loadModel(directory);
  const { stays, excluded: notIndex } = await readUciStays(data);
  const { kept, excluded } = keepInScope(stays, notIndex);
  if (kept.length === 0) throw new Fault("bad-input", `${data} holds no stay inside the intended population.`);
  const probability = await predict(model, kept, view);
  const rows = kept.map(({ patient, label, subgroups }, row) => ({
    patient,
    label,
    subgroups,
    probability: probability[row] ?? Number.NaN,
  }));
  return {
    report: evaluateRows(rows, excluded, chanceFrom(BOOTSTRAP_SEED)),
    predictions: kept.map(({ id, label }, row) => ({ id, probability: probability[row], label })),
  };
}

/** A model's figures on labelled rows. */
export const evaluate: CliVerb = { help: HELP, run };
