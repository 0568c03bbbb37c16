"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { GateState } from "@/lib/core/gates/gate-report";
import type { WishView } from "@/lib/core/registry/versions-view";
import type { RolloutDraft } from "@/lib/core/rollout/rollout";
import type { ModelVisibility } from "@/lib/core/validation/model-visibility";
import type { ModelsView } from "@/lib/core/validation/models-view";
import { decideVisibility } from "@/lib/services/decide-visibility";
import { judgeCandidate } from "@/lib/services/judge-candidate";
import { readModels } from "@/lib/services/models";
import { promoteModel, type RolledBack, rollBackModel, setRollout } from "@/lib/services/rollouts";
import type { StartedRollout } from "@/lib/services/start-rollout";
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

/** Server action: holds a version against the champion; what came of it. */
export async function judgeCandidateAction(version: string): Promise<Result<GateState>> {
  const result = await act(judgeCandidate, { version });
  return result.ok ? { ok: true, value: result.value.report.verdict } : result;
}

/** Server action: makes a version the champion, or asks for it where its gates have not passed. */
export async function promoteModelAction(version: string, why: string): Promise<Result<StartedRollout>> {
  return act(promoteModel, { version, why });
}

/** Server action: starts a version beside the champion, or asks for it where its gates have not passed. */
export async function rollOutModelAction(version: string, draft: RolloutDraft): Promise<Result<StartedRollout>> {
  return act(setRollout, { version, ...draft, wardIds: draft.wardIds && [...draft.wardIds] });
}

/** Server action: confirms, as a second person, what a first one asked for. */
export async function confirmRolloutAction(wish: WishView, why: string): Promise<Result<StartedRollout>> {
  const { alias, modelVersion: version, rolloutId: confirms, wardIds, share, approvalReference } = wish;
  if (alias === "champion") return act(promoteModel, { version, why, confirms });
  return act(setRollout, { version, alias, why, confirms, wardIds: wardIds && [...wardIds], share, approvalReference });
}

/** Server action: back to the champion before, or the end of one rollout. */
export async function rollBackModelAction(why: string, rolloutId: string | null): Promise<Result<RolledBack>> {
  return act(rollBackModel, { why, rolloutId });
}
