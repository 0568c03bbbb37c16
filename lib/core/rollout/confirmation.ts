import type { RolloutEvent, WantedRollout } from "@/lib/core/rollout/rollout";

/** A wish that nobody confirmed within this time must be made again. */
export const WISH_HOLDS_MS = 7 * 86_400_000;

/** Whoever confirms, and what they say is to start. */
interface Confirming extends WantedRollout {
  readonly userId: string;
  readonly role: string;
  /** ISO-8601 */
  readonly at: string;
}

const sameWards = (a: readonly string[] | null, b: readonly string[] | null): boolean =>
  JSON.stringify(a === null ? null : [...a].sort()) === JSON.stringify(b === null ? null : [...b].sort());

/**
 * Why a wish to start a version whose gates have not passed cannot be confirmed; null where it can. It takes a second
 * person of another role, about the very same thing, while what it was judged against still serves.
 */
export function whyNotConfirm(
  wish: RolloutEvent,
  by: Confirming,
  events: readonly RolloutEvent[],
): { readonly code: "forbidden" | "conflict"; readonly sentence: string } | null {
  if (by.role === "system" || wish.byRole === "system")
    return { code: "forbidden", sentence: "Overriding a gate takes two people; the command line is neither." };
  if (wish.byUser === by.userId || wish.byRole === by.role)
    return { code: "forbidden", sentence: "A second person of another role must confirm this." };
  const isSame =
    wish.alias === by.alias &&
    wish.modelVersion === by.modelVersion &&
    wish.share === by.share &&
    wish.approvalReference === by.approvalReference &&
    sameWards(wish.wardIds, by.wardIds);
  if (!isSame) return { code: "conflict", sentence: "What is confirmed is not what was asked for." };
  if (events.some(({ id, kind }) => id === wish.id && kind !== "ask"))
    return { code: "conflict", sentence: "This was confirmed already." };
  if (Date.parse(by.at) - Date.parse(wish.at) > WISH_HOLDS_MS)
    return { code: "conflict", sentence: "This was asked for more than seven days ago. Ask anew." };
  const hasMoved = events.some(({ seq, kind, alias }) => seq > wish.seq && kind !== "ask" && alias === "champion");
  return hasMoved
    ? { code: "conflict", sentence: "Another champion serves since this was asked for. Ask anew." }
    : null;
}
