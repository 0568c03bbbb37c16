import { join } from "node:path";
import type { View } from "@/lib/core/features/feature-spec";
import { TARGET_WORDS } from "@/lib/core/labels/label-words";
import type { Manifest } from "@/lib/core/model/manifest";
import { learntFrom } from "@/lib/core/validation/provenance";
import type { ModelFacts } from "@/lib/core/worklist/stay-view";
import { loadModel } from "@/lib/io/onnx/load-model";
import { scoreStays } from "@/lib/io/onnx/score-stays";
import type { ServingModel } from "@/lib/services/house";

/** The version that comes with this release: it serves until another is promoted (docs/rollout.md). */
const SERVING = "models/readmission/1.0.0";

function toCalibration({ metrics }: Manifest): NonNullable<ModelFacts["calibration"]> {
  const of = (view: View) => ({ stays: metrics[view].n, meanError: metrics[view].ece });
  return { admission: of("admission"), stay: of("stay"), discharge: of("discharge") };
}

/** What readers are told of a version. */
export function toFacts(manifest: Manifest): ModelFacts {
  const { task, version, target, training, intendedPopulation } = manifest;
  const rows = training.rows.toLocaleString("en");
  return {
    task,
    version,
    target: TARGET_WORDS[target],
    trainedOn: `${rows} hospital stays of ${training.patients.toLocaleString("en")} patients: ${training.source}`,
    learntFrom: learntFrom(training.source),
    intendedPopulation: intendedPopulation.summary,
    baseRate: training.positives / training.rows,
    calibration: manifest.metricsFrom === "not-given" ? null : toCalibration(manifest),
    bags: training.settings === null ? null : { count: manifest.bags, leftOut: training.settings.holdOutShare },
  };
}

/** The model that comes with this release; throws a Fault in one sentence where it is not what it should be. */
export async function openServingModel(root: string): Promise<ServingModel> {
  const model = await loadModel(join(root, SERVING));
  return {
    facts: toFacts(model.manifest),
    manifest: model.manifest,
    score: (stays) => scoreStays(model, stays),
    close: () => model.close(),
  };
}
