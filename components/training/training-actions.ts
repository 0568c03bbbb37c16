import type { TrainingRunsView } from "@/lib/core/retraining/training-run";

type Answer<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/** What the training page can ask for. */
export interface TrainingActions {
  /** `background`: the page looked by itself. */
  readonly load: (background: boolean) => Promise<Answer<TrainingRunsView>>;
  /** The number the new version will have. */
  readonly start: (input: { readonly snapshotId: string; readonly why: string }) => Promise<Answer<string>>;
  readonly cancel: (runId: string) => Promise<Answer<unknown>>;
}
