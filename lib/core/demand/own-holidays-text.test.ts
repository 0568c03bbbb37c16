import { expect, it } from "vitest";
import { ownHolidaysText, readOwnHolidays } from "@/lib/core/demand/own-holidays-text";

it("reads a hospital's holidays back as they are written, and names the first line that is none", () => {
  const own = [
    { on: "10-03", name: "Tag der Deutschen Einheit" },
    { on: "2026-04-03", name: "Karfreitag" },
  ];
  expect(readOwnHolidays(ownHolidaysText(own))).toEqual({ own });
  expect(readOwnHolidays("\n  12-06   Kept here \n\n")).toEqual({ own: [{ on: "12-06", name: "Kept here" }] });
  expect(readOwnHolidays("")).toEqual({ own: [] });
  expect(readOwnHolidays("12-06 Kept here\n3 October")).toEqual({ unread: "3 October" });
  expect(readOwnHolidays("12-06")).toEqual({ unread: "12-06" });
});
