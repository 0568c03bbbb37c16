import { describe, expect, it } from "vitest";
import { quieten as quietenSeries } from "@/lib/core/forecast/quieten";

const quieten = (values: Float64Array, isHoliday = (_day: number) => false) =>
  quietenSeries({ firstDay: 18_000, values }, isHoliday).values;

const calm = (): Float64Array =>
  Float64Array.from({ length: 120 }, (_, day) => 100 + ((day * 37) % 11) + (day % 7 === 0 ? -30 : 0));

describe("days that cannot be right", () => {
  it("leaves a calm series as it is, weekends and all", () => expect(quieten(calm())).toEqual(calm()));

  it("drops a day returned twice and a day not entered", () => {
    const slips = calm();
    slips[60] = 210;
    slips[90] = 0;
    const quiet = quieten(slips);
    expect([...quiet.keys()].filter((day) => Number.isNaN(quiet[day]))).toEqual([60, 90]);
  });

  it("keeps holidays, which come again, however far they lie from other days", () => {
    const values = calm();
    for (const day of [60, 61, 90]) values[day] = 20;
    const quiet = quieten(values, (day) => day === 18_060 || day === 18_061);
    expect([...quiet.keys()].filter((day) => Number.isNaN(quiet[day]))).toEqual([90]);
  });

  it("keeps a change of level, which is news", () => {
    const shifted = calm().map((value, day) => (day >= 100 ? value + 80 : value));
    expect([...quieten(shifted).slice(100)]).toEqual([...shifted.slice(100)]);
  });

  it("says nothing about a series too short or without any spread", () => {
    const short = Float64Array.of(1, 1, 1, 90, 1, 1, 1);
    expect(quieten(short)).toEqual(short);
    const flat = new Float64Array(60).fill(4);
    flat[30] = 5;
    expect(quieten(flat)).toEqual(flat);
  });
});
