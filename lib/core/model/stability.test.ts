import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stabilityOf } from "@/lib/core/model/stability";

describe("how far retraining would move a number", () => {
  it("is the lowest and highest that a bag gives", () => {
    const { low, high } = stabilityOf(0.3, [-1, -0.5, -0.8]) ?? { low: 0, high: 0 };
    expect(low).toBeCloseTo(0.26894, 5);
    expect(high).toBeCloseTo(0.37754, 5);
  });

  it("always holds the number itself, and never leaves 0 to 1", () => {
    const logits = fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), logits, (probability, bags) => {
        const { low, high } = stabilityOf(probability, bags) ?? { low: 1, high: 0 };
        expect(low).toBeLessThanOrEqual(probability);
        expect(high).toBeGreaterThanOrEqual(probability);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("is not known without bags", () => {
    expect(stabilityOf(0.3, [])).toBeNull();
  });
});
