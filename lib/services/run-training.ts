import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { TASK_RULES } from "@/lib/core/connections/task";
import { isFault } from "@/lib/core/fault";
import { FEATURES } from "@/lib/core/features/feature-table";
import { localSource } from "@/lib/core/model/local-source";
import { modelCard } from "@/lib/core/model/model-card";
import { toRetrainingStays } from "@/lib/core/retraining/snapshot-stays";
import type { TrainingLogLine, TrainingRunReport } from "@/lib/core/retraining/training-run";
import { DEFAULT_SETTINGS } from "@/lib/core/training/training-settings";
import { trainingRuns } from "@/lib/io/database/training-run-schema";
import type { RetrainingOrder, RetrainingResult } from "@/lib/io/training/retraining-messages";
import { runRetraining } from "@/lib/io/training/run-retraining";
import type { House } from "@/lib/services/house";
import { findGraph, insertVersion } from "@/lib/services/registry";
import { readSnapshotContent } from "@/lib/services/snapshot-store";
import { claimTasks, finishTask, keepTasks, type Task } from "@/lib/services/tasks";
import { type Caller, verb } from "@/lib/services/verb";

const KIND = "train-model";
const OPERATOR: Caller = { system: "training" };
/** How often progress is written and a wish to cancel is looked for. */
const LOOK_MS = 1_000;
/** The comparison of algorithms takes part of the patients where there are more; the training itself takes all. */
const EXPERIMENT = { bags: 2, mostStays: 15_000 };
/** A run that ended its process so often is not begun again. */
const MOST_ATTEMPTS = 3;

type Run = typeof trainingRuns.$inferSelect;

/** What moves a run on, in one transaction with its audit row. The system alone does it. */
export const noteTraining = verb({
  name: "run-training",
  input: z.object({
    runId: z.uuid(),
    step: z.enum(["begin", "done", "failed", "cancelled"]),
    line: z.string(),
    result: z.custom<{ readonly files: RetrainingResult; readonly report: TrainingRunReport }>().optional(),
  }),
  about: ({ runId }) => ({ runId }),
  wards: async () => [],
  run: async (scope, { runId, step, line, result }) => {
    const { tx, now } = scope;
    const [run] = await tx.select().from(trainingRuns).where(eq(trainingRuns.id, runId)).for("update");
    if (run === undefined || (run.state !== "waiting" && run.state !== "running"))
      return { output: null, audit: { target: { runId }, detail: { step, ignored: true } } };
    const isBegun = step === "begin";
    const state = isBegun ? ("running" as const) : step;
    if (result) {
      const { manifest, onnx } = result.files;
      await insertVersion(scope, {
        ...{ manifest, onnx, card: modelCard(manifest), source: "trained" },
        ...{ snapshotId: run.snapshotId, trainingRunId: runId, parentVersion: run.parentVersion },
        experiments: result.report,
      });
    }
    const [changed] = await tx
      .update(trainingRuns)
      .set({
        state,
        log: [...run.log, { at: now.toISOString(), line }],
        ...(isBegun
          ? { startedAt: run.startedAt ?? now, attempts: run.attempts + 1, progress: 0 }
          : { finishedAt: now }),
        ...(result ? { report: result.report, progress: 1 } : {}),
      })
      .where(eq(trainingRuns.id, runId))
      .returning();
    const { task, version: modelVersion } = run;
    return {
      output: changed ?? null,
      audit: { target: { runId, task, modelVersion }, detail: { step, attempt: run.attempts + (isBegun ? 1 : 0) } },
    };
  },
});

async function toOrder(house: House, run: Run): Promise<{ order: RetrainingOrder; simulated: boolean }> {
  const snapshot = await readSnapshotContent(house, run.snapshotId);
  const { manifest, bytes } = await house.database.transaction((tx) => findGraph(tx, run.task, run.parentVersion));
  const { seed, bags, folds } = run.settings;
  const stays = toRetrainingStays(snapshot.rows, FEATURES.length);
  return {
    simulated: snapshot.simulated,
    order: {
      ...stays,
      prior: { manifest, onnx: bytes },
      settings: { ...DEFAULT_SETTINGS, seed, bags },
      experiment: { folds, ...EXPERIMENT },
      target: snapshot.head.query.target,
      version: run.version,
      source: localSource(run.parentVersion, run.snapshotId),
      dataSha256: snapshot.sha256,
      attrition: snapshot.attrition.map(({ step, stays: rows }) => ({ step, rows })),
    },
  };
}

/**
 * Writes what was said since, keeps the lease, and tells whether to stop: because somebody asked, or because the run is
 * another process's by now.
 */
async function look(house: House, task: Task, run: Run, said: { share: number; lines: readonly TrainingLogLine[] }) {
  return house.database.transaction(async (tx) => {
    const [now] = await tx.select().from(trainingRuns).where(eq(trainingRuns.id, run.id)).for("update");
    if (now?.state !== "running" || now.attempts !== run.attempts) return "not-mine" as const;
    await keepTasks(tx, [task], house.clock.now());
    await tx
      .update(trainingRuns)
      .set({ progress: Math.max(now.progress, said.share), log: [...now.log, ...said.lines] })
      .where(and(eq(trainingRuns.id, run.id), eq(trainingRuns.attempts, run.attempts)));
    return now.cancelAskedAt === null ? ("go-on" as const) : ("cancel" as const);
  });
}

function toReport(result: RetrainingResult, seconds: number, simulated: boolean): TrainingRunReport {
  const { n, positives, auroc, aurocCi95, calibrationSlope, ece } = result.manifest.metrics.discharge;
  const { experiment, treatment, trials } = result;
  const heldOut = { stays: n, readmissions: positives, auroc, aurocCi95, calibrationSlope, ece };
  return { experiment, treatment, trials, heldOut, seconds, simulated };
}

/** Trains one run that was begun, until it is done or cancelled: true; false where it is left to another process. */
async function train(house: House, task: Task, run: Run, closing: AbortSignal): Promise<boolean> {
  const started = performance.now();
  const { order, simulated } = await toOrder(house, run);
  let share = 0;
  let lines: TrainingLogLine[] = [];
  const training = runRetraining(order, (said) => {
    share = said.share;
    lines.push({ at: house.clock.now().toISOString(), line: said.line });
  });
  let isMine = true;
  const stop = (): void => {
    isMine = false;
    training.cancel();
  };
  closing.addEventListener("abort", stop);
  let looking: Promise<void> = Promise.resolve();
  const lookNow = async (): Promise<void> => {
    const said = { share, lines };
    lines = [];
    const wanted = await look(house, task, run, said);
    if (wanted === "not-mine") stop();
    if (wanted === "cancel") training.cancel();
  };
  const timer = setInterval(() => {
    looking = looking.then(lookNow).catch(() => house.log.warn("a training's progress could not be written"));
  }, LOOK_MS);
  try {
    const result = await training.result;
    clearInterval(timer);
    await looking;
    if (!isMine) return false;
    if (result === null) {
      await noteTraining(house, OPERATOR, {
        runId: run.id,
        step: "cancelled",
        line: "Cancelled; nothing was registered.",
      });
      return true;
    }
    await lookNow();
    const report = toReport(result, (performance.now() - started) / 1000, simulated);
    const line = `Version ${run.version} is registered. It serves nobody until it passed its gates and somebody promotes it.`;
    await noteTraining(house, OPERATOR, { runId: run.id, step: "done", line, result: { files: result, report } });
    return true;
  } finally {
    clearInterval(timer);
    closing.removeEventListener("abort", stop);
  }
}

/** Runs one training that is due; whether there was one. A process that ends meanwhile leaves it to the next. */
export async function runDueTraining(
  house: House,
  closing: AbortSignal = new AbortController().signal,
): Promise<boolean> {
  const [task] = await house.database.transaction((tx) => claimTasks(tx, KIND, { most: 1, now: house.clock.now() }));
  if (task === undefined) return false;
  const line =
    task.attempts > 1
      ? "Begun again from the start: the process that ran it ended."
      : `Begun (lease ${TASK_RULES[KIND].leaseMs / 1000} s).`;
  const run = await noteTraining(house, OPERATOR, { runId: task.key, step: "begin", line });
  if (run !== null) {
    const fail = (reason: string) => noteTraining(house, OPERATOR, { runId: run.id, step: "failed", line: reason });
    if (run.attempts > MOST_ATTEMPTS)
      await fail("Given up: it was begun several times, and its process ended each time.");
    else {
      try {
        // Left as it is, with its lease: whoever starts next begins it again.
        if (!(await train(house, task, run, closing))) return false;
      } catch (thrown) {
        if (!isFault(thrown)) house.log.error({ err: thrown }, "a training failed");
        await fail(isFault(thrown) ? thrown.message : "It failed for a reason that is in the server's log.");
      }
    }
  }
  await house.database.transaction((tx) => finishTask(tx, task, house.clock.now()));
  return true;
}
