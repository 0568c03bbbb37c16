import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Budget } from "@/lib/core/api/budget";

describe("a budget", () => {
  it("lets through its limit in each window and says when the next begins", () => {
    const budget = new Budget({ limit: 2, windowMs: 60_000 });
    expect(budget.spend("a", 0)).toEqual({ allowed: true, limit: 2, left: 1, resetSeconds: 60, windowSeconds: 60 });
    expect(budget.spend("a", 30_000)).toMatchObject({ allowed: true, left: 0, resetSeconds: 30 });
    expect(budget.look("a", 59_000)).toMatchObject({ allowed: false, resetSeconds: 1 });
    expect(budget.spend("a", 59_999)).toMatchObject({ allowed: false, left: 0 });
    expect(budget.spend("b", 59_999)).toMatchObject({ allowed: true });
    expect(budget.spend("a", 60_000)).toMatchObject({ allowed: true, left: 1 });
  });

  it("never lets more than its limit through in a window and never counts more keys than it may", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(40)), { maxLength: 200 }), (calls) => {
        const budget = new Budget({ limit: 3, windowMs: 100, keys: 4 });
        const single = new Budget({ limit: 3, windowMs: 100 });
        let now = 0;
        const let_ = new Map<number, number[]>();
        for (const [key, step] of calls) {
          now += step;
          budget.spend(String(key), now);
          if (single.spend(String(key), now).allowed) let_.set(key, [...(let_.get(key) ?? []), now]);
        }
        expect(budget.size).toBeLessThanOrEqual(4);
        // Windows begin with a key's first call: within any one of them at most three, so four calls span more than one.
        for (const times of let_.values())
          for (let at = 0; at + 6 < times.length; at += 1)
            expect(times[at + 6]! - times[at]!).toBeGreaterThanOrEqual(100);
      }),
    );
  });
});
