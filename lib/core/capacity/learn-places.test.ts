import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { learnTransfers, learnUnitShares } from "@/lib/core/capacity/learn-places";

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
const count = fc.integer({ min: 0, max: 400 });

describe("learnTransfers", () => {
  it("is a chance from every unit to every unit, whatever was counted", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(count, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }),
        count,
        (moves, days) => {
          for (const row of learnTransfers(moves, [days, days, days])) {
            expect(sum(row)).toBeCloseTo(1, 9);
            for (const share of row) expect(share).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });

  it("moves nobody where nobody was moved, and about as many as were", () => {
    expect(
      learnTransfers(
        [
          [0, 0],
          [0, 0],
        ],
        [500, 500],
      ),
    ).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(
      learnTransfers(
        [
          [9, 97],
          [0, 0],
        ],
        [940, 10],
      )[0]![1],
    ).toBeCloseTo(0.1, 12);
  });
});

describe("learnUnitShares", () => {
  it("is even of nothing, and follows what was seen", () => {
    expect(learnUnitShares([0, 0, 0, 0])).toEqual([0.25, 0.25, 0.25, 0.25]);
    const shares = learnUnitShares([900, 100]);
    expect(shares[0]).toBeCloseTo(0.9, 2);
    expect(sum(shares)).toBeCloseTo(1, 12);
  });
});
