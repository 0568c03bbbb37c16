import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expiresBefore, keptMonth, LEAST_DAYS } from "@/lib/core/worklist/past-list-retention";

describe("how long past lists are kept", () => {
  it("is counted in whole months, so that nothing younger goes", () => {
    expect(expiresBefore(new Date("2026-03-10T09:00:00Z"), 365).toISOString()).toBe("2025-03-01T00:00:00.000Z");
    expect(expiresBefore(new Date("2026-03-01T00:00:00Z"), 90).toISOString()).toBe("2025-12-01T00:00:00.000Z");
    const moment = fc.date({ min: new Date("2020-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.integer({ min: LEAST_DAYS, max: 3_650 }), (now, days) => {
        const before = expiresBefore(now, days);
        const oldest = now.getTime() - days * 86_400_000;
        expect(before.getTime()).toBeLessThanOrEqual(oldest);
        // Not a month longer than was asked for.
        expect(oldest - before.getTime()).toBeLessThan(31 * 86_400_000);
        // Whatever goes is of another month than what stays.
        expect(keptMonth(new Date(before.getTime() - 1))).not.toBe(keptMonth(before));
      }),
    );
  });
});
