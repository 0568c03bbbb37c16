"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { ModelVisibility } from "@/lib/core/validation/model-visibility";
import type { ModelsView } from "@/lib/core/validation/models-view";
import { decideVisibility } from "@/lib/services/decide-visibility";
import { readModels } from "@/lib/services/models";
import { validateModel } from "@/lib/services/validation";

/** Server action: the serving model as it stands now, with one report (the newest where none is named). */
export async function readModelsAction(reportId: string | null): Promise<Result<ModelsView>> {
  return act(readModels, { reportId });
}

/** Server action: validates the serving model on the outcomes known by now; the new report's id. */
export async function validateModelAction(): Promise<Result<string>> {
  const result = await act(validateModel, {});
  return result.ok ? { ok: true, value: result.value.id } : result;
}

/** Server action: approves a report, or takes approval back. */
export async function decideVisibilityAction(input: {
  readonly kind: "approved" | "withdrawn";
  readonly reportId: string | null;
  readonly note: string;
}): Promise<Result<ModelVisibility>> {
  return act(decideVisibility, input);
}
