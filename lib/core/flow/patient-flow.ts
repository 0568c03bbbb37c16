import { localDayElapsed, nextLocalDays } from "@/lib/core/flow/local-days";
import { READMISSION_WINDOW_DAYS, type ReadmissionTiming } from "@/lib/core/flow/readmission-timing";
import { returnChances } from "@/lib/core/flow/return-chances";
import { type ExpectedCount, expectedCount } from "@/lib/core/statistics/poisson-binomial";
import { daysBetween, localDay } from "@/lib/core/worklist/leaving-group";

export const FLOW_DAYS = 7;

export interface FlowUnit {
  readonly id: string;
  readonly name: string;
  readonly physicalBeds: number | null;
}

/** Someone who is in hospital now. Times are ISO-8601. */
export interface InHospital {
  readonly wardId: string;
  readonly plannedEndAt: string | null;
}

/** Someone who left within the last 30 days and has not come back. */
export interface RecentlyLeft {
  /** The unit that discharged them. */
  readonly wardId: string;
  readonly dischargedAt: string;
  /** Chance of a readmission within 30 days of discharge, 0–1; null where there is no estimate. */
  readonly probability: number | null;
}

/** Stays expected to leave, by their planned end. */
export interface Leaving {
  /** One number a day, today first; today holds those whose planned end has passed. */
  readonly days: readonly number[];
  /** Of today's, those planned for an earlier day. */
  readonly overdue: number;
  readonly later: number;
  readonly withoutPlan: number;
}

/** Readmissions to expect from recent discharges, with 80 % intervals that know chance alone. */
export interface Returning {
  readonly days: readonly ExpectedCount[];
  readonly week: ExpectedCount;
  /** Discharges it is summed over. */
  readonly discharges: number;
  /** Recent discharges the model gives no estimate for; they are in none of these numbers. */
  readonly withoutEstimate: number;
}

export interface UnitFlow {
  /** null: all of the units together. */
  readonly unit: FlowUnit | null;
  readonly inHospital: number;
  readonly leaving: Leaving;
  /** null while the model's scores are not shown. */
  readonly returning: Returning | null;
}

/** What a week of beds looks like from what is planned and from who left. */
export interface PatientFlow {
  readonly asOf: string;
  readonly timeZone: string;
  /** Local calendar days, YYYY-MM-DD, today first. */
  readonly days: readonly string[];
  readonly all: UnitFlow;
  readonly units: readonly UnitFlow[];
}

interface FlowInput {
  readonly now: Date;
  readonly timeZone: string;
  readonly units: readonly FlowUnit[];
  readonly inHospital: readonly InHospital[];
  /** null while the model's scores are not shown. */
  readonly left: { readonly stays: readonly RecentlyLeft[]; readonly timing: ReadmissionTiming } | null;
}

function leavingOf(stays: readonly InHospital[], { now, timeZone }: FlowInput): Leaving {
  const today = localDay(now, timeZone);
  const days = Array<number>(FLOW_DAYS).fill(0);
  let [overdue, later, withoutPlan] = [0, 0, 0];
  for (const { plannedEndAt } of stays) {
    if (plannedEndAt === null || Number.isNaN(Date.parse(plannedEndAt))) {
      withoutPlan += 1;
      continue;
    }
    const ahead = daysBetween(today, localDay(plannedEndAt, timeZone));
    if (ahead < 0) overdue += 1;
    if (ahead >= FLOW_DAYS) later += 1;
    else days[Math.max(0, ahead)]! += 1;
  }
  return { days, overdue, later, withoutPlan };
}

function returningOf(stays: readonly RecentlyLeft[], { now, timeZone, left }: FlowInput): Returning | null {
  if (left === null) return null;
  const today = localDay(now, timeZone);
  const within = stays
    .map((stay) => ({ ...stay, daysSince: daysBetween(localDay(stay.dischargedAt, timeZone), today) }))
    .filter(({ daysSince }) => daysSince >= 0 && daysSince <= READMISSION_WINDOW_DAYS);
  const ahead = { dayElapsed: localDayElapsed(now, timeZone), days: FLOW_DAYS };
  const chances = within.flatMap(({ probability, daysSince }) =>
    probability === null ? [] : [returnChances({ probability, daysSince }, left.timing, ahead)],
  );
  return {
    days: Array.from({ length: FLOW_DAYS }, (_, day) => expectedCount(chances.map((byDay) => byDay[day]!))),
    week: expectedCount(
      chances.map((byDay) =>
        Math.min(
          1,
          byDay.reduce((sum, chance) => sum + chance, 0),
        ),
      ),
    ),
    discharges: chances.length,
    withoutEstimate: within.length - chances.length,
  };
}

/**
 * Stays expected to leave and readmissions expected from recent discharges, for each unit and for all of them. A
 * readmission is counted under the unit that discharged the patient: where they come back to is not forecast.
 */
export function patientFlow(input: FlowInput): PatientFlow {
  const { now, timeZone, units, inHospital, left } = input;
  const flowOf = (unit: FlowUnit | null): UnitFlow => {
    const isHere = ({ wardId }: { readonly wardId: string }): boolean => unit === null || wardId === unit.id;
    const here = inHospital.filter(isHere);
    return {
      unit,
      inHospital: here.length,
      leaving: leavingOf(here, input),
      returning: returningOf((left?.stays ?? []).filter(isHere), input),
    };
  };
  return {
    asOf: now.toISOString(),
    timeZone,
    days: nextLocalDays(now, timeZone, FLOW_DAYS),
    all: flowOf(null),
    units: units.map(flowOf),
  };
}

/** The chart as an administrator is shown it, with what stands behind its numbers. */
export interface PatientFlowView extends PatientFlow {
  /** The unit asked for; null: all of the reader's. */
  readonly wardId: string | null;
  /** Why there are no expected readmissions, in one sentence; null where there are. */
  readonly silentBecause: string | null;
  /** Where the model learnt and on how many stays it was checked here. */
  readonly provenance: string;
  /** "any readmission within 30 days of discharge". */
  readonly target: string;
  /** Readmissions of this hospital that the timing rests on, beside the published one. */
  readonly localReadmissions: number;
  /** Patients and outcomes are synthetic. */
  readonly simulated: boolean;
}
