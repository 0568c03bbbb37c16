import { describe, expect, it } from "vitest";
import { learnCensus, type StayFound, type ToLearn } from "@/lib/core/capacity/learn-census";
import { lengthOfStaySchema } from "@/lib/core/capacity/length-of-stay";
import generated from "@/lib/core/capacity/length-of-stay.generated.json";

const model = lengthOfStaySchema.parse(generated);
const learn = (stays: readonly StayFound[], kept: ToLearn["kept"] = null, countFrom: string | null = null) =>
  learnCensus({ model, stays, today: TODAY, kept, countFrom });
const TODAY = "2026-03-10";
const dayAgo = (days: number): string => new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10);
const stay = (admitted: number, left: number | null, more: Partial<StayFound> = {}): StayFound => ({
  unitId: "a",
  isCurrent: left === null,
  admittedOn: dayAgo(admitted),
  leftOn: left === null ? null : dayAgo(left),
  known: { primaryDiagnosis: null, admissionType: "emergency", age: 60 },
  ...more,
});
const elective = { known: { primaryDiagnosis: null, admissionType: "elective", age: 60 } };
/** Four come every day and stay three. */
const steady = (days: number): StayFound[] =>
  Array.from({ length: days }, (_, at) => at + 1).flatMap((ago) =>
    Array.from({ length: 4 }, () => (ago > 3 ? stay(ago, ago - 3) : stay(ago, null))),
  );

describe("learnCensus", () => {
  it("forecasts as many unscheduled admissions as come, counts no booked one, and looks eight weeks back for where they go", () => {
    const { arrivals, arrivalDays, followedDays, admissions } = learn([
      ...steady(120),
      stay(5, 2, elective),
      stay(9, 3, { ...elective, unitId: "b" }),
    ]);
    expect(followedDays).toBe(117);
    expect(arrivalDays).toBe(117);
    const median = arrivals![3]!.quantiles.find(({ level }) => level === 0.5)!.value;
    expect(median).toBeGreaterThan(3.5);
    expect(median).toBeLessThan(4.5);
    expect([...admissions]).toEqual([["a", 56 * 4]]);
  });

  it("takes a forecast that was kept of today instead of one of its own", () => {
    const days = Array.from({ length: 14 }, (_, at) => ({ quantiles: [{ level: 0.5, value: at }] }));
    const { arrivals, arrivalDays } = learn(steady(120), { days, historyDays: 400 });
    expect(arrivals).toEqual(days);
    expect(arrivalDays).toBe(400);
  });

  it("forecasts nobody from a source read for the first time, whose past is what the patients here brought along", () => {
    const met = [...steady(3), ...Array.from({ length: 30 }, (_, at) => stay(at * 6 + 12, at * 6 + 9))];
    const { arrivals, arrivalDays, followedDays } = learn(met);
    expect(followedDays).toBeLessThan(10);
    expect(arrivals).toBeNull();
    expect(arrivalDays).toBe(0);
  });

  it("takes a hospital that few leave for followed since somebody said so", () => {
    // Somebody leaves every other day.
    const quiet = Array.from({ length: 60 }, (_, at) => stay(2 * at + 4, 2 * at + 2));
    expect(learn(quiet)).toMatchObject({ followedDays: 0, arrivals: null, local: { stays: 0 } });
    const told = learn(quiet, null, dayAgo(100));
    expect(told).toMatchObject({ followedDays: 100, arrivalDays: 100, local: { stays: 49 } });
    expect(told.arrivals).toHaveLength(14);
    expect(learn(quiet, null, dayAgo(-3)).followedDays).toBe(0);
  });

  it("learns how long patients stay here: longer stays, smaller chances to leave", () => {
    const short = learn(steady(100)).local;
    const long = learn(Array.from({ length: 90 }, (_, at) => stay(at + 13, at + 1))).local;
    expect(short.stays).toBe(96 * 4);
    expect(long.stays).toBe(78);
    const meanOf = (shifts: readonly number[]) => shifts.reduce((sum, one) => sum + one, 0) / shifts.length;
    expect(meanOf(long.byWeekday) + meanOf(long.byDay)).toBeLessThan(meanOf(short.byWeekday) + meanOf(short.byDay));
  });

  it("does not take today for a day on which nobody left: of no day of the week do people seem to leave less", () => {
    // One in five leaves every day after the first; the day has only begun, and all who are here are still here.
    const stays = Array.from({ length: 60 }, (_, at) => at + 1).flatMap((ago) =>
      Array.from({ length: 40 }, (_, at) => {
        const days = Math.max(1, Math.ceil(Math.log(1 - (at + 0.5) / 40) / Math.log(0.8)));
        return stay(ago, days < ago ? ago - days : null);
      }),
    );
    const { byWeekday } = learn(stays).local;
    const [today, ...others] = [2, 0, 1, 3, 4, 5, 6].map((weekday) => byWeekday[weekday]!);
    expect(Math.abs(today! - others.reduce((sum, one) => sum + one, 0) / 6)).toBeLessThan(0.03);
    expect(learn([...stays, stay(9, 0)]).local).toEqual(learn([...stays, stay(9, null)]).local);
  });

  it("learns how many planned patients a unit takes on each day of the week, of the last eight weeks", () => {
    const onTuesdays = Array.from({ length: 12 }, (_, at) => stay((at + 1) * 7, (at + 1) * 7 - 3, elective));
    const { planned } = learn([...steady(120), ...onTuesdays]);
    expect(planned).toEqual([{ unitId: "a", byWeekday: [0, 0, 1, 0, 0, 0, 0] }]);
    expect(learn([...steady(15), ...onTuesdays.slice(0, 2)]).planned).toEqual([]);
  });

  it("learns who leaves on the day they came, unit by unit, and not from them how long others stay", () => {
    const dayCases = Array.from({ length: 80 }, (_, at) => stay(at + 1, at + 1, { unitId: "b" }));
    const { sameDay, local } = learn([...steady(100), ...dayCases]);
    expect(local).toEqual(learn(steady(100)).local);
    expect(sameDay.get("b")).toBeGreaterThan(0.8);
    expect(sameDay.get("a")).toBeLessThan(0.02);
  });

  it("looks for patients like those to come among the newest, newest first, and never among today's", () => {
    const { newcomers } = learn([stay(40, 2), stay(9, 2), stay(0, null), stay(1, null, { unitId: "b" })]);
    expect(newcomers.map(({ unitId }) => unitId)).toEqual(["b", "a"]);
  });
});
