import { ED_FEATURES } from "@/lib/core/admission/ed-features";
import { maskForView } from "@/lib/core/features/encode";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { ModelTask } from "@/lib/core/model/model-task";

/** What a graph of each task is given: columns, how many views there are, and what of a row a view knows. */
export const TASK_CONTRACTS = {
  readmission: {
    features: FEATURES,
    views: VIEWS.length,
    mask: (encoded: Float32Array, view: number) => maskForView(encoded, VIEWS[view]!),
  },
  admission: { features: ED_FEATURES, views: 1, mask: (encoded: Float32Array) => encoded },
} as const satisfies Readonly<Record<ModelTask, unknown>>;

/** What a graph is said to be by its manifest. */
export interface GraphShape {
  readonly terms: number;
  readonly bags: number;
  /** "readmission" where left out. */
  readonly task?: ModelTask;
}
