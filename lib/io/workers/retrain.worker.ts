import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { isFault } from "@/lib/core/fault";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { manifestSchema } from "@/lib/core/model/manifest";
import { compareAlgorithms, drawPatients, type Runners } from "@/lib/core/retraining/experiment";
import { type PriorModel, readPrior } from "@/lib/core/retraining/prior-model";
import { assertEnough, type Retrained, retrainEnsemble } from "@/lib/core/retraining/retrain-ensemble";
import { strengthWords } from "@/lib/core/retraining/strength-words";
import { treatmentReport } from "@/lib/core/retraining/treated-stays";
import { logistic } from "@/lib/core/statistics/logistic";
import { makeManifest } from "@/lib/core/training/make-manifest";
import { toOnnx } from "@/lib/core/training/to-onnx";
import { binStays, type TrainingData } from "@/lib/core/training/training-data";
import { insideNative } from "@/lib/io/native-latch";
import { openSession, scoreRows } from "@/lib/io/onnx/session";
import { startBagWorkers } from "@/lib/io/training/bag-workers";
import { startRetrainWorkers } from "@/lib/io/training/retrain-workers";
import type { RetrainingResult, RetrainingSaid, RetrainingThreadData } from "@/lib/io/training/retraining-messages";
import { yieldToOthers } from "@/lib/io/training/yield-to-others";

/** One whole retraining: comparison, training, figures, files. Ends with "done" or "refused". */
yieldToOthers();
const { order, latch } = workerData as RetrainingThreadData;

const { version: codeVersion } = JSON.parse(
  readFileSync(join(process.env.WARDLIGHT_ROOT ?? process.cwd(), "package.json"), "utf8"),
) as { version: string };

const say = (said: RetrainingSaid): void => parentPort?.postMessage(said);
const progress = (share: number, line: string): void => say({ kind: "progress", share, line });

const runners: Runners = {
  async train(run, use) {
    const workers = startBagWorkers(run);
    return use(workers).finally(() => workers.close());
  },
  async retrain(run, use) {
    const workers = startRetrainWorkers(run);
    return use(workers.bags).finally(() => workers.close());
  },
};

async function openPrior(): Promise<PriorModel> {
  const { manifest, onnx } = order.prior;
  const graph = await insideNative(latch, () => openSession(onnx));
  return readPrior(manifest, async (encoded, views) => {
    const rows = views.length;
    const [width, terms, bags] = [FEATURES.length, manifest.terms.length, manifest.bags];
    const results = {
      probability: new Float32Array(rows),
      contributions: new Float32Array(rows * terms),
      baseline: new Float32Array(rows),
      bagLogits: new Float32Array(rows * bags),
    };
    const task = { id: 0, rows, width, terms, bags, withBags: true, features: encoded, views, ...results };
    await insideNative(latch, () => scoreRows(graph, task));
    return results;
  });
}

/** Probabilities of stays that the bags had held out, by view. */
function honestProbabilities({ model, heldOut }: Retrained): Float64Array[] {
  return VIEWS.map((_, view) => {
    const { scale, shift } = model.calibration[view]!;
    return heldOut.logits[view]!.map((z) => logistic(shift + scale * z));
  });
}

function write(retrained: Retrained, data: TrainingData, honest: Float64Array[], rows: Uint32Array) {
  const onnx = toOnnx(retrained.model, data.bins, codeVersion);
  const manifest = manifestSchema.parse({
    ...makeManifest(retrained.model, data, rows, {
      version: order.version,
      source: order.source,
      dataSha256: order.dataSha256,
      attrition: order.attrition,
      stays: order.about,
      settings: order.settings,
      codeVersion,
      onnx: { sha256: createHash("sha256").update(onnx).digest("hex"), bytes: onnx.length },
      honest: { from: "out-of-bag", rows: retrained.heldOut.rows, probabilities: honest },
      crossValidation: null,
    }),
    target: order.target,
  });
  return { onnx, manifest };
}

async function retrain(): Promise<RetrainingResult> {
  const { stays, settings } = order;
  assertEnough(stays.labels);
  const prior = await openPrior();
  progress(0.02, `Read the model to begin with, version ${order.prior.manifest.version}.`);
  const { folds, bags, mostStays } = order.experiment;
  const part = drawPatients(stays.patients, mostStays, settings.seed);
  progress(0.03, `Comparing algorithms on ${part.length.toLocaleString("en")} stays in ${folds} folds.`);
  const experiment = await compareAlgorithms(stays, part, {
    folds,
    settings: { ...settings, bags },
    prior,
    runners,
    progress: (share) => progress(0.03 + 0.37 * share, `Fold ${Math.round(share * folds)} of ${folds} is compared.`),
  });
  const rows = Uint32Array.from(stays.labels.keys());
  const data = binStays(stays, prior.bins);
  progress(0.4, `Training on ${rows.length.toLocaleString("en")} stays, ${settings.bags} bags.`);
  const run = { data, rows, settings, prior: prior.model };
  const retrained = await runners.retrain(run, (learn) => retrainEnsemble(run, learn));
  progress(0.85, `Held-out patients chose: ${strengthWords(retrained.chosen).toLowerCase()}.`);
  const honest = honestProbabilities(retrained);
  const { onnx, manifest } = write(retrained, data, honest, rows);
  progress(0.95, "Figures on held-out patients are worked out.");
  const treatment = treatmentReport(data, retrained.heldOut.rows, honest.at(-1)!, order.treatment);
  const trials = [...retrained.trials].sort((a, b) => a.loss - b.loss);
  return { manifest, onnx, experiment, treatment, trials };
}

try {
  say({ kind: "done", result: await retrain() });
} catch (thrown) {
  if (!isFault(thrown)) throw thrown;
  say({ kind: "refused", sentence: thrown.message });
}
