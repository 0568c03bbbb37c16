import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectPlanned } from "@/lib/core/capacity/expect-planned";

const WEEK = [0, 3, 2, 2.5, 2, 1, 0];
const lately = [{ unitId: "4a", byWeekday: WEEK }];
const monday = { weekday: 1, dayElapsed: 0, days: 14 };
const sumOn = (found: ReturnType<typeof expectPlanned>, day: number) =>
  found.filter((one) => one.day === day).reduce((sum, { chance }) => sum + chance, 0);

describe("planned admissions that nobody has booked yet", () => {
  it("are what is usual on each day of the week where nothing is booked", () => {
    const found = expectPlanned(lately, [], monday);
    expect(Array.from({ length: 14 }, (_, day) => sumOn(found, day))).toEqual([
      ...[3, 2, 2.5, 2, 1, 0, 0],
      ...[3, 2, 2.5, 2, 1, 0, 0],
    ]);
  });

  it("are less by what is booked on that unit and day, and never below none", () => {
    const on = (day: number, unitId = "4a") => ({ unitId, day, chance: 0.95 });
    const found = expectPlanned(lately, [on(0), on(0), on(4), on(4), on(1, "5c")], monday);
    expect(sumOn(found, 0)).toBeCloseTo(1.1, 12);
    expect(sumOn(found, 4)).toBe(0);
    expect(sumOn(found, 1)).toBe(2);
  });

  it("are of today only what is left of it", () => {
    expect(sumOn(expectPlanned(lately, [], { ...monday, dayElapsed: 0.75 }), 0)).toBeCloseTo(0.75, 12);
  });

  it("are chances", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 7, maxLength: 7 }),
        (byWeekday) => {
          const found = expectPlanned([{ unitId: "4a", byWeekday }], [], monday);
          expect(found.every(({ chance }) => chance > 0 && chance <= 1)).toBe(true);
        },
      ),
    );
  });
});
