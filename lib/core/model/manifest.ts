import { z } from "zod";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { LABEL_TARGETS } from "@/lib/core/labels/label";
import { trainingSettingsSchema } from "@/lib/core/training/training-settings";

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const share = z.number().min(0).max(1);
export const interval = z.tuple([z.number(), z.number()]).nullable();
const byView = <T extends z.ZodType>(of: T) => z.strictObject({ admission: of, stay: of, discharge: of });

/** One point of a term's shape: what it adds, and how far bags of retraining differ (standard deviation). Log-odds. */
const shapePoint = z.strictObject({ added: z.number(), spread: z.number().nonnegative() });

/** A shape over one feature: numbers from their lower edges up, or levels by code; "not recorded" apart. */
export const singleTerm = z.strictObject({
  kind: z.literal("single"),
  feature: z.string(),
  knownFrom: z.enum(VIEWS),
  notRecorded: shapePoint,
  /** Ascending `from` for a number; the level's code for a category. */
  points: z.array(shapePoint.extend({ from: z.union([z.number(), z.string()]) })),
});

/** A shape over two features: cells of a grid. Each side lists its cells in words a program can check. */
const pairTerm = z.strictObject({
  kind: z.literal("pair"),
  features: z.tuple([z.string(), z.string()]),
  knownFrom: z.enum(VIEWS),
  /**
   * Per side, per cell: the numbers from `from` up, or the levels it holds. "Not recorded" is the cell that lists
   * nothing; where every cell lists something it is in cell 0 too.
   */
  sides: z.tuple([
    z.array(z.array(z.union([z.number(), z.string()]))),
    z.array(z.array(z.union([z.number(), z.string()]))),
  ]),
  /** Row-major cells of side a × side b. */
  added: z.array(z.number()),
});

const subgroup = z.strictObject({
  variable: z.string(),
  level: z.string(),
  n: z.int(),
  positives: z.int(),
  auroc: share.nullable(),
  aurocCi95: interval,
  ece: share.nullable(),
  oe: z.number().nullable(),
});

export const evaluation = z.strictObject({
  n: z.int(),
  positives: z.int(),
  excluded: z.record(z.string(), z.int()),
  auroc: share.nullable(),
  aurocCi95: interval,
  auprc: share.nullable(),
  brier: share.nullable(),
  logLoss: z.number().nullable(),
  ece: share.nullable(),
  calibrationSlope: z.number().nullable(),
  calibrationIntercept: z.number().nullable(),
  subgroups: z.array(subgroup),
});

const crossValidation = z.strictObject({
  folds: z.int(),
  n: z.int(),
  positives: z.int(),
  views: byView(
    z.strictObject({
      /** Mean over folds. */
      auroc: share,
      foldAurocs: z.array(share),
      logisticRegressionAuroc: share,
      auprc: share,
      ece: share,
      calibrationSlope: z.number(),
      calibrationIntercept: z.number(),
    }),
  ),
});
export type CrossValidation = z.infer<typeof crossValidation>;

export const distribution = z.strictObject({
  feature: z.string(),
  notRecorded: share,
  /** Share of each level, or of each range from `from` up. */
  shares: z.array(z.strictObject({ from: z.union([z.number(), z.string()]), share })),
});

/** What a manifest of any task says of its graph and of what the graph reads. */
export const graphFacts = {
  model: z.strictObject({ file: z.literal("model.onnx"), sha256, bytes: z.int().positive() }),
  featureTableSha256: sha256,
  features: z.array(z.string()),
};

/** What every trained model says of what it learnt from. */
export const trainingFacts = {
  source: z.string(),
  dataSha256: sha256,
  rows: z.int(),
  positives: z.int(),
  codeVersion: z.string(),
  distribution: z.array(distribution),
};

/** Everything about a model version that is not its weights. Written by `train`, checked whenever a model is loaded. */
export const manifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  task: z.literal("readmission"),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  target: z.enum(LABEL_TARGETS),
  ...graphFacts,
  /** Order of the graph's contributions; empty where it gives none. */
  terms: z.array(z.discriminatedUnion("kind", [singleTerm, pairTerm])),
  /** 0 where a model made elsewhere has none: nothing is told of how far retraining would move a number. */
  bags: z.int().nonnegative(),
  /** The starting point (log-odds, calibrated) and the calibration that is folded into the terms, per view. */
  views: byView(z.strictObject({ baseline: z.number(), scale: z.number().positive() })),
  /** Lowest probability of each tier, by which calls are planned; low is everything below. */
  operatingPoints: z
    .strictObject({
      "very-high": share,
      high: share,
      moderate: share,
      /** How they were chosen, in one sentence. */
      rule: z.string(),
    })
    .refine((at) => at["very-high"] >= at.high && at.high >= at.moderate, "the tiers are not in order"),
  intendedPopulation: z.strictObject({ summary: z.string(), outside: z.array(z.string()) }),
  training: z.strictObject({
    ...trainingFacts,
    patients: z.int(),
    /** Rows read → rows learnt from, step by step. */
    attrition: z.array(z.strictObject({ step: z.string(), rows: z.int() })),
    /** null where the model was made elsewhere. */
    settings: trainingSettingsSchema.nullable(),
  }),
  /** Out-of-fold where a cross-validation was run; null where the model was only trained. */
  crossValidation: crossValidation.nullable(),
  /** Metrics of stays inside the intended population that the scorer had never learnt from, by view. */
  metricsFrom: z.enum(["cross-validation", "out-of-bag", "not-given"]),
  metrics: byView(evaluation),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestTerm = Manifest["terms"][number];

/** A term's name on screen and in files: the feature, or "a × b". */
export function termName(term: ManifestTerm): string {
  return term.kind === "single" ? term.feature : term.features.join(" × ");
}
