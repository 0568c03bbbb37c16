import type { TierMove } from "@/lib/core/gates/gate-report";
import { TIERS, type Tier } from "@/lib/core/model/scored-stay";

const PLACES: readonly (Tier | null)[] = [...TIERS, null];

/** How many go from which tier to which, highest first; those who stay are counted too. */
export function tierMoves(both: readonly { readonly from: Tier | null; readonly to: Tier | null }[]): TierMove[] {
  const counts = new Map<string, number>();
  for (const { from, to } of both) counts.set(`${from} ${to}`, (counts.get(`${from} ${to}`) ?? 0) + 1);
  return PLACES.flatMap((from) =>
    PLACES.flatMap((to) => {
      const stays = counts.get(`${from} ${to}`);
      return stays === undefined ? [] : [{ from, to, stays }];
    }),
  );
}
