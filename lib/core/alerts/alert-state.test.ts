import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALERT_STATES } from "@/lib/core/alerts/alert";
import { escalatesAt, mayRepeat, possibleSteps, stateAfter } from "@/lib/core/alerts/alert-state";
import { quietUntil } from "@/lib/core/alerts/quiet-hours";

describe("what can be done about an alert", () => {
  it("is exactly this table", () => {
    expect(Object.fromEntries(ALERT_STATES.map((state) => [state, possibleSteps(state)]))).toEqual({
      held: [],
      open: ["acknowledge", "snooze", "dismiss"],
      acknowledged: ["snooze", "dismiss", "reopen"],
      snoozed: ["acknowledge", "snooze", "dismiss", "reopen"],
      dismissed: [],
      resolved: [],
    });
    expect(ALERT_STATES.filter((state) => stateAfter(state, "resolve") !== null)).toEqual([
      ...["held", "open", "acknowledged", "snoozed"],
    ]);
  });
});

const NIGHT = { from: "22:00", to: "07:00" };
const at = (iso: string) => new Date(iso);

describe("quiet hours", () => {
  it("go over midnight or not, and their end is not quiet", () => {
    expect(quietUntil(NIGHT, at("2026-01-10T21:59:00Z"), "Europe/London")).toBeNull();
    expect(quietUntil(NIGHT, at("2026-01-10T22:00:00Z"), "Europe/London")).toEqual(at("2026-01-11T07:00:00Z"));
    expect(quietUntil(NIGHT, at("2026-01-11T06:59:59Z"), "Europe/London")).toEqual(at("2026-01-11T07:00:00Z"));
    expect(quietUntil(NIGHT, at("2026-01-11T07:00:00Z"), "Europe/London")).toBeNull();
    const noon = { from: "12:00", to: "13:30" };
    expect(quietUntil(noon, at("2026-01-10T12:15:00Z"), "Europe/London")).toEqual(at("2026-01-10T13:30:00Z"));
    expect(quietUntil(null, at("2026-01-10T23:00:00Z"), "Europe/London")).toBeNull();
  });

  it("run by the hospital's clock, also in the nights clocks change", () => {
    expect(quietUntil(NIGHT, at("2026-07-10T21:30:00Z"), "Europe/London")).toEqual(at("2026-07-11T06:00:00Z"));
    expect(quietUntil(NIGHT, at("2026-03-28T23:00:00Z"), "Europe/London")).toEqual(at("2026-03-29T06:00:00Z"));
    expect(quietUntil(NIGHT, at("2026-10-24T22:00:00Z"), "Europe/London")).toEqual(at("2026-10-25T07:00:00Z"));
    expect(quietUntil(NIGHT, at("2026-01-10T12:00:00Z"), "Australia/Perth")).toBeNull();
    expect(quietUntil(NIGHT, at("2026-01-10T15:00:00Z"), "Australia/Perth")).toEqual(at("2026-01-10T23:00:00Z"));
  });

  it("hold nothing for more than a day, and never for nothing", () => {
    const wall = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([hours, minutes]) => `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`);
    const moment = fc
      .integer({ min: 0, max: 366 * 24 * 60 })
      .map((minutes) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000));
    fc.assert(
      fc.property(wall, wall, moment, (from, to, now) => {
        fc.pre(from !== to);
        const until = quietUntil({ from, to }, now, "America/New_York");
        if (until === null) return;
        const hours = (until.getTime() - now.getTime()) / 3_600_000;
        expect(hours).toBeGreaterThan(0);
        expect(hours).toBeLessThanOrEqual(25);
      }),
      { numRuns: 300 },
    );
  });
});

it("an open alert is told to the second role after its minutes, not in quiet hours, and once", () => {
  const rule = { quiet: NIGHT, escalation: { afterMinutes: 30, toRole: "clinician" as const } };
  const openedAt = at("2026-01-10T21:50:00Z");
  const due = (escalatedAt: Date | null) => escalatesAt(rule, { openedAt, escalatedAt }, "Europe/London");
  expect(due(null)).toEqual(at("2026-01-11T07:00:00Z"));
  expect(due(openedAt)).toBeNull();
  expect(escalatesAt({ ...rule, quiet: null }, { openedAt, escalatedAt: null }, "Europe/London")).toEqual(
    at("2026-01-10T22:20:00Z"),
  );
});

it("the same may come up again after the stated time", () => {
  const raised = at("2026-01-10T10:00:00Z");
  expect(mayRepeat({ repeatAfterHours: 2 }, raised, at("2026-01-10T11:59:59Z"))).toBe(false);
  expect(mayRepeat({ repeatAfterHours: 2 }, raised, at("2026-01-10T12:00:00Z"))).toBe(true);
  expect(mayRepeat({ repeatAfterHours: 0 }, raised, raised)).toBe(true);
});
