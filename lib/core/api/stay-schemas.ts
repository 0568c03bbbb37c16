import { z } from "zod";
import {
  by,
  chance,
  checkedHere,
  instant,
  named,
  patientIdentity,
  provenance,
  silentBecause,
  tier,
  view,
} from "@/lib/core/api/common-schemas";
import type { PredictionPage } from "@/lib/core/api/prediction-page";
import { scoredStay } from "@/lib/core/api/scored-stay-schemas";
import { FEEDBACK_OUTCOMES, OVERRIDE_REASONS } from "@/lib/core/cds/override-reasons";
import type { PatientSearch } from "@/lib/core/search/found-patient";
import { FLAG_KINDS, type FlagView } from "@/lib/core/worklist/flag-view";
import { INTERVENTION_KINDS, type InterventionView } from "@/lib/core/worklist/intervention";
import { LEAVING_GROUPS } from "@/lib/core/worklist/leaving-group";
import { DISMISSAL_REASONS, RESPONSE_KINDS } from "@/lib/core/worklist/response";
import type { StayView } from "@/lib/core/worklist/stay-view";
import type { Worklist } from "@/lib/core/worklist/worklist";

const leaving = z.enum(LEAVING_GROUPS);
const range = z.strictObject({ low: z.number(), high: z.number() });

const worklistRow = z
  .strictObject({
    stayId: z.string(),
    predictionId: z.uuid().nullable(),
    patient: patientIdentity,
    wardId: z.string(),
    wardName: z.string(),
    bed: z.string().nullable(),
    admittedAt: instant.nullable(),
    dayOfStay: z.number().nullable(),
    plannedEndAt: instant.nullable(),
    leaving,
    probability: chance.nullable(),
    tier: tier.nullable(),
    view: view.nullable(),
    topDrivers: z.array(z.strictObject({ feature: z.string(), sentence: z.string(), contribution: z.number() })),
    abstentionReasons: z.array(z.string()),
    lace: range.nullable(),
    hospital: range.nullable(),
    openFlagCount: z.number(),
    latestFlag: z.strictObject({ kind: z.enum(FLAG_KINDS), byName: z.string(), at: instant }).nullable(),
    change: z
      .strictObject({ from: chance, to: chance, at: instant, because: z.string(), isPartly: z.boolean() })
      .nullable(),
    lastAction: z.strictObject({ kind: z.enum(INTERVENTION_KINDS), byName: z.string(), at: instant }).nullable(),
    lastResponse: z
      .strictObject({
        kind: z.enum(RESPONSE_KINDS),
        reason: z.enum(DISMISSAL_REASONS).nullable(),
        byName: z.string(),
        at: instant,
        aboutEarlierPrediction: z.boolean(),
      })
      .nullable(),
    issueCount: z.number(),
    scoredAt: instant.nullable(),
    notReadSince: instant.nullable().meta({
      description: "The newest reading of the source did not get this patient's record: nothing since is in this row.",
    }),
    modelVersion: z.string().nullable(),
  })
  .meta({ id: "WorklistRow" });

export const worklist = z
  .strictObject({
    wards: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        physicalBeds: z.number().nullable(),
        patientCount: z.number(),
      }),
    ),
    wardId: z.string().nullable(),
    rows: z.array(worklistRow),
    asOf: instant,
    dataAsOf: instant.nullable().meta({ description: "Rows without `notReadSince` hold what the source had then." }),
    unreadPatients: z.int().meta({ description: "Patients whose record could never be read: they are on no list." }),
    timeZone: z.string(),
    checkedHere: checkedHere.nullable(),
    provenance,
    silentBecause,
    cutoff: z
      .strictObject({ capacity: z.number(), stayIds: z.array(z.string()), byName: z.string(), at: instant })
      .nullable(),
    version: z.string(),
  })
  .meta({ id: "Worklist" }) satisfies z.ZodType<Worklist>;

export const flagView = z
  .strictObject({
    id: z.uuid(),
    predictionId: z.uuid(),
    kind: z.enum(FLAG_KINDS),
    feature: z.string().nullable(),
    note: z.string(),
    by,
    at: instant,
    withdrawnAt: instant.nullable(),
    mine: z.boolean(),
    aboutEarlierPrediction: z.boolean(),
  })
  .meta({ id: "Flag" }) satisfies z.ZodType<FlagView>;

export const interventionView = z
  .strictObject({
    id: z.uuid(),
    stayId: z.string(),
    predictionId: z.uuid().nullable(),
    kind: z.enum(INTERVENTION_KINDS),
    note: z.string(),
    by,
    at: instant,
    withdrawnAt: instant.nullable(),
    mine: z.boolean(),
  })
  .meta({ id: "Intervention" }) satisfies z.ZodType<InterventionView>;

const calibration = z.strictObject({ stays: z.number(), meanError: z.number().nullable() });
export const modelFactsShape = {
  task: z.string(),
  version: z.string(),
  target: z.string(),
  trainedOn: z.string(),
  learntFrom: z.string(),
  intendedPopulation: z.string(),
  baseRate: z.number().nullable(),
  calibration: z.strictObject({ admission: calibration, stay: calibration, discharge: calibration }).nullable(),
  bags: z.strictObject({ count: z.number(), leftOut: z.number() }).nullable(),
};

export const stayView = z
  .strictObject({
    stayId: z.string(),
    patient: patientIdentity,
    wardId: z.string(),
    wardName: z.string(),
    bed: z.string().nullable(),
    admittedAt: instant.nullable(),
    dischargedAt: instant.nullable(),
    dayOfStay: z.number().nullable(),
    plannedEndAt: instant.nullable(),
    leaving,
    predictionId: z.uuid().nullable(),
    scored: scoredStay.nullable(),
    driverSentences: z.array(z.string()),
    scoredAt: instant.nullable(),
    insteadOf: z
      .string()
      .nullish()
      .meta({ description: "The version on trial that should have scored this stay and failed." }),
    readAt: instant.meta({ description: "When this stay's record was last read: what came later is in nothing here." }),
    notReadSince: instant
      .nullable()
      .meta({ description: "The same, where the newest reading of the source did not get this record." }),
    history: z.array(
      z.strictObject({
        id: z.uuid(),
        at: instant,
        probability: chance.nullable(),
        tier: tier.nullable(),
        view,
        modelVersion: z.string(),
        changed: z.string(),
      }),
    ),
    model: z.strictObject(modelFactsShape).nullable(),
    checkedHere: checkedHere.nullable(),
    provenance,
    silentBecause,
    evidence: z.array(z.strictObject({ reference: z.string(), description: z.string(), day: z.string().nullable() })),
    flags: z.array(flagView),
    cardFeedback: z.array(
      z.strictObject({
        id: z.uuid(),
        outcome: z.enum(FEEDBACK_OUTCOMES),
        reason: z.enum(OVERRIDE_REASONS).nullable(),
        comment: z.string(),
        at: instant,
        byName: z.string(),
        modelVersion: z.string(),
      }),
    ),
    interventions: z.array(interventionView),
    responses: z.array(
      z.strictObject({
        id: z.uuid(),
        stayId: z.string(),
        predictionId: z.uuid(),
        kind: z.enum(RESPONSE_KINDS),
        reason: z.enum(DISMISSAL_REASONS).nullable(),
        note: z.string(),
        by,
        at: instant,
        withdrawnAt: instant.nullable(),
        mine: z.boolean(),
        aboutEarlierPrediction: z.boolean(),
      }),
    ),
    openedOutsideWardsUntil: instant.nullable(),
    may: z.strictObject({ flag: z.boolean(), note: z.boolean(), respond: z.boolean() }),
  })
  .meta({ id: "Stay" }) satisfies z.ZodType<StayView>;

export const patientSearch = z
  .strictObject({
    found: z.array(
      z.strictObject({
        stayId: z.string(),
        patient: patientIdentity,
        wardName: z.string(),
        bed: z.string().nullable(),
        isCurrent: z.boolean(),
        admittedAt: instant.nullable(),
        dischargedAt: instant.nullable(),
      }),
    ),
    hasMore: z.boolean(),
    elsewhere: z
      .array(z.strictObject({ stayId: z.string(), wardName: z.string(), isCurrent: z.boolean() }))
      .meta({ description: "Other wards' stays of the very record number asked for. Always empty for a program." }),
    isTooShort: z.boolean(),
    timeZone: z.string(),
  })
  .meta({ id: "PatientSearch" }) satisfies z.ZodType<PatientSearch>;

export const predictionPage = z
  .strictObject({
    predictions: z.array(
      z
        .strictObject({
          id: z.uuid(),
          stayId: z.string(),
          patientId: z.string(),
          wardId: z.string().nullable(),
          at: instant,
          target: z.string(),
          view,
          probability: chance.nullable(),
          tier: tier.nullable(),
          modelVersion: z.string(),
          isNewest: z.boolean(),
        })
        .meta({ id: "Prediction" }),
    ),
    next: z.string().nullable().meta({ description: "The next page's cursor; also in the Link header." }),
    silentBecause,
    provenance,
  })
  .meta({ id: "PredictionPage" }) satisfies z.ZodType<PredictionPage>;

export const wardList = z.array(named);
