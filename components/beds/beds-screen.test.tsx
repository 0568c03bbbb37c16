// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { BedsActions } from "@/components/beds/beds-actions";
import { BedsScreen, type GroupAsked } from "@/components/beds/beds-screen";
import { type CensusInput, forecastCensus } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";

// jsdom has no CSS; the dialog escapes a selector with it.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

const DAYS = Array.from({ length: 14 }, (_, at) => `2026-03-${10 + at}`);
const UNITS = [
  { id: "4a", name: "4A Medicine", service: "Medicine", physicalBeds: 8, staffedBeds: 6 },
  { id: "4b", name: "4B Medicine", service: "Medicine", physicalBeds: 8, staffedBeds: 8 },
  { id: "5c", name: "5C Surgery", service: "Surgery", physicalBeds: 6, staffedBeds: 6 },
];
const fading = DAYS.map((_, at) => 0.9 ** (at + 1));
const input: CensusInput = {
  days: DAYS,
  units: UNITS,
  here: [...Array(8).fill(0), ...Array(2).fill(1), 2].map((unit: number) => ({ unit, stillHere: fading })),
  emergency: [{ chance: 0.5 }],
  unitShares: [0.5, 0.3, 0.2],
  booked: [{ unit: 2, day: 1, chance: 1 }],
  returning: [],
  arrivals: [{ weight: 1, byDay: DAYS.map(() => 1) }],
  newcomerStays: UNITS.map(() => DAYS.map((_, came) => fading.slice(0, 14 - came))),
  transfers: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};
const rule = {
  role: "Registered nurse",
  shift: "Day",
  shiftHours: 12,
  need: { kind: "ratio" as const, patientsPerNurse: 4 },
  minimum: 1,
};
const viewOf = (facts: Partial<CensusView["facts"]> = {}, more: Partial<CensusView> = {}): CensusView => ({
  asOf: "2026-03-10T09:00:00Z",
  timeZone: "Europe/London",
  input,
  history: {
    days: ["2026-03-08", "2026-03-09"],
    byUnit: [
      [7, 8],
      [2, 3],
      [1, 1],
    ],
  },
  forecast: forecastCensus(input),
  said: UNITS.filter(({ id }) => id === "4a").map(({ id, name: _, ...beds }) => ({
    ...{ unitId: id, at: "2026-03-02T10:00:00Z", by: "Test administrator" },
    ...beds,
  })),
  staffing: [{ unitId: "4a", rules: [rule], acuity: null, rostered: DAYS.map((_, at) => [at === 0 ? 1 : null]) }],
  facts: {
    learntAt: "2026-03-10T08:40:00Z",
    ...{ localStays: 900, lateDays: 40, arrivalDays: 120, emergency: 1, emergencyOutside: 0, emergencySilent: null },
    ...{
      returningSilent: null,
      withoutEstimate: 0,
      booked: 1,
      bookedElsewhere: 0,
      plannedUnbooked: 4.2,
      ...{ bookingsReadAt: "2026-03-10T08:58:00Z", demandReadAt: "2026-03-10T08:58:00Z" },
    },
    ...{ bedsUnknown: [], simulated: false },
    ...facts,
  },
  maySet: true,
  ...more,
});
const HOSPITAL: GroupAsked = { kind: "hospital", id: "hospital" };
const show = (view = viewOf(), asked = HOSPITAL) => {
  const setBeds = vi.fn(async () => ({ ok: true as const }));
  const setStaffing = vi.fn(async () => ({ ok: true as const }));
  const refresh = vi.fn();
  render(<BedsScreen view={view} asked={asked} actions={{ setBeds, setStaffing }} refresh={refresh} />);
  return { setBeds, setStaffing, refresh };
};
const open = (noun: string) => fireEvent.click(screen.getByRole("button", { name: `Show ${noun} as a table` }));
const slide = (name: string, value: number) => fireEvent.change(screen.getByLabelText(name), { target: { value } });

describe("the beds ahead screen", () => {
  afterEach(cleanup);

  it("says the chart in a table: what was counted, and the median with its intervals", () => {
    show();
    open("the patients at midnight");
    const rows = within(screen.getByLabelText("All my units, patients at midnight, as a table")).getAllByRole("row");
    expect(rows).toHaveLength(1 + 2 + 14);
    expect(rows[2]?.textContent).toBe("Mon 9 Mar12");
    expect(rows[3]?.textContent).toMatch(/^Tue 10 Mar1\d\.\d1\d/);
    expect(screen.getByText("Staffed beds, 20")).toBeTruthy();
  });

  it("names the unit whose beds may run out, and when", () => {
    show();
    const busy = within(screen.getByRole("region", { name: "Where beds may run out" }));
    expect(busy.getByRole("link", { name: "4A Medicine" }).getAttribute("href")).toBe("/beds?unit=4a");
    expect(busy.getByText(/ on Tue 10 Mar/)).toBeTruthy();
    expect(busy.queryByText("5C Surgery")).toBeNull();
  });

  it("works a scenario out at once, keeps it, compares it and goes back", () => {
    show();
    expect(screen.getByRole("status").textContent).toBe("Shown: As it is");
    slide("Close beds", 3);
    slide("Put off planned admissions", 100);
    slide("Unscheduled admissions", 1.5);
    expect(screen.getByRole("status").textContent).toBe(
      "Shown: 4A Medicine: 3 beds closed; 100\u202f% of planned admissions put off by 7 days; unscheduled admissions × 1.5",
    );
    expect(screen.getByText("Staffed beds, 17")).toBeTruthy();
    open("the patients at midnight");
    expect(screen.getByText("Median as it is")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Keep to compare" }));
    const compare = screen.getByRole("region", { name: "Scenarios compared, All my units" });
    expect(within(compare).getAllByRole("row")).toHaveLength(3);
    fireEvent.click(screen.getByRole("button", { name: "As it is" }));
    expect(screen.getByText("Staffed beds, 20")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: /^Remove: 4A/ }));
    expect(screen.queryByRole("region", { name: /Scenarios compared/ })).toBeNull();
  });

  it("shows a unit with its nurses against the rota, and lets its beds be changed", async () => {
    const { setBeds, refresh } = show(viewOf(), { kind: "unit", id: "4a" });
    const staff = within(screen.getByRole("region", { name: "Nurses, 4A Medicine" }));
    expect(staff.getAllByRole("row")[1]?.textContent).toMatch(
      /2 to 3, rota 1 \(1 missing\)|2, rota 1 \(1 missing\)|3, rota 1/,
    );
    expect(staff.getAllByRole("row")[2]?.textContent).toContain("no rota");
    fireEvent.click(screen.getByRole("button", { name: "Change beds" }));
    const dialog = within(screen.getByRole("dialog"));
    fireEvent.change(dialog.getByLabelText("Staffed beds"), { target: { value: "9" } });
    fireEvent.click(dialog.getByRole("button", { name: "Save" }));
    expect(dialog.getByRole("alert").textContent).toContain("more staffed beds than physical");
    fireEvent.change(dialog.getByLabelText("Staffed beds"), { target: { value: "7" } });
    fireEvent.click(dialog.getByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(refresh).toHaveBeenCalled());
    const seen = { service: "Medicine", physicalBeds: 8, staffedBeds: 6 };
    expect(setBeds).toHaveBeenCalledWith({ wardId: "4a", ...seen, staffedBeds: 7, seen });
  });

  it("shows theirs beside yours where somebody changed the beds meanwhile, and saves over them only once they were shown", async () => {
    const conflict = { ok: false as const, error: { code: "conflict", message: "Somebody else changed this." } };
    const setBeds = vi.fn<BedsActions["setBeds"]>(async () => conflict);
    const actions = { setBeds, setStaffing: async () => ({ ok: true as const }) };
    const props = { asked: { kind: "unit" as const, id: "4a" }, actions, refresh: vi.fn() };
    const { rerender } = render(<BedsScreen view={viewOf()} {...props} />);
    fireEvent.click(screen.getByRole("button", { name: "Change beds" }));
    const dialog = within(screen.getByRole("dialog"));
    fireEvent.change(dialog.getByLabelText("Staffed beds"), { target: { value: "7" } });
    fireEvent.click(dialog.getByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(props.refresh).toHaveBeenCalled());
    const [mine] = viewOf().said;
    const theirs = { ...mine!, staffedBeds: 4, by: "Test colleague", at: "2026-03-10T09:01:00Z" };
    rerender(<BedsScreen view={viewOf({}, { said: [theirs] })} {...props} />);
    const alert = within(dialog.getByRole("alert"));
    expect(alert.getByText(/^Test colleague changed this meanwhile/)).toBeTruthy();
    expect(alert.getAllByRole("row").map((row) => row.textContent)).toEqual([
      "Stands there nowYours",
      "Staffed beds47",
    ]);
    fireEvent.click(dialog.getByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(setBeds).toHaveBeenCalledTimes(2));
    const seen = setBeds.mock.calls.map(([draft]) => draft.seen?.staffedBeds);
    expect(seen).toEqual([6, 4]);
  });

  it("opens empty where nobody has said, and asks for what is missing", () => {
    const { setBeds } = show(viewOf({ bedsUnknown: ["5c"] }), { kind: "unit", id: "5c" });
    fireEvent.click(screen.getByRole("button", { name: "Change beds" }));
    const dialog = within(screen.getByRole("dialog"));
    const value = (label: string) => (dialog.getByLabelText(label) as HTMLInputElement).value;
    expect(["Service", "Physical beds", "Staffed beds"].map(value)).toEqual(["", "", ""]);
    fireEvent.click(dialog.getByRole("button", { name: "Save" }));
    expect(dialog.getByRole("alert").textContent).toContain("which service");
    expect(setBeds).not.toHaveBeenCalled();
  });

  it("works kept scenarios out on the beds of now, and says what changed since", () => {
    const props = { asked: HOSPITAL, refresh: () => {} };
    const actions = { setBeds: async () => ({ ok: true as const }), setStaffing: async () => ({ ok: true as const }) };
    const { rerender } = render(<BedsScreen view={viewOf()} actions={actions} {...props} />);
    slide("Close beds", 3);
    fireEvent.click(screen.getByRole("button", { name: "Keep to compare" }));
    const units = UNITS.map((unit) => (unit.id === "4b" ? { ...unit, staffedBeds: 5 } : unit));
    const fewer = { ...input, units };
    const later = viewOf({}, { input: fewer, forecast: forecastCensus(fewer) });
    rerender(<BedsScreen view={later} actions={actions} {...props} />);
    const kept = within(screen.getByRole("region", { name: /^Scenarios compared, / })).getAllByRole("row")[2]!;
    expect(kept.textContent).toContain("Since it was kept: 4B Medicine: 5 of 8 beds staffed, then 8 of 8.");
    // Of 17 staffed beds, 3 closed.
    expect(kept.querySelectorAll("td, th")[1]?.textContent).toBe("14");
  });

  it("lets the rules be changed, and says what is wrong with one", async () => {
    const { setStaffing, refresh } = show(viewOf(), { kind: "unit", id: "4a" });
    fireEvent.click(screen.getByRole("button", { name: "Change rules" }));
    const dialog = within(screen.getByRole("dialog", { name: "Staffing rules of 4A Medicine" }));
    fireEvent.change(dialog.getByLabelText("Counted by"), { target: { value: "hours" } });
    fireEvent.change(dialog.getByLabelText("Hours a patient-day"), { target: { value: "0" } });
    fireEvent.click(dialog.getByRole("button", { name: "Save" }));
    expect(dialog.getByRole("alert").textContent).toContain("Registered nurse, Day: hours a patient-day");
    fireEvent.change(dialog.getByLabelText("Hours a patient-day"), { target: { value: "6.5" } });
    fireEvent.click(dialog.getByRole("button", { name: "Add a rule" }));
    fireEvent.click(dialog.getByRole("button", { name: "Remove rule 2" }));
    fireEvent.click(dialog.getByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(refresh).toHaveBeenCalled());
    const need = { kind: "hours", hoursPerPatientDay: 6.5 };
    expect(setStaffing).toHaveBeenCalledWith({
      wardId: "4a",
      rules: [{ ...rule, need }],
      seenRules: [rule],
      seenAcuity: null,
    });
  });

  it("weighs the nurses by how much care patients need, with where that is from, and lets it be said", async () => {
    const heavy = viewOf();
    const [staffing] = heavy.staffing;
    const acuity = { weight: 2, source: "Own tool, 9 March", at: "2026-03-09T08:00:00Z" };
    const rows = () => within(screen.getByRole("region", { name: "Nurses, 4A Medicine" })).getAllByRole("row");
    const first = (): number => Number(/Mar(\d+)/.exec(rows()[1]?.textContent ?? "")?.[1]);
    show(heavy, { kind: "unit", id: "4a" });
    expect(screen.getByText(/How much care patients need is not taken into account/)).toBeTruthy();
    const neutral = first();
    cleanup();
    const { setStaffing } = show(viewOf({}, { staffing: [{ ...staffing!, acuity }] }), { kind: "unit", id: "4a" });
    expect(first()).toBeGreaterThan(neutral);
    expect(screen.getByText(/need 2 times the care .* \(\s?Own tool, 9 March; said/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Change rules" }));
    const dialog = within(screen.getByRole("dialog"));
    const type = (label: string, value: string) =>
      fireEvent.change(dialog.getByLabelText(label), { target: { value } });
    type("Care patients need, times", "9");
    fireEvent.click(dialog.getByRole("button", { name: "Save" }));
    expect(dialog.getByRole("alert").textContent).toContain("between 0.25 and 4");
    type("Care patients need, times", "1.3");
    fireEvent.click(dialog.getByRole("button", { name: "Save" }));
    const seenAcuity = { weight: 2, source: "Own tool, 9 March" };
    await vi.waitFor(() =>
      expect(setStaffing).toHaveBeenCalledWith({
        ...{ wardId: "4a", rules: [rule], seenRules: [rule] },
        ...{ acuity: { ...seenAcuity, weight: 1.3 }, seenAcuity },
      }),
    );
  });

  it("lets the rota be changed, and sends only what was", async () => {
    const { setStaffing, refresh } = show(viewOf(), { kind: "unit", id: "4a" });
    const heading = screen.getByRole("heading", { name: "Nurses, 4A Medicine" });
    fireEvent.click(screen.getByRole("button", { name: "Change the rota" }));
    expect(document.activeElement).toBe(heading);
    screen.getByRole("button", { name: "Save the rota" }).focus();
    const cell = (day: string) => screen.getByLabelText(`${day}, Registered nurse, Day`) as HTMLInputElement;
    expect([cell("Tue 10 Mar").value, cell("Wed 11 Mar").value]).toEqual(["1", ""]);
    fireEvent.change(cell("Tue 10 Mar"), { target: { value: "" } });
    fireEvent.click(screen.getByRole("button", { name: "Save the rota" }));
    expect(screen.getByRole("alert").textContent).toContain("Tue 10 Mar, Registered nurse, Day: a whole number");
    fireEvent.change(cell("Tue 10 Mar"), { target: { value: "1" } });
    fireEvent.change(cell("Wed 11 Mar"), { target: { value: "3" } });
    fireEvent.click(screen.getByRole("button", { name: "Save the rota" }));
    await vi.waitFor(() => expect(refresh).toHaveBeenCalled());
    expect(document.activeElement).toBe(heading);
    const shift = { day: "2026-03-11", role: "Registered nurse", shift: "Day" };
    expect(setStaffing).toHaveBeenCalledWith({ wardId: "4a", roster: [{ ...shift, people: 3, seen: null }] });
  });

  it("names the shifts of the rota that somebody changed meanwhile", async () => {
    const setStaffing = vi.fn<BedsActions["setStaffing"]>(async () => ({
      ...{ ok: false, error: { code: "conflict", message: "Somebody else changed this." } },
    }));
    const actions = { setStaffing, setBeds: async () => ({ ok: true as const }) };
    const props = { asked: { kind: "unit" as const, id: "4a" }, actions, refresh: vi.fn() };
    const { rerender } = render(<BedsScreen view={viewOf()} {...props} />);
    fireEvent.click(screen.getByRole("button", { name: "Change the rota" }));
    fireEvent.change(screen.getByLabelText("Tue 10 Mar, Registered nurse, Day"), { target: { value: "3" } });
    fireEvent.click(screen.getByRole("button", { name: "Save the rota" }));
    await vi.waitFor(() => expect(props.refresh).toHaveBeenCalled());
    const [staffing] = viewOf().staffing;
    const rostered = DAYS.map((_, at) => [at < 2 ? 2 : null]);
    rerender(<BedsScreen view={viewOf({}, { staffing: [{ ...staffing!, rostered }] })} {...props} />);
    // Of the second day nobody typed anything: theirs stands.
    expect(within(screen.getByRole("alert")).getAllByRole("row")[1]?.textContent).toBe(
      "Tue 10 Mar, Registered nurse, Day23",
    );
    fireEvent.click(screen.getByRole("button", { name: "Save the rota" }));
    await vi.waitFor(() => expect(setStaffing).toHaveBeenCalledTimes(2));
    const shift = { day: "2026-03-10", role: "Registered nurse", shift: "Day", people: 3 };
    expect(setStaffing.mock.calls.map(([{ roster }]) => roster)).toEqual([
      [{ ...shift, seen: 1 }],
      [{ ...shift, seen: 2 }],
    ]);
  });

  it("lets a unit without rules be given some", () => {
    show(viewOf(), { kind: "unit", id: "5c" });
    expect(screen.getByText(/Nobody has said by which rules/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Set staffing rules" }));
    expect(screen.getByRole("dialog", { name: "Staffing rules of 5C Surgery" })).toBeTruthy();
  });

  it("shows a ward its beds and nurses without a way to change them, and lets it try out a scenario", () => {
    show(viewOf({}, { maySet: false }), { kind: "unit", id: "4a" });
    expect(screen.getByRole("region", { name: "Nurses, 4A Medicine" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^(Change|Set)/ })).toBeNull();
    expect(screen.queryByText(/under Capacity/)).toBeNull();
    slide("Close beds", 2);
    expect(screen.getByText("Staffed beds, 4")).toBeTruthy();
  });

  it("tells nothing of beds that nobody has counted", () => {
    show(viewOf({ bedsUnknown: ["4a"] }), { kind: "unit", id: "4a" });
    expect(screen.getByText(/Nobody has said how many beds/)).toBeTruthy();
    expect(screen.queryByText(/Staffed beds, /)).toBeNull();
    const busy = within(screen.getByRole("region", { name: "Where beds may run out" }));
    expect(busy.queryByText("4A Medicine")).toBeNull();
    expect(busy.getByText("1 of 3 units are left out: nobody has said how many beds they have.")).toBeTruthy();
    cleanup();
    show(viewOf({ bedsUnknown: ["4a", "4b", "5c"] }));
    expect(screen.getByText(/nothing is told of where they may run out/)).toBeTruthy();
    expect(screen.queryByText(/No unit has a chance/)).toBeNull();
  });

  it("says what is in no number: a silent model, too short a past, and that the demo is made up", () => {
    show(viewOf({ emergencySilent: "Model scores are not shown: not checked.", arrivalDays: 0, simulated: true }));
    const limits = within(screen.getByRole("region", { name: "What these numbers are, and are not" }));
    expect(limits.getByText(/Nobody in the emergency department is counted one by one/)).toBeTruthy();
    expect(limits.getByText(/Unscheduled admissions are not forecast/)).toBeTruthy();
    expect(limits.getByText(/Demo: patients, bookings/)).toBeTruthy();
    expect(limits.getByText(/\(learnt .*, anew every hour\)/)).toBeTruthy();
  });

  it("says how old bookings are, and that none is counted which were not read for a day", () => {
    const said = (facts: Partial<CensusView["facts"]>) => {
      show(viewOf(facts));
      const text = screen.getByRole("region", { name: "What these numbers are, and are not" }).textContent;
      cleanup();
      return text;
    };
    expect(said({})).toMatch(/Booked: 1 admissions.*is an assumption\./);
    expect(said({})).not.toContain("Bookings were last read");
    expect(said({ bookingsReadAt: "2026-03-10T06:00:00Z" })).toContain(
      "Bookings were last read more than two hours ago",
    );
    expect(said({ booked: null, bookingsReadAt: "2026-03-08T09:00:00Z" })).toContain(
      "Bookings were not read for a day",
    );
    expect(said({ booked: null, bookingsReadAt: null })).toContain("Bookings were never read.");
  });

  it("says before all numbers that nothing was learnt of this hospital yet", () => {
    show(viewOf({ learntAt: null, arrivalDays: 0 }));
    expect(screen.getByText("Nothing was learnt of this hospital’s own past yet")).toBeTruthy();
    expect(screen.getByText(/Unscheduled admissions are not forecast yet/)).toBeTruthy();
  });

  it("says so where somebody has no units", () => {
    const none = { ...input, units: [], here: [], booked: [], unitShares: [], newcomerStays: [], transfers: [] };
    show(viewOf({}, { input: none, forecast: forecastCensus(none) }));
    expect(screen.getByRole("heading", { level: 1, name: "No units" })).toBeTruthy();
  });
});
