import { isAbsolute } from "node:path";
import { z } from "zod";
import { partitionsFor } from "@/lib/io/bulk/patient-spool";
import { listSources, oldestOf, type SourceFile } from "@/lib/io/fhir-source";
import { type BulkJob, findUnfinished, startJob, takeJob } from "@/lib/services/bulk-jobs";
import type { House } from "@/lib/services/house";
import { exportInput, importExport } from "@/lib/services/import-export";
import { longVerb } from "@/lib/services/long-verb";
import { type BulkOutcome, type BulkRun, openRun, runBulk, runJob } from "@/lib/services/run-bulk";

/** What a compressed file of FHIR unpacks to, about. */
const UNPACKED = 12;

const input = z.union([
  z.object({
    /** A file, or a folder as a Bulk Export leaves it; absolute, on the machine that holds the database open. */
    path: z.string().min(1).refine(isAbsolute, "must be an absolute path"),
    past: z.enum(["complete", "as-met"]).default("as-met"),
  }),
  exportInput,
]);
interface FolderDetail {
  readonly path: string;
}

const bytesOf = (files: readonly SourceFile[]): number =>
  files.reduce((sum, { bytes, gzip }) => sum + bytes * (gzip ? UNPACKED : 1), 0);

/** Names, sizes and times of what is read: where they are the same, so are its partitions. */
function contentOf(house: House, files: readonly SourceFile[]): string {
  const facts = files.map(({ path, bytes, writtenMs }) => `${path} ${bytes} ${writtenMs}`);
  return house.vault.fingerprint(facts.join("\n"));
}

async function importFolder(run: BulkRun, path: string): Promise<BulkOutcome> {
  const { house, tell } = run;
  const files = await listSources(path);
  const source = house.vault.fingerprint(`folder ${path}`);
  const open = async (holder: string): Promise<BulkJob<FolderDetail>> => {
    const content = contentOf(house, files);
    const unfinished = await findUnfinished<FolderDetail>(house, source, holder);
    if (unfinished?.progress.content === content) return takeJob(house, unfinished);
    const progress = { content, partitions: partitionsFor(bytesOf(files)), nextPartition: 0, donePatients: 0 };
    return startJob(house, { kind: "folder", source, detail: { path }, holder }, progress);
  };
  return runJob(house, open, (job) => {
    if (job.isResumed) tell({ resumed: job.progress.nextPartition, of: job.progress.partitions });
    return runBulk(run, job, { files, deletions: [], fetchedKey: null, asOf: oldestOf(files), readsRefused: false });
  });
}

/**
 * Imports many patients' FHIR R4 files, however they are split and in any order, in memory that does not grow with
 * them: sorted by patient into sealed files on disk, then stored patient by patient as `importBundles` would, a few in
 * each transaction with the job's progress. A run that broke off goes on where it was when it is asked for again.
 * What cannot be read is said by file and line, and the rest kept.
 */
export const importBulk = longVerb({
  name: "import-bulk",
  input,
  about: () => ({}),
  work: async (house, asked, tell) => {
    const run = openRun(house, asked.past, tell);
    const outcome = "path" in asked ? await importFolder(run, asked.path) : await importExport(run, asked);
    const { jobId, ...detail } = outcome;
    return { output: outcome, audit: { target: { jobId }, detail } };
  },
});
