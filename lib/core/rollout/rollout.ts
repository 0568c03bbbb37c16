/**
 * What a version is put to use as. One mechanism, told apart by whom it selects and who sees it: `champion` serves
 * every ward that nothing else serves; `canary` and `variant` (a clinical A/B test's other arm) are seen on some wards;
 * `shadow` is seen by nobody on a ward.
 */
export const ALIASES = ["champion", "canary", "variant", "shadow"] as const;
export type Alias = (typeof ALIASES)[number];

export type RolloutVisibility = "shown" | "hidden";

/** Who or what ended or started a rollout. "replaced": another champion took its place. */
export const ROLLOUT_CAUSES = ["person", "fast-guard", "slow-guard", "replaced"] as const;
export type RolloutCause = (typeof ROLLOUT_CAUSES)[number];

/**
 * One line of the append-only record. `start` and `end` carry the same `id`; `ask` is somebody's wish to start a
 * version whose gates have not passed, which takes effect only when a second person of another role starts it.
 */
export interface RolloutEvent {
  /** Order of what was decided; the plan is as new as the highest. */
  readonly seq: number;
  readonly id: string;
  readonly kind: "start" | "end" | "ask";
  readonly task: string;
  readonly alias: Alias;
  readonly modelVersion: string;
  /** null: every ward. */
  readonly wardIds: readonly string[] | null;
  /** Share of the patients, 0–1, by a stable hash; shadow only. null: all of them. */
  readonly share: number | null;
  readonly visibility: RolloutVisibility;
  /** The reason given. */
  readonly why: string;
  readonly cause: RolloutCause;
  /** Who allowed a clinical A/B test, e.g. an ethics committee's number; null elsewhere. */
  readonly approvalReference: string | null;
  /** Account of who decided; "system: …" for the machine and its operator. */
  readonly byUser: string;
  readonly byRole: string;
  /** ISO-8601 */
  readonly at: string;
}

/** A rollout from its beginning to its end. */
export interface Rollout extends Omit<RolloutEvent, "kind"> {
  readonly ended: Pick<RolloutEvent, "at" | "byUser" | "byRole" | "why" | "cause"> | null;
}

/** All rollouts of a record, oldest first. */
export function toRollouts(events: readonly RolloutEvent[]): Rollout[] {
  const ends = new Map(events.filter(({ kind }) => kind === "end").map((event) => [event.id, event]));
  return [...events]
    .sort((a, b) => a.seq - b.seq)
    .filter(({ kind }) => kind === "start")
    .map(({ kind: _, ...start }) => {
      const end = ends.get(start.id);
      if (end === undefined) return { ...start, ended: null };
      const { at, byUser, byRole, why, cause } = end;
      return { ...start, ended: { at, byUser, byRole, why, cause } };
    });
}

/** What is to be started, before anybody decided it. */
export interface WantedRollout {
  readonly alias: Alias;
  readonly modelVersion: string;
  readonly wardIds: readonly string[] | null;
  readonly share: number | null;
  readonly approvalReference: string | null;
}

const isSeenOnWards = (alias: Alias): boolean => alias === "canary" || alias === "variant";

/** A version put to use beside the champion, as somebody asks for it. */
export interface RolloutDraft extends Omit<WantedRollout, "alias" | "modelVersion"> {
  readonly alias: Exclude<Alias, "champion">;
  readonly why: string;
}

/** Whether starting it changes what anybody on a ward sees. */
export const isVisible = (alias: Alias): boolean => alias !== "shadow";

function whyNotSelector({ alias, wardIds, share, approvalReference }: WantedRollout): string | null {
  if (share !== null && alias !== "shadow")
    return "Patients are split for a shadow only: where a score is seen, a ward has one model.";
  if (share !== null && !(share > 0 && share <= 1)) return "share: must be above 0 and at most 1.";
  if (wardIds !== null && wardIds.length === 0) return "wardIds: name at least one ward.";
  if (alias === "champion" && wardIds !== null)
    return "A champion serves every ward; to begin on some, start a canary.";
  if (isSeenOnWards(alias) && wardIds === null) return "wardIds: a canary or a variant is for wards that are named.";
  if (alias === "variant" && !approvalReference?.trim())
    return "approvalReference: a clinical A/B test needs the reference of its approval.";
  return null;
}

/**
 * Why a rollout cannot start beside those that run, in one sentence; null where it can.
 * @param champion version that serves where nothing else does
 */
export function whyNotStart(wanted: WantedRollout, live: readonly Rollout[], champion: string): string | null {
  const why = whyNotSelector(wanted);
  if (why !== null) return why;
  const { alias, modelVersion, wardIds } = wanted;
  if (modelVersion === champion) return `Version ${modelVersion} is the champion already.`;
  if (alias === "shadow")
    return live.some((one) => one.alias === "shadow" && one.modelVersion === modelVersion)
      ? `Version ${modelVersion} runs in shadow already.`
      : null;
  const taken = live
    .filter((one) => isSeenOnWards(one.alias) && isSeenOnWards(alias))
    .flatMap((one) => (one.wardIds ?? []).filter((id) => wardIds?.includes(id)));
  return taken.length === 0 ? null : `A ward has one model at a time: end what runs on ${taken.join(", ")} first.`;
}
