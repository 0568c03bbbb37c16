import type { LabelTarget } from "@/lib/core/labels/label";
import type { SnapshotView } from "@/lib/core/snapshots/snapshot-view";

type Answer<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/** What a new training set is asked for; days begin at midnight UTC, ISO-8601. */
export interface SetDraft {
  readonly target: LabelTarget;
  readonly dischargedFrom: string | null;
  readonly dischargedBefore: string | null;
}

/** What the training sets' page can ask for. */
export interface SetActions {
  readonly load: () => Promise<Answer<readonly SnapshotView[]>>;
  readonly make: (draft: SetDraft) => Promise<Answer<SnapshotView>>;
  readonly rebuild: (id: string) => Promise<Answer<{ readonly isSame: boolean }>>;
}
