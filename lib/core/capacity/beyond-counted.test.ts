import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beyondCounted } from "@/lib/core/capacity/beyond-counted";

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
const some = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 14, maxLength: 14 });

describe("unscheduled admissions beyond those counted one by one", () => {
  it("are the forecast's less those, and what a day cannot hold is taken off the days after", () => {
    const levels = [
      { weight: 0.5, byDay: [2, 5, 5] },
      { weight: 0.5, byDay: [1, 1, 9] },
    ];
    expect(beyondCounted(levels, [3, 1])).toEqual([
      { weight: 0.5, byDay: [0, 3, 5] },
      { weight: 0.5, byDay: [0, 0, 7] },
    ]);
  });

  it("add up to the forecast with them, as long as it has room for them", () => {
    fc.assert(
      fc.property(some, some, (byDay, counted) => {
        const [level] = beyondCounted([{ weight: 1, byDay }], counted);
        expect(level!.byDay.every((mean) => mean >= 0)).toBe(true);
        const counts = sum(level!.byDay) + sum(counted);
        expect(counts).toBeGreaterThanOrEqual(sum(byDay) - 1e-9);
        // From day to day it never runs ahead of what is forecast or counted.
        if (level!.byDay.at(-1)! > 0) expect(counts).toBeCloseTo(sum(byDay), 8);
      }),
    );
  });
});
