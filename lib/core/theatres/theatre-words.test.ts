import { describe, expect, it } from "vitest";
import { countSpread } from "@/lib/core/capacity/counts";
import type { StockCover } from "@/lib/core/theatres/stock-cover";
import { coverWords, isShort, likelyWords, toHours } from "@/lib/core/theatres/theatre-words";

const cover = (sure: number | null, median: number | null): StockCover => ({
  ...{ outBy: [], leftNow: 1, plainDays: 1 },
  coveredDays: { sure, usual: sure, median },
});

describe("theatres in words", () => {
  it("give a need its interval where it has one", () => {
    expect(likelyWords(countSpread(Float64Array.of(0.2, 0.5, 0.3)))).toBe("1 (0 to 2)");
    expect(likelyWords(countSpread(Float64Array.of(0, 0, 1)))).toBe("2");
  });

  it("say minutes as hours", () => {
    const spread = { expected: 61, median: 60, low80: 30, high80: 90, low95: 0, high95: 130 };
    expect(toHours(spread)).toEqual({ expected: 1, median: 1, low80: 0.5, high80: 1.5, low95: 0, high95: 2.2 });
  });

  it("say how long stock lasts, surely and as likely as not", () => {
    expect(coverWords(cover(null, null), 14)).toBe("over 14 days");
    expect(coverWords(cover(1, 3), 14)).toBe("1 day; even chance 3");
    expect(coverWords(cover(9, null), 14)).toBe("9 days; even chance over 14");
    expect(coverWords(cover(0, 0), 14)).toBe("under a day");
    expect([cover(2, 4), cover(3, 4), cover(null, null), null].map(isShort)).toEqual([true, false, false, false]);
  });
});
