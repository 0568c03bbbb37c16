"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { TrainingRunsView } from "@/lib/core/retraining/training-run";
import { cancelTraining, readTrainingRuns, startTraining } from "@/lib/services/training-runs";

/** Server action: trainings as they stand now. */
export async function readTrainingRunsAction(background: boolean): Promise<Result<TrainingRunsView>> {
  return act(readTrainingRuns, {}, { background: background === true });
}

/** Server action: asks for a training; the new version's number. */
export async function startTrainingAction(input: {
  readonly snapshotId: string;
  readonly why: string;
}): Promise<Result<string>> {
  const result = await act(startTraining, input);
  return result.ok ? { ok: true, value: result.value.version } : result;
}

/** Server action: stops a training. */
export async function cancelTrainingAction(runId: string): Promise<Result<{ readonly runId: string }>> {
  return act(cancelTraining, { runId });
}
