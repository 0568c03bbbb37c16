"use client";
import type { Result } from "@/app/_adapters/act";
import { cancelTrainingAction, readTrainingRunsAction, startTrainingAction } from "@/app/_adapters/training-actions";
import { TrainingScreen } from "@/components/training/training-screen";
import type { TrainingRunsView } from "@/lib/core/retraining/training-run";

function plain<Output>(result: Result<Output>) {
  return result.ok ? result : { ok: false as const, message: result.error.message };
}

/** The training page, wired to its verbs. */
export function Training({
  initial,
  shownId,
}: {
  readonly initial: TrainingRunsView;
  readonly shownId: string | null;
}) {
  return (
    <TrainingScreen
      initial={initial}
      shownId={shownId}
      actions={{
        load: async (background) => plain(await readTrainingRunsAction(background)),
        start: async (input) => plain(await startTrainingAction(input)),
        cancel: async (runId) => plain(await cancelTrainingAction(runId)),
      }}
    />
  );
}
