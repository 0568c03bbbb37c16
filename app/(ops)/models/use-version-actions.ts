"use client";
import { useRouter } from "next/navigation";
import type { Result } from "@/app/_adapters/act";
import {
  confirmRolloutAction,
  judgeCandidateAction,
  promoteModelAction,
  rollBackModelAction,
  rollOutModelAction,
} from "@/app/_adapters/model-actions";
import type { VersionsActions } from "@/components/models/versions-actions";
import { GATE_VERDICT_WORDS } from "@/lib/core/gates/gate-words";

/** What can be done with versions; the page is read anew when something was. */
export function useVersionActions(): VersionsActions {
  const router = useRouter();
  const ask = async <Output>(asked: Promise<Result<Output>>, words: (output: Output) => string) => {
    const result = await asked;
    if (!result.ok) return { ok: false as const, message: result.error.message };
    router.refresh();
    return { ok: true as const, says: words(result.value) };
  };
  const started = ({
    state,
    modelVersion,
  }: {
    readonly state: "serving" | "awaiting";
    readonly modelVersion: string;
  }) =>
    state === "serving"
      ? `${modelVersion} serves now.`
      : `Asked for. ${modelVersion} serves once a second person of another role confirms it.`;
  return {
    judge: (version) => ask(judgeCandidateAction(version), (verdict) => `${GATE_VERDICT_WORDS[verdict]}.`),
    promote: (version, why) => ask(promoteModelAction(version, why), started),
    rollOut: (version, draft) =>
      ask(rollOutModelAction(version, draft), (said) =>
        draft.alias === "shadow" ? `${version} scores in shadow now: no ward sees it.` : started(said),
      ),
    confirm: (wish, why) => ask(confirmRolloutAction(wish, why), started),
    rollBack: (why, rolloutId) =>
      ask(rollBackModelAction(why, rolloutId), ({ from, to }) => `${from} no longer serves; ${to} does.`),
  };
}
