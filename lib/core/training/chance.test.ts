import { describe, expect, it } from "vitest";
import { chanceFrom } from "@/lib/core/training/chance";

const draw = (count: number, ...seeds: number[]) => Array.from({ length: count }, chanceFrom(...seeds));

describe("seeded chance", () => {
  it("repeats by seed and differs between seeds and bags", () => {
    expect(draw(20, 1, 2)).toEqual(draw(20, 1, 2));
    expect(draw(20, 1, 2)).not.toEqual(draw(20, 1, 3));
    expect(draw(20, 1, 2)).not.toEqual(draw(20, 2, 2));
    expect(draw(20, 1, 2)).not.toEqual(draw(20, 2, 1));
  });

  it("is uniform on [0, 1) as far as ten equal bins can tell", () => {
    const counts = new Array<number>(10).fill(0);
    for (const value of draw(100_000, 7)) counts[Math.floor(value * 10)]!++;
    // Chi-square with 9 degrees of freedom: 27.9 is passed by chance once in a thousand.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9);
  });
});
