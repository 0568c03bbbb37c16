import { beyondCounted } from "@/lib/core/capacity/beyond-counted";
import {
  type CountSpread,
  type Counts,
  chanceAbove,
  countSpread,
  poissonMixture,
  sumOf,
  sumOfChances,
} from "@/lib/core/capacity/counts";

/** A unit; `service` is what it is added up under. */
export interface CensusUnit {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly physicalBeds: number;
  /** Beds that somebody is there to nurse. */
  readonly staffedBeds: number;
}

/** Unscheduled admissions a day, at one level of how many come; levels are weighed and hold on all days together. */
export interface ArrivalLevel {
  readonly weight: number;
  /** Mean by day, today (what is left of it) first. */
  readonly byDay: readonly number[];
}

/** A planned admission: chance that they come on a day, and, put off, that they come on another one instead. */
interface PlannedAdmission {
  readonly unit: number;
  readonly day: number;
  readonly chance: number;
  readonly orLater?: { readonly day: number; readonly chance: number };
}

/** Everything the beds of the next days depend on. Units are indices; days count from today (0). */
export interface CensusInput {
  /** Local calendar days, YYYY-MM-DD, today first. */
  readonly days: readonly string[];
  readonly units: readonly CensusUnit[];
  /** In hospital now: chance to be still here at the end of each day. */
  readonly here: readonly { readonly unit: number; readonly stillHere: readonly number[] }[];
  /** In the emergency department now: chance of admission today. */
  readonly emergency: readonly { readonly chance: number }[];
  /** Where emergency and unscheduled patients go; sums to 1. */
  readonly unitShares: readonly number[];
  /** Planned admissions, booked or usual on such a day. */
  readonly booked: readonly PlannedAdmission[];
  /** Left lately: chance to come back on each day; they go where they were. */
  readonly returning: readonly { readonly unit: number; readonly byDay: readonly number[] }[];
  /** Unscheduled admissions, all of the hospital's: emergency patients who are here and those who come back among them. */
  readonly arrivals: readonly ArrivalLevel[];
  /** [unit][day of arrival][days since]: chance that a newcomer is still in hospital at the end of that day. */
  readonly newcomerStays: readonly (readonly (readonly number[])[])[];
  /** Chance a day that a patient of unit u is moved to unit v; rows sum to 1 with the chance to stay on the diagonal. */
  readonly transfers: readonly (readonly number[])[];
}

/** Where the expected patients of a day come from; sums to the expected census. */
export interface CensusParts {
  readonly here: number;
  readonly emergency: number;
  readonly booked: number;
  readonly returning: number;
  readonly arrivals: number;
}

/** One day's midnight census of a unit, service or the hospital. */
export interface CensusDay extends CountSpread {
  /** Chance (0–1) of more patients than staffed, and than physical beds. */
  readonly overStaffed: number;
  readonly overPhysical: number;
  readonly parts: CensusParts;
}

/** A group of units (one, a service, all) over all days. */
export interface CensusForecast {
  readonly kind: "unit" | "service" | "hospital";
  readonly id: string;
  readonly name: string;
  readonly physicalBeds: number;
  readonly staffedBeds: number;
  readonly days: readonly CensusDay[];
}

/** [days moved][from][to]: where a patient of a unit is after so many days, while in hospital. */
function movedOver(transfers: CensusInput["transfers"], days: number): readonly (readonly (readonly number[])[])[] {
  const size = transfers.length;
  const start: number[][] = Array.from({ length: size }, (_, from) =>
    Array.from({ length: size }, (_, to) => (from === to ? 1 : 0)),
  );
  const all = [start];
  for (let day = 1; day < days; day++) {
    all.push(
      all[day - 1]!.map((row) =>
        Array.from({ length: size }, (_, to) => row.reduce((sum, share, via) => sum + share * transfers[via]![to]!, 0)),
      ),
    );
  }
  return all;
}

/** How many unscheduled patients are counted one by one, by day: those are part of any forecast of all who come. */
function countedOneByOne({ days, emergency, returning, unitShares }: CensusInput): number[] {
  const reach = unitShares.reduce((sum, share) => sum + share, 0);
  // The forecast is of the whole hospital; of those who come back only the reader's units' are counted one by one.
  return days.map(
    (_, day) =>
      (reach > 0 ? returning.reduce((sum, { byDay }) => sum + byDay[day]!, 0) / reach : 0) +
      (day === 0 ? emergency.reduce((sum, { chance }) => sum + chance, 0) : 0),
  );
}

/** What a group of units (true where a unit belongs to it) has at the end of one day, and of whom it is made. */
function censusOf(input: CensusInput, moved: ReturnType<typeof movedOver>, day: number, isIn: readonly boolean[]) {
  const { here, emergency, unitShares, booked, returning, arrivals, newcomerStays, units } = input;
  /** Share of patients who started in a unit so many days ago that are in the group. */
  const inGroup = units.map((_, from) =>
    moved.slice(0, day + 1).map((matrix) => matrix[from]!.reduce((sum, share, to) => sum + (isIn[to] ? share : 0), 0)),
  );
  /** Chance that a newcomer of `came` is in the group on this day. */
  const newcomer = (unit: number, came: number) =>
    newcomerStays[unit]![came]![day - came]! * inGroup[unit]![day - came]!;
  const hereChances = here.map(({ unit, stillHere }) => stillHere[day]! * inGroup[unit]![day]!);
  const fromEmergency = unitShares.reduce((sum, share, unit) => sum + share * newcomer(unit, 0), 0);
  const emergencyChances = emergency.map(({ chance }) => chance * fromEmergency);
  const fromBooking = (unit: number, one: { readonly day: number; readonly chance: number } | undefined) =>
    one === undefined || one.day > day ? 0 : one.chance * newcomer(unit, one.day);
  const bookedChances = booked.map((one) => fromBooking(one.unit, one) + fromBooking(one.unit, one.orLater));
  const returningChances = returning.map(({ unit, byDay }) =>
    byDay.slice(0, day + 1).reduce((sum, chance, came) => sum + chance * newcomer(unit, came), 0),
  );
  const reach = Array.from({ length: day + 1 }, (_, came) =>
    unitShares.reduce((sum, share, unit) => sum + share * newcomer(unit, came), 0),
  );
  const levels = arrivals.map(({ weight, byDay }) => ({
    weight,
    mean: reach.reduce((sum, share, came) => sum + share * byDay[came]!, 0),
  }));
  const total = (chances: readonly number[]) => chances.reduce((sum, chance) => sum + chance, 0);
  const known = [...hereChances, ...emergencyChances, ...bookedChances, ...returningChances].filter((p) => p > 0);
  return {
    mass: sumOf(sumOfChances(known.map((p) => Math.min(1, p))), poissonMixture(levels)),
    parts: {
      here: total(hereChances),
      emergency: total(emergencyChances),
      booked: total(bookedChances),
      returning: total(returningChances),
      arrivals: levels.reduce((sum, { weight, mean }) => sum + weight * mean, 0),
    },
  };
}

/** Counts groups of units (true where a unit belongs to it): what each has at the end of each day. */
export function censusCounter(input: CensusInput) {
  const moved = movedOver(input.transfers, input.days.length);
  const beyond = { ...input, arrivals: beyondCounted(input.arrivals, countedOneByOne(input)) };
  return (isIn: readonly boolean[]) => input.days.map((_, day) => censusOf(beyond, moved, day, isIn));
}

function toDay(mass: Counts, parts: CensusParts, staffedBeds: number, physicalBeds: number): CensusDay {
  return {
    ...countSpread(mass),
    overStaffed: chanceAbove(mass, staffedBeds),
    overPhysical: chanceAbove(mass, physicalBeds),
    parts,
  };
}

/**
 * The census at midnight of every unit, service and the whole hospital on each day, as exact distributions: patients
 * who are known, one by one, as a Poisson-binomial; those who are not, as a mixture of Poissons over how many may come.
 * Services and the hospital are worked out from the same patients, not from the units' intervals: expected numbers add
 * up exactly, and a patient who moves between two units is one patient in the hospital.
 */
export function forecastCensus(input: CensusInput): CensusForecast[] {
  const { units } = input;
  const countOf = censusCounter(input);
  const group = (kind: CensusForecast["kind"], id: string, name: string, isIn: readonly boolean[]): CensusForecast => {
    const beds = (of: "physicalBeds" | "staffedBeds") =>
      units.reduce((sum, unit, index) => sum + (isIn[index] ? unit[of] : 0), 0);
    const [physicalBeds, staffedBeds] = [beds("physicalBeds"), beds("staffedBeds")];
    return {
      ...{ kind, id, name, physicalBeds, staffedBeds },
      days: countOf(isIn).map(({ mass, parts }) => toDay(mass, parts, staffedBeds, physicalBeds)),
    };
  };
  const services = [...new Set(units.map(({ service }) => service))];
  return [
    group(
      "hospital",
      "hospital",
      "All my units",
      units.map(() => true),
    ),
    ...services.map((service) =>
      group(
        "service",
        service,
        service,
        units.map((unit) => unit.service === service),
      ),
    ),
    ...units.map(({ id, name }, index) =>
      group(
        "unit",
        id,
        name,
        units.map((_, other) => other === index),
      ),
    ),
  ];
}
