import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDead, TASK_KINDS, TASK_RULES, waitAfter } from "@/lib/core/connections/task";

describe("tasks that must not be lost", () => {
  it("wait longer after each try, never more than the longest, and never all equally long", () => {
    const rules = { firstWaitMs: 1000, longestWaitMs: 60_000 };
    expect([1, 2, 3, 7, 50].map((n) => waitAfter(n, rules, 1))).toEqual([1000, 2000, 4000, 60_000, 60_000]);
    expect([1, 2, 3].map((n) => waitAfter(n, rules, 0))).toEqual([500, 1000, 2000]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, chance) => {
        const wait = waitAfter(attempts, rules, chance);
        expect(wait).toBeGreaterThanOrEqual(500);
        expect(wait).toBeLessThanOrEqual(60_000);
        expect(waitAfter(attempts + 1, rules, chance)).toBeGreaterThanOrEqual(wait);
      }),
    );
  });

  it("are put aside after so many tries, and not before", () => {
    for (const kind of TASK_KINDS) {
      const { attempts } = TASK_RULES[kind];
      expect(isDead(kind, attempts - 1)).toBe(false);
      expect(isDead(kind, attempts)).toBe(true);
    }
  });
});
