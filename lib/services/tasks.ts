import { and, eq, gte, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { isDead, TASK_RULES, type TaskKind, waitAfter } from "@/lib/core/connections/task";
import { tasks } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";

/** A task somebody took, as it was then. */
export interface Task {
  readonly id: string;
  readonly kind: TaskKind;
  readonly key: string;
  readonly askedAt: Date;
  readonly version: number;
  /** This try included. */
  readonly attempts: number;
}

/** Rows in one INSERT. */
const ASKED_AT_ONCE = 1000;

const isFree = (now: Date) => or(isNull(tasks.leasedUntil), lte(tasks.leasedUntil, now));

/**
 * Asks for work, once for each key however often it is asked for: what waits is as old as its first asking and keeps
 * its place, what is under way is done once more afterwards, what was put aside gets one more try.
 */
export async function askForTasks(
  tx: Transaction,
  kind: TaskKind,
  { keys, now }: { readonly keys: readonly string[]; readonly now: Date },
): Promise<void> {
  // Always in the same order, so that two askers cannot block each other.
  const each = [...new Set(keys)].sort();
  for (let from = 0; from < each.length; from += ASKED_AT_ONCE) {
    const rows = each.slice(from, from + ASKED_AT_ONCE).map((key) => ({ kind, key, askedAt: now, dueAt: now }));
    await tx
      .insert(tasks)
      .values(rows)
      .onConflictDoUpdate({
        target: [tasks.kind, tasks.key],
        set: {
          version: sql`${tasks.version} + 1`,
          state: "waiting",
          dueAt: sql`case when ${tasks.state} = 'dead' then excluded.due_at else ${tasks.dueAt} end`,
          attempts: sql`case when ${tasks.state} = 'dead' then ${TASK_RULES[kind].attempts - 1} else ${tasks.attempts} end`,
        },
      });
  }
}

/** Whoever took these never came back, more often than is worth trying: what a task does may be what ends the process. */
async function buryAbandoned(tx: Transaction, kind: TaskKind, now: Date): Promise<void> {
  await tx
    .update(tasks)
    .set({ state: "dead", leasedUntil: null, errorCode: "abandoned" })
    .where(
      and(
        eq(tasks.kind, kind),
        eq(tasks.state, "waiting"),
        gte(tasks.attempts, TASK_RULES[kind].attempts),
        lte(tasks.leasedUntil, now),
      ),
    );
}

/** Waits, and may be taken by now. */
export const isDue = (kind: TaskKind, now: Date): SQL | undefined =>
  and(eq(tasks.kind, kind), eq(tasks.state, "waiting"), lte(tasks.dueAt, now), isFree(now));

/** Whether there is anything to take: rounds that do nothing would fill the audit. */
export async function isTaskDue(tx: Transaction, kind: TaskKind, now: Date): Promise<boolean> {
  return (await tx.select({ id: tasks.id }).from(tasks).where(isDue(kind, now)).limit(1)).length > 0;
}

/** Takes what is due (`among` some), longest waiting first, each task by one process only; in a transaction of its own. */
export async function claimTasks(
  tx: Transaction,
  kind: TaskKind,
  { most, now, among }: { readonly most: number; readonly now: Date; readonly among?: SQL },
): Promise<Task[]> {
  await buryAbandoned(tx, kind, now);
  const due = tx.$with("due").as(
    tx
      .select({ id: tasks.id })
      .from(tasks)
      .where(and(isDue(kind, now), among))
      .orderBy(tasks.dueAt, tasks.id)
      .limit(most)
      .for("update", { skipLocked: true }),
  );
  const { id, key, askedAt, version, attempts } = tasks;
  const taken = await tx
    .with(due)
    .update(tasks)
    .set({
      attempts: sql`${tasks.attempts} + 1`,
      leasedUntil: new Date(now.getTime() + TASK_RULES[kind].leaseMs),
    })
    .from(due)
    .where(eq(tasks.id, due.id))
    .returning({ id, kind: tasks.kind, key, askedAt, version, attempts });
  return taken.sort((a, b) => a.askedAt.getTime() - b.askedAt.getTime() || (a.key < b.key ? -1 : 1));
}

/** Still held by whoever took it: each taking counts up. */
const isStill = ({ id, attempts }: Task) => and(eq(tasks.id, id), eq(tasks.attempts, attempts));

/** It is done: gone, or due again at once where it was asked for again meanwhile. */
export async function finishTask(tx: Transaction, task: Task, now: Date): Promise<void> {
  const gone = await tx
    .delete(tasks)
    .where(and(isStill(task), eq(tasks.version, task.version)))
    .returning({ id: tasks.id });
  if (gone.length > 0) return;
  await tx
    .update(tasks)
    .set({ askedAt: now, dueAt: now, attempts: 0, leasedUntil: null, errorCode: null })
    .where(isStill(task));
}

/** Still at it: nobody else takes these for another while. */
export async function keepTasks(tx: Transaction, held: readonly Task[], now: Date): Promise<void> {
  for (const task of held) {
    const leasedUntil = new Date(now.getTime() + TASK_RULES[task.kind].leaseMs);
    await tx
      .update(tasks)
      .set({ leasedUntil })
      .where(and(isStill(task), isNotNull(tasks.leasedUntil)));
  }
}

/** Gives back what others had taken: only where nobody else can be at work, as on a database of this process alone. */
export async function freeTasks(tx: Transaction, kind: TaskKind): Promise<void> {
  await tx
    .update(tasks)
    .set({ leasedUntil: null })
    .where(and(eq(tasks.kind, kind), isNotNull(tasks.leasedUntil)));
}

/** How a try failed. */
export interface TaskFailure {
  readonly now: Date;
  /** One of our own codes, never words of anybody's. */
  readonly errorCode: string;
  /** 0–1. */
  readonly chance: number;
  /** Trying again cannot help. */
  readonly isHopeless?: boolean;
  /** Not sooner than after this, as the other side asked for it. */
  readonly leastWaitMs?: number;
}

/** It failed: due again later, or put aside. */
export async function failTask(
  tx: Transaction,
  task: Task,
  { now, errorCode, chance, isHopeless = false, leastWaitMs = 0 }: TaskFailure,
): Promise<"waiting" | "dead"> {
  const state = isHopeless || isDead(task.kind, task.attempts) ? "dead" : "waiting";
  const waitMs = Math.max(leastWaitMs, waitAfter(task.attempts, TASK_RULES[task.kind], chance));
  const dueAt = new Date(now.getTime() + waitMs);
  await tx.update(tasks).set({ state, dueAt, leasedUntil: null, errorCode }).where(isStill(task));
  return state;
}

/** It was not tried after all: back where it was, due then. */
export async function putBackTask(tx: Transaction, task: Task, dueAt: Date): Promise<void> {
  await tx
    .update(tasks)
    .set({ dueAt, leasedUntil: null, attempts: task.attempts - 1 })
    .where(isStill(task));
}
