import type { Acuity, StaffingRule } from "@/lib/core/capacity/staffing";

/** More than these no unit has. */
export const MOST_RULES = 12;

/** What is said of one unit's staffing; what is left out stays as it was. */
export interface StaffingDraft {
  readonly wardId: string;
  readonly rules?: StaffingRule[];
  /** The rules that stood when the form was opened. */
  readonly seenRules?: StaffingRule[];
  /** null: as the rules have it. */
  readonly acuity?: Acuity | null;
  readonly seenAcuity?: Acuity | null;
  /** `seen`: who stood there then; null: nobody. */
  readonly roster?: {
    readonly day: string;
    readonly role: string;
    readonly shift: string;
    readonly people: number;
    readonly seen: number | null;
  }[];
}

/** A staffing rule as it is typed. */
export interface RuleTyped {
  readonly role: string;
  readonly shift: string;
  readonly shiftHours: string;
  readonly kind: StaffingRule["need"]["kind"];
  /** Patients one nurse looks after, or hours a patient-day. */
  readonly amount: string;
  readonly minimum: string;
}

const numberIn = (text: string): number | null =>
  /^\d{1,3}([.,]\d{1,2})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : null;

export const typedRule = ({ role, shift, shiftHours, need, minimum }: StaffingRule): RuleTyped => ({
  ...{ role, shift, shiftHours: String(shiftHours), kind: need.kind, minimum: String(minimum) },
  amount: String(need.kind === "ratio" ? need.patientsPerNurse : need.hoursPerPatientDay),
});

function readRule(typed: RuleTyped): StaffingRule | string {
  const [role, shift] = [typed.role.trim(), typed.shift.trim()];
  if (role === "" || shift === "") return "Each rule names a role and a shift.";
  const rule = `${role}, ${shift}`;
  const hours = numberIn(typed.shiftHours);
  if (hours === null || hours <= 0 || hours > 24) return `${rule}: a shift has more than 0 and at most 24 hours.`;
  const amount = numberIn(typed.amount);
  const most = typed.kind === "ratio" ? 100 : 48;
  if (amount === null || amount <= 0 || amount > most)
    return `${rule}: ${typed.kind === "ratio" ? "patients for one" : "hours a patient-day"} must be more than 0 and at most ${most}.`;
  const minimum = numberIn(typed.minimum);
  if (minimum === null || !Number.isInteger(minimum) || minimum > 100)
    return `${rule}: the minimum cover is a whole number up to 100.`;
  const need =
    typed.kind === "ratio"
      ? { kind: typed.kind, patientsPerNurse: amount }
      : { kind: typed.kind, hoursPerPatientDay: amount };
  return { role, shift, shiftHours: hours, need, minimum };
}

/** Rules out of what was typed, or what is wrong with it in one sentence. */
export function readRules(typed: readonly RuleTyped[]): StaffingRule[] | string {
  const rules: StaffingRule[] = [];
  for (const one of typed) {
    const rule = readRule(one);
    if (typeof rule === "string") return rule;
    if (rules.some(({ role, shift }) => role === rule.role && shift === rule.shift))
      return `${rule.role}, ${rule.shift}: there are two rules for it.`;
    rules.push(rule);
  }
  return rules;
}

export const ACUITY_WEIGHTS = { least: 0.25, most: 4 } as const;

/** Acuity out of what was typed: null where patients are as the rules have it, or what is wrong in one sentence. */
export function readAcuity(weight: string, source: string): Acuity | null | string {
  if (weight.trim() === "" && source.trim() === "") return null;
  const { least, most } = ACUITY_WEIGHTS;
  const said = numberIn(weight);
  if (said === null || said < least || said > most)
    return `How much care patients need is between ${least} and ${most}.`;
  if (source.trim() === "") return "Say where it is from: by which tool, and of when.";
  return { weight: said, source: source.trim() };
}

/** People on one shift out of what was typed: null where nothing stands there, undefined where it is no such number. */
export function readPeople(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return /^\d{1,3}$/.test(trimmed) ? Number(trimmed) : undefined;
}
