import { randomUUID } from "node:crypto";
import { Fault } from "@/lib/core/fault";
import { TARGET_WORDS } from "@/lib/core/labels/label-words";
import { OUTCOME_TARGET } from "@/lib/core/outcomes/outcome";
import type { ModelVersion } from "@/lib/core/registry/model-version";
import { whyNotConfirm } from "@/lib/core/rollout/confirmation";
import { toPlan } from "@/lib/core/rollout/plan";
import {
  isVisible,
  type RolloutCause,
  type RolloutEvent,
  toRollouts,
  type WantedRollout,
  whyNotStart,
} from "@/lib/core/rollout/rollout";
import type { Change } from "@/lib/services/audit-log";
import { findGateVerdict } from "@/lib/services/gate-verdict";
import { shelfOf } from "@/lib/services/model-shelf";
import { forgetCalls } from "@/lib/services/model-watch";
import { moveWards } from "@/lib/services/move-wards";
import { findVersion } from "@/lib/services/registry";
import { appendRollout, findRolloutEvents, lockRollouts } from "@/lib/services/rollout-record";
import type { Scope } from "@/lib/services/verb";

/** What came of asking for a rollout. */
export interface StartedRollout {
  /** "awaiting": its gates have not passed; it starts when a second person of another role confirms `rolloutId`. */
  readonly state: "serving" | "awaiting";
  readonly rolloutId: string;
  readonly modelVersion: string;
  /** Stays in hospital that were scored anew. */
  readonly rescored: number;
}

interface Asked extends WantedRollout {
  readonly why: string;
  /** The wish of a first person, where this is the second. */
  readonly confirms: string | null;
}

/** The event as it is written, but for what the record adds. */
function toEvent(task: string, id: string, kind: RolloutEvent["kind"], { why, confirms: _, ...wanted }: Asked) {
  const visibility = isVisible(wanted.alias) ? ("shown" as const) : ("hidden" as const);
  return { id, kind, task, ...wanted, visibility, why, cause: "person" as const };
}

/** Every screen, list and card speaks of the shipped model's target: a version of another is never seen on a ward. */
function assertShowable(alias: WantedRollout["alias"], { version, manifest: { target } }: ModelVersion): void {
  if (!isVisible(alias) || target === OUTCOME_TARGET) return;
  throw new Fault(
    "conflict",
    `Version ${version} predicts ${TARGET_WORDS[target]}, and wards are shown ${TARGET_WORDS[OUTCOME_TARGET]}: it can run in shadow, and be judged and compared, but not be shown.`,
  );
}

function assertConfirmable(scope: Scope, asked: Asked, events: readonly RolloutEvent[]): string {
  const wish = events.find(({ id, kind }) => id === asked.confirms && kind === "ask");
  if (wish === undefined) throw new Fault("not-found", "There is no such wish to confirm.");
  const { actor, now } = scope;
  const why = whyNotConfirm(wish, { ...asked, userId: actor.id, role: actor.role, at: now.toISOString() }, events);
  if (why !== null) throw new Fault(why.code, why.sentence);
  return wish.id;
}

/** Ends a live rollout in the record. */
export async function endRollout(
  scope: Scope,
  rollout: Omit<RolloutEvent, "kind">,
  { why, cause }: { readonly why: string; readonly cause: RolloutCause },
): Promise<void> {
  const { seq: _, at: __, byUser: ___, byRole: ____, ...same } = rollout;
  await appendRollout(scope, { ...same, kind: "end", why, cause });
}

/**
 * Starts a rollout with everything that follows from it, in the caller's transaction: the record, the champion that is
 * replaced, the scores of everybody on the wards it serves. A version whose gates have not passed is only asked for: a
 * second person of another role must confirm, unless nobody on a ward sees it.
 */
export async function startRollout(
  scope: Scope,
  asked: Asked,
): Promise<{ started: StartedRollout; changed: Change[] }> {
  const { tx, house } = scope;
  const { task } = house.model.facts;
  await lockRollouts(tx);
  const shelf = shelfOf(house);
  const events = await findRolloutEvents(tx, task);
  const live = toRollouts(events).filter(({ ended }) => ended === null);
  const { champion } = toPlan(events, shelf.shipped.facts.version);
  const { modelVersion, alias } = asked;
  assertShowable(alias, await findVersion(tx, task, modelVersion));
  const why = whyNotStart(asked, live, champion.modelVersion);
  if (why !== null) throw new Fault("conflict", why);
  const verdict = isVisible(alias)
    ? await findGateVerdict(tx, { task, modelVersion, championVersion: champion.modelVersion })
    : "passes";
  const confirmed = asked.confirms === null ? null : assertConfirmable(scope, asked, events);
  const id = confirmed ?? randomUUID();
  if (verdict !== "passes" && confirmed === null) {
    if (scope.actor.role === "system")
      throw new Fault(
        "conflict",
        `The gates of version ${modelVersion} have not passed against ${champion.modelVersion}. Overriding them takes two people of different roles, on the Models page.`,
      );
    await appendRollout(scope, toEvent(task, id, "ask", asked));
    const started: StartedRollout = { state: "awaiting", rolloutId: id, modelVersion, rescored: 0 };
    return { started, changed: [{ kind: "rollout", ref: id }] };
  }
  if (alias === "champion")
    for (const one of live)
      if (one.alias === "champion" || one.modelVersion === modelVersion)
        await endRollout(scope, one, { why: asked.why, cause: "replaced" });
  await appendRollout(scope, toEvent(task, id, "start", asked));
  forgetCalls(house, modelVersion);
  const moved = await moveWards(scope, await shelf.plan(tx), true);
  const started: StartedRollout = { state: "serving", rolloutId: id, modelVersion, rescored: moved.length };
  return { started, changed: [...moved, { kind: "rollout", ref: id }] };
}
