import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { dsiCard } from "@/lib/core/model/dsi-card";
import type { ModelVersion } from "@/lib/core/registry/model-version";
import type { LineageView, VersionsView, VersionView } from "@/lib/core/registry/versions-view";
import { learntFrom } from "@/lib/core/validation/provenance";
import type { LocalValidationReport } from "@/lib/core/validation/validation-report";
import type { Transaction } from "@/lib/io/database/database";
import { validationReports } from "@/lib/io/database/schema";
import { trainingSnapshots } from "@/lib/io/database/training-schema";
import { findGateReport, findGates } from "@/lib/services/find-gates";
import { verb } from "@/lib/services/verb";
import { findVersionRows, versionsMay } from "@/lib/services/version-rows";

/** Every registered version, newest first, in which parts each serves, and everything that was decided about that. */
export const readVersions = verb({
  name: "read-models",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async (scope) => {
    const { house } = scope;
    const { task, rows, rollouts, wishes, wards, champion, previous } = await findVersionRows(scope);
    const output: VersionsView = {
      ...{ task, versions: rows, champion, previous, rollouts, wishes, wards },
      isDemo: house.isDemo,
      timeZone: house.timeZone,
      may: versionsMay(scope),
    };
    return { output, audit: { target: { task }, detail: { versions: rows.length } } };
  },
});

async function findLineage(tx: Transaction, version: ModelVersion): Promise<LineageView> {
  const { snapshotId, trainingRunId, parentVersion, manifest } = version;
  const [set] =
    snapshotId === null ? [] : await tx.select().from(trainingSnapshots).where(eq(trainingSnapshots.id, snapshotId));
  return {
    data: set
      ? {
          snapshotId: set.id,
          at: set.at.toISOString(),
          asOf: set.query.asOf,
          rows: set.rows,
          positives: set.positives,
          sha256: set.sha256,
          simulated: set.simulated,
          corrections: set.adjudicationIds.length,
        }
      : null,
    learntFrom: learntFrom(manifest.training.source),
    trainingRunId,
    parentVersion,
  };
}

/** The newest local validation of a version, in full; null where there is none. */
async function findValidation(tx: Transaction, task: string, version: string): Promise<LocalValidationReport | null> {
  const [row] = await tx
    .select({ report: validationReports.report })
    .from(validationReports)
    .where(and(eq(validationReports.task, task), eq(validationReports.modelVersion, version)))
    .orderBy(desc(validationReports.at), desc(validationReports.id))
    .limit(1);
  // Written by `validate-model` alone and never changed since.
  return (row?.report as LocalValidationReport | undefined) ?? null;
}

/** One version: what it was made from, its gates, where it serves, and its source attributes. */
export const readVersion = verb({
  name: "read-models",
  input: z.object({
    version: z.string().min(1).max(40),
    /** Gates other than the newest. */
    gatesId: z.uuid().nullish(),
  }),
  about: ({ version }) => ({ modelVersion: version }),
  wards: async () => [],
  run: async (scope, { version, gatesId }) => {
    const { tx, house } = scope;
    const { task, versions, rows, rollouts, wishes, wards, champion, previous } = await findVersionRows(scope);
    const known = versions.find((one) => one.version === version);
    const row = rows.find((one) => one.version === version);
    if (known === undefined || row === undefined)
      throw new Fault("not-found", `There is no version ${version} of the ${task} model.`);
    const judged = await findGates(tx, task, version);
    const id = judged.find((one) => one.id === gatesId)?.id ?? judged[0]?.id ?? null;
    const content = id === null ? null : await findGateReport(tx, id);
    const { manifest, source } = known;
    const validation = await findValidation(tx, task, version);
    const output: VersionView = {
      ...{ task, row, sha256: known.sha256, champion, previous, wards },
      lineage: await findLineage(tx, known),
      gates: {
        version,
        judged,
        report: id === null || content === null ? null : { id, content },
        timeZone: house.timeZone,
      },
      rollouts: rollouts.filter((one) => one.modelVersion === version),
      wishes: wishes.filter((one) => one.modelVersion === version),
      card: dsiCard({ task, version, source, target: row.target, manifest, validation, gates: content }),
      isDemo: house.isDemo,
      timeZone: house.timeZone,
      may: versionsMay(scope),
    };
    const target = { task, modelVersion: version, ...(id === null ? {} : { gatesId: id }) };
    return { output, audit: { target, detail: { judged: judged.length } } };
  },
});
