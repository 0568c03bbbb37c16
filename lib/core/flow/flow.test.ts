import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PUBLISHED_WEIGHT, READMISSION_WINDOW_DAYS, readmissionTiming } from "@/lib/core/flow/readmission-timing";
import { returnChances } from "@/lib/core/flow/return-chances";

const DAYS = READMISSION_WINDOW_DAYS + 1;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const counts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: DAYS, maxLength: DAYS });
const chance = fc.double({ min: 0, max: 1, noNaN: true });

describe("when readmissions happen", () => {
  it("is as published where nothing is known here", () => {
    const { shares, localReadmissions } = readmissionTiming([]);
    expect(localReadmissions).toBe(0);
    expect(shares).toHaveLength(DAYS);
    for (const [lastDay, share] of [
      [3, 0.134],
      [7, 0.317],
      [15, 0.61],
      [30, 1],
    ] as const)
      expect(sum(shares.slice(0, lastDay + 1))).toBeCloseTo(share, 10);
  });

  it("is a distribution for any counts, between the published and the hospital's own", () => {
    fc.assert(
      fc.property(counts, (own) => {
        const published = readmissionTiming([]).shares;
        const { shares, localReadmissions } = readmissionTiming(own);
        expect(sum(shares)).toBeCloseTo(1, 9);
        expect(localReadmissions).toBe(sum(own));
        shares.forEach((share, day) => {
          const local = localReadmissions === 0 ? published[day]! : own[day]! / localReadmissions;
          expect(share).toBeGreaterThanOrEqual(Math.min(local, published[day]!) - 1e-12);
          expect(share).toBeLessThanOrEqual(Math.max(local, published[day]!) + 1e-12);
        });
      }),
    );
  });

  it("weighs the published timing like so many readmissions", () => {
    const own = Array<number>(DAYS).fill(0);
    own[2] = PUBLISHED_WEIGHT;
    const half = readmissionTiming(own).shares[2]!;
    expect(half).toBeCloseTo((1 + readmissionTiming([]).shares[2]!) / 2, 12);
  });

  it("refuses counts that are not one a day", () => {
    expect(() => readmissionTiming([1, 2, 3])).toThrow(RangeError);
    expect(() => readmissionTiming(Array<number>(DAYS).fill(-1))).toThrow(RangeError);
  });
});

describe("chances of coming back", () => {
  const timing = readmissionTiming([]);

  it("add up to the chance at discharge over all the days from discharge", () => {
    fc.assert(
      fc.property(chance, counts, (probability, own) => {
        const all = returnChances({ probability, daysSince: 0 }, readmissionTiming(own), { dayElapsed: 0, days: DAYS });
        expect(sum(all)).toBeCloseTo(probability, 9);
      }),
    );
  });

  it("are what is left of it once the patient stayed away, by the law of total probability", () => {
    fc.assert(
      fc.property(chance, fc.integer({ min: 0, max: DAYS - 1 }), chance, (probability, daysSince, dayElapsed) => {
        const ahead = sum(returnChances({ probability, daysSince }, timing, { dayElapsed, days: DAYS }));
        const before = probability * (sum(timing.shares.slice(0, daysSince)) + timing.shares[daysSince]! * dayElapsed);
        expect(before + (1 - before) * ahead).toBeCloseTo(probability, 9);
        expect(ahead).toBeLessThanOrEqual(probability + 1e-12);
      }),
    );
  });

  it("end with day 30, and never leave 0–1", () => {
    fc.assert(
      fc.property(chance, fc.integer({ min: 0, max: 60 }), chance, (probability, daysSince, dayElapsed) => {
        const all = returnChances({ probability, daysSince }, timing, { dayElapsed, days: 40 });
        for (const [ahead, one] of all.entries()) {
          expect(one).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThanOrEqual(1);
          if (daysSince + ahead > READMISSION_WINDOW_DAYS) expect(one).toBe(0);
        }
      }),
    );
  });

  it("follow the published numbers for days 4 to 7 of those who stayed away till then", () => {
    // (31.7 − 13.4) / (100 − 13.4) = 21.1 % at probability 1; at 0.5: 0.5·0.183 / (1 − 0.5·0.134) = 9.8 %.
    const certain = returnChances({ probability: 1, daysSince: 4 }, timing, { dayElapsed: 0, days: 4 });
    const even = returnChances({ probability: 0.5, daysSince: 4 }, timing, { dayElapsed: 0, days: 4 });
    expect(sum(certain)).toBeCloseTo(0.183 / 0.866, 10);
    expect(sum(even)).toBeCloseTo(0.0915 / 0.933, 10);
  });
});
