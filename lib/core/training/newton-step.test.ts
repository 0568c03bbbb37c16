import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { levelStep, treeStep } from "@/lib/core/training/newton-step";

const OPTIONS = { leaves: 3, minimumHessian: 0, ridge: 0, missingRidge: 0, direction: 0 as -1 | 0 | 1 };

describe("a category's step", () => {
  it("is the shrunken mean of each level, and nothing for a level never met", () => {
    expect(levelStep(Float64Array.of(6, -2, 0), Float64Array.of(2, 8, 0), 2)).toEqual(Float64Array.of(1.5, -0.2, 0));
  });
});

describe("a number's step", () => {
  it("finds the two cuts of three plateaus and takes each one's own value", () => {
    const g = Float64Array.of(0, -1, -1, 2, 2, 5, 5);
    const h = Float64Array.of(0, 1, 1, 1, 1, 1, 1);
    expect([...treeStep(g, h, OPTIONS)]).toEqual([0, -1, -1, 2, 2, 5, 5]);
  });

  it("gives 'not recorded' a value of its own, whatever the numbers say", () => {
    const step = treeStep(Float64Array.of(8, 1, 1), Float64Array.of(2, 1, 1), { ...OPTIONS, missingRidge: 2 });
    expect([...step]).toEqual([2, 1, 1]);
  });

  it("does not cut where a side would hold too little", () => {
    const g = Float64Array.of(0, 10, 0, 0, 0);
    const h = Float64Array.of(0, 1, 1, 1, 1);
    const step = treeStep(g, h, { ...OPTIONS, leaves: 2, minimumHessian: 2 });
    expect([...step]).toEqual([0, 5, 5, 0, 0]);
  });

  const sums = fc.array(
    fc.record({ g: fc.double({ min: -5, max: 5, noNaN: true }), h: fc.double({ min: 0.1, max: 5, noNaN: true }) }),
    {
      minLength: 2,
      maxLength: 40,
    },
  );

  it.each([1, -1] as const)("never moves against direction %i", (direction) => {
    fc.assert(
      fc.property(sums, (bins) => {
        const step = treeStep(
          Float64Array.from(bins, ({ g }) => g),
          Float64Array.from(bins, ({ h }) => h),
          { ...OPTIONS, leaves: 5, ridge: 1, direction },
        );
        for (let bin = 2; bin < step.length; bin++) {
          expect(direction * (step[bin]! - step[bin - 1]!)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it("uses no more leaves than it may, and lowers the quadratic loss", () => {
    fc.assert(
      fc.property(sums, fc.integer({ min: 2, max: 4 }), (bins, leaves) => {
        const g = Float64Array.from(bins, (bin) => bin.g);
        const h = Float64Array.from(bins, (bin) => bin.h);
        const step = treeStep(g, h, { ...OPTIONS, leaves, missingRidge: 1 });
        expect(new Set(step.subarray(1)).size).toBeLessThanOrEqual(leaves);
        const change = step.reduce((sum, move, bin) => sum - g[bin]! * move + (h[bin]! * move * move) / 2, 0);
        expect(change).toBeLessThanOrEqual(1e-9);
      }),
    );
  });
});
