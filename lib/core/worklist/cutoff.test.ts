import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeCutoff } from "@/lib/core/worklist/cutoff";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

const row = (stayId: string, probability: number | null): WorklistRow => ({ stayId, probability }) as WorklistRow;

describe("the line of the day", () => {
  const rows = [row("a", 0.5), row("b", 0.4), row("none", null), row("c", 0.3), row("d", 0.2)];

  it("stands below the last patient there is room for, passing over those without a score", () => {
    const line = placeCutoff(rows, { capacity: 3, stayIds: ["a", "b", "c"] });
    expect(line).toMatchObject({ afterStayId: "c", leftCount: 0, movedInCount: 0 });
    expect(line.yield).toMatchObject({ low: 0, high: 2 });
    expect(line.yield.expected).toBeCloseTo(1.2);
  });

  it("counts the place of somebody who has left as used", () => {
    const line = placeCutoff(rows, { capacity: 3, stayIds: ["gone", "a", "b"] });
    expect(line).toMatchObject({ afterStayId: "b", leftCount: 1, movedInCount: 0 });
  });

  it("says how many crossed it since it was set", () => {
    expect(placeCutoff(rows, { capacity: 2, stayIds: ["a", "c"] })).toMatchObject({
      afterStayId: "b",
      movedInCount: 1,
    });
  });

  it("is not drawn where nobody or everybody is above it", () => {
    expect(placeCutoff(rows, { capacity: 4, stayIds: ["a", "b", "c", "d"] }).afterStayId).toBeNull();
    expect(placeCutoff(rows, { capacity: 2, stayIds: ["x", "y"] })).toMatchObject({ afterStayId: null, above: [] });
  });

  it("never has more above it than there is room for", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), fc.nat(60), fc.uniqueArray(fc.nat(60)), (here, capacity, before) => {
        const list = here.map((id) => row(String(id), id % 7 === 0 ? null : 0.3));
        const { above, leftCount } = placeCutoff(list, { capacity, stayIds: before.map(String) });
        expect(above.length).toBeLessThanOrEqual(Math.max(0, capacity - leftCount));
        expect(above.every(({ probability }) => probability !== null)).toBe(true);
      }),
    );
  });
});
