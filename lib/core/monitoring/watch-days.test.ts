import { describe, expect, it } from "vitest";
import { dayAfter, daysFrom, watchDays } from "@/lib/core/monitoring/watch-days";
import { NO_SOURCE, type SourceCounts } from "@/lib/core/monitoring/watched-day";

const FIRST = "2026-01-01";
const sent: SourceCounts = { ...NO_SOURCE, arrivals: { Observation: 60, Condition: 90 } };

/** What was sent on so many days from the first on; `null` where nothing was. */
const sources = (days: readonly (SourceCounts | null)[]) =>
  days.map((counts, i) => ({ day: dayAfter(FIRST, i), counts: counts ?? NO_SOURCE }));
const many = (count: number, what: SourceCounts | null) => Array.from({ length: count }, () => what);

function look(days: readonly (SourceCounts | null)[]) {
  const to = dayAfter(FIRST, days.length - 1);
  const none = { reference: null, days: new Map(), outcomeSignals: new Map(), incidents: [] };
  return watchDays({ ...none, sources: sources(days), from: { sources: FIRST, stays: dayAfter(to) }, to });
}

describe("watchDays before there is anything to compare stays with", () => {
  it("finds that all of what was sent has stopped", () => {
    const found = look([...many(35, sent), null]);
    expect(found.map(({ kind, subject, foundOn }) => [kind, subject, foundOn])).toEqual([
      ["feed-dropped", "Observation", dayAfter(FIRST, 35)],
      ["feed-dropped", "Condition", dayAfter(FIRST, 35)],
    ]);
    expect(look(many(36, sent))).toEqual([]);
  });

  it("compares with days since somebody sends, not with those between an import and the first of them", () => {
    const found = look([sent, ...many(10, null), ...many(35, sent), null]);
    expect(found.map(({ kind }) => kind)).toEqual(["feed-dropped", "feed-dropped"]);
  });

  it("takes no empty day for a dropped feed where there were some before", () => {
    const week = [...many(5, sent), ...many(2, null)];
    expect(look([sent, ...week, ...week, ...week, ...week, ...week, ...week])).toEqual([]);
  });
});

it("daysFrom has both ends, and none backwards", () => {
  expect(daysFrom("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  expect(daysFrom("2026-03-01", "2026-02-28")).toEqual([]);
});
