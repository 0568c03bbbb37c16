import type { CensusDay } from "@/lib/core/capacity/census";

/** How many nurses of a role a unit needs on a shift; set by the site. */
export interface StaffingRule {
  readonly role: string;
  readonly shift: string;
  /** Length of the shift. */
  readonly shiftHours: number;
  /** Patients one nurse looks after, or nursing hours a patient-day spread evenly over the day. */
  readonly need:
    | { readonly kind: "ratio"; readonly patientsPerNurse: number }
    | { readonly kind: "hours"; readonly hoursPerPatientDay: number };
  /** Never fewer, however few patients there are. */
  readonly minimum: number;
}

/**
 * How much care a unit's patients need beside those its rules were set for, as the hospital's own tool measures it (such
 * as the Safer Nursing Care Tool or RAFAELA). Nothing Wardlight holds stands in for it: a chance of readmission is not
 * how much nursing somebody needs.
 */
export interface Acuity {
  /** 1: as the rules have it; 1.2: a fifth more. */
  readonly weight: number;
  /** Where it is from, in the hospital's words. */
  readonly source: string;
}

/** Acuity as it was said last, and when (ISO-8601). */
export type AcuitySaid = Acuity & { readonly at: string };

export interface StaffNeed {
  readonly role: string;
  readonly shift: string;
  /** For the median census, and for the census that is reached on one day in ten. */
  readonly needed: number;
  readonly neededHigh: number;
  readonly rostered: number;
  /** Needed − rostered; above 0 somebody is missing. */
  readonly gap: number;
  readonly gapHigh: number;
}

/**
 * Nurses of a rule for so many patients, whole people: patients / ratio, or patients × hours a patient-day × the
 * shift's share of the day / the shift's hours, which is patients × hours a patient-day / 24.
 *
 * @param acuity how much more care than usual these patients need; 1: as usual
 */
export function nursesFor(rule: StaffingRule, patients: number, acuity = 1): number {
  const { need, minimum } = rule;
  const exact =
    need.kind === "ratio"
      ? (patients * acuity) / need.patientsPerNurse
      : (patients * acuity * need.hoursPerPatientDay) / 24;
  // A quotient like 3.0000000000000004 is three people.
  return Math.max(minimum, Math.ceil(exact - 1e-9));
}

/** Need against roster on one day. `rostered` by rule, in the same order. */
export function staffNeeds(
  rules: readonly StaffingRule[],
  rostered: readonly number[],
  { median, high80 }: Pick<CensusDay, "median" | "high80">,
  acuity = 1,
): StaffNeed[] {
  return rules.map((rule, index) => {
    const there = rostered[index] ?? 0;
    const needed = nursesFor(rule, median, acuity);
    const neededHigh = nursesFor(rule, high80, acuity);
    const { role, shift } = rule;
    return { role, shift, needed, neededHigh, rostered: there, gap: needed - there, gapHigh: neededHigh - there };
  });
}

/** Beds a shift's nurses can look after under a rule. */
export const bedsNursed = ({ need }: StaffingRule, nurses: number): number =>
  Math.floor((need.kind === "ratio" ? nurses * need.patientsPerNurse : (nurses * 24) / need.hoursPerPatientDay) + 1e-9);
