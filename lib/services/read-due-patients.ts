import { and, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { z } from "zod";
import { TASK_RULES } from "@/lib/core/connections/task";
import { tasks } from "@/lib/io/database/connection-schema";
import { type Feed, feedAt } from "@/lib/services/feed";
import type { House } from "@/lib/services/house";
import { longVerb } from "@/lib/services/long-verb";
import { type PatientsRead, READ_AT_ONCE, readPatients, retirePatients } from "@/lib/services/read-patients";
import { claimTasks, failTask, finishTask, keepTasks, putBackTask, type Task } from "@/lib/services/tasks";

const KIND = "read-patient";
const OPERATOR = { system: "read-patient" };
/** That so many patients at once are gone is believed; more than this and a fifth of all is a server gone wrong. */
const BELIEVED_GONE = 5;
/** Batches under way at once: while one is stored the other is read. */
const LANES = 2;
/** A server that was just given up is asked again after this, if nothing else says when. */
const PUT_BACK_MS = 30_000;

export interface DueOptions {
  readonly past: "complete" | "as-met";
  readonly isStopped?: () => boolean;
}

/** What came of all that was due. */
export interface DueRead {
  readonly counts: PatientsRead["counts"];
  readonly done: number;
  /** With the tasks that say so: whether to believe it is the caller's to decide. */
  readonly gone: readonly Task[];
  readonly failed: number;
  readonly postponed: number;
}

/** Writes down how each patient's reading went. */
async function settle(house: House, taken: readonly Task[], read: PatientsRead): Promise<Task[]> {
  const done = new Set(read.done);
  const gone = new Set(read.gone);
  const now = house.clock.now();
  await house.database.transaction(async (tx) => {
    for (const task of taken) {
      const errorCode = read.failed.get(task.key);
      if (done.has(task.key)) await finishTask(tx, task, now);
      else if (errorCode !== undefined) await failTask(tx, task, { now, errorCode, chance: Math.random() });
      else if (!gone.has(task.key)) await putBackTask(tx, task, new Date(now.getTime() + PUT_BACK_MS));
    }
  });
  return taken.filter(({ key }) => gone.has(key));
}

/** Reads every patient that is due, a few at a time, until none is, or the server is to be left alone. */
export async function readDuePatients(house: House, feed: Feed, options: DueOptions): Promise<DueRead> {
  const counts: Record<keyof PatientsRead["counts"], number> = {
    patients: 0,
    stays: 0,
    resources: 0,
    predictions: 0,
    outcomes: 0,
    unchanged: 0,
  };
  const gone: Task[] = [];
  let done = 0;
  let failed = 0;
  let postponed = 0;
  const claim = () =>
    house.database.transaction((tx) => claimTasks(tx, KIND, { most: READ_AT_ONCE, now: house.clock.now() }));
  const lane = async (): Promise<void> => {
    while (postponed === 0 && options.isStopped?.() !== true) {
      const taken = await claim();
      if (taken.length === 0) return;
      const keep = setInterval(() => {
        const kept = house.database.transaction((tx) => keepTasks(tx, taken, house.clock.now()));
        kept.catch(() => house.log.warn("a lease could not be renewed"));
      }, TASK_RULES[KIND].leaseMs / 3);
      try {
        const read = await readPatients(house, feed, { ids: taken.map(({ key }) => key), ...options });
        gone.push(...(await settle(house, taken, read)));
        for (const key of Object.keys(counts) as (keyof typeof counts)[]) counts[key] += read.counts[key];
        done += read.done.length;
        failed += read.failed.size;
        postponed += read.postponed.length;
      } finally {
        clearInterval(keep);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { counts, done, gone, failed, postponed };
}

/** Takes patients off the list whom the source no longer has; where that would be too many, nothing is believed. */
export async function settleGone(house: House, gone: readonly Task[], asked: number): Promise<boolean> {
  if (gone.length === 0) return true;
  const isBelieved = gone.length <= Math.max(BELIEVED_GONE, asked / 5);
  if (isBelieved) await retirePatients(house, OPERATOR, { patientIds: gone.map(({ key }) => key) });
  const now = house.clock.now();
  await house.database.transaction(async (tx) => {
    for (const task of gone) {
      if (isBelieved) await finishTask(tx, task, now);
      else await failTask(tx, task, { now, errorCode: "vanished", chance: Math.random() });
    }
  });
  return isBelieved;
}

/** How the readings stand: of those asked for by then held by somebody now, never tried; failing (set aside or to be tried again), set aside. */
export async function countTasks(house: House, askedBy: Date) {
  const now = house.clock.now();
  const isWaiting = sql`${tasks.state} = 'waiting' and ${lte(tasks.askedAt, askedBy)}`;
  const [row] = await house.database.transaction((tx) =>
    tx
      .select({
        held: sql<number>`(count(*) filter (where ${isWaiting} and ${gt(tasks.leasedUntil, now)}))::int`,
        untried: sql<number>`(count(*) filter (where ${isWaiting} and ${tasks.errorCode} is null))::int`,
        failing: sql<number>`(count(*) filter (where ${tasks.errorCode} is not null))::int`,
        setAside: sql<number>`(count(*) filter (where ${tasks.state} = 'dead'))::int`,
      })
      .from(tasks)
      .where(eq(tasks.kind, KIND)),
  );
  return row ?? { held: 0, untried: 0, failing: 0, setAside: 0 };
}

/** Reads whoever is due: asked for by a notification, or to be tried again. */
export const readDue = longVerb({
  name: "read-patient",
  input: z.object({
    baseUrl: z.url({ protocol: /^https?$/ }),
    past: z.enum(["complete", "as-met"]).default("as-met"),
  }),
  about: () => ({}),
  work: async (house, { baseUrl, past }) => {
    const feed = await feedAt(house, baseUrl);
    const { counts, gone, done, failed, postponed } = await readDuePatients(house, feed, { past });
    const isBelieved = await settleGone(house, gone, gone.length);
    const output = { ...counts, done, failed, postponed, gone: isBelieved ? gone.length : 0 };
    return { output, audit: { target: {}, detail: output } };
  },
});

/** Whether a patient is due to be read. */
export async function isAnybodyDue(house: House): Promise<boolean> {
  const now = house.clock.now();
  const isDue = and(eq(tasks.kind, KIND), eq(tasks.state, "waiting"), lte(tasks.dueAt, now));
  const isFree = or(isNull(tasks.leasedUntil), lte(tasks.leasedUntil, now));
  const found = await house.database.transaction((tx) =>
    tx.select({ id: tasks.id }).from(tasks).where(and(isDue, isFree)).limit(1),
  );
  return found.length > 0;
}
