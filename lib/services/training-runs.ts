import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { mayUse } from "@/lib/core/access/access";
import { Fault } from "@/lib/core/fault";
import { TARGET_WORDS } from "@/lib/core/labels/label-words";
import type { TrainingRunsView, TrainingRunView } from "@/lib/core/retraining/training-run";
import { modelVersions } from "@/lib/io/database/registry-schema";
import { users } from "@/lib/io/database/schema";
import { trainingRuns } from "@/lib/io/database/training-run-schema";
import { trainingSnapshots } from "@/lib/io/database/training-schema";
import { findVersion } from "@/lib/services/registry";
import { askForTasks } from "@/lib/services/tasks";
import { type Scope, verb } from "@/lib/services/verb";

const UNDER_WAY = ["waiting", "running"] as const;
/** Runs shown at once; older ones stay in the database. */
const SHOWN = 50;

/** The next number: 1.0.0 → 1.1.0 → 1.2.0. Taken by runs that failed too, so that a number never means two things. */
async function nextVersion({ tx }: Pick<Scope, "tx">, task: string): Promise<string> {
  const registered = await tx
    .select({ version: modelVersions.version })
    .from(modelVersions)
    .where(eq(modelVersions.task, task));
  const asked = await tx
    .select({ version: trainingRuns.version })
    .from(trainingRuns)
    .where(eq(trainingRuns.task, task));
  const numbers = [...registered, ...asked].map(({ version }) => version.split(".").map(Number));
  const major = Math.max(1, ...numbers.map(([first]) => first ?? 1));
  const minor = Math.max(0, ...numbers.filter(([first]) => first === major).map(([, second]) => second ?? 0));
  return `${major}.${minor + 1}.0`;
}

/** What the training set counts, and in words what a version that predicts something else means beside it. */
async function findTarget({ tx }: Scope, id: string, task: string, parentVersion: string) {
  const { query } = trainingSnapshots;
  const [snapshot] = await tx.select({ query }).from(trainingSnapshots).where(eq(trainingSnapshots.id, id));
  if (snapshot === undefined) throw new Fault("not-found", "There is no such training set.");
  const { target } = snapshot.query;
  const parent = await findVersion(tx, task, parentVersion);
  const isOther = parent.manifest.target !== target;
  const line = `Version ${parentVersion}, with which it begins, predicts ${TARGET_WORDS[parent.manifest.target]}; the training set counts ${TARGET_WORDS[target]}. The result predicts the latter, and its figures do not compare with those of the former.`;
  return { target, difference: isOther ? [line] : [] };
}

/** Asks for a retraining: what to learn from, and why. It runs as soon as a process has time, one at a time. */
export const startTraining = verb({
  name: "start-training",
  input: z.object({
    snapshotId: z.uuid(),
    why: z.string().trim().min(5, "Say in a few words why").max(500),
    seed: z.int().min(0).max(999_999_999).default(1),
    bags: z.int().min(1).max(16).default(8),
    folds: z.int().min(2).max(10).default(5),
  }),
  about: ({ snapshotId }) => ({ snapshotId }),
  wards: async () => [],
  run: async (scope, { snapshotId, why, ...settings }) => {
    const { tx, now, actor, house } = scope;
    const { task, version: parentVersion } = house.model.facts;
    const { target, difference } = await findTarget(scope, snapshotId, task, parentVersion);
    const [busy] = await tx
      .select({ id: trainingRuns.id })
      .from(trainingRuns)
      .where(and(eq(trainingRuns.task, task), inArray(trainingRuns.state, UNDER_WAY)));
    if (busy) throw new Fault("busy", "A training is under way. Wait for it, or cancel it.");
    const version = await nextVersion(scope, task);
    const id = crypto.randomUUID();
    await tx.insert(trainingRuns).values({
      ...{ id, task, snapshotId, parentVersion, version, why },
      settings,
      state: "waiting",
      log: ["Asked for; waiting for a process that has time.", ...difference].map((line) => ({
        at: now.toISOString(),
        line,
      })),
      byUser: actor.id,
      askedAt: now,
    });
    await askForTasks(tx, "train-model", { keys: [id], now });
    return {
      output: { id, version },
      audit: {
        target: { runId: id, snapshotId, task, modelVersion: version },
        detail: { parentVersion, target, ...settings },
      },
    };
  },
});

/** Stops a training: at once where it only waits, within seconds where it runs. Nothing of it is registered. */
export const cancelTraining = verb({
  name: "cancel-training",
  input: z.object({ runId: z.uuid() }),
  about: ({ runId }) => ({ runId }),
  wards: async () => [],
  run: async ({ tx, now }, { runId }) => {
    const [run] = await tx.select().from(trainingRuns).where(eq(trainingRuns.id, runId)).for("update");
    if (run === undefined) throw new Fault("not-found", "There is no such training.");
    if (run.state !== "waiting" && run.state !== "running")
      throw new Fault("conflict", "This training is over already.");
    const log = [...run.log, { at: now.toISOString(), line: "Somebody asked to cancel it." }];
    const over = run.state === "waiting" ? { state: "cancelled" as const, finishedAt: now } : {};
    await tx
      .update(trainingRuns)
      .set({ cancelAskedAt: run.cancelAskedAt ?? now, log, ...over })
      .where(eq(trainingRuns.id, runId));
    return { output: { runId }, audit: { target: { runId }, detail: { was: run.state } } };
  },
});

/** Trainings, newest first, and the training sets one could learn from. */
export const readTrainingRuns = verb({
  name: "read-training-runs",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async (scope) => {
    const { tx, actor, house } = scope;
    const rows = await tx.select().from(trainingRuns).orderBy(desc(trainingRuns.askedAt)).limit(SHOWN);
    const people = await tx.select({ id: users.id, name: users.name }).from(users);
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const { id, at, rows: stays, positives, simulated, query, sha256 } = trainingSnapshots;
    const sets = await tx
      .select({ id, at, stays, positives, simulated, query, sha256 })
      .from(trainingSnapshots)
      .orderBy(desc(at))
      .limit(SHOWN);
    const runs = rows.map(
      ({ askedAt, startedAt, finishedAt, cancelAskedAt, byUser, task: _task, ...run }): TrainingRunView => ({
        ...run,
        byName: names.get(byUser) ?? byUser,
        askedAt: askedAt.toISOString(),
        startedAt: startedAt?.toISOString() ?? null,
        finishedAt: finishedAt?.toISOString() ?? null,
        isCancelling: cancelAskedAt !== null && run.state === "running",
      }),
    );
    const output: TrainingRunsView = {
      runs,
      snapshots: sets.map(({ at: made, query: asked, ...set }) => ({
        ...set,
        at: made.toISOString(),
        asOf: asked.asOf,
        target: TARGET_WORDS[asked.target],
      })),
      championVersion: house.model.facts.version,
      mayStart: actor.role !== "system" && mayUse(actor.role, "start-training"),
      timeZone: house.timeZone,
    };
    return { output, audit: { target: {}, detail: { runs: runs.length } } };
  },
});
