import { evaluateRows } from "@/lib/core/evaluation/evaluation-report";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import type { CrossValidation, Manifest } from "@/lib/core/model/manifest";
import type { AdditiveModel } from "@/lib/core/training/additive-model";
import { chanceFrom } from "@/lib/core/training/chance";
import { operatingPoints } from "@/lib/core/training/operating-points";
import { toManifestTerms } from "@/lib/core/training/to-manifest-terms";
import { calibratedBaselines } from "@/lib/core/training/to-onnx";
import type { TrainingData } from "@/lib/core/training/training-data";
import { trainingDistribution } from "@/lib/core/training/training-distribution";
import type { TrainingSettings } from "@/lib/core/training/training-settings";

/** One labelled stay as far as its metrics need it. */
export interface MetricStay {
  readonly patient: string;
  readonly label: 0 | 1;
  readonly subgroups: Readonly<Record<string, string>>;
  readonly outside: readonly string[];
}

/** Probabilities for stays the scorer had never learnt from. */
export interface HonestProbabilities {
  readonly from: Manifest["metricsFrom"];
  /** Indices of the stays. */
  readonly rows: Uint32Array;
  /** [view] → 0–1, one for each of `rows`. */
  readonly probabilities: readonly ArrayLike<number>[];
}

function metricsByView(stays: readonly MetricStay[], honest: HonestProbabilities, seed: number): Manifest["metrics"] {
  const excluded: Record<string, number> = {};
  const inside: number[] = [];
  for (const [index, row] of honest.rows.entries()) {
    const [reason] = stays[row]!.outside;
    if (reason === undefined) inside.push(index);
    else excluded[reason] = (excluded[reason] ?? 0) + 1;
  }
  const reports = VIEWS.map((view, at) => {
    const rows = inside.map((index) => {
      const { patient, label, subgroups } = stays[honest.rows[index]!]!;
      return { patient, label, subgroups, probability: honest.probabilities[at]![index]! };
    });
    return [view, evaluateRows(rows, excluded, chanceFrom(seed, 7, at))];
  });
  return JSON.parse(JSON.stringify(Object.fromEntries(reports))) as Manifest["metrics"];
}

/** Everything `train` knows beside the model itself. */
export interface ManifestInput {
  readonly version: string;
  readonly source: string;
  readonly dataSha256: string;
  readonly attrition: Manifest["training"]["attrition"];
  readonly stays: readonly MetricStay[];
  readonly settings: TrainingSettings;
  readonly codeVersion: string;
  readonly onnx: { readonly sha256: string; readonly bytes: number };
  readonly honest: HonestProbabilities;
  readonly crossValidation: CrossValidation | null;
}

/** The manifest of a trained model. Pure: the same input gives the same manifest. */
export function makeManifest(
  model: AdditiveModel,
  data: TrainingData,
  rows: Uint32Array,
  input: ManifestInput,
): Manifest {
  const { stays, settings, honest } = input;
  const baselines = calibratedBaselines(model);
  const view = (at: number) => ({
    baseline: Number(baselines[at]!.toFixed(6)),
    scale: Number(model.calibration[at]!.scale.toFixed(6)),
  });
  return {
    schemaVersion: 1,
    task: "readmission",
    version: input.version,
    target: "any-readmission-30d",
    model: { file: "model.onnx", ...input.onnx },
    featureTableSha256: featureTableHash(),
    features: FEATURES.map(({ name }) => name),
    terms: toManifestTerms(model, data.bins, FEATURES),
    bags: model.bagBaselines.length,
    views: { admission: view(0), stay: view(1), discharge: view(2) },
    operatingPoints: operatingPoints(honest.probabilities.at(-1)!),
    intendedPopulation: {
      summary: "Adults with diabetes on record in an acute inpatient stay of up to 14 days so far.",
      outside: [
        "under 18",
        "no coded diabetes",
        "obstetric, psychiatric or rehabilitation stay",
        "longer than 14 days so far",
        "died, discharged to hospice, left against advice, transferred to acute care",
      ],
    },
    training: {
      source: input.source,
      dataSha256: input.dataSha256,
      rows: rows.length,
      positives: rows.reduce((sum, row) => sum + data.labels[row]!, 0),
      patients: new Set(rows.map((row) => data.patients[row]!)).size,
      attrition: [...input.attrition],
      settings,
      codeVersion: input.codeVersion,
      distribution: trainingDistribution(data, rows, FEATURES),
    },
    crossValidation: input.crossValidation,
    metricsFrom: honest.from,
    metrics: metricsByView(stays, honest, settings.seed),
  };
}
