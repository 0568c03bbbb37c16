import { readCodings, readWords } from "@/lib/core/fhir/codings";
import { readDisposition } from "@/lib/core/fhir/disposition";
import { DAY_MS, HOUR_MS, type Moment } from "@/lib/core/fhir/moment";
import type { Visit } from "@/lib/core/fhir/visit";

/** How two visits in order of start belong together. */
export type Link = "same-stay" | "other-hospital" | "apart";

/** A patient moving between wards is off the books for at most this long. */
const TRANSFER_GAP_MS = 3 * HOUR_MS;
/** From leaving the emergency department to arriving on the ward. */
const BOARDING_GAP_MS = 6 * HOUR_MS;
/** An unbroken handover, whatever the recorded disposition says. */
const HANDOVER_GAP_MS = 15 * 60_000;
/** Two open encounters that began this close together are one stay in two units. */
const OPEN_TOGETHER_MS = 30 * DAY_MS;

/** Whether the patient was sent here from another hospital. */
export function cameFromHospital(visit: Visit): boolean {
  const source = visit.hospitalization.admitSource;
  if (source === undefined) return false;
  return (
    readCodings(source).some(({ code }) => code === "hosp-trans") ||
    /transfer.{0,40}hosp|from (another|other) hospital/i.test(readWords(source))
  );
}

/** Whether the patient went on to another hospital. */
export function wentToHospital(visit: Visit): boolean {
  const disposition = readDisposition(visit.hospitalization.dischargeDisposition);
  return disposition === "acute-hospital" || disposition === "other-inpatient";
}

/** Whether the recorded disposition says that the patient left the hospital. */
export function leftForGood(visit: Visit): boolean {
  const disposition = readDisposition(visit.hospitalization.dischargeDisposition);
  return disposition !== null && disposition !== "unknown" && disposition !== "still-patient";
}

function isCoarse(moment: Moment | null): boolean {
  return moment !== null && (moment.precision === "year" || moment.precision === "month");
}

/**
 * Whether `later` continues `earlier`, which began no later. Transfers inside a hospital are one stay; transfers
 * between hospitals and a return after going home are not.
 */
export function linkVisits(earlier: Visit, later: Visit, fromEmergency: boolean): Link {
  const { start } = later;
  if (earlier.start === null || start === null || isCoarse(earlier.start) || isCoarse(start)) return "apart";
  const end = earlier.end !== null && earlier.end.latest >= earlier.start.earliest ? earlier.end : null;
  if (isCoarse(end)) return "apart";
  const otherProvider = earlier.provider !== null && later.provider !== null && earlier.provider !== later.provider;
  if (end === null) {
    const open = earlier.status === "in-progress" || earlier.status === "onleave" || earlier.status === "arrived";
    const together = start.earliest - earlier.start.earliest <= OPEN_TOGETHER_MS;
    // A later encounter that was left for good is a stay of its own: the earlier one was never closed.
    const ownStay = later.end !== null && leftForGood(later);
    return open && together && !ownStay && !otherProvider ? "same-stay" : "apart";
  }
  const gap = start.earliest - end.latest;
  const nested = later.end !== null && later.end.latest <= end.latest && gap < 0 && end.precision === "time";
  if (gap > (fromEmergency ? BOARDING_GAP_MS : TRANSFER_GAP_MS)) return "apart";
  if (otherProvider) return "other-hospital";
  if (nested) return "same-stay";
  if (wentToHospital(earlier) || cameFromHospital(later)) return fromEmergency ? "apart" : "other-hospital";
  const timed = end.precision === "time" && start.precision === "time";
  if (leftForGood(earlier) && (fromEmergency || !timed || gap > HANDOVER_GAP_MS)) return "apart";
  return "same-stay";
}
