import { z } from "zod";
import { chance, provenance, silentBecause, tier, view, writtenTime } from "@/lib/core/api/common-schemas";
import type { ScoredStay } from "@/lib/core/model/scored-stay";

const reference = z.string().meta({ description: "A FHIR reference, e.g. Encounter/123." });
const featureValue = z.union([z.number(), z.string(), z.null()]);

const driver = z
  .strictObject({
    feature: z.string(),
    label: z.string(),
    value: z
      .union([featureValue, z.tuple([featureValue, featureValue])])
      .meta({ description: "A number, a code or null; of a pair term, both." }),
    contribution: z.number().meta({ description: "Log-odds. baseline + the sum of all = logit(probability)." }),
    evidence: z.array(reference),
  })
  .meta({ id: "Driver" });

const clinicalScore = z
  .strictObject({
    low: z.number(),
    high: z.number().meta({ description: "low = high once nothing can change it." }),
    maximum: z.number(),
    version: z.string(),
    components: z.array(
      z.strictObject({
        name: z.string(),
        label: z.string(),
        low: z.number(),
        high: z.number(),
        value: z.string().nullable(),
        evidence: z.array(reference),
      }),
    ),
    unknown: z.array(z.string()),
  })
  .meta({ id: "ClinicalScore" });

const dataIssue = z
  .strictObject({
    code: z.string(),
    severity: z.enum(["error", "warning", "info"]),
    detail: z.string(),
    features: z.array(z.string()).exactOptional(),
    references: z.array(reference).exactOptional(),
  })
  .meta({ id: "DataIssue" });

export const scoredStay = z
  .strictObject({
    patientId: z.string(),
    stayId: z.string(),
    encounterIds: z.array(z.string()),
    admittedAt: writtenTime.nullable(),
    dischargedAt: writtenTime.nullable(),
    probability: chance.nullable().meta({ description: "null where the model abstains or is silent." }),
    tier: tier.nullable(),
    stability: z
      .strictObject({ low: chance, high: chance })
      .nullable()
      .exactOptional()
      .meta({ description: "How far retraining would move the probability; not the patient's uncertainty." }),
    baseline: z.number().nullable(),
    drivers: z.array(driver).meta({ description: "Every term, largest first; empty where there is no probability." }),
    scores: z.strictObject({ lace: clinicalScore, hospital: clinicalScore }),
    target: z.string(),
    view,
    applicability: z.strictObject({ inScope: z.boolean(), reasons: z.array(z.string()) }),
    issues: z.array(dataIssue),
    modelVersion: z.string(),
  })
  .meta({ id: "ScoredStay" }) satisfies z.ZodType<ScoredStay>;

export const predicted = z
  .strictObject({ stays: z.array(scoredStay), silentBecause, provenance })
  .meta({ id: "Predicted" });
