import { rmSync } from "node:fs";
import { z } from "zod";
import { Fault, isFault } from "@/lib/core/fault";
import type { BatchHead, SpoolOrder } from "@/lib/io/bulk/bulk-messages";
import { type OpenBulkReader, openBulkReader } from "@/lib/io/bulk/open-bulk-reader";
import type { Complain } from "@/lib/io/file-complaints";
import { directoryId, folderOf, sweepBulkFolder, takeBulkFolder } from "@/lib/services/bulk-folder";
import { addCounts, type BulkCounts, type BulkJob, updateJob } from "@/lib/services/bulk-jobs";
import { withFreshDataKeys } from "@/lib/services/data-keys";
import type { House } from "@/lib/services/house";
import { type BatchSource, findOwners, type PreparedBatch, prepareBatch, storeBatch } from "@/lib/services/store-batch";
import { authorise, type Caller, type Tell } from "@/lib/services/verb";

const NAME = "import-bulk";
const OPERATOR: Caller = { system: NAME };
/** Batches prepared ahead of the one being stored, so that neither thread waits for the other. */
const AHEAD = 3;
/** A batch whose patients others keep changing is prepared anew so many times. */
const MOST_TRIES = 6;
const OWNERS = 1_000;
const TELL_EVERY_MS = 2_000;
/** So often a job says that it is still at work. */
const ALIVE_EVERY_MS = 20_000;

export interface BulkOutcome extends BulkCounts {
  readonly jobId: string;
  /** Lines that could not be read. */
  readonly badLines: number;
  /** Files that are damaged or end in the middle of a line. */
  readonly cutFiles: number;
  /** Other troubles that were said. */
  readonly complaints: number;
  /** "partial": something could not be read; all the rest is stored. */
  readonly state: "done" | "partial";
}

/** Everything one run of a job works with. */
export interface BulkRun {
  readonly house: House;
  readonly past: "complete" | "as-met";
  readonly tell: Tell;
  readonly complain: Complain;
  /** How often something could not be read so far. */
  readonly complaints: () => number;
}

export function openRun(house: House, past: BulkRun["past"], tell: Tell): BulkRun {
  let complaints = 0;
  const complain = (complaint: string): void => {
    complaints += 1;
    tell({ complaint });
  };
  return { house, past, tell, complain, complaints: () => complaints };
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
  { reader, ...from }: BatchSource & { readonly reader: OpenBulkReader },
  first: PreparedBatch,
  job: Omit<BulkJob<unknown>, "detail" | "isResumed">,
): Promise<Partial<BulkCounts>> {
  const definition = { name: NAME, input: z.object({}), about: () => ({}), wards: async () => [] } as const;
  let batch = first;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (tries > 0) batch = await prepareBatch(house, reader, first.head);
    const stored = await withFreshDataKeys(house, () =>
      house.database.transaction(async (tx) => {
        const trail = { actor: null, about: {} };
        const { scope } = await authorise(definition, { house, caller: OPERATOR, raw: {}, trail, tx });
        return storeBatch(scope, batch, job, { past, ...from });
      }),
    );
    if (stored !== null) return stored;
  }
  throw new Fault("busy", "Others keep changing the same patients. Run the import again later.");
}

type BulkSource = BatchSource & Omit<SpoolOrder, "partitions" | "firstPartition" | "donePatients">;

/** Sorts and stores everything; gives the job's counts, those of earlier runs included. */
export async function runBulk(
  run: BulkRun,
  job: BulkJob<unknown>,
  { asOf, readsRefused, ...order }: BulkSource,
): Promise<BulkOutcome> {
  const { house, tell, complain } = run;
  let toldAt = Date.now();
  const now = (said: Readonly<Record<string, string | number>>): void => {
    if (Date.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = Date.now();
    tell(said);
  };
  const { partitions, nextPartition } = job.progress;
  let { donePatients } = job.progress;
  const reader = openBulkReader(
    { directory: folderOf(house, job.id), keys: house.vault.handOver() },
    { complain, read: (file, lines) => now({ reading: file, lines }) },
  );
  try {
    const sorted = await reader.spool({ ...order, partitions, firstPartition: nextPartition, donePatients });
    await assignDeleted(house, reader);
    let { counts } = job;
    const { content } = job.progress;
    let at = nextPartition;
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
      donePatients = head.endsPartition ? 0 : (head.partition === at ? donePatients : 0) + head.patientIds.length;
      at = head.partition;
      const progress = { partitions, content, nextPartition: head.endsPartition ? at + 1 : at, donePatients };
      const stored = { id: job.id, holder: job.holder, progress, counts };
      counts = addCounts(counts, await store(run, { reader, asOf, readsRefused }, batch, stored));
      await reader.done(head.id);
      now({ part: head.partition + 1, of: partitions, patients: counts.patients, resources: counts.resources });
    }
    const { badLines, cutFiles } = sorted;
    const instead = readsRefused ? " They are read at the FHIR server instead, by the running Wardlight." : "";
    if (counts.refused > 0)
      complain(`Patients left out because no Patient resource was ever sent: ${counts.refused}.${instead}`);
    const complaints = run.complaints();
    const state = complaints > 0 ? "partial" : "done";
    await updateJob(house, job, { state, errorCode: null });
    return { jobId: job.id, state, ...counts, badLines, cutFiles, complaints };
  } finally {
    await reader.close();
    rmSync(`${folderOf(house, job.id)}/sorted`, { recursive: true, force: true });
  }
}

/** Runs a job's work alone in this data directory, and keeps how it ended. */
export async function runJob<Detail>(
  house: House,
  open: (holder: string) => Promise<BulkJob<Detail>>,
  work: (job: BulkJob<Detail>) => Promise<BulkOutcome>,
): Promise<BulkOutcome> {
  const lock = takeBulkFolder(house);
  try {
    await sweepBulkFolder(house);
    const job = await open(directoryId(house));
    // What it does next throws where the job is no longer its own: here a failure changes nothing.
    const alive = setInterval(() => void updateJob(house, job, {}).catch(() => undefined), ALIVE_EVERY_MS).unref();
    try {
      const outcome = await work(job);
      rmSync(folderOf(house, job.id), { recursive: true, force: true });
      return outcome;
    } catch (thrown) {
      const errorCode = isFault(thrown) ? thrown.code : "error";
      await updateJob(house, job, { state: "failed", errorCode }).catch(() => undefined);
      throw thrown;
    } finally {
      clearInterval(alive);
    }
  } finally {
    lock.release();
  }
}
