import { and, eq, inArray, sql } from "drizzle-orm";
import type { BatchHead, KnownRecord, Preparation, ResourceOf, StoredBody } from "@/lib/io/bulk/bulk-messages";
import { type OpenBulkReader, StaleKeyring } from "@/lib/io/bulk/open-bulk-reader";
import type { Transaction } from "@/lib/io/database/database";
import { resources } from "@/lib/io/database/schema";
import { addCounts, type BulkCounts, type BulkJob, noteBatch } from "@/lib/services/bulk-jobs";
import { refreshDataKeys } from "@/lib/services/data-keys";
import type { House } from "@/lib/services/house";
import { pairUp, takeTurns, toScore } from "@/lib/services/import-bundles";
import { shelfOf } from "@/lib/services/model-shelf";
import { holdRollouts } from "@/lib/services/rollout-record";
import { type Said, type ShadowSaid, scoreInShadow, scoreUnder } from "@/lib/services/score-here";
import { findKnownStays, storeOutcomes } from "@/lib/services/store-outcomes";
import { storePatients, storeReadings } from "@/lib/services/store-reading";
import { findKnown, insertSealedRows } from "@/lib/services/store-resources";
import { storeShadows } from "@/lib/services/store-shadows";
import { askForTasks } from "@/lib/services/tasks";
import { auditDone, type Scope } from "@/lib/services/verb";

/** What is stored of some patients, in one word each: when it is still the same, so is everything worked out from it. */
async function findDigests(tx: Transaction, patientIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await tx.execute<{ patient_id: string; digest: string }>(sql`
    select patient_id, md5(string_agg(type || '/' || id || ' ' || fingerprint, ',' order by seq)) as digest
    from ${resources} where patient_id = any(${sql.param([...patientIds])}::text[]) group by patient_id`);
  return new Map(rows.map(({ patient_id, digest }) => [patient_id, digest]));
}

const isSame = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([id, digest]) => b.get(id) === digest);

async function findBodies(house: House, wanted: readonly ResourceOf[]): Promise<StoredBody[]> {
  const references = new Set(wanted.map(({ patientId, reference }) => `${patientId} ${reference}`));
  const patientIds = [...new Set(wanted.map(({ patientId }) => patientId))];
  const rows = await house.database.transaction((tx) =>
    tx.select().from(resources).where(inArray(resources.patientId, patientIds)),
  );
  return rows
    .filter(({ patientId, type, id }) => references.has(`${patientId} ${type}/${id}`))
    .map(({ patientId, type, id, body }) => ({ patientId, type, id, body }));
}

type Ready = Extract<Preparation, { needs: null }>;

/** Where a batch is from. */
export interface BatchSource {
  /** Nothing in it is known to be newer. */
  readonly asOf: Date;
  /** Patients of whom it has no Patient are asked for where patients are read one by one: it may hold what changed alone. */
  readonly readsRefused: boolean;
}

/** A batch read, sealed and scored against what was stored a moment ago. */
export interface PreparedBatch {
  readonly head: BatchHead;
  readonly digests: ReadonlyMap<string, string>;
  readonly ready: Ready;
  readonly scored: readonly Said[];
  readonly shadows: readonly ShadowSaid[];
  /** The plan it was scored under. */
  readonly planSeq: number;
}

/** Reads and scores a batch; nothing is stored, and no transaction is held while the other thread works. */
export async function prepareBatch(house: House, reader: OpenBulkReader, head: BatchHead): Promise<PreparedBatch> {
  const { patientIds, id } = head;
  const { digests, known } = await house.database.transaction(async (tx) => {
    const digests = await findDigests(tx, patientIds);
    const found = digests.size === 0 ? new Map() : await findKnown({ tx }, [...digests.keys()]);
    const known: KnownRecord[] = [...found].map(([patientId, own]) => ({
      patientId,
      keys: [...own.keys()],
      fingerprints: [...own.values()],
    }));
    return { digests, known };
  });
  const ask = async (opened: readonly StoredBody[] | null): Promise<Preparation> => {
    const now = house.clock.now().toISOString();
    const inpatientClasses = house.fhir?.inpatientClasses;
    const order = () => ({ id, now, inpatientClasses, known, opened, keyring: house.vault.handOver().keyring });
    try {
      return await reader.prepare(order());
    } catch (thrown) {
      if (!(thrown instanceof StaleKeyring)) throw thrown;
      await refreshDataKeys(house);
      return reader.prepare(order());
    }
  };
  const first = await ask(null);
  const ready = first.needs === null ? first : await ask(await findBodies(house, first.needs));
  if (ready.needs !== null) throw new Error("Stored resources that were asked for twice were not found.");
  const stays = toScore(ready.records.map(({ read }) => read));
  const plan = await house.database.transaction((tx) => shelfOf(house).plan(tx));
  const scope = { house, tx: null };
  const scored = await scoreUnder(scope, plan, stays);
  const shadows = await scoreInShadow(scope, plan, stays);
  return { head, digests, ready, scored, shadows, planSeq: plan.seq };
}

async function removeGone({ tx }: Pick<Scope, "tx">, gone: readonly ResourceOf[]): Promise<void> {
  for (const { patientId, reference } of gone) {
    const slash = reference.indexOf("/");
    const [type, id] = [reference.slice(0, slash), reference.slice(slash + 1)];
    await tx
      .delete(resources)
      .where(and(eq(resources.patientId, patientId), eq(resources.type, type), eq(resources.id, id)));
  }
}

/**
 * Stores a prepared batch with the job's progress, its changes and its audit row in one transaction; null, and nothing
 * stored, where what it was worked out from has changed meanwhile.
 */
export async function storeBatch(
  scope: Scope,
  { head, digests, ready, scored, shadows, planSeq }: PreparedBatch,
  job: Omit<BulkJob<unknown>, "detail" | "isResumed">,
  { past, asOf, readsRefused }: BatchSource & { readonly past: "complete" | "as-met" },
): Promise<Partial<BulkCounts> | null> {
  const { house, tx } = scope;
  await takeTurns(scope, head.patientIds);
  if (!isSame(digests, await findDigests(tx, head.patientIds))) return null;
  if (ready.sealedPrefix !== house.vault.sealedPrefix().toString("hex")) return null;
  await holdRollouts(tx);
  // Another version serves by now: scored again.
  if ((await shelfOf(house).plan(tx)).seq !== planSeq) return null;
  const { records } = ready;
  const people = records.flatMap(({ summary }) => summary ?? []);
  if (people.length > 0) await storePatients(scope, people, { asOf: asOf < scope.now ? asOf : scope.now });
  for (const rows of ready.rows) await insertSealedRows(scope, rows);
  await removeGone(scope, ready.gone);
  const patientIds = records.map(({ patientId }) => patientId);
  const known = past === "complete" ? null : await findKnownStays(scope, patientIds);
  const readings = pairUp(
    records.map(({ read }) => read),
    scored,
  ).map((reading, at) => ({ ...reading, patient: { ...reading.patient, id: patientIds[at] ?? reading.patient.id } }));
  const changed = readings.length === 0 ? [] : await storeReadings(scope, readings);
  await storeShadows(scope, shadows);
  const outcomes = await storeOutcomes(scope, readings, known);
  if (readsRefused) await askForTasks(tx, "read-patient", { keys: ready.refused, now: scope.now });
  const counts = {
    patients: records.length,
    stays: scored.length,
    resources: ready.rowCount,
    predictions: changed.filter(({ kind }) => kind === "prediction").length,
    outcomes,
    deleted: ready.gone.length,
    refused: ready.refused.length,
  };
  await noteBatch(scope, job, { progress: job.progress, counts: addCounts(job.counts, counts) });
  await auditDone(scope, "import-bulk", { audit: { target: { jobId: job.id }, detail: counts }, changed });
  return counts;
}

/** Whose these deleted resources are. */
export async function findOwners(house: House, references: readonly string[]): Promise<ResourceOf[]> {
  const types = references.map((reference) => reference.slice(0, reference.indexOf("/")));
  const ids = references.map((reference) => reference.slice(reference.indexOf("/") + 1));
  const { rows } = await house.database.transaction((tx) =>
    tx.execute<{ patient_id: string; reference: string }>(sql`
      select distinct r.patient_id, r.type || '/' || r.id as reference
      from unnest(${sql.param(types)}::text[], ${sql.param(ids)}::text[]) as gone(type, id)
      join ${resources} r on r.type = gone.type and r.id = gone.id`),
  );
  return rows.map(({ patient_id, reference }) => ({ patientId: patient_id, reference }));
}
