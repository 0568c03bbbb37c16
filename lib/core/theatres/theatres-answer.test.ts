import { describe, expect, it } from "vitest";
import { suppliesAnswer, theatresAnswer } from "@/lib/core/api/theatre-schemas";
import { planTheatres } from "@/lib/core/theatres/plan-theatres";
import { procedureProfile } from "@/lib/core/theatres/procedure-profile";
import { USUAL_RULES } from "@/lib/core/theatres/theatre-day";
import { toSuppliesAnswer, toTheatresAnswer } from "@/lib/core/theatres/theatres-answer";
import { theatresCsv } from "@/lib/core/theatres/theatres-csv";
import type { TheatresView } from "@/lib/core/theatres/theatres-view";

const days = ["2026-03-10", "2026-03-11"];
const there = { rooms: 1, recoveryBeds: null };
const profile = procedureProfile.parse({
  ...{ id: "hip", name: "Hip", codes: [{ code: "1" }], duration: { median: 100, ninetieth: 140 }, turnover: 20 },
  ...{ recovery: 60, team: { surgeon: 1 }, supplies: [{ item: "=Set, large", perCase: 1 }], goesAhead: 0.9 },
});
const plan = planTheatres({
  ...{ days, profiles: [profile], recorded: new Map(), addOns: [], addOnShares: new Map(), rules: USUAL_RULES },
  booked: [1, 2, 3].map(() => ({ day: "2026-03-11", codes: [{ system: "", code: "1" }], isUnplanned: false })),
  ...{ there: [there, there], stock: [{ item: "=Set, large", stock: 2, daysOld: 0, deliveries: [] }] },
});
const stock = { count: 2, deliveries: [], said: { at: "2026-03-10T08:00:00Z", by: "Somebody" }, daysOld: 0 };
const view: TheatresView = {
  ...{ asOf: "2026-03-10T09:00:00Z", timeZone: "Europe/London", profiles: [], setting: null },
  days: plan.days.map((day) => ({ ...day, there })),
  supplies: plan.items.map((item) => ({ ...item, stock, isUsed: true })),
  facts: {
    ...{
      booked: 3,
      bookedUnplanned: 0,
      withoutProfile: 0,
      addOnsMadeOn: null,
      addOnDays: 0,
      recorded: 0,
      bookingsReadAt: null,
    },
    ...{ isFresh: false, simulated: true },
  },
};

describe("theatres for programs", () => {
  it("answers needs with ascending quantiles, and what is not known as null", () => {
    const answer = theatresAnswer.parse(toTheatresAnswer(view));
    const [, day] = answer.days;
    expect(day).toMatchObject({ booked: 3, addOns: null, roomsThere: 1, recoveryBedsThere: null });
    expect(day?.cases.expected).toBeCloseTo(2.7, 6);
    expect(day?.chanceRoomsRunOut).toBeGreaterThan(0);
    expect(day?.chanceRecoveryRunsOut).toBeNull();
    expect(day?.team.map(({ role }) => role)).toEqual(["surgeon"]);
    for (const { quantiles } of [day!.minutes, day!.rooms, day!.recoveryBeds])
      expect(quantiles.map(({ value }) => value)).toEqual(quantiles.map(({ value }) => value).sort((a, b) => a - b));
  });

  it("answers supplies with how long they last, and not who counted them", () => {
    const [item] = suppliesAnswer.parse(toSuppliesAnswer(view)).items;
    expect(item).toMatchObject({ item: "=Set, large", stock: { count: 2 }, coveredDays: { sure: 1, median: 1 } });
    expect(item?.days.map(({ chanceOutBy }) => chanceOutBy)).toEqual([0, expect.closeTo(0.9 ** 3, 9)]);
    expect(JSON.stringify(item)).not.toContain("Somebody");
  });

  it("is written as CSV, a formula kept from being one", () => {
    const lines = theatresCsv(view).split("\r\n");
    const width = lines[0]?.split(",").length;
    expect(lines.filter((line) => line.startsWith("2026-03-11,")).map((line) => line.split(",")[1])).toEqual([
      ...["operations", "minutes", "rooms", "recovery beds", "surgeon", "\"'=Set"],
    ]);
    expect(lines[3]?.split(",")).toHaveLength(width ?? 0);
    expect(lines.at(-2)).toMatch(/^2026-03-11,"'=Set, large",,2.7,3,2,3,1,3,,,0.729$/);
  });
});
