import { describe, expect, it } from "vitest";
import { sameWeekdays } from "@/lib/core/demand/same-weekdays";

describe("the same weekdays before a day", () => {
  it("are eight at most, nearest first, over by the day they are asked on", () => {
    const days = sameWeekdays("2026-03-20", { before: "2026-03-10", since: "2025-01-01" });
    expect(days).toHaveLength(8);
    expect(days.slice(0, 2)).toEqual(["2026-03-06", "2026-02-27"]);
    // The same day a week ahead of a Tuesday is no past day.
    expect(sameWeekdays("2026-03-17", { before: "2026-03-10", since: "2026-02-24" })).toEqual([
      "2026-03-03",
      "2026-02-24",
    ]);
  });
});
