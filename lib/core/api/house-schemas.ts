import { z } from "zod";
import { chance, instant, named, provenance, role, silentBecause, view } from "@/lib/core/api/common-schemas";
import { modelFactsShape, wardList } from "@/lib/core/api/stay-schemas";
import type { AuditPage } from "@/lib/core/audit/audit-page";
import { type FlagReview, REVIEW_KINDS, REVIEW_STATES } from "@/lib/core/flags/flag-review";
import type { PatientFlowView } from "@/lib/core/flow/patient-flow";
import type { DsiCard } from "@/lib/core/model/dsi-card";
import { AGREEMENTS, DECISIONS } from "@/lib/core/review/adjudication";
import type { ModelsView } from "@/lib/core/validation/models-view";
import type { LocalValidationReport } from "@/lib/core/validation/validation-report";
import { VALIDATION_VERDICTS } from "@/lib/core/validation/verdict";

const counted = <Name extends z.ZodType<string>>(name: Name) =>
  z.strictObject({ name, label: z.string(), count: z.number() });

export const flagReview = z
  .strictObject({
    flags: z.array(
      z.strictObject({
        id: z.uuid(),
        stayId: z.string(),
        isKnownHere: z.boolean(),
        source: z.enum(["wardlight", "ehr"]),
        wardId: z.string().nullable(),
        wardName: z.string().nullable(),
        kind: z.enum(REVIEW_KINDS),
        feature: z.string().nullable(),
        featureLabel: z.string().nullable(),
        saidThen: z.string().nullable(),
        note: z.string(),
        byRole: role,
        at: instant,
        predictionId: z.uuid().nullable(),
        predictedAt: instant,
        probability: chance.nullable(),
        view,
        modelVersion: z.string(),
        isReplaced: z.boolean(),
        review: z
          .strictObject({
            state: z.enum(REVIEW_STATES),
            decision: z.enum(DECISIONS).nullable(),
            agreement: z.enum(AGREEMENTS).nullable(),
            decidedAt: instant.nullable(),
          })
          .nullable(),
      }),
    ),
    total: z.number(),
    filters: z.strictObject({
      kind: z.enum(REVIEW_KINDS).nullable(),
      modelVersion: z.string().nullable(),
      wardId: z.string().nullable(),
    }),
    byKind: z.array(counted(z.enum(REVIEW_KINDS))),
    byFeature: z.array(counted(z.string())),
    modelVersions: z.array(z.string()),
    wards: wardList,
    asOf: instant,
    timeZone: z.string(),
    simulated: z.boolean(),
  })
  .meta({ id: "FlagReview" }) satisfies z.ZodType<FlagReview>;

const expected = z.strictObject({ expected: z.number(), low: z.number(), high: z.number() });
const unitFlow = z
  .strictObject({
    unit: z.strictObject({ id: z.string(), name: z.string(), physicalBeds: z.number().nullable() }).nullable(),
    inHospital: z.number(),
    leaving: z.strictObject({
      days: z.array(z.number()),
      overdue: z.number(),
      later: z.number(),
      withoutPlan: z.number(),
    }),
    returning: z
      .strictObject({
        days: z.array(expected),
        week: expected,
        discharges: z.number(),
        withoutEstimate: z.number(),
      })
      .nullable(),
  })
  .meta({ id: "UnitFlow" });

export const patientFlowView = z
  .strictObject({
    asOf: instant,
    timeZone: z.string(),
    days: z.array(z.iso.date()),
    all: unitFlow,
    units: z.array(unitFlow),
    wardId: z.string().nullable(),
    silentBecause,
    provenance,
    target: z.string(),
    localReadmissions: z.number(),
    simulated: z.boolean(),
  })
  .meta({ id: "PatientFlow" }) satisfies z.ZodType<PatientFlowView>;

/** A whole validation report: written by `validate-model` alone; docs/local-validation.md says what is in it. */
const reportContent = z
  .custom<LocalValidationReport>((value) => typeof value === "object" && value !== null)
  .meta({
    override: { type: "object", additionalProperties: true },
    description: "The report as `wardlight validate` prints it.",
  });
const operatingPoints = z.strictObject({ "very-high": z.number(), high: z.number(), moderate: z.number() });

export const modelsView = z
  .strictObject({
    model: z.strictObject({
      ...modelFactsShape,
      sha256: z.string(),
      operatingPoints,
      results: z.array(
        z.strictObject({
          view,
          stays: z.number(),
          readmissions: z.number(),
          auroc: z.number().nullable(),
          aurocCi95: z.tuple([z.number(), z.number()]).nullable(),
          ece: z.number().nullable(),
          calibrationSlope: z.number().nullable(),
        }),
      ),
      card: z.string().meta({ description: "The model card, Markdown." }),
    }),
    isDemo: z.boolean(),
    visibility: z.union([
      z.strictObject({
        state: z.literal("shown"),
        because: z.enum(["demo", "approved"]),
        since: instant.nullable(),
      }),
      z.strictObject({
        state: z.literal("silent"),
        because: z.enum(["no-report", "not-usable", "awaiting-approval", "withdrawn"]),
      }),
    ]),
    decisions: z.array(
      z.strictObject({
        id: z.uuid(),
        kind: z.enum(["approved", "withdrawn"]),
        reportId: z.uuid().nullable(),
        by: z.strictObject({ name: z.string(), role: role.exclude(["client"]) }),
        at: instant,
        note: z.string(),
        mine: z.boolean(),
        stands: z.boolean(),
      }),
    ),
    reports: z.array(
      z.strictObject({
        id: z.uuid(),
        at: instant,
        verdict: z.enum(VALIDATION_VERDICTS),
        stays: z.number(),
        readmissions: z.number(),
        simulated: z.boolean(),
        byName: z.string(),
      }),
    ),
    report: z.strictObject({ id: z.uuid(), content: reportContent }).nullable(),
    timeZone: z.string(),
    may: z.strictObject({ validate: z.boolean(), approve: z.boolean(), withdraw: z.boolean() }),
    whyNotApprove: z.string().nullable(),
  })
  .meta({ id: "Models" }) satisfies z.ZodType<ModelsView>;

/** Every source attribute with its place in the rule; null where nobody stated it. */
export const dsiCard = z
  .strictObject({
    schemaVersion: z.literal(1),
    rule: z.literal("45 CFR 170.315(b)(11)(iv)(B)"),
    task: z.string(),
    version: z.string(),
    stated: z.number(),
    blank: z.number(),
    attributes: z.array(
      z.strictObject({ id: z.string(), section: z.string(), name: z.string(), value: z.string().nullable() }),
    ),
  })
  .meta({ id: "SourceAttributes" }) satisfies z.ZodType<DsiCard>;

const detail = z.union([z.string(), z.number(), z.boolean()]);

export const auditPage = z
  .strictObject({
    lines: z.array(
      z.strictObject({
        seq: z.number(),
        at: instant,
        actorId: z.string().nullable(),
        actorRole: z.string().nullable(),
        actorName: z.string().nullable(),
        verb: z.string(),
        outcome: z.enum(["done", "refused", "failed"]),
        target: z.record(z.string(), z.string()),
        detail: z.record(z.string(), detail),
      }),
    ),
    nextBefore: z.number().nullable(),
    people: z.array(z.strictObject({ ...named.shape, role })),
    standing: z.strictObject({
      sealed: z.strictObject({ position: z.number(), sealedAt: instant }).nullable(),
      anchor: z.strictObject({ position: z.number(), at: instant }).nullable(),
      lastCheck: z
        .strictObject({ at: instant, intact: z.boolean(), rows: z.number(), problems: z.number() })
        .nullable(),
      isShortened: z.boolean(),
    }),
    timeZone: z.string(),
  })
  .meta({ id: "AuditPage" }) satisfies z.ZodType<AuditPage>;
