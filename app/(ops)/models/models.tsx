"use client";
import type { Result } from "@/app/_adapters/act";
import { decideVisibilityAction, readModelsAction, validateModelAction } from "@/app/_adapters/model-actions";
import { ModelsScreen } from "@/components/models/models-screen";
import type { ModelsView } from "@/lib/core/validation/models-view";

function plain<Output>(result: Result<Output>) {
  return result.ok ? result : { ok: false as const, message: result.error.message };
}

/** The models page, wired to its verbs. */
export function Models({ initial }: { readonly initial: ModelsView }) {
  return (
    <ModelsScreen
      initial={initial}
      actions={{
        load: async (reportId) => plain(await readModelsAction(reportId)),
        validate: async () => plain(await validateModelAction()),
        decide: async (input) => plain(await decideVisibilityAction(input)),
      }}
    />
  );
}
