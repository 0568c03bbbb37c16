import type { AccountRole } from "@/lib/core/access/access";
import type { FlagView } from "@/lib/core/worklist/flag-view";
import { flags } from "@/lib/io/database/schema";
import type { Vault } from "@/lib/io/vault";
import { placeOf } from "@/lib/services/sealed-columns";

type FlagRow = typeof flags.$inferSelect;

export const notePlace = (flagId: string): string => placeOf(flags.note, flagId);

/** A stored flag as one reader sees it. `predictionId` is the stay's newest prediction. */
export function toFlagView(
  vault: Vault,
  { flag, by }: { readonly flag: FlagRow; readonly by: { readonly name: string; readonly role: AccountRole } },
  { readerId, predictionId }: { readonly readerId: string; readonly predictionId: string | null },
): FlagView {
  return {
    id: flag.id,
    predictionId: flag.predictionId,
    kind: flag.kind,
    feature: flag.feature,
    note: String(vault.open(flag.note, notePlace(flag.id))),
    by,
    at: flag.at.toISOString(),
    withdrawnAt: flag.withdrawnAt?.toISOString() ?? null,
    mine: flag.userId === readerId,
    aboutEarlierPrediction: flag.predictionId !== predictionId,
  };
}
