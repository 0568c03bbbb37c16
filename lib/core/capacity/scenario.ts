import { z } from "zod";
import type { CensusInput } from "@/lib/core/capacity/census";

const MOST_BEDS = 500;
const beds = z.record(z.string().min(1).max(200), z.int().min(-MOST_BEDS).max(MOST_BEDS));
const day = z.int().min(0).max(13);

/** A scenario as it is sent; what is left out is as it is. */
export const scenarioSchema = z.strictObject({
  closedBeds: beds.default({}),
  addedStaffedBeds: beds.default({}),
  electivesDelayed: z.number().min(0).max(1).default(0),
  delayDays: z.int().min(1).max(60).default(7),
  surgeFactor: z.number().min(0).max(5).default(1),
  surgeFrom: day.default(0),
  surgeTo: day.default(13),
});

/** What an administrator tries out. Nothing of it is done to anybody. */
export interface Scenario {
  /** Beds closed (> 0) or opened (< 0), by unit id; never more than there are. */
  readonly closedBeds: Readonly<Record<string, number>>;
  /** Nursed beds more (> 0) or fewer by added staff, by unit id; never more than physical beds. */
  readonly addedStaffedBeds: Readonly<Record<string, number>>;
  /**
   * Share (0–1) of planned admissions put off, booked already or usual on such a day, and by how many days; those put off
   * beyond the last day are not counted.
   */
  readonly electivesDelayed: number;
  readonly delayDays: number;
  /** All unscheduled admissions, those counted one by one among them, × this from the first to the last day of a surge (days from today). */
  readonly surgeFactor: number;
  readonly surgeFrom: number;
  readonly surgeTo: number;
}

/** Everything as it is. */
export const NO_SCENARIO: Scenario = {
  closedBeds: {},
  addedStaffedBeds: {},
  electivesDelayed: 0,
  delayDays: 7,
  surgeFactor: 1,
  surgeFrom: 0,
  surgeTo: 13,
};

/** The same hospital under a scenario. Pure; `forecastCensus` of the result is the scenario's forecast. */
export function underScenario(input: CensusInput, scenario: Scenario): CensusInput {
  const { closedBeds, addedStaffedBeds, electivesDelayed, delayDays, surgeFactor, surgeFrom, surgeTo } = scenario;
  return {
    ...input,
    units: input.units.map((unit) => {
      const closed = closedBeds[unit.id] ?? 0;
      const physicalBeds = Math.max(0, unit.physicalBeds - closed);
      const wanted = unit.staffedBeds - Math.max(0, closed) + (addedStaffedBeds[unit.id] ?? 0);
      return { ...unit, physicalBeds, staffedBeds: Math.max(0, Math.min(physicalBeds, wanted)) };
    }),
    booked:
      electivesDelayed === 0
        ? input.booked
        : input.booked.map((one) => {
            const day = one.day + delayDays;
            const comes = { ...one, chance: one.chance * (1 - electivesDelayed) };
            return day >= input.days.length
              ? comes
              : { ...comes, orLater: { day, chance: one.chance * electivesDelayed } };
          }),
    arrivals: input.arrivals.map(({ weight, byDay }) => ({
      weight,
      byDay: byDay.map((mean, day) => (day >= surgeFrom && day <= surgeTo ? mean * surgeFactor : mean)),
    })),
  };
}
