import { z } from "zod";
import { ED_FEATURES } from "@/lib/core/admission/ed-features";
import type { EdVisit } from "@/lib/core/admission/ktas-row";
import type { RepeatedValidation } from "@/lib/core/admission/repeated-folds";
import { evaluateRows } from "@/lib/core/evaluation/evaluation-report";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import { evaluation, graphFacts, interval, share, singleTerm, trainingFacts } from "@/lib/core/model/manifest";
import { chanceFrom } from "@/lib/core/training/chance";
import { toManifestTerms } from "@/lib/core/training/to-manifest-terms";
import { calibratedBaselines } from "@/lib/core/training/to-onnx";
import type { Trained } from "@/lib/core/training/train-ensemble";
import type { TrainingData } from "@/lib/core/training/training-data";
import { trainingDistribution } from "@/lib/core/training/training-distribution";
import { type TrainingSettings, trainingSettingsSchema } from "@/lib/core/training/training-settings";

const area = z.strictObject({ auroc: share, aurocCi95: interval });

/** Everything about a version of the admission model that is not its weights. Written by `train --task admission`. */
export const admissionManifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  task: z.literal("admission"),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** Admitted to a ward, to intensive care or to theatre at the end of the visit to the emergency department. */
  target: z.literal("admitted-from-emergency"),
  ...graphFacts,
  /** Order of the graph's contributions. */
  terms: z.array(singleTerm),
  bags: z.int().nonnegative(),
  /** Log-odds, calibrated, and the calibration that is folded into the terms. */
  baseline: z.number(),
  scale: z.number().positive(),
  intendedPopulation: z.strictObject({ summary: z.string(), outside: z.array(z.string()) }),
  training: z.strictObject({ ...trainingFacts, settings: trainingSettingsSchema }),
  /** null where none was run. */
  validation: area
    .extend({
      ...{ folds: z.int(), repeats: z.int(), n: z.int(), positives: z.int() },
      repeatAurocs: z.array(share),
      triageAlone: area,
      gainCi95: interval,
    })
    .nullable(),
  metricsFrom: z.enum(["cross-validation", "out-of-bag"]),
  metrics: evaluation,
});
export type AdmissionManifest = z.infer<typeof admissionManifestSchema>;

/** Everything `train` knows beside the model itself. */
export interface AdmissionManifestInput {
  readonly version: string;
  readonly dataSha256: string;
  readonly visits: readonly EdVisit[];
  readonly settings: TrainingSettings;
  readonly codeVersion: string;
  readonly onnx: { readonly sha256: string; readonly bytes: number };
  /** Of visits the scorer had never learnt from. */
  readonly honest: { readonly rows: Uint32Array; readonly probabilities: ArrayLike<number> };
  readonly validation: RepeatedValidation | null;
}

const SOURCE =
  "Emergency visits of adults to two Korean hospitals, October 2016 to September 2017 (Moon et al. 2019, doi:10.1371/journal.pone.0216972, CC BY 4.0).";

const NUMBER_DECIMALS = 6;
const rounded = (value: number): number => Number(value.toFixed(NUMBER_DECIMALS));

/** The manifest of a trained admission model. Pure: the same input gives the same manifest. */
export function makeAdmissionManifest(
  { model, data }: Trained & { readonly data: TrainingData },
  { visits, honest, ...input }: AdmissionManifestInput,
): AdmissionManifest {
  const all = Uint32Array.from(visits.keys());
  const rows = Array.from(honest.rows, (row, index) => {
    const { id, label, subgroups } = visits[row]!;
    return { patient: id, label, subgroups, probability: honest.probabilities[index]! };
  });
  return admissionManifestSchema.parse({
    schemaVersion: 1,
    task: "admission",
    version: input.version,
    target: "admitted-from-emergency",
    model: { file: "model.onnx", ...input.onnx },
    featureTableSha256: featureTableHash(ED_FEATURES),
    features: ED_FEATURES.map(({ name }) => name),
    terms: toManifestTerms(model, data.bins, ED_FEATURES),
    bags: model.bagBaselines.length,
    baseline: rounded(calibratedBaselines(model)[0]!),
    scale: rounded(model.calibration[0]!.scale),
    intendedPopulation: {
      summary: "Adults in an emergency department whose triage is done and who have not yet been seen to the end.",
      outside: ["under 18", "no five-level triage", "already admitted, gone, or dead"],
    },
    training: {
      source: SOURCE,
      dataSha256: input.dataSha256,
      rows: visits.length,
      positives: visits.reduce((sum, { label }) => sum + label, 0),
      settings: input.settings,
      codeVersion: input.codeVersion,
      distribution: trainingDistribution(data, all, ED_FEATURES),
    },
    validation: input.validation,
    metricsFrom: input.validation ? "cross-validation" : "out-of-bag",
    metrics: evaluateRows(rows, {}, chanceFrom(input.settings.seed, 13)),
  });
}
