import type { CensusForecast, CensusInput } from "@/lib/core/capacity/census";
import type { AcuitySaid, StaffingRule } from "@/lib/core/capacity/staffing";

/** How many days ahead the census is told, today included. */
export const CENSUS_DAYS = 14;
/** How many days back it is shown. */
export const HISTORY_DAYS = 28;

/** Nurses of one unit: what the site asks for (no rules where only acuity was said) and who is down to work. */
export interface UnitStaffing {
  readonly unitId: string;
  readonly rules: readonly StaffingRule[];
  /** null: nobody has said, and patients are taken as the rules were set for. */
  readonly acuity: AcuitySaid | null;
  /** [day][rule]; null: no roster was given for that day. */
  readonly rostered: readonly (readonly (number | null)[])[];
}

/** What somebody last said of a unit's beds; units of which nobody said anything have none. */
export interface UnitBedsSaid {
  readonly unitId: string;
  readonly service: string;
  readonly physicalBeds: number;
  readonly staffedBeds: number;
  /** When, ISO-8601, and who; null: it was made with the demo. */
  readonly at: string;
  readonly by: string | null;
}

/** How far each number can be trusted, and what is in none of them. */
export interface CensusFacts {
  /** When this hospital's own past was last learnt from, ISO-8601; null: not yet, and nothing here rests on it. */
  readonly learntAt: string | null;
  /** Stays of this hospital that the length of stay is corrected by, and its patient-days from day 14 on. */
  readonly localStays: number;
  readonly lateDays: number;
  /** Days of unscheduled admissions the forecast has learnt from; 0: too few, and none are forecast. */
  readonly arrivalDays: number;
  /** In the emergency department and counted; there and outside what the model is for. */
  readonly emergency: number;
  readonly emergencyOutside: number;
  /** Why nobody in the emergency department is counted, in one sentence; null where they are. */
  readonly emergencySilent: string | null;
  /** Why no readmission is counted, in one sentence; null where they are. */
  readonly returningSilent: string | null;
  /** Recent discharges of whom nothing is estimated. */
  readonly withoutEstimate: number;
  /** null: bookings were never read, or not for a day, and none is counted. */
  readonly booked: number | null;
  /** When bookings were last read, ISO-8601; null: never. */
  readonly bookingsReadAt: string | null;
  /** Booked for a unit that is not named, or not one of the reader's. */
  readonly bookedElsewhere: number;
  /** Planned admissions expected beyond those, by what was usual on the last same weekdays; a sum of chances. */
  readonly plannedUnbooked: number;
  /** When the emergency department was last read, ISO-8601; null: never. */
  readonly demandReadAt: string | null;
  /** Units whose beds nobody has said; nothing is told of how full they get. */
  readonly bedsUnknown: readonly string[];
  /** Patients and outcomes are made up. */
  readonly simulated: boolean;
}

/** The next fortnight of beds, with everything needed to work it out anew under a scenario. No patient can be told from it. */
export interface CensusView {
  readonly asOf: string;
  readonly timeZone: string;
  readonly input: CensusInput;
  /** Midnight census of past days, oldest first, by unit in the order of `input.units`. */
  readonly history: { readonly days: readonly string[]; readonly byUnit: readonly (readonly number[])[] };
  /** Under the scenario that was asked for. */
  readonly forecast: readonly CensusForecast[];
  readonly said: readonly UnitBedsSaid[];
  readonly staffing: readonly UnitStaffing[];
  readonly facts: CensusFacts;
  /** Whether the reader says how many beds and nurses there are. */
  readonly maySet: boolean;
}
