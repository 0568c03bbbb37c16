"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { SnapshotView } from "@/lib/core/snapshots/snapshot-view";
import { makeSnapshot, type Rebuilt, readSnapshots, rebuildSnapshot } from "@/lib/services/training-snapshots";

/** Server action: the training sets there are. */
export async function readTrainingSetsAction(): Promise<Result<readonly SnapshotView[]>> {
  return act(readSnapshots, {});
}

/** Server action: makes a training set; the verb decides what is a valid question. */
export async function makeTrainingSetAction(input: {
  readonly target: SnapshotView["query"]["target"];
  readonly dischargedFrom: string | null;
  readonly dischargedBefore: string | null;
}): Promise<Result<SnapshotView>> {
  return act(makeSnapshot, input);
}

/** Server action: makes a training set again from its sources, and compares the bytes. */
export async function rebuildTrainingSetAction(snapshotId: string): Promise<Result<Rebuilt>> {
  return act(rebuildSnapshot, { snapshotId });
}
