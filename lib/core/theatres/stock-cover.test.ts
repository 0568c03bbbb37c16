import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { poissonMixture } from "@/lib/core/capacity/counts";
import { stockCover } from "@/lib/core/theatres/stock-cover";

const always = (count: number) => Float64Array.from({ length: count + 1 }, (_, at) => (at === count ? 1 : 0));
const oneLevel = (use: Float64Array, days = 14) => [{ weight: 1, byDay: Array<Float64Array>(days).fill(use) }];

describe("how long stock lasts", () => {
  it("is plain arithmetic where use is certain", () => {
    const cover = stockCover({ stock: 10, deliveries: [], past: [], levels: oneLevel(always(3)) });
    expect(cover.coveredDays).toEqual({ sure: 3, usual: 3, median: 3 });
    expect(cover.plainDays).toBeCloseTo(10 / 3, 9);
    expect(cover.outBy.slice(0, 5)).toEqual([0, 0, 0, 1, 1]);
    expect(stockCover({ stock: 12, deliveries: [], past: [], levels: oneLevel(always(3)) }).coveredDays.sure).toBe(4);
  });

  it("goes on with what is delivered in time, and not with what comes after it ran out", () => {
    const at = (day: number) =>
      stockCover({ stock: 6, deliveries: [{ day, count: 6 }], past: [], levels: oneLevel(always(3)) }).coveredDays.sure;
    expect([at(1), at(2), at(3)]).toEqual([4, 4, 2]);
  });

  it("takes off what was used since it was counted, and adds what came meanwhile", () => {
    // 50 counted ten days ago, five used a day, 25 delivered a week ago.
    const past = Array.from({ length: 10 }, (_, at) => ({ use: always(5), came: at === 3 ? 25 : 0 }));
    const cover = stockCover({ stock: 50, deliveries: [], past, levels: oneLevel(always(5)) });
    expect(cover).toMatchObject({ leftNow: 25, plainDays: 5, coveredDays: { sure: 5, usual: 5, median: 5 } });
  });

  it("takes off no more than there was, and knows the less how much is left the longer ago it was counted", () => {
    const use = poissonMixture([{ weight: 1, mean: 2 }]);
    const counted = (daysAgo: number, stock: number) =>
      stockCover({
        ...{ stock, deliveries: [], levels: oneLevel(use) },
        past: Array.from({ length: daysAgo }, () => ({ use, came: 0 })),
      });
    const [now, before] = [counted(0, 12), counted(10, 32)];
    expect(before.leftNow).toBeCloseTo(now.leftNow, 1);
    expect(before.coveredDays.sure ?? 99).toBeLessThan(now.coveredDays.sure ?? 99);
    const empty = stockCover({
      ...{ stock: 5, deliveries: [], levels: oneLevel(always(3)) },
      past: [0, 0, 0, 9].map((came) => ({ use: always(3), came })),
    });
    expect(empty).toMatchObject({ leftNow: 6, coveredDays: { sure: 2 } });
  });

  it("is beyond what is looked at where little is used, and has no days where nothing is", () => {
    const plenty = stockCover({ stock: 100, deliveries: [], past: [], levels: oneLevel(always(1)) });
    expect(plenty.coveredDays).toEqual({ sure: null, usual: null, median: null });
    expect(stockCover({ stock: 5, deliveries: [], past: [], levels: oneLevel(always(0)) }).plainDays).toBeNull();
  });

  it("agrees with the sum of all days where nothing is delivered", () => {
    const use = poissonMixture([{ weight: 1, mean: 2 }]);
    const { outBy } = stockCover({ stock: 9, deliveries: [], past: [], levels: oneLevel(use, 5) });
    const sum = poissonMixture([{ weight: 1, mean: 10 }]);
    const above = sum.slice(10).reduce((all, value) => all + value, 0);
    expect(outBy[4]).toBeCloseTo(above, 9);
  });

  it("is shorter to be sure of when it is not known how many come", () => {
    const use = (mean: number) => Array<Float64Array>(14).fill(poissonMixture([{ weight: 1, mean }]));
    const known = stockCover({ stock: 30, deliveries: [], past: [], levels: [{ weight: 1, byDay: use(4) }] });
    const unknown = stockCover({
      ...{ stock: 30, deliveries: [], past: [] },
      levels: [2, 6].map((mean) => ({ weight: 0.5, byDay: use(mean) })),
    });
    expect(unknown.coveredDays.sure ?? 99).toBeLessThan(known.coveredDays.sure ?? 99);
    expect(unknown.plainDays).toBeCloseTo(known.plainDays ?? 0, 6);
  });

  it("never gets less likely to have run out, and lasts no shorter with more on the shelf", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.double({ min: 0.1, max: 6, noNaN: true }), (stock, mean) => {
        const levels = oneLevel(poissonMixture([{ weight: 1, mean }]));
        const { outBy } = stockCover({ stock, deliveries: [], past: [], levels });
        for (let day = 1; day < outBy.length; day++)
          expect(outBy[day]).toBeGreaterThanOrEqual((outBy[day - 1] ?? 0) - 1e-12);
        const more = stockCover({ stock: stock + 1, deliveries: [], past: [], levels });
        for (const [day, chance] of more.outBy.entries()) expect(chance).toBeLessThanOrEqual((outBy[day] ?? 0) + 1e-12);
      }),
      { numRuns: 30 },
    );
  });
});
