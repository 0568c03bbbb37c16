import { expect, it } from "vitest";
import { censusCsv } from "@/lib/core/capacity/census-csv";

const day = {
  ...{ expected: 3.456, median: 3, low80: 2, high80: 5, low95: 1, high95: 6, overStaffed: 0.25, overPhysical: 0.1 },
  parts: { here: 3, emergency: 0.2, booked: 0, returning: 0.056, arrivals: 0.2 },
};
const forecast = { kind: "unit" as const, id: "a", name: "=A, 1", physicalBeds: 5, staffedBeds: 4, days: [day] };
const unit = { id: "a", name: "=A, 1", service: "Medicine", physicalBeds: 5, staffedBeds: 4 };
const options = { scenario: "As it is", days: ["2026-03-10"], units: [unit], bedsUnknown: [] as string[] };

it("writes a row a group and midnight, and lets no name be taken for a formula", () => {
  const [head, row, end] = censusCsv([forecast], options).split("\r\n");
  expect(head?.split(",")).toHaveLength(19);
  expect(row).toBe(`As it is,unit,"'=A, 1",2026-03-10,5,4,3.46,3,2,5,1,6,0.25,0.1,3,0.2,0,0.06,0.2`);
  expect(end).toBe("");
});

it("says nothing of beds that nobody has counted", () => {
  const units = [unit, { ...unit, id: "b" }, { ...unit, id: "c", service: "Surgery" }];
  const told = (group: object, unknown: string) =>
    censusCsv([{ ...forecast, ...group }], { ...options, units, bedsUnknown: [unknown] }).split("\r\n")[1];
  expect(told({}, "b")).toContain(",5,4,");
  // A service, and the hospital, of which one unit is not known.
  for (const group of [
    { kind: "service" as const, id: "Medicine" },
    { kind: "hospital" as const, id: "hospital" },
  ])
    expect(told(group, "b")).toMatch(/2026-03-10,,,3\.46,.*6,,,3,/);
  expect(told({ kind: "service", id: "Surgery" }, "b")).toContain(",5,4,");
  expect(told({}, "a")).toBe(`As it is,unit,"'=A, 1",2026-03-10,,,3.46,3,2,5,1,6,,,3,0.2,0,0.06,0.2`);
});
