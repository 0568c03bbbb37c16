import { describe, expect, it } from "vitest";
import type { CensusInput, CensusUnit } from "@/lib/core/capacity/census";
import { changedSince, scenarioOn } from "@/lib/core/capacity/changed-since";
import { NO_SCENARIO } from "@/lib/core/capacity/scenario";

const unit = (id: string, staffedBeds = 8): CensusUnit => ({
  ...{ id, name: `Unit ${id}`, service: "Medicine", physicalBeds: 10, staffedBeds },
});
const seen = (day: string, units: readonly CensusUnit[], patients = 3) => ({
  input: {
    ...{ days: [day], units, here: Array(patients).fill({ unit: 0, stillHere: [1] }), emergency: [], unitShares: [] },
    ...{ booked: [], returning: [], arrivals: [], newcomerStays: [], transfers: [] },
  } satisfies CensusInput,
});
const MONDAY = seen("2026-03-09", [unit("a"), unit("b")]);

describe("what changed in a hospital", () => {
  it("is nothing where it is the same", () => {
    expect(changedSince(MONDAY, seen("2026-03-09", [unit("a"), unit("b")]))).toEqual([]);
  });

  it("names days, beds, units and patients", () => {
    expect(changedSince(MONDAY, seen("2026-03-11", [unit("a", 6), unit("c")], 5))).toEqual([
      "2 days have passed",
      "Unit a: 6 of 10 beds staffed, then 8 of 10",
      "Unit c came in",
      "Unit b is not among your units",
      "patients here: 5, then 3",
    ]);
  });
});

describe("a scenario of an earlier day", () => {
  const surge = { ...NO_SCENARIO, surgeFactor: 1.5, surgeFrom: 2, surgeTo: 4 };
  const on = (day: string, scenario = surge) => scenarioOn(scenario, MONDAY, seen(day, []));

  it("keeps its surge on the same dates", () => {
    expect(on("2026-03-09")).toEqual(surge);
    expect(on("2026-03-10")).toMatchObject({ surgeFactor: 1.5, surgeFrom: 1, surgeTo: 3 });
    expect(on("2026-03-12")).toMatchObject({ surgeFactor: 1.5, surgeFrom: 0, surgeTo: 1 });
  });

  it("has none once it is over, and one throughout stays throughout", () => {
    expect(on("2026-03-14")).toEqual(NO_SCENARIO);
    const throughout = { ...NO_SCENARIO, surgeFactor: 1.5 };
    expect(on("2026-03-14", throughout)).toEqual(throughout);
  });
});
