import { and, desc, eq, inArray, isNull, lte, ne, or, sql } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { bulkJobs } from "@/lib/io/database/connection-schema";
import type { House } from "@/lib/services/house";
import { placeOf } from "@/lib/services/sealed-columns";
import type { Scope } from "@/lib/services/verb";

/** How far an import has got, so that it can go on after a crash. */
const progressSchema = z.object({
  /** Keyed fingerprint of what was read (names, sizes, times): something else is read from the start. */
  content: z.string().nullable(),
  /** Into so many parts patients are sorted … */
  partitions: z.number().int().positive(),
  /** … and the first that is not wholly stored yet. */
  nextPartition: z.number().int().min(0),
  /** Patients of that one that are stored, in the order they come in. */
  donePatients: z.number().int().min(0).default(0),
});
export type BulkProgress = z.infer<typeof progressSchema>;

export interface BulkCounts {
  readonly patients: number;
  readonly stays: number;
  readonly resources: number;
  readonly predictions: number;
  readonly outcomes: number;
  readonly deleted: number;
  readonly refused: number;
}

export const NOTHING_YET: BulkCounts = {
  patients: 0,
  stays: 0,
  resources: 0,
  predictions: 0,
  outcomes: 0,
  deleted: 0,
  refused: 0,
};

/** Each count and the other's. */
export function addCounts(a: BulkCounts, b: Partial<BulkCounts>): BulkCounts {
  const keys = Object.keys(NOTHING_YET) as (keyof BulkCounts)[];
  return Object.fromEntries(keys.map((key) => [key, a[key] + (b[key] ?? 0)])) as unknown as BulkCounts;
}

/** How long a job is one directory's alone without a sign of life. */
const HELD_MS = 2 * 60_000;

/** Which job, and the data directory that works on it. */
export interface HeldJob {
  readonly id: string;
  readonly holder: string;
}

export interface BulkJob<Detail> extends HeldJob {
  readonly detail: Detail;
  readonly progress: BulkProgress;
  readonly counts: BulkCounts;
  /** Begun by an earlier run that did not end. */
  readonly isResumed: boolean;
}

type State = (typeof bulkJobs.$inferSelect)["state"];

const sealDetail = (house: House, id: string, detail: unknown): Buffer =>
  house.vault.seal(detail, placeOf(bulkJobs.detail, id));

const heldUntil = (now: Date): Date => new Date(now.getTime() + HELD_MS);

/** Jobs that no other directory is at work on. */
const isFree = (now: Date, holder: string) =>
  or(
    ne(bulkJobs.state, "running"),
    isNull(bulkJobs.heldUntil),
    lte(bulkJobs.heldUntil, now),
    eq(bulkJobs.holder, holder),
  );

/** The unfinished job of this source, newest first; null where there is none. Another's it can be still: `takeJob`. */
export async function findUnfinished<Detail>(
  house: House,
  source: string,
  holder: string,
): Promise<BulkJob<Detail> | null> {
  const [row] = await house.database.transaction((tx) =>
    tx
      .select()
      .from(bulkJobs)
      .where(and(eq(bulkJobs.source, source), inArray(bulkJobs.state, ["running", "failed"])))
      .orderBy(desc(bulkJobs.startedAt))
      .limit(1),
  );
  const progress = progressSchema.safeParse(row?.progress);
  if (row === undefined || !progress.success) return null;
  const detail = house.vault.open(row.detail, placeOf(bulkJobs.detail, row.id)) as Detail;
  const counts = addCounts(NOTHING_YET, row.counts);
  return { id: row.id, holder, detail, progress: progress.data, counts, isResumed: true };
}

/** Goes on with an unfinished job. Throws a Fault "busy" while another data directory is at work on it. */
export async function takeJob<Detail>(house: House, job: BulkJob<Detail>): Promise<BulkJob<Detail>> {
  const now = house.clock.now();
  const { id, holder } = job;
  const taken = await house.database.transaction((tx) =>
    tx
      .update(bulkJobs)
      .set({ state: "running", errorCode: null, finishedAt: null, updatedAt: now, holder, heldUntil: heldUntil(now) })
      .where(and(eq(bulkJobs.id, id), isFree(now, holder)))
      .returning({ id: bulkJobs.id }),
  );
  if (taken.length === 0)
    throw new Fault(
      "busy",
      "This import is under way from another data directory. Wait until it has ended, or two minutes after it broke off.",
    );
  return job;
}

/** Starts a job; earlier unfinished ones of the same source are given up, but for those another is at work on. */
export async function startJob<Detail>(
  house: House,
  values: {
    readonly kind: "export" | "folder";
    readonly source: string;
    readonly detail: Detail;
    readonly holder: string;
  },
  progress: BulkProgress,
): Promise<BulkJob<Detail>> {
  const id = crypto.randomUUID();
  const now = house.clock.now();
  const { kind, source, detail, holder } = values;
  await house.database.transaction(async (tx) => {
    await tx
      .update(bulkJobs)
      .set({ state: "cancelled", finishedAt: now, updatedAt: now })
      .where(and(eq(bulkJobs.source, source), inArray(bulkJobs.state, ["running", "failed"]), isFree(now, holder)));
    const row = { id, kind, source, state: "running" as const, progress, counts: { ...NOTHING_YET }, holder };
    const times = { startedAt: now, updatedAt: now, heldUntil: heldUntil(now) };
    await tx.insert(bulkJobs).values({ ...row, detail: sealDetail(house, id, detail), ...times });
  });
  return { id, holder, detail, progress, counts: NOTHING_YET, isResumed: false };
}

/** Changes a job that is still this directory's. Throws a Fault "busy" where another has taken it meanwhile. */
async function changeHeld(
  { tx, now }: Pick<Scope, "tx" | "now">,
  { id, holder }: HeldJob,
  change: Partial<typeof bulkJobs.$inferInsert>,
): Promise<void> {
  const changed = await tx
    .update(bulkJobs)
    .set({ ...change, updatedAt: now, heldUntil: heldUntil(now) })
    .where(and(eq(bulkJobs.id, id), eq(bulkJobs.holder, holder)))
    .returning({ id: bulkJobs.id });
  if (changed.length === 0)
    throw new Fault("busy", "Another data directory has gone on with this import. It ends there.");
}

/** Notes, in the transaction that stores a batch, how far the job has got. */
export const noteBatch = (
  scope: Pick<Scope, "tx" | "now">,
  job: HeldJob,
  stored: { readonly progress: BulkProgress; readonly counts: BulkCounts },
): Promise<void> => changeHeld(scope, job, { progress: stored.progress, counts: { ...stored.counts } });

/** Changes what is known of a job outside its batches; with no change, says that it is still at work. */
export async function updateJob(
  house: House,
  job: HeldJob,
  change: {
    readonly state?: State;
    readonly progress?: BulkProgress;
    readonly detail?: unknown;
    readonly errorCode?: string | null;
  },
): Promise<void> {
  const now = house.clock.now();
  const { state, detail, progress, errorCode } = change;
  await house.database.transaction((tx) =>
    changeHeld({ tx, now }, job, {
      ...(state === undefined ? {} : { state, finishedAt: state === "running" ? null : now }),
      ...(progress === undefined ? {} : { progress }),
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(detail === undefined ? {} : { detail: sealDetail(house, job.id, detail) }),
    }),
  );
}

/** Ids of jobs whose files may still be needed. */
export async function listUnfinishedIds(house: Pick<House, "database">): Promise<ReadonlySet<string>> {
  const rows = await house.database.transaction((tx) =>
    tx.select({ id: bulkJobs.id }).from(bulkJobs).where(sql`${bulkJobs.state} in ('running', 'failed')`),
  );
  return new Set(rows.map(({ id }) => id));
}
