import { type ForecastDay, toArrivalLevels } from "@/lib/core/capacity/arrival-levels";
import type { CensusInput, CensusUnit } from "@/lib/core/capacity/census";
import { CENSUS_DAYS } from "@/lib/core/capacity/census-view";
import { expectPlanned, type PlannedLately } from "@/lib/core/capacity/expect-planned";
import { learnTransfers, learnUnitShares } from "@/lib/core/capacity/learn-places";
import {
  type LengthOfStayModel,
  type LocalStays,
  newcomersStay,
  type StayKnown,
  stillHere,
} from "@/lib/core/capacity/length-of-stay";
import { localDayElapsed, nextLocalDays } from "@/lib/core/flow/local-days";
import type { ReadmissionTiming } from "@/lib/core/flow/readmission-timing";
import { returnChances } from "@/lib/core/flow/return-chances";
import { daysBetween } from "@/lib/core/worklist/leaving-group";

/** Planned patients come between six in the morning and six in the evening: an assumption. */
const [PLANNED_FROM, PLANNED_TO] = [6 / 24, 18 / 24];

/** Share of booked admissions that come: an assumption until this hospital's own are counted. */
export const BOOKED_COMES = 0.95;

/** A millionth of a chance is beyond what is known, and half the bytes on the way to the browser. */
const rounded = (chances: readonly number[]): number[] => chances.map((chance) => Math.round(chance * 1e6) / 1e6);

/** What is known of the hospital now. Days are local, YYYY-MM-DD; units by id. */
export interface CensusFindings {
  readonly now: Date;
  readonly timeZone: string;
  /** Those the reader may see. */
  readonly units: readonly CensusUnit[];
  readonly here: readonly { readonly unitId: string; readonly admittedOn: string | null; readonly known: StayKnown }[];
  /** Chances of admission of those in the emergency department who have one. */
  readonly emergency: readonly number[];
  /** Chance that they come, where more is known of it than of most. */
  readonly booked: readonly { readonly unitId: string; readonly day: string; readonly chance?: number }[];
  /** Left lately and not back; days since. */
  readonly left: readonly { readonly unitId: string; readonly daysSince: number; readonly probability: number }[];
  readonly timing: ReadmissionTiming;
  /** Unscheduled admissions of the whole hospital, today first; null: too little is known to forecast them. */
  readonly arrivals: readonly ForecastDay[] | null;
  /** Unscheduled admissions lately by unit, all of the hospital's. */
  readonly admissions: ReadonlyMap<string, number>;
  /** Who came lately, newest first. */
  readonly newcomers: readonly { readonly unitId: string; readonly known: StayKnown }[];
  /** Planned admissions as they were lately, all of the hospital's. */
  readonly planned: readonly PlannedLately[];
  /** Share (0–1) of those who come that have left again before midnight, by unit. */
  readonly sameDay: ReadonlyMap<string, number>;
}

/** Where unscheduled patients go: shares of all units of the hospital, of which the reader's may be a part. */
function sharesOf(units: readonly CensusUnit[], admissions: ReadonlyMap<string, number>): number[] {
  const all = [...new Set([...units.map(({ id }) => id), ...admissions.keys()])];
  const shares = learnUnitShares(all.map((id) => admissions.get(id) ?? 0));
  return units.map(({ id }) => shares[all.indexOf(id)] ?? 0);
}

/**
 * Chance that something which happens on a day with some chance, at any time alike, still happens when part of the day is
 * over and it has not.
 */
const stillToday = (chance: number, elapsed: number): number => (chance * (1 - elapsed)) / (1 - chance * elapsed);

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

/**
 * What is known, as the census is computed from it. Nobody is known by name or id in what comes out.
 *
 * Moves between units are not stored, so none are expected: a patient stays where they are until they leave.
 */
export function buildCensusInput(model: LengthOfStayModel, local: LocalStays, findings: CensusFindings): CensusInput {
  const { now, timeZone, units, timing } = findings;
  const days = nextLocalDays(now, timeZone, CENSUS_DAYS);
  const [today = ""] = days;
  const dayElapsed = localDayElapsed(now, timeZone);
  const ahead = { dayElapsed, days: CENSUS_DAYS };
  const weekday = noon(today).getUTCDay();
  const indices = new Map(units.map(({ id }, index) => [id, index]));
  /** Those on the reader's units, with the unit's index. */
  const placed = <T extends { readonly unitId: string }>(all: readonly T[]) =>
    all.flatMap((one) => {
      const unit = indices.get(one.unitId);
      return unit === undefined ? [] : [{ ...one, unit }];
    });
  const here = placed(findings.here).map(({ unit, admittedOn, known }) => {
    const daysSoFar = admittedOn === null ? 1 : Math.max(0, daysBetween(admittedOn, today));
    const chances = stillHere(model, known, local, { daysSoFar, weekday, ...ahead });
    // Of those who came today some leave before midnight; the length of stay knows only those who do not.
    const overnight = daysSoFar > 0 ? 1 : 1 - stillToday(findings.sameDay.get(units[unit]!.id) ?? 0, dayElapsed);
    return { unit, stillHere: rounded(chances.map((chance) => overnight * chance)) };
  });
  const returning = placed(findings.left).map(({ unit, daysSince, probability }) => ({
    unit,
    byDay: rounded(returnChances({ probability, daysSince }, timing, ahead)),
  }));
  const emergency = findings.emergency.map((chance) => ({ chance }));
  const unitShares = sharesOf(units, findings.admissions);
  // Who is booked for today and not here yet comes less and less likely: by the evening they do not.
  const elapsed = Math.max(0, Math.min(1, (dayElapsed - PLANNED_FROM) / (PLANNED_TO - PLANNED_FROM)));
  const booked = findings.booked.flatMap(({ unitId, day, chance = BOOKED_COMES }) => {
    const at = days.indexOf(day);
    return at < 0 ? [] : [{ unitId, day: at, chance: at === 0 ? stillToday(chance, elapsed) : chance }];
  });
  const unbooked = expectPlanned(findings.planned, booked, { weekday, dayElapsed: elapsed, days: CENSUS_DAYS });
  const share = days.map((_, day) => (day === 0 ? 1 - dayElapsed : 1));
  return {
    ...{ days, units, here, emergency, unitShares, returning },
    booked: placed([...booked, ...unbooked]).map(({ unit, day, chance }) => ({ unit, day, chance })),
    arrivals: findings.arrivals === null ? [] : toArrivalLevels(findings.arrivals, share),
    newcomerStays: units.map(({ id }) => {
      const like = findings.newcomers.filter(({ unitId }) => unitId === id);
      const overnight = 1 - (findings.sameDay.get(id) ?? 0);
      return newcomersStay(
        model,
        like.map(({ known }) => known),
        local,
        { weekday, days: CENSUS_DAYS },
      ).map((chances) => rounded(chances.map((chance) => overnight * chance)));
    }),
    transfers: learnTransfers(
      units.map(() => units.map(() => 0)),
      units.map(() => 0),
    ),
  };
}
