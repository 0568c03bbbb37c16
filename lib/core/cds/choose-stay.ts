import type { CdsServiceId } from "@/lib/core/cds/service-id";
import type { ReadStay } from "@/lib/core/fhir/prepare-patient";

/**
 * The stay a card is about: the one the hook's encounter belongs to, else the one the patient is in. Null where there is
 * none: an out-patient visit, a stay that was over before, or nobody in hospital. A discharge may have been written down
 * just before its hook fired.
 */
export function chooseStay(
  stays: readonly ReadStay[],
  { service, encounterId }: { readonly service: CdsServiceId; readonly encounterId: string | null },
): ReadStay | null {
  const named = encounterId === null ? undefined : stays.find(({ encounterIds }) => encounterIds.includes(encounterId));
  const chosen = encounterId === null ? stays.findLast(({ summary }) => summary.isCurrent) : named;
  if (chosen === undefined) return null;
  return chosen.summary.isCurrent || service === "wardlight-encounter-discharge" ? chosen : null;
}
