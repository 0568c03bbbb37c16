import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { Fault, isFault } from "@/lib/core/fault";
import { READ_TYPES } from "@/lib/core/feed/backend-scopes";
import { openBackendServices } from "@/lib/io/backend-services";
import { type ExportClient, openExportClient } from "@/lib/io/bulk/export-client";
import { partitionsFor } from "@/lib/io/bulk/patient-spool";
import { connectionStates } from "@/lib/io/database/connection-schema";
import { type BulkJob, findUnfinished, startJob, takeJob, updateJob } from "@/lib/services/bulk-jobs";
import { type ExportDetail, ExportFetch, fetchedFiles } from "@/lib/services/fetch-export";
import type { House } from "@/lib/services/house";
import { type BulkOutcome, type BulkRun, runBulk, runJob } from "@/lib/services/run-bulk";

const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** What is asked of a FHIR server's Bulk Data Export. */
export const exportInput = z.object({
  /** The FHIR server's base; signed in to where it is the one that Wardlight is registered at. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  level: z.enum(["system", "patient", "group"]),
  group: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,64}$/)
    .nullable()
    .default(null),
  /** Only what changed since: an instant of the server's own; "last": since the export imported last. */
  since: z
    .union([z.iso.datetime({ offset: true }), z.literal("last")])
    .nullable()
    .default(null),
  types: z.array(z.string().regex(/^[A-Za-z]{1,64}$/)).default([...READ_TYPES]),
  /** Origins other than the server's own that files may lie at. */
  fileOrigins: z.array(z.url({ protocol: /^https?$/ })).default([]),
  past: z.enum(["complete", "as-met"]).default("as-met"),
});
type ExportInput = z.output<typeof exportInput>;

/** The export's own clock when it was last imported whole; null where it never was. */
async function findLastTime(house: House, name: string): Promise<string | null> {
  const [state] = await house.database.transaction((tx) =>
    tx.select().from(connectionStates).where(eq(connectionStates.name, name)),
  );
  return state?.cursor ?? null;
}

/**
 * Notes how the way in through exports is doing. Where something may come yet (`errorCode`) the cursor stays where it
 * was: resources that do not change are in no later export since then. `cursor` null: the next one is to be of everything.
 */
async function noteState(
  house: House,
  name: string,
  ended:
    | { readonly cursor: string | null; readonly counts: Readonly<Record<string, number>> }
    | { readonly errorCode: string; readonly counts?: Readonly<Record<string, number>> },
): Promise<void> {
  const at = house.clock.now();
  const values =
    "cursor" in ended ? { ...ended, succeededAt: at, errorCode: null, failures: 0 } : { ...ended, failedAt: at };
  const failures = "cursor" in ended ? {} : { failures: sql`${connectionStates.failures} + 1` };
  await house.database.transaction((tx) =>
    tx
      .insert(connectionStates)
      .values({ name, failures: "cursor" in ended ? 0 : 1, ...values })
      .onConflictDoUpdate({ target: connectionStates.name, set: { ...values, ...failures } }),
  );
}

/**
 * Where "last" begins after an export since some time that came whole. One since a time of the operator's own that is
 * later than the last leaves that as it was: what changed between the two was not asked for. Patients of whom only
 * what changed came, and whom nobody reads otherwise, are in an export of everything alone.
 */
function nextCursor(
  asked: { readonly since: string | null; readonly last: string | null },
  came: { readonly transactionTime: string; readonly isMissingPatients: boolean },
): string | null {
  const { since, last } = asked;
  if (since === null) return came.transactionTime;
  if (last === null || Date.parse(since) > Date.parse(last)) return last;
  return came.isMissingPatients ? null : came.transactionTime;
}

function openClient(house: House, { baseUrl, fileOrigins }: ExportInput): ExportClient {
  const { fhir } = house;
  const patience = {
    timeoutMs: 60_000,
    retries: 5,
    wait: sleep,
    now: Date.now,
    chance: Math.random,
    ...fhir?.patience,
  };
  const known = fhir !== undefined && fhir.baseUrl === baseUrl ? fhir.signIn : null;
  const base = new URL(baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
  const signIn = known === null ? null : openBackendServices({ base, ...known, ...patience });
  const { retries, wait, now, chance } = patience;
  return openExportClient({ baseUrl, signIn, fileOrigins, silenceMs: patience.timeoutMs, retries, wait, now, chance });
}

/** Has a FHIR server export its patients, fetches the files and stores them. */
export async function importExport(run: BulkRun, asked: ExportInput): Promise<BulkOutcome> {
  const { house, tell, complain } = run;
  const { baseUrl, level, group, types } = asked;
  if ((level === "group") !== (group !== null)) throw new Fault("bad-input", "Say which group, and only for a group.");
  const about = house.vault.fingerprint(`export ${baseUrl} ${level} ${group} ${types.join(",")}`);
  const state = `bulk-export ${about.slice(0, 16)}`;
  const last = await findLastTime(house, state);
  const since = asked.since === "last" ? last : asked.since;
  // Of who joined a group since, a server may send what changed alone.
  const readsRefused = since !== null && house.fhir?.baseUrl === baseUrl;
  const request = { level, group, since, types };
  const source = house.vault.fingerprint(`${about} ${since}`);
  const wait = house.fhir?.patience?.wait ?? sleep;
  const open = async (holder: string): Promise<BulkJob<ExportDetail>> => {
    const unfinished = await findUnfinished<ExportDetail>(house, source, holder);
    if (unfinished !== null) return takeJob(house, unfinished);
    const key = randomBytes(32).toString("base64");
    const detail = { baseUrl, request, statusUrl: null, key, manifest: null, fetched: {} };
    return startJob(
      house,
      { kind: "export", source, detail, holder },
      { content: null, partitions: 1, nextPartition: 0, donePatients: 0 },
    );
  };
  try {
    return await runJob(house, open, async (job) => {
      if (job.isResumed) tell({ resumed: job.progress.nextPartition, of: job.progress.partitions });
      const fetch = new ExportFetch(house, job, { client: openClient(house, asked), tell, complain, wait });
      const { manifest, bytes, isShort } = await fetch.run();
      const content = house.vault.fingerprint(JSON.stringify(manifest));
      const isSame = job.progress.content === content;
      const progress = isSame
        ? job.progress
        : { content, partitions: partitionsFor(bytes), nextPartition: 0, donePatients: 0 };
      if (!isSame) await updateJob(house, job, { progress });
      const isLeftOut = await fetch.tellServerErrors(manifest);
      const { leftOut } = fetch;
      if (leftOut.length > 0)
        complain(
          `The server exports its patients without ${leftOut.join(", ")}: wards and drugs are known after the next reading of it, or with --system.`,
        );
      const outcome = await runBulk(
        run,
        { ...job, progress },
        {
          files: fetchedFiles(manifest, "output"),
          deletions: fetchedFiles(manifest, "deleted"),
          fetchedKey: Buffer.from(job.detail.key, "base64"),
          asOf: new Date(manifest.transactionTime),
          readsRefused,
        },
      );
      await fetch.release();
      const { jobId: _, state: __, ...counts } = outcome;
      // Whatever else was complained about is so in every export: it would hold the cursor for good.
      const isWhole = !isShort && !isLeftOut && outcome.cutFiles === 0;
      const isMissingPatients = outcome.refused > 0 && !readsRefused;
      const cursor = nextCursor({ since, last }, { transactionTime: manifest.transactionTime, isMissingPatients });
      await noteState(house, state, isWhole ? { cursor, counts } : { errorCode: "partial", counts });
      return outcome;
    });
  } catch (thrown) {
    await noteState(house, state, { errorCode: isFault(thrown) ? thrown.code : "error" }).catch(() => undefined);
    throw thrown;
  }
}
