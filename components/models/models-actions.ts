import type { ModelVisibility } from "@/lib/core/validation/model-visibility";
import type { ModelsView } from "@/lib/core/validation/models-view";

type Answer<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/** What the models page can ask for. */
export interface ModelsActions {
  readonly load: (reportId: string | null) => Promise<Answer<ModelsView>>;
  /** The new report's id. */
  readonly validate: () => Promise<Answer<string>>;
  readonly decide: (input: {
    readonly kind: "approved" | "withdrawn";
    readonly reportId: string | null;
    readonly note: string;
  }) => Promise<Answer<ModelVisibility>>;
}
