import type { PlannedBasis } from "@/lib/core/labels/label";
import type { LabelReading } from "@/lib/core/labels/label-reading";
import { plannedByProcedure } from "@/lib/core/labels/planned-procedures";
import { isAcute, isOfKind } from "@/lib/core/labels/principal-diagnosis";

/** Table PR.2: what a patient only ever comes back for by appointment. */
const ALWAYS_PLANNED = [
  ["rehabilitation", "rehabilitation"],
  ["chemotherapy", "chemotherapy or radiotherapy"],
  ["childbirth", "childbirth"],
] as const;

/** Whether a readmission was planned, by which rule (in words; null where not), and what the rules had to go by. */
export interface PlannedVerdict {
  readonly rule: string | null;
  readonly basis: PlannedBasis;
}

/**
 * Tells planned readmissions apart as the CMS planned readmission algorithm (version 4.0) does: always planned by
 * procedure (table PR.1) or by diagnosis (PR.2); else planned where a procedure that can be planned was done (PR.3) and
 * the main diagnosis is not acute (PR.4). What cannot be told to be planned is unplanned.
 * @see Horwitz et al. 2015, J Hosp Med 10:670–677, doi:10.1002/jhm.2416 (the algorithm)
 * @see https://qualitynet.cms.gov/inpatient/measures/readmission/methodology (its tables, hospital-wide measure)
 */
export function judgePlanned({ principal, procedures, isRehabilitation }: LabelReading): PlannedVerdict {
  const byProcedure = plannedByProcedure(procedures.codes);
  const basis: PlannedBasis =
    procedures.isComplete || byProcedure !== null ? "diagnosis-and-procedure-rules" : "diagnosis-rules-only";
  if (byProcedure?.when === "always") return { rule: `always planned procedure: ${byProcedure.label}`, basis };
  const diagnosis = ALWAYS_PLANNED.find(
    ([kind]) => isOfKind(principal, kind) || (kind === "rehabilitation" && isRehabilitation),
  );
  if (diagnosis !== undefined) return { rule: `always planned: ${diagnosis[1]}`, basis };
  if (byProcedure === null || principal === null || isAcute(principal)) return { rule: null, basis };
  return { rule: `potentially planned procedure without an acute main diagnosis: ${byProcedure.label}`, basis };
}
