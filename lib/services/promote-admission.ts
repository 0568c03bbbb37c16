import { randomUUID } from "node:crypto";
import { Fault } from "@/lib/core/fault";
import { toPlan } from "@/lib/core/rollout/plan";
import { toRollouts, whyNotStart } from "@/lib/core/rollout/rollout";
import { newestReport } from "@/lib/core/validation/model-visibility";
import { findAdmissionManifest, shippedVersion } from "@/lib/services/admission-versions";
import { findVisibilityFacts } from "@/lib/services/model-visibility";
import { appendRollout, findRolloutEvents, lockRollouts } from "@/lib/services/rollout-record";
import { endRollout, type StartedRollout } from "@/lib/services/start-rollout";
import type { Scope } from "@/lib/services/verb";

/** Its gate is the newest local check: nobody overrides it, because nothing waits for a chance of admission. */
async function assertChecked(scope: Scope, version: string): Promise<void> {
  const { reports } = await findVisibilityFacts(scope, version, "admission");
  const newest = newestReport(reports);
  const passes = newest?.verdict === "usable" && (scope.house.isDemo || !newest.simulated);
  if (!passes)
    throw new Fault(
      "conflict",
      `Version ${version} of the admission model was not found usable by its newest check on later visits here: check it first.`,
    );
}

/**
 * Makes a version of the admission model the one that scores, from the next reading of the emergency department on. What
 * was said before stays said, with the version that said it. Only one that its newest check on local visits found usable.
 */
export async function promoteAdmission(
  scope: Scope,
  { version, why }: { readonly version: string; readonly why: string },
): Promise<StartedRollout> {
  const { tx, house } = scope;
  await lockRollouts(tx);
  await findAdmissionManifest(tx, version);
  const events = await findRolloutEvents(tx, "admission");
  const live = toRollouts(events).filter(({ ended }) => ended === null);
  const champion = toPlan(events, shippedVersion(house, "admission")).champion.modelVersion;
  const everywhere = { alias: "champion" as const, wardIds: null, share: null, approvalReference: null };
  const wanted = { ...everywhere, modelVersion: version };
  const conflict = whyNotStart(wanted, live, champion);
  if (conflict !== null) throw new Fault("conflict", conflict);
  await assertChecked(scope, version);
  for (const one of live) await endRollout(scope, one, { why, cause: "replaced" });
  const id = randomUUID();
  const start = { id, kind: "start" as const, task: "admission", visibility: "shown" as const, why };
  await appendRollout(scope, { ...wanted, ...start, cause: "person" });
  return { state: "serving", rolloutId: id, modelVersion: version, rescored: 0 };
}
