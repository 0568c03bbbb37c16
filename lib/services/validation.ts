import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import type { ValidatedModel } from "@/lib/core/validation/validation-input";
import type { LocalValidationReport } from "@/lib/core/validation/validation-report";
import { validationReports } from "@/lib/io/database/schema";
import { runValidation } from "@/lib/io/run-validation";
import type { House, ServingModel } from "@/lib/services/house";
import { findMaturedStays, toValidationRows } from "@/lib/services/matured-stays";
import { settleOutcomes } from "@/lib/services/settle-outcomes";
import { type Caller, type Verb, verb } from "@/lib/services/verb";

/** Which model to validate: the one that serves, whose predictions are in the database. */
const wanted = z.object({
  /** SHA-256 of the model file the asker means; refused where another one serves. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullish(),
});

export interface StoredReport {
  readonly id: string;
  readonly report: LocalValidationReport;
}

function toValidatedModel({ facts, manifest }: ServingModel): ValidatedModel {
  const { task, version, target, learntFrom, trainedOn, intendedPopulation } = facts;
  const { "very-high": veryHigh, high, moderate } = manifest.operatingPoints;
  const operatingPoints = { "very-high": veryHigh, high, moderate };
  return { task, version, target, learntFrom, trainedOn, intendedPopulation, operatingPoints };
}

/** First half: who may ask, and what is known of stays whose 30 days are over. */
const readMatured = verb({
  name: "validate-model",
  input: wanted,
  about: () => ({}),
  wards: async () => [],
  run: async (scope, { sha256 }) => {
    const { facts, manifest } = scope.house.model;
    if (sha256 && sha256 !== manifest.model.sha256)
      throw new Fault(
        "conflict",
        `That is not the model whose predictions are in this database: ${facts.task} ${facts.version} serves here.`,
      );
    const output = await findMaturedStays(scope);
    const target = { task: facts.task, modelVersion: facts.version };
    return { output, audit: { target, detail: { step: "read", matured: output.stays.length } } };
  },
});

/** Second half: the finished report is kept as it is, for good. */
const storeReport = verb({
  name: "validate-model",
  input: z.object({ report: z.custom<LocalValidationReport>((value) => typeof value === "object" && value !== null) }),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx, actor, now }, { report }) => {
    const id = randomUUID();
    const { model, stays, readmissions, verdict, simulated } = report;
    await tx.insert(validationReports).values({
      id,
      task: model.task,
      modelVersion: model.version,
      at: now,
      byUser: actor.role === "system" ? actor.name : actor.id,
      stays,
      readmissions,
      verdict,
      simulated,
      report,
    });
    const target = { task: model.task, modelVersion: model.version, reportId: id };
    return {
      output: { id, report },
      audit: { target, detail: { step: "stored", stays, readmissions, verdict, simulated } },
      changed: [{ kind: "validation", ref: id }],
    };
  },
});

/** One at a time: two would only take the processor from each other. */
const running = new WeakSet<House["database"]>();

async function validate(house: House, caller: Caller, input: z.input<typeof wanted>): Promise<StoredReport> {
  let matured = await readMatured(house, caller, input);
  if (running.has(house.database))
    throw new Fault("busy", "A validation is already running. Its report will be here in a moment.");
  running.add(house.database);
  try {
    // Whoever may validate was asked; what time has settled since is settled before it is counted.
    if (await settleOutcomes(house, "validate-model")) matured = await readMatured(house, caller, input);
    if (matured.stays.length === 0)
      throw new Fault(
        "not-found",
        "No stay here has a known outcome yet: a validation needs stays that ended more than 30 days ago.",
      );
    const { rows, attrition, simulated } = await toValidationRows(house, matured);
    const at = house.clock.now().toISOString();
    const model = toValidatedModel(house.model);
    return await storeReport(house, caller, { report: await runValidation({ model, at, rows, attrition, simulated }) });
  } finally {
    running.delete(house.database);
  }
}

/**
 * Validates the serving model on the outcomes in the database and keeps the report. Reading and keeping are each a
 * short transaction of the same verb; the seconds of arithmetic between them hold neither the database nor the server.
 */
export const validateModel: Verb<typeof wanted, StoredReport> = Object.assign(validate, {
  verbName: "validate-model" as const,
  input: wanted,
});
