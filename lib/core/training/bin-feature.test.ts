import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOT_RECORDED, NOT_YET_KNOWN } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { binFeature, binOf } from "@/lib/core/training/bin-feature";

const days = FEATURES[featureIndex("lengthOfStayDays")]!;
const sex = FEATURES[featureIndex("sex")]!;

describe("bins", () => {
  it("give a category one bin a level after the one for 'not recorded'", () => {
    const bins = binFeature(sex, Float32Array.of(0, 1, NOT_RECORDED));
    expect([NOT_RECORDED, 0, 1].map((value) => binOf(bins, value))).toEqual([0, 1, 2]);
  });

  it("join neighbouring numbers until a bin holds enough rows", () => {
    const values = Float32Array.from([
      ...Array(40).fill(1),
      ...Array(10).fill(2),
      ...Array(35).fill(3),
      ...Array(5).fill(9),
    ]);
    const bins = binFeature(days, values, 30);
    expect(binOf(bins, 1)).not.toBe(binOf(bins, 2));
    expect(binOf(bins, 2)).toBe(binOf(bins, 3));
    expect(binOf(bins, 14)).toBe(bins.count - 1);
  });

  it("read a number below anything seen as the lowest bin, never as missing", () => {
    const bins = binFeature(
      days,
      Float32Array.from({ length: 100 }, (_, row) => 3 + (row % 5)),
      10,
    );
    expect(binOf(bins, 1)).toBe(1);
  });

  it("keep missing apart, stay ordered, and number at most 256, whatever the values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: NOT_YET_KNOWN, max: 5000 }), { minLength: 1, maxLength: 2000 }),
        (list) => {
          const values = Float32Array.from(list);
          const bins = binFeature(days, values, 1);
          expect(bins.count).toBeLessThanOrEqual(256);
          expect(binOf(bins, NOT_RECORDED)).toBe(0);
          const recorded = list.filter((value) => value >= 0).sort((a, b) => a - b);
          let last = 1;
          for (const value of recorded) {
            const bin = binOf(bins, value);
            expect(bin).toBeGreaterThanOrEqual(last);
            expect(bin).toBeLessThan(bins.count);
            last = bin;
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
