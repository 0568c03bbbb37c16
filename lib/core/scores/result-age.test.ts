import { describe, expect, it } from "vitest";
import { resultAge } from "@/lib/core/scores/result-age";

describe("the age of a result", () => {
  it.each([
    ["2026-03-10", 0, false],
    ["2026-03-08", 2, false],
    ["2026-03-07", 3, true],
    ["2026-02-28", 10, true],
  ])("of %s on 10 March is %d days, old: %s", (day, daysOld, isStale) => {
    expect(resultAge("sodium", [null, "2026-01-01", day], "2026-03-10")).toEqual({ day, daysOld, isStale });
  });

  it("is not asked of a stay that has ended, nor of what is no measurement", () => {
    expect(resultAge("haemoglobin", ["2026-01-01"], null)).toMatchObject({ isStale: false });
    expect(resultAge("urgent", ["2026-01-01"], "2026-03-10")).toBeNull();
    expect(resultAge("sodium", [null], "2026-03-10")).toBeNull();
  });
});
