import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LeastSquares } from "@/lib/core/forecast/least-squares";

const gather = (rows: readonly (readonly [number, number, number])[]) => {
  const equations = new LeastSquares(2);
  for (const [x, seen, weight] of rows) equations.add(Float64Array.of(1, x), seen, weight);
  return equations;
};

describe("least squares", () => {
  it("finds the line that points lie on, whatever they weigh", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (at, slope) => {
          const { coefficients, remaining } = gather(
            [-3, 0, 1, 4, 9].map((x) => [x, at + slope * x, 1 + (x % 2) ** 2] as const),
          ).solve(() => 0);
          expect(coefficients[0]).toBeCloseTo(at, 8);
          expect(coefficients[1]).toBeCloseTo(slope, 8);
          expect(remaining).toBeLessThan(1e-6);
        },
      ),
    );
  });

  it("says what squares are left over", () => {
    expect(
      gather([
        [0, 1, 1],
        [0, 3, 1],
        [1, 5, 1],
        [1, 5, 1],
      ]).solve(() => 0).remaining,
    ).toBeCloseTo(2, 10);
  });

  it("draws a coefficient towards nought by its penalty", () => {
    const slope = (penalty: number) =>
      gather([
        [-1, -2, 1],
        [1, 2, 1],
      ]).solve((index) => (index === 1 ? penalty : 0)).coefficients[1];
    expect(slope(0)).toBeCloseTo(2, 10);
    expect(slope(2)).toBeCloseTo(1, 10);
  });

  it("holds at nought what nothing was seen of", () => {
    const equations = new LeastSquares(2);
    equations.add(Float64Array.of(1, 0), 4);
    expect([...equations.solve(() => 0).coefficients]).toEqual([4, 0]);
  });
});
