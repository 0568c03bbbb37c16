import { z } from "zod";
import type { ModelVersion } from "@/lib/core/registry/model-version";
import { type ServingPlan, toPlan } from "@/lib/core/rollout/plan";
import { type Rollout, type RolloutEvent, toRollouts } from "@/lib/core/rollout/rollout";
import { shelfOf } from "@/lib/services/model-shelf";
import { findVersions } from "@/lib/services/registry";
import { findRolloutEvents } from "@/lib/services/rollout-record";
import { verb } from "@/lib/services/verb";

/** A registered version in one line. */
export type VersionLine = Omit<ModelVersion, "manifest" | "card" | "experiments">;

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
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx, house }) => {
    const { task } = house.model.facts;
    const versions = await findVersions(tx, task);
    const events = await findRolloutEvents(tx, task);
    const started = new Set(events.filter(({ kind }) => kind !== "ask").map(({ id }) => id));
    const output: Registry = {
      versions: versions.map(({ manifest: _, card: __, experiments: ___, ...line }) => line),
      plan: toPlan(events, shelfOf(house).shipped.facts.version),
      rollouts: toRollouts(events),
      wishes: events.filter(({ id, kind }) => kind === "ask" && !started.has(id)),
    };
    return { output, audit: { target: { task }, detail: { versions: versions.length } } };
  },
});
