import { describe, expect, it } from "vitest";
import { DAY_MS, midnightsBetween, readMoment } from "@/lib/core/fhir/moment";

describe("reading FHIR dates", () => {
  it.each([
    ["2020-03-01T08:00:00Z", "2020-03-01T08:00:00Z", "time"],
    ["2020-03-01T08:00:00.123+01:00", "2020-03-01T07:00:00Z", "time"],
    ["2020-03-01T08:00:00-0500", "2020-03-01T13:00:00Z", "time"],
    ["2020-03-01T08:00", "2020-03-01T08:00:00Z", "time"],
    ["2020-03-01 08:00:00", "2020-03-01T08:00:00Z", "time"],
    ["2020-03-01", "2020-03-01T00:00:00Z", "day"],
    ["2020-03", "2020-03-01T00:00:00Z", "month"],
    ["2020", "2020-01-01T00:00:00Z", "year"],
    ["2187-11-30T23:59:59Z", "2187-11-30T23:59:59Z", "time"],
    ["1853-01-01", "1853-01-01T00:00:00Z", "day"],
  ])("%s begins at %s", (written, earliest, precision) => {
    const moment = readMoment(written);
    expect(moment?.earliest).toBe(Date.parse(earliest));
    expect(moment?.precision).toBe(precision);
  });

  it.each([
    "",
    "soon",
    "20",
    "2020-13",
    "2020-02-30",
    "2021-02-29",
    "0000",
    "9999-12-31",
    "2020-01-01T25:00:00Z",
    "2020-01-01T08:00:00Zulu",
    null,
    2020,
    {},
    ["2020"],
  ])("%j is no date", (written) => expect(readMoment(written)).toBeNull());

  it("keeps the calendar day where it was written, whatever the offset", () => {
    const evening = readMoment("2020-03-01T23:30:00-05:00");
    const night = readMoment("2020-03-02T00:30:00-05:00");
    expect(evening && night && midnightsBetween(evening, night)).toBe(1);
  });

  it("reads a partial date as all it can mean", () => {
    const february = readMoment("2020-02");
    expect(february && (february.latest + 1 - february.earliest) / DAY_MS).toBe(29);
    expect(february && february.lastDay - february.day).toBe(28);
  });
});
