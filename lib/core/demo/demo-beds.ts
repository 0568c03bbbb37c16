import { type Acuity, nursesFor, type StaffingRule } from "@/lib/core/capacity/staffing";
import { DEMO_WARDS } from "@/lib/core/demo/demo-wards";
import { seededRandom } from "@/lib/core/demo/seeded-random";

/** What a unit of the demo hospital has: made up, like everything of it. */
export interface DemoBeds {
  readonly has: {
    readonly wardId: string;
    readonly service: string;
    readonly physicalBeds: number;
    readonly staffedBeds: number;
  };
  readonly rules: StaffingRule[];
  /** null: as the rules have it. */
  readonly acuity: Acuity | null;
  readonly roster: { readonly day: string; readonly role: string; readonly shift: string; readonly people: number }[];
}

/** Service and beds that are nursed, by unit. */
const UNITS: Readonly<Record<string, readonly [service: string, staffed: number]>> = {
  "ward-4a": ["Medicine", 22],
  "ward-4b": ["Medicine", 20],
  "ward-4c": ["Medicine", 23],
  "ward-5c": ["Surgery", 22],
  "ward-5d": ["Surgery", 15],
  "ward-6a": ["Women’s health", 11],
  "ward-6b": ["Rehabilitation", 11],
  "ward-7a": ["Mental health", 7],
};

const NURSE = "Registered nurse";
const ASSISTANT = "Care assistant";
const shift = { shiftHours: 12 } as const;
const RULES: readonly StaffingRule[] = [
  { role: NURSE, shift: "Day", ...shift, need: { kind: "ratio", patientsPerNurse: 5 }, minimum: 2 },
  { role: NURSE, shift: "Night", ...shift, need: { kind: "ratio", patientsPerNurse: 7 }, minimum: 2 },
  { role: ASSISTANT, shift: "Day", ...shift, need: { kind: "hours", hoursPerPatientDay: 2.6 }, minimum: 1 },
  { role: ASSISTANT, shift: "Night", ...shift, need: { kind: "hours", hoursPerPatientDay: 1.8 }, minimum: 1 },
];

/** How much care patients of a unit need, where it is not as the rules have it. */
const ACUITY: Readonly<Record<string, Acuity>> = { "ward-5c": { weight: 1.2, source: "invented for the demo" } };

/** Beds, rules and a roster for some local days (YYYY-MM-DD), the same for the same seed: as many as the staffed beds ask for, and now and then one fewer. */
export function demoBeds(seed: string, days: readonly string[]): DemoBeds[] {
  return DEMO_WARDS.map(({ id, physicalBeds }) => {
    const [service, staffedBeds] = UNITS[id] ?? ["Other", physicalBeds];
    const acuity = ACUITY[id] ?? null;
    const roster = days.flatMap((day) => {
      const random = seededRandom(`${seed}/roster/${id}/${day}`);
      return RULES.map((rule) => {
        const missing = random.chance(0.2) ? 1 : 0;
        const people = Math.max(0, nursesFor(rule, staffedBeds, acuity?.weight) - missing);
        return { day, role: rule.role, shift: rule.shift, people };
      });
    });
    return { has: { wardId: id, service, physicalBeds, staffedBeds }, rules: [...RULES], acuity, roster };
  });
}
