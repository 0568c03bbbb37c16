"use client";
import type { Result } from "@/app/_adapters/act";
import {
  makeTrainingSetAction,
  readTrainingSetsAction,
  rebuildTrainingSetAction,
} from "@/app/_adapters/training-set-actions";
import { SetsScreen } from "@/components/training-sets/sets-screen";
import type { SnapshotView } from "@/lib/core/snapshots/snapshot-view";

function plain<Output>(result: Result<Output>) {
  return result.ok ? result : { ok: false as const, message: result.error.message };
}

/** The training sets' page, wired to its verbs. */
export function TrainingSets({ initial }: { readonly initial: readonly SnapshotView[] }) {
  return (
    <SetsScreen
      initial={initial}
      actions={{
        load: async () => plain(await readTrainingSetsAction()),
        make: async (input) => plain(await makeTrainingSetAction(input)),
        rebuild: async (id) => plain(await rebuildTrainingSetAction(id)),
      }}
    />
  );
}
