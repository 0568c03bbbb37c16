import { describe, expect, it } from "vitest";
import { nelderMead } from "@/lib/core/forecast/nelder-mead";

describe("the downhill simplex", () => {
  it("finds the end of Rosenbrock's valley", () => {
    const valley = ([x = 0, y = 0]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    const { point, cost } = nelderMead(valley, [-1.2, 1], { evaluations: 600 });
    expect(cost).toBeLessThan(1e-8);
    expect(point[0]).toBeCloseTo(1, 3);
  });

  it("keeps away from where the cost is not a number", () => {
    const { point } = nelderMead(([x = 0]) => (x < 2 ? Number.NaN : x), [5], { evaluations: 200 });
    expect(point[0]).toBeCloseTo(2, 2);
  });
});
