import { describe, expect, it } from "vitest";
import { bandWords, HOSPITAL_BANDS, LACE_BANDS } from "@/lib/core/scores/score-band";

describe("the band of a published score", () => {
  it.each([
    [9, 9, LACE_BANDS, "not high"],
    [10, 12, LACE_BANDS, "high"],
    [5, 10, LACE_BANDS, "not high so far, could be high"],
    [4, 4, HOSPITAL_BANDS, "low"],
    [5, 6, HOSPITAL_BANDS, "intermediate"],
    [1, 8, HOSPITAL_BANDS, "low so far, could be high"],
  ] as const)("of %i to %i is said with what is still open", (low, high, bands, words) => {
    expect(bandWords(low, high, bands)).toBe(words);
  });
});
