import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { z } from "zod";
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

export interface BulkJob<Detail> {
  readonly id: string;
  readonly detail: Detail;
  readonly progress: BulkProgress;
  readonly counts: BulkCounts;
  /** Begun by an earlier run that did not end. */
  readonly isResumed: boolean;
}

type State = (typeof bulkJobs.$inferSelect)["state"];

const sealDetail = (house: House, id: string, detail: unknown): Buffer =>
  house.vault.seal(detail, placeOf(bulkJobs.detail, id));

/** The unfinished job of this source, newest first; null where there is none. */
export async function findUnfinished<Detail>(house: House, source: string): Promise<BulkJob<Detail> | null> {
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
  return { id: row.id, detail, progress: progress.data, counts, isResumed: true };
}

/** Starts a job; earlier unfinished ones of the same source are given up. */
export async function startJob<Detail>(
  house: House,
  values: { readonly kind: "export" | "folder"; readonly source: string; readonly detail: Detail },
  progress: BulkProgress,
): Promise<BulkJob<Detail>> {
  const id = crypto.randomUUID();
  const now = house.clock.now();
  const { kind, source, detail } = values;
  await house.database.transaction(async (tx) => {
    await tx
      .update(bulkJobs)
      .set({ state: "cancelled", finishedAt: now, updatedAt: now })
      .where(and(eq(bulkJobs.source, source), inArray(bulkJobs.state, ["running", "failed"]), ne(bulkJobs.id, id)));
    const row = { id, kind, source, state: "running" as const, progress, counts: { ...NOTHING_YET } };
    await tx.insert(bulkJobs).values({ ...row, detail: sealDetail(house, id, detail), startedAt: now, updatedAt: now });
  });
  return { id, detail, progress, counts: NOTHING_YET, isResumed: false };
}

/** Notes, in the transaction that stores a batch, how far the job has got. */
export async function noteBatch(
  { tx, now }: Pick<Scope, "tx" | "now">,
  id: string,
  stored: { readonly progress: BulkProgress; readonly counts: BulkCounts },
): Promise<void> {
  await tx
    .update(bulkJobs)
    .set({ progress: stored.progress, counts: { ...stored.counts }, updatedAt: now })
    .where(eq(bulkJobs.id, id));
}

/** Changes what is known of a job outside its batches. */
export async function updateJob(
  house: House,
  id: string,
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
    tx
      .update(bulkJobs)
      .set({
        updatedAt: now,
        ...(state === undefined ? {} : { state, finishedAt: state === "running" ? null : now }),
        ...(progress === undefined ? {} : { progress }),
        ...(errorCode === undefined ? {} : { errorCode }),
        ...(detail === undefined ? {} : { detail: sealDetail(house, id, detail) }),
      })
      .where(eq(bulkJobs.id, id)),
  );
}

/** Ids of jobs whose files may still be needed. */
export async function listUnfinishedIds(house: Pick<House, "database">): Promise<ReadonlySet<string>> {
  const rows = await house.database.transaction((tx) =>
    tx.select({ id: bulkJobs.id }).from(bulkJobs).where(sql`${bulkJobs.state} in ('running', 'failed')`),
  );
  return new Set(rows.map(({ id }) => id));
}
