import { type CensusInput, forecastCensus } from "@/lib/core/capacity/census";
import { sumOfChances } from "@/lib/core/capacity/counts";
import { NO_SCENARIO, underScenario } from "@/lib/core/capacity/scenario";
import { chanceFrom } from "@/lib/core/training/chance";

/** How long the distribution of 2,000 patients takes, and a scenario over 12 units and 14 days. No data needed. */
const [UNITS, DAYS, PATIENTS] = [12, 14, 300];
const chance = chanceFrom(1);
const days = Array.from({ length: DAYS }, (_, day) => `day ${day}`);
const unit = (): number => Math.floor(chance() * UNITS);
const fading = (): number[] => {
  const daily = 0.6 + 0.38 * chance();
  return days.map((_, day) => daily ** (day + 1));
};

const input: CensusInput = {
  days,
  units: Array.from({ length: UNITS }, (_, index) => ({
    ...{ id: String(index), name: String(index), service: String(index % 4), physicalBeds: 28, staffedBeds: 26 },
  })),
  here: Array.from({ length: PATIENTS }, () => ({ unit: unit(), stillHere: fading() })),
  emergency: Array.from({ length: 40 }, () => ({ chance: chance() })),
  unitShares: Array<number>(UNITS).fill(1 / UNITS),
  booked: Array.from({ length: 120 }, () => ({ unit: unit(), day: Math.floor(chance() * DAYS), chance: 0.95 })),
  returning: Array.from({ length: 400 }, () => ({ unit: unit(), byDay: days.map(() => 0.005) })),
  arrivals: Array.from({ length: 9 }, (_, level) => ({ weight: 1 / 9, byDay: days.map(() => 35 + level) })),
  newcomerStays: Array.from({ length: UNITS }, () => days.map(fading)),
  transfers: Array.from({ length: UNITS }, (_, from) =>
    Array.from({ length: UNITS }, (_, to) => (from === to ? 0.97 : 0.03 / (UNITS - 1))),
  ),
};

/** Median of so many runs, in milliseconds, after one to warm up. */
function timed(run: () => unknown, times = 9): number {
  run();
  const took = Array.from({ length: times }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return took.sort((a, b) => a - b)[times >> 1]!;
}

const many = Array.from({ length: 2_000 }, chance);
const scenario = { ...NO_SCENARIO, closedBeds: { "3": 6 }, electivesDelayed: 0.5, surgeFactor: 1.3 };
process.stdout.write(`2,000 patients summed exactly: ${timed(() => sumOfChances(many)).toFixed(1)} ms (bar 50 ms)\n`);
process.stdout.write(
  `A scenario over ${UNITS} units × ${DAYS} days, ${PATIENTS} patients here: ${timed(() => forecastCensus(underScenario(input, scenario))).toFixed(0)} ms (bar 300 ms)\n`,
);
