"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { StaffingDraft } from "@/lib/core/capacity/staffing-draft";
import type { UnitBedsDraft } from "@/lib/core/capacity/unit-beds-draft";
import { setStaffing } from "@/lib/services/staffing";
import { setUnitBeds } from "@/lib/services/unit-beds";

/** Server action: how many beds a unit has and how many of them are nursed. */
export async function setBedsAction(draft: UnitBedsDraft): Promise<Result<{ readonly wardId: string }>> {
  return act(setUnitBeds, draft);
}

/** Server action: by which rules a unit is staffed, and who is on the rota. */
export async function setStaffingAction(draft: StaffingDraft): Promise<Result<{ readonly wardId: string }>> {
  return act(setStaffing, draft);
}
