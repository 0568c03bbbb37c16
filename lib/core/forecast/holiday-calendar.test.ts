import { describe, expect, it } from "vitest";
import { toDayNumber } from "@/lib/core/forecast/daily-series";
import { EVERY_COUNTRY, holidaySetting, makeHolidayCalendar } from "@/lib/core/forecast/holiday-calendar";

const berlin = makeHolidayCalendar({
  countries: [],
  own: [
    { on: "10-03", name: "Tag der Deutschen Einheit" },
    { on: "12-31", name: "Kept here" },
    { on: "2026-04-03", name: "Karfreitag" },
  ],
});
const marks = (date: string): readonly number[] => berlin.marksOf(toDayNumber(date));
const [OWN, AFTER] = [0, 1];

describe("a hospital's own holidays", () => {
  it("come every year, or in one year alone, with the day after them", () => {
    for (const year of [2024, 2025, 2026]) expect(marks(`${year}-10-03`)).toContain(OWN);
    expect(marks("2025-10-04")).toContain(AFTER);
    expect(marks("2026-04-03")).toEqual([OWN]);
    expect(marks("2025-04-03")).toEqual([]);
    // The day after New Year's Eve is next year's.
    expect(marks("2026-01-01")).toContain(AFTER);
  });

  it("know nothing of countries that are not kept", () => {
    expect(marks("2026-07-04")).toEqual([]);
    expect(EVERY_COUNTRY.marksOf(toDayNumber("2026-07-04")).length).toBeGreaterThan(1);
    expect(berlin.marks).toBeLessThan(EVERY_COUNTRY.marks);
    const everyday = Array.from({ length: 1000 }, (_, at) => berlin.marksOf(toDayNumber("2024-01-01") + at)).flat();
    expect(Math.max(...everyday)).toBe(berlin.marks - 1);
  });

  it("stand beside a country's, in whatever order that was said", () => {
    const both = makeHolidayCalendar({
      countries: ["western-australia", "england"],
      own: [{ on: "06-01", name: "x" }],
    });
    expect(both.marksOf(toDayNumber("2014-08-25"))).toEqual([0]);
    expect(both.marksOf(toDayNumber("2014-09-29"))).toEqual([2]);
    expect(both.marksOf(toDayNumber("2015-06-01"))).toContain(4);
  });

  it.each(["13-01", "02-30", "2025-02-29", "1 May", "2025-1-1"])("are not taken where %s is no day", (on) =>
    expect(holidaySetting.safeParse({ countries: [], own: [{ on, name: "x" }] }).success).toBe(false),
  );

  it("take 29 February, in the years that have one", () => {
    const own = [{ on: "02-29", name: "Leap day" }];
    expect(holidaySetting.safeParse({ countries: [], own }).success).toBe(true);
    const leap = makeHolidayCalendar({ countries: [], own });
    expect(leap.marksOf(toDayNumber("2024-02-29"))).toContain(0);
    expect(leap.marksOf(toDayNumber("2025-03-01"))).toEqual([]);
  });
});
