import { modelVisibility, silenceReason } from "@/lib/core/validation/model-visibility";
import { findVisibilityFacts } from "@/lib/services/model-visibility";
import type { Scope } from "@/lib/services/verb";

const TASK = "admission";

/**
 * Why nothing is said of who will be admitted from the emergency department, in one sentence; null where it is said.
 * Nobody is exempt: outside the demo the shipped model is silent for everyone until a version was approved here.
 */
export async function findAdmissionSilence(scope: Scope, modelVersion: string): Promise<string | null> {
  const { decisions, reports } = await findVisibilityFacts(scope, modelVersion, TASK);
  const visibility = modelVisibility(decisions, reports, scope.house.isDemo);
  return visibility.state === "silent" ? silenceReason(visibility.because) : null;
}
