import { expect, it } from "vitest";
import { dayWords } from "@/lib/core/day-words";

it("gives a day its weekday, whatever zone the machine is in", () => {
  expect(["2026-11-22", "2026-12-31", "2027-01-01"].map(dayWords)).toEqual(["Sun 22 Nov", "Thu 31 Dec", "Fri 1 Jan"]);
});
