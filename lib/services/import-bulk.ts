import { rmSync, statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { z } from "zod";
import { Fault, isFault } from "@/lib/core/fault";
import type { BatchHead, SpoolOrder } from "@/lib/io/bulk/bulk-messages";
import { type OpenBulkReader, openBulkReader } from "@/lib/io/bulk/open-bulk-reader";
import { partitionsFor } from "@/lib/io/bulk/patient-spool";
import { listSources, type SourceFile } from "@/lib/io/fhir-source";
import { folderOf, sweepBulkFolder, takeBulkFolder } from "@/lib/services/bulk-folder";
import {
  addCounts,
  type BulkCounts,
  type BulkJob,
  findUnfinished,
  startJob,
  updateJob,
} from "@/lib/services/bulk-jobs";
import { withFreshDataKeys } from "@/lib/services/data-keys";
import type { House } from "@/lib/services/house";
import { longVerb } from "@/lib/services/long-verb";
import { findOwners, type PreparedBatch, prepareBatch, storeBatch } from "@/lib/services/store-batch";
import { authorise, type Caller, type Tell } from "@/lib/services/verb";

const NAME = "import-bulk";
const OPERATOR: Caller = { system: NAME };
/** Batches prepared ahead of the one being stored, so that neither thread waits for the other. */
const AHEAD = 3;
/** A batch whose patients others keep changing is prepared anew so many times. */
const MOST_TRIES = 6;
const OWNERS = 1_000;
const TELL_EVERY_MS = 2_000;
/** What a compressed file of FHIR unpacks to, about. */
const UNPACKED = 12;

const input = z.object({
  /** A file, or a folder as a Bulk Export leaves it; absolute, on the machine that holds the database open. */
  path: z.string().min(1).refine(isAbsolute, "must be an absolute path"),
  past: z.enum(["complete", "as-met"]).default("as-met"),
});

export interface BulkOutcome extends BulkCounts {
  readonly jobId: string;
  /** Lines that could not be read. */
  readonly badLines: number;
  /** Other troubles that were said. */
  readonly complaints: number;
  /** "partial": something could not be read; all the rest is stored. */
  readonly state: "done" | "partial";
}

interface FolderDetail {
  readonly path: string;
}

/** Everything one run of a job works with. */
export interface BulkRun {
  readonly house: House;
  readonly past: "complete" | "as-met";
  readonly tell: Tell;
}

const bytesOf = (files: readonly SourceFile[]): number =>
  files.reduce((sum, { bytes, gzip }) => sum + bytes * (gzip ? UNPACKED : 1), 0);

/** Names, sizes and times of what is read: where they are the same, so are its partitions. */
function contentOf(house: House, files: readonly SourceFile[]): string {
  const facts = files.map(({ path, bytes }) => `${path} ${bytes} ${statSync(path).mtimeMs}`);
  return house.vault.fingerprint(facts.join("\n"));
}

/** Puts deleted resources with the patients they are about. */
async function assignDeleted(house: House, reader: OpenBulkReader): Promise<void> {
  for (;;) {
    const references = await reader.deleted(OWNERS);
    if (references.length === 0) return;
    const owners = await findOwners(house, references);
    if (owners.length > 0) await reader.assignDeleted(owners);
  }
}

/** Stores one batch in one transaction; prepared again where its patients changed meanwhile. */
async function store(
  { house, past }: BulkRun,
  reader: OpenBulkReader,
  first: PreparedBatch,
  job: Pick<BulkJob<unknown>, "id" | "progress" | "counts">,
): Promise<Partial<BulkCounts>> {
  const definition = { name: NAME, input: z.object({}), about: () => ({}), wards: async () => [] } as const;
  let batch = first;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (tries > 0) batch = await prepareBatch(house, reader, first.head);
    const stored = await withFreshDataKeys(house, () =>
      house.database.transaction(async (tx) => {
        const trail = { actor: null, about: {} };
        const { scope } = await authorise(definition, { house, caller: OPERATOR, raw: {}, trail, tx });
        return storeBatch(scope, batch, job, { past });
      }),
    );
    if (stored !== null) return stored;
  }
  throw new Fault("busy", "Others keep changing the same patients. Run the import again later.");
}

/** Sorts and stores everything; gives the job's counts, those of earlier runs included. */
export async function runBulk(
  run: BulkRun,
  job: BulkJob<unknown>,
  order: Omit<SpoolOrder, "partitions" | "firstPartition">,
): Promise<BulkOutcome> {
  const { house, tell } = run;
  let complaints = 0;
  const complain = (complaint: string): void => {
    complaints += 1;
    tell({ complaint });
  };
  let toldAt = Date.now();
  const now = (said: Readonly<Record<string, string | number>>): void => {
    if (Date.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = Date.now();
    tell(said);
  };
  const { partitions, nextPartition } = job.progress;
  const reader = openBulkReader(
    { directory: folderOf(house, job.id), keys: house.vault.handOver() },
    { complain, read: (file, lines) => now({ reading: file, lines }) },
  );
  try {
    const sorted = await reader.spool({ ...order, partitions, firstPartition: nextPartition });
    await assignDeleted(house, reader);
    let { counts } = job;
    const ahead: Promise<PreparedBatch | null>[] = [];
    const prepareNext = async (): Promise<PreparedBatch | null> => {
      const head: BatchHead | null = await reader.next();
      return head === null ? null : prepareBatch(house, reader, head);
    };
    const fill = (): void => {
      while (ahead.length < AHEAD) {
        const next = prepareNext();
        // Heard when its turn comes.
        next.catch(() => undefined);
        ahead.push(next);
      }
    };
    for (fill(); ; fill()) {
      const batch = await ahead.shift();
      if (!batch) break;
      const { head } = batch;
      const progress = { ...job.progress, nextPartition: head.endsPartition ? head.partition + 1 : head.partition };
      counts = addCounts(counts, await store(run, reader, batch, { id: job.id, progress, counts }));
      await reader.done(head.id);
      now({ part: head.partition + 1, of: partitions, patients: counts.patients, resources: counts.resources });
    }
    const { badLines } = sorted;
    if (counts.refused > 0) complain(`Patients left out because no Patient resource was ever sent: ${counts.refused}.`);
    const state = complaints > 0 ? "partial" : "done";
    await updateJob(house, job.id, { state, errorCode: null });
    return { jobId: job.id, state, ...counts, badLines, complaints };
  } finally {
    await reader.close();
    rmSync(`${folderOf(house, job.id)}/sorted`, { recursive: true, force: true });
  }
}

/** Runs a job's work alone in this data directory, and keeps how it ended. */
export async function runJob<Detail>(
  house: House,
  open: () => Promise<BulkJob<Detail>>,
  work: (job: BulkJob<Detail>) => Promise<BulkOutcome>,
): Promise<BulkOutcome> {
  const lock = takeBulkFolder(house);
  try {
    await sweepBulkFolder(house);
    const job = await open();
    try {
      const outcome = await work(job);
      rmSync(folderOf(house, job.id), { recursive: true, force: true });
      return outcome;
    } catch (thrown) {
      const errorCode = isFault(thrown) ? thrown.code : "error";
      await updateJob(house, job.id, { state: "failed", errorCode }).catch(() => undefined);
      throw thrown;
    }
  } finally {
    lock.release();
  }
}

async function importFolder({ house, past, tell }: BulkRun, path: string): Promise<BulkOutcome> {
  const files = await listSources(path);
  const source = house.vault.fingerprint(`folder ${path}`);
  const open = async (): Promise<BulkJob<FolderDetail>> => {
    const content = contentOf(house, files);
    const unfinished = await findUnfinished<FolderDetail>(house, source);
    if (unfinished?.progress.content === content) {
      await updateJob(house, unfinished.id, { state: "running", errorCode: null });
      return unfinished;
    }
    const progress = { content, partitions: partitionsFor(bytesOf(files)), nextPartition: 0 };
    return startJob(house, { kind: "folder", source, detail: { path } }, progress);
  };
  return runJob(house, open, (job) => {
    if (job.isResumed) tell({ resumed: job.progress.nextPartition, of: job.progress.partitions });
    return runBulk({ house, past, tell }, job, { files, deletions: [], fetchedKey: null });
  });
}

/**
 * Imports many patients' FHIR R4 files, however they are split and in any order, in memory that does not grow with
 * them: sorted by patient into sealed files on disk, then stored patient by patient as `importBundles` would, a few in
 * each transaction with the job's progress. A run that broke off goes on where it was when it is asked for again.
 * What cannot be read is said by file and line, and the rest kept.
 */
export const importBulk = longVerb({
  name: NAME,
  input,
  about: () => ({}),
  work: async (house, { path, past }, tell) => {
    const outcome = await importFolder({ house, past, tell }, path);
    const { jobId, ...detail } = outcome;
    return { output: outcome, audit: { target: { jobId }, detail } };
  },
});
