import type { IndexExclusion } from "@/lib/core/labels/label";
import type { LabelStay } from "@/lib/core/labels/label-reading";
import { hasOperation } from "@/lib/core/labels/planned-procedures";
import { isOfKind } from "@/lib/core/labels/principal-diagnosis";

/**
 * How a stay goes on in the next one: in another hospital on the same or the next calendar day, or on the same day in
 * the same hospital for the same illness. Where a hospital is not named, its own words for a transfer decide.
 * @see https://qualitynet.cms.gov/inpatient/measures/readmission/methodology (hospital-wide measure: transfers; same-day)
 */
export function continuesIn(stay: LabelStay, next: LabelStay): "transferred" | "continued-same-day" | null {
  if (stay.dischargedDay === null || next.admittedDay === null) return null;
  const days = next.admittedDay - stay.dischargedDay;
  if (days < 0 || days > 1) return null;
  if (stay.excludedFor === "died" || stay.excludedFor === "hospice") return null;
  const areKnown = stay.provider !== null && next.provider !== null;
  if (areKnown && stay.provider !== next.provider) return "transferred";
  if (!areKnown && (stay.excludedFor === "transferred" || next.cameFromHospital)) return "transferred";
  return days === 0 && isSameIllness(stay, next) ? "continued-same-day" : null;
}

function isSameIllness({ principal: a }: LabelStay, { principal: b }: LabelStay): boolean {
  if (a === null || b === null) return false;
  return a.group !== null && a.group === b.group;
}

/**
 * Why a stay that ended here is no index stay of the unplanned target; null where it is one. What rules a stay out of
 * any readmission rules it out here; beyond that CMS leaves out stays for a psychiatric illness (table D.1), for
 * rehabilitation, and for cancer outside the surgical cohort (tables D.2 and D.3).
 */
export function indexExclusion(stay: LabelStay): IndexExclusion | null {
  if (stay.excludedFor !== null) return stay.excludedFor;
  if (stay.isAcute === false) return "not-acute";
  if (stay.isPsychiatric || isOfKind(stay.principal, "psychiatric")) return "psychiatric";
  if (stay.isRehabilitation || isOfKind(stay.principal, "rehabilitation")) return "rehabilitation";
  const isCancer = isOfKind(stay.principal, "cancer") || isOfKind(stay.principal, "chemotherapy");
  return isCancer && !hasOperation(stay.procedures.codes) ? "cancer-treatment" : null;
}
