import type { FieldOfTwo } from "@/components/ui/changed-meanwhile";
import type { StaffingRule } from "@/lib/core/capacity/staffing";
import { dayWords } from "@/lib/core/day-words";

/** "Sun 22 Nov" of the local calendar day (YYYY-MM-DD) that ends with a midnight. */
export const midnightOf = (day: string): string => dayWords(day);

const needWords = ({ need, minimum }: StaffingRule): string => {
  const by =
    need.kind === "ratio" ? `1 to ${need.patientsPerNurse} patients` : `${need.hoursPerPatientDay} hours a patient-day`;
  return `${by}, at least ${minimum}`;
};

const shiftWords = ({ role, shift }: StaffingRule): string => `${role.toLowerCase()}, ${shift.toLowerCase()}`;

/** "registered nurse, night: 1 to 8 patients, at least 2". */
export const ruleWords = (rule: StaffingRule): string => `${shiftWords(rule)}: ${needWords(rule)}`;

/** Two people's rules of one unit, by role and shift; a rule that one has not is empty there. */
export function rulesOfTwo(theirs: readonly StaffingRule[], yours: readonly StaffingRule[]): FieldOfTwo[] {
  const said = (rules: readonly StaffingRule[], name: string): string => {
    const rule = rules.find((one) => shiftWords(one) === name);
    return rule === undefined ? "" : `${needWords(rule)}, ${rule.shiftHours} hours`;
  };
  const names = new Set([...theirs, ...yours].map(shiftWords));
  return [...names].map((name) => ({ name, theirs: said(theirs, name), yours: said(yours, name) }));
}
