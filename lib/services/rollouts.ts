import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { MODEL_TASKS, type ModelTask } from "@/lib/core/model/model-task";
import { toPlan } from "@/lib/core/rollout/plan";
import { isVisible, ROLLOUT_CAUSES, type Rollout, toRollouts } from "@/lib/core/rollout/rollout";
import { findAdmissionPlan, shippedVersion } from "@/lib/services/admission-versions";
import { shelfOf } from "@/lib/services/model-shelf";
import { forgetCalls } from "@/lib/services/model-watch";
import { moveWards } from "@/lib/services/move-wards";
import { promoteAdmission } from "@/lib/services/promote-admission";
import { appendRollout, findRolloutEvents, lockRollouts } from "@/lib/services/rollout-record";
import { endRollout, startRollout } from "@/lib/services/start-rollout";
import { type Scope, verb } from "@/lib/services/verb";

const version = z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, "is no version such as 1.2.0");
const why = z.string().trim().min(3, "say why, in a few words").max(500);
/** The wish of a first person, where this is the second. */
const confirms = z.uuid().nullish();
const task = z.enum(MODEL_TASKS).default("readmission");

async function findLive({ tx }: Scope, of: ModelTask) {
  const events = await findRolloutEvents(tx, of);
  return { events, live: toRollouts(events).filter(({ ended }) => ended === null) };
}

/** Makes a version the champion of its task: it serves every ward that nothing else serves. */
export const promoteModel = verb({
  name: "promote-model",
  input: z.object({ task, version, why, confirms }),
  about: ({ version: modelVersion }): Record<string, string> => ({ modelVersion }),
  wards: async () => [],
  run: async (scope, { task: of, version: modelVersion, why: reason, confirms: wish }) => {
    if (of === "admission") {
      const output = await promoteAdmission(scope, { version: modelVersion, why: reason });
      const { state, rolloutId } = output;
      const changed = [{ kind: "rollout" as const, ref: rolloutId }];
      return { output, audit: { target: { task: of, modelVersion, rolloutId }, detail: { state } }, changed };
    }
    const wanted = { alias: "champion" as const, modelVersion, wardIds: null, share: null, approvalReference: null };
    const { started, changed } = await startRollout(scope, { ...wanted, why: reason, confirms: wish ?? null });
    const { state, rolloutId, rescored } = started;
    const target = { task: of, modelVersion, rolloutId };
    return { output: started, audit: { target, detail: { state, rescored, overridden: wish != null } }, changed };
  },
});

/** Starts a version beside the champion: seen on some wards, or in shadow. Whoever asks sees the wards. */
export const setRollout = verb({
  name: "set-rollout",
  input: z.object({
    version,
    alias: z.enum(["canary", "variant", "shadow"]),
    /** Left out: every ward (shadow only). */
    wardIds: z.array(z.string().min(1).max(200)).max(500).nullish(),
    /** Share of the patients, shadow only. */
    share: z.number().gt(0).max(1).nullish(),
    approvalReference: z.string().trim().min(1).max(200).nullish(),
    why,
    confirms,
  }),
  about: ({ version: modelVersion }): Record<string, string> => ({ modelVersion }),
  wards: async (_scope, { wardIds }) => wardIds ?? [],
  run: async (scope, given) => {
    const { version: modelVersion, alias, share = null, approvalReference = null, wardIds = null } = given;
    const wanted = { alias, modelVersion, wardIds, share, approvalReference, why: given.why };
    const { started, changed } = await startRollout(scope, { ...wanted, confirms: given.confirms ?? null });
    const { state, rolloutId, rescored } = started;
    const target = { task: scope.house.model.facts.task, modelVersion, rolloutId };
    const detail = { alias, state, rescored, wards: wardIds?.length ?? "all", overridden: given.confirms != null };
    return { output: started, audit: { target, detail }, changed };
  },
});

export interface RolledBack {
  readonly rolloutId: string;
  /** Which version no longer serves, and which does now in its place. */
  readonly from: string;
  readonly to: string;
  readonly rescored: number;
}

/** The last thing that was started and is seen on wards, unless one is named. */
function toRollBack(live: readonly Rollout[], rolloutId: string | null): Rollout {
  const found =
    rolloutId === null ? live.findLast(({ alias }) => isVisible(alias)) : live.find(({ id }) => id === rolloutId);
  if (found !== undefined) return found;
  if (rolloutId !== null) throw new Fault("not-found", "There is no such rollout under way.");
  throw new Fault("conflict", "There is nothing to roll back: the version that came with this release serves.");
}

/**
 * Undoes the last rollout of a task that wards see, or the one named: the champion takes its wards back; a champion gives way to
 * the one before it. Asks for no gate and no second person, and is done when this returns.
 */
export const rollBackModel = verb({
  name: "roll-back-model",
  input: z.object({
    task,
    rolloutId: z.uuid().nullish(),
    why: why.default("Rolled back."),
    cause: z.enum(ROLLOUT_CAUSES).exclude(["replaced"]).default("person"),
  }),
  about: ({ rolloutId }): Record<string, string> => (rolloutId ? { rolloutId } : {}),
  wards: async () => [],
  run: async (scope, { task: of, rolloutId = null, why: reason, cause }) => {
    const { tx, house, actor } = scope;
    if (cause !== "person" && actor.role !== "system") throw new Fault("forbidden", "Only a guard is one.");
    await lockRollouts(tx);
    const { events, live } = await findLive(scope, of);
    const before = toPlan(events, shippedVersion(house, of));
    const gone = toRollBack(live, rolloutId);
    await endRollout(scope, gone, { why: reason, cause });
    // The shipped version serves where nothing was decided: going back to it takes no line of its own.
    if (gone.alias === "champion" && before.previous !== null && before.previous.rolloutId !== null) {
      const { seq: _, at: __, byUser: ___, byRole: ____, ended: _____, ...same } = gone;
      const { modelVersion } = before.previous;
      await appendRollout(scope, { ...same, id: randomUUID(), kind: "start", modelVersion, why: reason, cause });
    }
    const isAdmission = of === "admission";
    const plan = await (isAdmission ? findAdmissionPlan(tx) : shelfOf(house).plan(tx));
    // Who is in the emergency department is scored again at the next reading.
    const moved = isAdmission ? [] : await moveWards(scope, plan, false);
    if (!isAdmission) forgetCalls(house, gone.modelVersion);
    const output: RolledBack = {
      rolloutId: gone.id,
      from: gone.modelVersion,
      to: plan.champion.modelVersion,
      rescored: moved.length,
    };
    const target = { task: gone.task, modelVersion: gone.modelVersion, rolloutId: gone.id };
    const detail = { alias: gone.alias, cause, to: output.to, rescored: moved.length };
    return { output, audit: { target, detail }, changed: [...moved, { kind: "rollout", ref: gone.id }] };
  },
});
