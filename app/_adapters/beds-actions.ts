"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { UnitBedsDraft } from "@/lib/core/capacity/unit-beds-draft";
import { setUnitBeds } from "@/lib/services/unit-beds";

/** Server action: how many beds a unit has and how many of them are nursed. */
export async function setBedsAction(draft: UnitBedsDraft): Promise<Result<{ readonly wardId: string }>> {
  return act(setUnitBeds, draft);
}
