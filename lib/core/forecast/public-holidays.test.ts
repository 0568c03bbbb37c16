import { describe, expect, it } from "vitest";
import { toDayNumber } from "@/lib/core/forecast/daily-series";
import { EVERY_COUNTRY } from "@/lib/core/forecast/holiday-calendar";

const marks = (date: string): readonly number[] => EVERY_COUNTRY.marksOf(toDayNumber(date));
const [US, ENGLAND, PERTH] = [0, 2, 4];

describe("public holidays", () => {
  it.each([
    ["2013-05-27", US],
    ["2013-11-28", US],
    ["2017-07-04", US],
    ["2010-12-31", US],
    ["2020-07-03", US],
    ["2021-07-05", US],
    ["2022-12-26", US],
    ["2027-06-18", US],
    ["2014-04-18", ENGLAND],
    ["2020-05-08", ENGLAND],
    ["2022-06-02", ENGLAND],
    ["2014-04-21", ENGLAND],
    ["2024-04-01", ENGLAND],
    ["2021-12-27", ENGLAND],
    ["2021-12-28", ENGLAND],
    ["2022-12-27", ENGLAND],
    ["2013-09-30", PERTH],
    ["2014-01-27", PERTH],
    ["2014-03-03", PERTH],
    ["2014-04-25", PERTH],
  ])("knows %s", (date, calendar) => expect(marks(date)).toContain(calendar));

  it("tells countries apart, and plain days from all", () => {
    expect(marks("2017-07-04")).not.toContain(ENGLAND);
    expect(marks("2011-01-03")).not.toContain(US);
    expect(marks("2020-05-04")).not.toContain(ENGLAND);
    expect(marks("2014-08-25")).not.toContain(PERTH);
    expect(marks("2014-03-12")).toEqual([]);
  });

  it("marks the day after a run of holidays once", () => {
    expect(marks("2013-12-27")).toContain(ENGLAND + 1);
    expect(marks("2013-12-26")).not.toContain(ENGLAND + 1);
  });

  it("has about a dozen holidays and as many days after in a year, and no mark beyond its count", () => {
    const year = Array.from({ length: 365 }, (_, at) => EVERY_COUNTRY.marksOf(toDayNumber("2019-01-01") + at)).flat();
    expect(Math.max(...year)).toBe(EVERY_COUNTRY.marks - 1);
    expect(year.filter((mark) => mark === ENGLAND)).toHaveLength(8);
  });
});
