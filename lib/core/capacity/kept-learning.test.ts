import { describe, expect, it } from "vitest";
import { keepLearning, recallLearning } from "@/lib/core/capacity/kept-learning";
import type { LearntCensus } from "@/lib/core/capacity/learn-census";

const learnt: LearntCensus = {
  followedDays: 100,
  local: { byWeekday: [], byDay: [], knownShare: 1, tailHazard: 0.12, stays: 3, tailDays: 0 },
  // Days are told apart by their median.
  arrivals: Array.from({ length: 14 }, (_, value) => ({ quantiles: [{ level: 0.5, value }] })),
  arrivalDays: 90,
  admissions: new Map([["a", 5]]),
  newcomers: [{ unitId: "a", known: { primaryDiagnosis: null, admissionType: "emergency", age: 60 } }],
  planned: [{ unitId: "a", byWeekday: [0, 1, 1, 1, 1, 1, 0] }],
  sameDay: new Map([["a", 0.2]]),
};
const kept = () => JSON.parse(JSON.stringify(keepLearning(learnt)));
const medians = (days: LearntCensus["arrivals"] | undefined) => days?.map(({ quantiles }) => quantiles[0]?.value);

describe("what was learnt and kept", () => {
  it("comes back as it was on the same day, through JSON", () => {
    expect(recallLearning(kept(), 0)).toEqual(learnt);
  });

  it("moves on with the days: beyond what was foretold as a week before, with the same weekday", () => {
    expect(medians(recallLearning(kept(), 3)?.arrivals)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 7, 8, 9]);
    expect(medians(recallLearning(kept(), 7)?.arrivals)).toEqual([7, 8, 9, 10, 11, 12, 13, 7, 8, 9, 10, 11, 12, 13]);
  });

  it("is used no more after a week, nor from tomorrow, and invents no forecast", () => {
    expect(recallLearning(kept(), 8)).toBeNull();
    expect(recallLearning(kept(), -1)).toBeNull();
    expect(recallLearning({ ...kept(), arrivals: null }, 2)?.arrivals).toBeNull();
  });
});
