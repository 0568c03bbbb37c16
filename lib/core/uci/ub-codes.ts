import type { Coding } from "fhir/r4";

/**
 * UCI Diabetes-130's id tables are the uniform bill's code lists of its years (UB-92), renumbered. Here they go back
 * to the codes a hospital bills with, so that nothing has to know UCI to read them.
 * @see https://www.nubc.org
 */
type Entry = readonly [code: string, display: string];

const NUBC = "https://www.nubc.org/CodeSystem";
const ADMIT_SOURCE = "http://terminology.hl7.org/CodeSystem/admit-source";

const PRIORITY: Readonly<Record<number, Entry>> = {
  1: ["1", "Emergency"],
  2: ["2", "Urgent"],
  3: ["3", "Elective"],
  4: ["4", "Newborn"],
  7: ["5", "Trauma"],
};

const ORIGIN: Readonly<Record<number, Entry>> = {
  1: ["1", "Physician referral"],
  2: ["2", "Clinic referral"],
  3: ["3", "HMO referral"],
  4: ["4", "Transfer from a hospital"],
  5: ["5", "Transfer from a skilled nursing facility"],
  6: ["6", "Transfer from another health care facility"],
  7: ["7", "Emergency room"],
  8: ["8", "Court/law enforcement"],
  10: ["A", "Transfer from a critical access hospital"],
  18: ["B", "Transfer from another home health agency"],
  19: ["C", "Readmission to same home health agency"],
  22: ["D", "Transfer from hospital inpatient in the same facility resulting in a separate claim"],
  25: ["E", "Transfer from ambulatory surgery center"],
  26: ["F", "Transfer from hospice"],
};

/** Newborn sources share digits with the others on the bill, so they are sent by HL7's word. */
const BORN = new Set([11, 12, 13, 14, 23, 24]);

const STATUS: Readonly<Record<number, Entry>> = {
  1: ["01", "Discharged to home or self care"],
  2: ["02", "Transferred to a short-term general hospital"],
  3: ["03", "Transferred to a skilled nursing facility"],
  4: ["04", "Transferred to an intermediate care facility"],
  5: ["05", "Transferred to another type of inpatient care institution"],
  6: ["06", "Discharged to home under care of a home health service"],
  7: ["07", "Left against medical advice"],
  8: ["08", "Discharged to home under care of a home IV provider"],
  9: ["09", "Admitted as an inpatient to this hospital"],
  10: ["02", "Neonate transferred to a short-term general hospital for aftercare"],
  11: ["20", "Expired"],
  12: ["30", "Still a patient"],
  13: ["50", "Hospice, home"],
  14: ["51", "Hospice, medical facility"],
  15: ["61", "Transferred within this institution to a swing bed"],
  16: ["71", "Referred elsewhere for outpatient services"],
  17: ["72", "Referred to this institution for outpatient services"],
  19: ["40", "Expired at home"],
  20: ["41", "Expired in a medical facility"],
  21: ["42", "Expired, place unknown"],
  22: ["62", "Transferred to an inpatient rehabilitation facility"],
  23: ["63", "Transferred to a long-term care hospital"],
  24: ["64", "Transferred to a nursing facility certified under Medicaid"],
  27: ["43", "Transferred to a federal health care facility"],
  28: ["65", "Transferred to a psychiatric hospital or unit"],
  29: ["66", "Transferred to a critical access hospital"],
  30: ["70", "Transferred to another type of health care institution"],
};

const coding = (system: string, entry: Entry | undefined): Coding | null =>
  entry === undefined ? null : { system, code: entry[0], display: entry[1] };

/** Priority of admission of a UCI `admission_type_id`; null where it says nothing. */
export const priorityCoding = (id: number): Coding | null => coding(`${NUBC}/PriorityTypeOfAdmitOrVisit`, PRIORITY[id]);

/** Point of origin of a UCI `admission_source_id`; null where it says nothing. */
export const originCoding = (id: number): Coding | null =>
  BORN.has(id) ? coding(ADMIT_SOURCE, ["born", "Born in hospital"]) : coding(`${NUBC}/PointOfOrigin`, ORIGIN[id]);

/** Patient discharge status of a UCI `discharge_disposition_id`; null where it says nothing. */
export const statusCoding = (id: number): Coding | null => coding(`${NUBC}/PatDischargeStatus`, STATUS[id]);
