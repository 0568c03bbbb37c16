import { z } from "zod";
import { FEATURES } from "@/lib/core/features/feature-table";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import { LABEL_TARGETS } from "@/lib/core/labels/label";
import { TARGET_WORDS } from "@/lib/core/labels/label-words";
import type { Manifest } from "@/lib/core/model/manifest";

const share = z.number().min(0).max(1);

/**
 * What somebody who brings a model made elsewhere says of it (docs/model-contract.md). What is not said here is not made
 * up: measured results come from the local validation alone.
 */
export const modelDescriptionSchema = z.strictObject({
  contract: z.literal(1),
  task: z.literal("readmission"),
  version: z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, "is no version such as 2.0.0"),
  target: z.enum(LABEL_TARGETS),
  /** Hash of the feature table it was made for, as docs/features.md prints it. */
  featureTableSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Lowest probability of each tier. */
  operatingPoints: z
    .strictObject({ "very-high": share, high: share, moderate: share, rule: z.string().min(1).max(500) })
    .refine((at) => at["very-high"] >= at.high && at.high >= at.moderate, "the tiers are not in order"),
  intendedPopulation: z.strictObject({
    summary: z.string().min(1).max(1_000),
    outside: z.array(z.string().min(1).max(300)).max(50),
  }),
  training: z.strictObject({
    /** e.g. "A hospital's records, 2015–2020". */
    source: z.string().min(1).max(500),
    dataSha256: z.string().regex(/^[0-9a-f]{64}$/),
    rows: z.int().positive(),
    positives: z.int().positive(),
    patients: z.int().positive(),
    /** What made it, e.g. "LightGBM 4.5". */
    madeWith: z.string().min(1).max(200),
  }),
});
export type ModelDescription = z.infer<typeof modelDescriptionSchema>;

const nothingMeasured = {
  n: 0,
  positives: 0,
  excluded: {},
  auroc: null,
  aurocCi95: null,
  auprc: null,
  brier: null,
  logLoss: null,
  ece: null,
  calibrationSlope: null,
  calibrationIntercept: null,
  subgroups: [],
};

/** The manifest of a model made elsewhere: without terms, bags or measured results, so it is marked unexplained. */
export function describedManifest(
  description: ModelDescription,
  graph: { readonly sha256: string; readonly bytes: number },
): Manifest {
  const { task, version, target, operatingPoints, intendedPopulation, training } = description;
  const { madeWith, ...learnt } = training;
  return {
    schemaVersion: 1,
    ...{ task, version, target },
    model: { file: "model.onnx", ...graph },
    featureTableSha256: featureTableHash(),
    features: FEATURES.map(({ name }) => name),
    terms: [],
    bags: 0,
    // Of no use without terms; a probability's baseline is not known.
    views: {
      admission: { baseline: 0, scale: 1 },
      stay: { baseline: 0, scale: 1 },
      discharge: { baseline: 0, scale: 1 },
    },
    operatingPoints,
    intendedPopulation,
    training: { ...learnt, attrition: [], settings: null, codeVersion: madeWith, distribution: [] },
    crossValidation: null,
    metricsFrom: "not-given",
    metrics: { admission: nothingMeasured, stay: nothingMeasured, discharge: nothingMeasured },
  };
}

/** The card of a model made elsewhere: what was said of it, and what was not. Markdown. */
export function describedCard({
  version,
  target,
  training,
  intendedPopulation,
  operatingPoints,
}: ModelDescription): string {
  return `# Readmission model ${version}

A model made elsewhere (${training.madeWith}), of **${TARGET_WORDS[target]}**. It gives no contributions: **its numbers are unexplained**, and Wardlight cannot say why one is high or low.

## For whom

${intendedPopulation.summary} Outside it: ${intendedPopulation.outside.join("; ") || "nothing said"}. Whom Wardlight scores is decided by its own rules, whatever model serves.

## Learnt from

${training.source}: ${training.rows} stays of ${training.patients} patients, ${training.positives} readmitted. SHA-256 of the data: \`${training.dataSha256}\`.

## Measured

Nothing was measured by Wardlight before it was registered. What it is worth here is for the local validation and the gates to say.

## Tiers

${operatingPoints.rule}
`;
}
