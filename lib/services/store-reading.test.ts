import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leavingGroup, localDay } from "@/lib/core/worklist/leaving-group";
import { instant } from "@/lib/services/store-reading";

describe("a day that was written without a time", () => {
  it("stays that day wherever the hospital is", () => {
    const zones = fc.constantFrom(
      "Europe/London",
      "America/Los_Angeles",
      "Pacific/Auckland",
      "Pacific/Kiritimati",
      "Pacific/Pago_Pago",
      "Australia/Lord_Howe",
    );
    const days = fc.date({ min: new Date("1990-01-01"), max: new Date("2050-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(days, zones, (date, zone) => {
        const day = date.toISOString().slice(0, 10);
        const stored = instant(day, zone);
        expect(stored && localDay(stored, zone)).toBe(day);
      }),
    );
  });

  it("is tomorrow's planned end on the evening before, in Auckland as in London", () => {
    const evening = { "Europe/London": "2026-03-10T21:00:00Z", "Pacific/Auckland": "2026-03-10T08:00:00Z" };
    for (const [zone, now] of Object.entries(evening)) {
      const planned = instant("2026-03-11", zone)?.toISOString() ?? null;
      expect(leavingGroup(planned, new Date(now), zone), zone).toBe("tomorrow");
    }
  });

  it("is a time as it was written where there is one, and nothing where it is less than a day", () => {
    expect(instant("2026-03-11T23:30:00+13:00", "Pacific/Auckland")).toEqual(new Date("2026-03-11T10:30:00Z"));
    for (const written of [null, "2026", "2026-03", "2026-13-45", "not a day!"])
      expect(instant(written, "Pacific/Auckland")).toBeNull();
  });
});
