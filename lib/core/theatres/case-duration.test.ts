import { describe, expect, it } from "vitest";
import { countQuantile } from "@/lib/core/statistics/count-quantile";
import { caseDuration, STEP_MINUTES, toSteps } from "@/lib/core/theatres/case-duration";
import { type ProcedureProfile, procedureProfile } from "@/lib/core/theatres/procedure-profile";
import { chanceFrom } from "@/lib/core/training/chance";

const hip: ProcedureProfile = procedureProfile.parse({
  ...{ id: "hip", name: "Hip replacement", codes: [], duration: { median: 100, ninetieth: 150 }, turnover: 20 },
  ...{ recovery: 90, team: { surgeon: 1 }, supplies: [], goesAhead: 0.95 },
});

/** Lognormal minutes by Box and Muller. */
function drawn(count: number, median: number, spread: number): number[] {
  const chance = chanceFrom(7);
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
    return median * Math.exp(spread * normal);
  });
}
const minutesAt = (recorded: readonly number[], level: number, added = 0) =>
  STEP_MINUTES * countQuantile(toSteps(caseDuration(hip, recorded), added), level);

describe("how long an operation takes", () => {
  it("is as the profile says while nothing is recorded, and a little less certain", () => {
    expect(minutesAt([], 0.5)).toBe(100);
    expect(minutesAt([], 0.9)).toBeGreaterThanOrEqual(150);
    expect(minutesAt([], 0.9)).toBeLessThanOrEqual(160);
    expect(minutesAt([], 0.5, 20)).toBe(120);
  });

  it("is as recorded once there is much, and between the two while there is little", () => {
    const much = drawn(400, 60, 0.2);
    expect(Math.abs(minutesAt(much, 0.5) - 60)).toBeLessThanOrEqual(STEP_MINUTES);
    expect(Math.abs(minutesAt(much, 0.9) - 78)).toBeLessThanOrEqual(STEP_MINUTES);
    const little = minutesAt([60, 60], 0.5);
    expect(little).toBeGreaterThan(75);
    expect(little).toBeLessThan(100);
  });

  it("is a distribution, whose 80 % interval holds four in five new operations", () => {
    const known = drawn(60, 90, 0.35);
    const mass = toSteps(caseDuration(hip, known), 0);
    expect(mass.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
    expect(Math.min(...mass)).toBeGreaterThanOrEqual(0);
    const fresh = drawn(2000, 90, 0.35).slice(60);
    const [low, high] = [minutesAt(known, 0.1), minutesAt(known, 0.9)];
    // A step holds what rounds to it.
    const steps = fresh.map((value) => Math.round(value / STEP_MINUTES) * STEP_MINUTES);
    const held = steps.filter((value) => low <= value && value <= high).length / fresh.length;
    expect(held).toBeGreaterThan(0.78);
    expect(held).toBeLessThan(0.9);
  });
});
