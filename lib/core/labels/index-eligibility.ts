import type { IndexExclusion } from "@/lib/core/labels/label";
import type { LabelStay } from "@/lib/core/labels/label-reading";

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
 * any readmission rules it out here; beyond that CMS leaves out psychiatric and rehabilitation stays, and stays for
 * cancer without an operation.
 */
export function indexExclusion(stay: LabelStay): IndexExclusion | null {
  if (stay.excludedFor !== null) return stay.excludedFor;
  if (stay.isAcute === false) return "not-acute";
  if (stay.isPsychiatric) return "psychiatric";
  if (stay.isRehabilitation || stay.principal?.group === "rehabilitation") return "rehabilitation";
  const isCancer = stay.principal?.group?.startsWith("cancer-") === true;
  return isCancer && stay.procedures.groups.length === 0 ? "cancer-treatment" : null;
}
