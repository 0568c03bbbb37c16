import { z } from "zod";
import { MODEL_TASKS } from "@/lib/core/model/model-task";
import { type ServingPlan, toPlan } from "@/lib/core/rollout/plan";
import { type Rollout, type RolloutEvent, toRollouts } from "@/lib/core/rollout/rollout";
import { shippedVersion } from "@/lib/services/admission-versions";
import { findVersionLines, type VersionLine } from "@/lib/services/registry";
import { findRolloutEvents } from "@/lib/services/rollout-record";
import { verb } from "@/lib/services/verb";

/** The registry: what there is, what serves whom, and everything that was decided about it. */
export interface Registry {
  readonly versions: readonly VersionLine[];
  readonly plan: ServingPlan;
  /** Oldest first. */
  readonly rollouts: readonly Rollout[];
  /** Wishes that wait for a second person, oldest first. */
  readonly wishes: readonly RolloutEvent[];
}

/** Every version of the model, where it came from, and what was decided about it. */
export const listVersions = verb({
  name: "read-models",
  input: z.object({ task: z.enum(MODEL_TASKS).default("readmission") }),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx, house }, { task }) => {
    const versions = await findVersionLines(tx, task);
    const events = await findRolloutEvents(tx, task);
    const started = new Set(events.filter(({ kind }) => kind !== "ask").map(({ id }) => id));
    const output: Registry = {
      versions,
      plan: toPlan(events, shippedVersion(house, task)),
      rollouts: toRollouts(events),
      wishes: events.filter(({ id, kind }) => kind === "ask" && !started.has(id)),
    };
    return { output, audit: { target: { task }, detail: { versions: versions.length } } };
  },
});
