import { type Alias, type Rollout, type RolloutEvent, toRollouts } from "@/lib/core/rollout/rollout";

/** A version and in which part it serves. */
export interface Served {
  readonly modelVersion: string;
  readonly alias: Alias;
  /** null: nothing was decided, the version that came with this release serves. */
  readonly rolloutId: string | null;
}

/** Which version serves whom, worked out from the record. */
export interface ServingPlan {
  /** Number of the newest event it knows; 0 before there is any. */
  readonly seq: number;
  readonly champion: Served;
  /** The champion before this one, to which a rollback leads; null where there was none. */
  readonly previous: Served | null;
  /** Seen on wards, each ward in at most one. */
  readonly visible: readonly Rollout[];
  readonly shadows: readonly Rollout[];
}

const toServed = ({ modelVersion, alias, id }: Rollout): Served => ({ modelVersion, alias, rolloutId: id });

/**
 * The plan a task's record amounts to.
 * @param shipped version that serves until somebody promotes another
 */
export function toPlan(events: readonly RolloutEvent[], shipped: string): ServingPlan {
  const all = toRollouts(events);
  const live = all.filter(({ ended }) => ended === null);
  const first: Served = { modelVersion: shipped, alias: "champion", rolloutId: null };
  const champions = all.filter(({ alias }) => alias === "champion");
  const current = champions.findLast(({ ended }) => ended === null);
  const champion = current === undefined ? first : toServed(current);
  // Back to the one before: not to one that was itself rolled back.
  const before = [first, ...champions.filter(({ ended }) => ended?.cause === "replaced").map(toServed)];
  const previous =
    current === undefined ? null : (before.findLast((one) => one.modelVersion !== champion.modelVersion) ?? null);
  return {
    seq: events.reduce((top, { seq }) => Math.max(top, seq), 0),
    champion,
    previous,
    visible: live.filter(({ alias }) => alias === "canary" || alias === "variant"),
    shadows: live.filter(({ alias }) => alias === "shadow"),
  };
}

/** The version whose score is seen for a stay on a ward; the same for everybody on that ward. */
export function chooseFor(plan: ServingPlan, wardId: string | null): Served {
  const own = wardId === null ? undefined : plan.visible.find(({ wardIds }) => wardIds?.includes(wardId));
  return own === undefined ? plan.champion : toServed(own);
}

/** Every version that some ward is served by; the champion first. */
export function servingVersions(plan: ServingPlan): string[] {
  return [...new Set([plan.champion.modelVersion, ...plan.visible.map(({ modelVersion }) => modelVersion)])];
}

/** Who answers where `chosen` fails, in order: the champion, then the one before it. */
export function standIns(plan: ServingPlan, chosen: Served): Served[] {
  return [plan.champion, plan.previous].filter(
    (one): one is Served => one !== null && one.modelVersion !== chosen.modelVersion,
  );
}

/** FNV-1a (32 bit) as a number from 0 to below 1: the same text always falls in the same place. */
function placeOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  // FNV's high bits hardly differ between short texts; one round of mixing spreads them (MurmurHash3's finaliser).
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 2 ** 32;
}

/** The shadows that score a stay, unseen: by ward, and by a share of the patients that stays the same ones. */
export function shadowsFor(
  plan: ServingPlan,
  { wardId, patientId }: { readonly wardId: string | null; readonly patientId: string },
): Served[] {
  return plan.shadows
    .filter(({ wardIds }) => wardIds === null || (wardId !== null && wardIds.includes(wardId)))
    .filter(({ id, share }) => share === null || placeOf(`${id} ${patientId}`) < share)
    .map(toServed);
}
