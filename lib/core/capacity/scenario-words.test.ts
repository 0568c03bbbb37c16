import { expect, it } from "vitest";
import { NO_SCENARIO } from "@/lib/core/capacity/scenario";
import { isChanged, scenarioWords } from "@/lib/core/capacity/scenario-words";

const nameOf = (id: string) => id.toUpperCase();

it("says a scenario in one line", () => {
  const scenario = {
    ...NO_SCENARIO,
    closedBeds: { a: 4, b: 0 },
    addedStaffedBeds: { b: 1 },
    electivesDelayed: 0.4,
    surgeFactor: 1.3,
  };
  expect(scenarioWords(scenario, nameOf)).toBe(
    "A: 4 beds closed; B: 1 bed more staffed; 40\u202f% of planned admissions put off by 7 days; unscheduled admissions × 1.3",
  );
  expect(scenarioWords({ ...NO_SCENARIO, surgeFactor: 0.8, surgeFrom: 2, surgeTo: 4 }, nameOf)).toBe(
    "unscheduled admissions × 0.8 from day 3 to 5",
  );
});

it("knows where nothing is changed", () => {
  expect(scenarioWords(NO_SCENARIO, nameOf)).toBe("As it is");
  expect(isChanged({ ...NO_SCENARIO, closedBeds: { a: 0 }, delayDays: 3 })).toBe(false);
  expect(isChanged({ ...NO_SCENARIO, closedBeds: { a: -2 } })).toBe(true);
});
