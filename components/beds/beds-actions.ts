import type { Done } from "@/components/ui/done";
import type { StaffingDraft } from "@/lib/core/capacity/staffing-draft";
import type { UnitBedsDraft } from "@/lib/core/capacity/unit-beds-draft";

/** What the screen may ask the server to do. */
export interface BedsActions {
  readonly setStaffing: (draft: StaffingDraft) => Promise<Done>;
  readonly setBeds: (draft: UnitBedsDraft) => Promise<Done>;
}
