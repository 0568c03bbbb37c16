import { findOutcomes } from "@/lib/services/find-outcomes";
import type { House } from "@/lib/services/house";

/**
 * Settles what time has settled, before outcomes are counted: a readmission is stored at once, while that there was none
 * stays pending until somebody asks, so that unsettled rows alone would be all readmissions. Returns whether any was.
 * @param system who asks, for the audit
 */
export async function settleOutcomes(house: House, system: string): Promise<boolean> {
  let settled = 0;
  for (let isMore = true; isMore; ) {
    const found = await findOutcomes(house, { system }, {});
    settled += found.settled;
    isMore = found.isMore && found.settled > 0;
  }
  return settled > 0;
}
