// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { TheatresActions } from "@/components/theatres/theatres-actions";
import { TheatresScreen } from "@/components/theatres/theatres-screen";
import { planTheatres } from "@/lib/core/theatres/plan-theatres";
import { procedureProfile } from "@/lib/core/theatres/procedure-profile";
import { USUAL_RULES } from "@/lib/core/theatres/theatre-day";
import { type TheatreSetting, thereOn } from "@/lib/core/theatres/theatre-setting";
import type { TheatresView } from "@/lib/core/theatres/theatres-view";

// jsdom has no CSS; the dialog escapes a selector with it.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

/** From a Tuesday on. */
const DAYS = Array.from({ length: 14 }, (_, at) => `2026-03-${10 + at}`);
const SETTING: TheatreSetting = {
  ...{ rooms: [0, 2, 2, 2, 2, 2, 0], recoveryBeds: 4, usable: 0.85 },
  ...{ roomMinutes: 480, shiftMinutes: 480, recoveryMinutes: 600 },
};
const HIP = procedureProfile.parse({
  ...{ id: "hip", name: "Hip replacement", codes: [{ code: "0SR9*" }], duration: { median: 100, ninetieth: 140 } },
  ...{ turnover: 20, recovery: 90, team: { surgeon: 2 }, goesAhead: 1 },
  supplies: [
    { item: "Hip prosthesis", perCase: 1 },
    { item: "Drape", perCase: 1.5 },
  ],
});
const said = { at: "2026-03-09T10:00:00Z", by: "Test administrator" };

function viewOf({ setting = SETTING as TheatreSetting | null, facts = {} as Partial<TheatresView["facts"]> } = {}) {
  const there = DAYS.map((day) => thereOn(setting, day));
  const booked = Array.from({ length: 7 }, () => ({
    day: "2026-03-11",
    codes: [{ system: "", code: "0SR9019" }],
    isUnplanned: false,
  }));
  const plan = planTheatres({
    ...{ days: DAYS, profiles: [HIP], recorded: new Map([["hip", [150, 150]]]), booked, there, rules: USUAL_RULES },
    ...{
      addOns: [],
      addOnShares: new Map(),
      stock: [{ item: "Hip prosthesis", stock: 3, daysOld: 1, deliveries: [] }],
    },
  });
  const stock = { count: 3, deliveries: [{ day: "2026-03-14", count: 5 }], said, daysOld: 1 };
  const view: TheatresView = {
    ...{ asOf: "2026-03-10T09:00:00Z", timeZone: "Europe/London", setting },
    days: plan.days.map((day, at) => ({ ...day, there: there[at]! })),
    supplies: plan.items.map((item) => ({
      ...item,
      ...{ stock: item.item === "Hip prosthesis" ? stock : null, isUsed: true },
    })),
    profiles: [
      {
        ...{ profile: HIP, version: 2, said, recorded: 2, usual: { median: 108, ninetieth: 152 } },
        versions: [
          { ...said, version: 2, profile: HIP },
          { at: "2026-03-01T10:00:00Z", by: null, version: 1, profile: { ...HIP, turnover: 15 } },
        ],
      },
    ],
    facts: {
      ...{ booked: 7, bookedUnplanned: 2, withoutProfile: 0, addOnsMadeOn: "2026-03-10", addOnDays: 90, recorded: 2 },
      ...{ bookingsReadAt: "2026-03-10T08:58:00Z", isFresh: true, simulated: false, ...facts },
    },
  };
  return view;
}

const ok = { ok: true as const };
const refused = (code: string) => ({ ok: false as const, error: { code, message: "Somebody else changed this." } });
function show(view = viewOf(), rest: Partial<TheatresActions> = {}) {
  const actions = {
    ...{ setTheatres: vi.fn(async () => ok), saveProfile: vi.fn(async () => ok), setStock: vi.fn(async () => ok) },
    ...rest,
  };
  const refresh = vi.fn();
  const screenOf = (one: TheatresView) => <TheatresScreen view={one} asked="" actions={actions} refresh={refresh} />;
  const { rerender } = render(screenOf(view));
  return { actions, refresh, showAnew: (one: TheatresView) => rerender(screenOf(one)) };
}
const table = (name: string) => within(screen.getByLabelText(name));
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const dialog = () => within(screen.getByRole("dialog"));
const type = (label: string, value: string) => fireEvent.change(dialog().getByLabelText(label), { target: { value } });
const save = () => fireEvent.click(dialog().getByRole("button", { name: "Save" }));

describe("the theatres screen", () => {
  afterEach(cleanup);

  it("names the day on which rooms may not do, and says every day beside what there is", () => {
    show();
    expect(screen.getByText(/The rooms staffed may not do on Wed 11 Mar \(\d+\s%\)\./)).toBeTruthy();
    const [, , wednesday] = table("Needs in theatre by day").getAllByRole("row");
    expect(wednesday?.textContent).toMatch(/^Wed 11 Mar77\d+\.?\d* \(.* of 2; \d+\s% over/);
    press("Show the rooms needed as a table");
    const rows = table("Rooms, rooms needed, as a table").getAllByRole("row");
    expect(rows).toHaveLength(15);
    expect(rows[0]?.textContent).toMatch(/^DayExpected.*Rooms staffed$/);
    // Saturday.
    expect(rows[5]?.textContent).toMatch(/^Sat 14 Mar.*0$/);
  });

  it("puts first what may run out soon, and sets stock with what is to come", async () => {
    const { actions, refresh } = show();
    const rows = table("Supplies and stock").getAllByRole("row");
    expect(rows[1]?.textContent).toMatch(/^Hip prosthesis7\D*3, yesterday; about 3 by now5 on Sat 14 Mar▲ 1 day/);
    expect(rows[2]?.textContent).toMatch(/^Drape.*never counted/);
    expect(screen.getByText("Not surely enough for 3 days: Hip prosthesis.")).toBeTruthy();
    press("Set stock of Hip prosthesis");
    type("To come", "Friday 3");
    save();
    expect(dialog().getByRole("alert").textContent).toContain("“Friday 3”");
    type("In stock now", "9");
    type("To come", "2026-03-13 4");
    save();
    await vi.waitFor(() => expect(refresh).toHaveBeenCalled());
    const deliveries = [{ day: "2026-03-13", count: 4 }];
    expect(actions.setStock).toHaveBeenCalledWith({
      ...{ item: "Hip prosthesis", count: 9, deliveries },
      seen: { count: 3, deliveries: expect.any(Array) },
    });
  });

  it("changes a kind of operation from the version it was, and says why where it was refused", async () => {
    const saveProfile = vi.fn<TheatresActions["saveProfile"]>(async () => refused("forbidden"));
    const { refresh } = show(viewOf(), { saveProfile });
    press("Change Hip replacement");
    type("Turnover, minutes", "30");
    save();
    expect((await dialog().findByRole("alert")).textContent).toContain("Somebody else changed this");
    expect(refresh).not.toHaveBeenCalled();
    expect(saveProfile).toHaveBeenCalledWith({ profile: { ...HIP, turnover: 30 }, version: 2, isRetired: false });
    fireEvent.click(dialog().getByRole("button", { name: "Retire this kind" }));
    await vi.waitFor(() => expect(saveProfile).toHaveBeenLastCalledWith({ profile: HIP, version: 2, isRetired: true }));
  });

  it("shows what somebody else saved of a kind of operation, or of its rooms, beside what was typed", async () => {
    const conflict = async () => refused("conflict");
    const saveProfile = vi.fn<TheatresActions["saveProfile"]>(conflict);
    const { refresh, showAnew } = show(viewOf(), { saveProfile, setTheatres: conflict });
    press("Change Hip replacement");
    type("Turnover, minutes", "30");
    save();
    await vi.waitFor(() => expect(refresh).toHaveBeenCalled());
    const view = viewOf({ setting: { ...SETTING, recoveryBeds: 9 } });
    const [hip, ...others] = view.profiles;
    const theirs = { ...hip!, version: 3, profile: { ...HIP, turnover: 45 } };
    showAnew({ ...view, profiles: [theirs, ...others] });
    const beside = () => within(dialog().getByRole("alert")).getAllByRole("row");
    expect(beside().map((row) => row.textContent)).toEqual(["Stands there nowYours", "Turnover, minutes4530"]);
    save();
    await vi.waitFor(() => expect(saveProfile.mock.calls.map(([{ version }]) => version)).toEqual([2, 3]));
    fireEvent.click(dialog().getByRole("button", { name: "Cancel" }));
  });

  it("adds a kind of operation, and asks for what is missing", async () => {
    const { actions } = show();
    press("Add a kind");
    save();
    expect(dialog().getByRole("alert").textContent).toBe("Give it a name.");
    type("Name", "Hip");
    type("Codes it goes by", "0SRB*");
    save();
    await vi.waitFor(() => expect(actions.saveProfile).toHaveBeenCalled());
    expect(actions.saveProfile).toHaveBeenCalledWith(
      expect.objectContaining({ version: null, profile: expect.objectContaining({ id: "hip-2", name: "Hip" }) }),
    );
  });

  it("shows every version with who saved it", () => {
    show();
    press("Who changed what, and when");
    const [, newest, first] = table("Versions of kinds of operation").getAllByRole("row");
    expect(newest?.textContent).toContain("Test administrator");
    expect(first?.textContent).toMatch(/Hip replacement1Made with the demo/);
  });

  it("asks how many rooms there are where nobody has said", async () => {
    const { actions } = show(viewOf({ setting: null }));
    expect(screen.getByText(/Nobody has said how many rooms there are/)).toBeTruthy();
    press("Say how many rooms there are");
    save();
    expect(dialog().getByRole("alert").textContent).toContain("whole numbers");
    for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) type(day, "2");
    for (const day of ["Saturday", "Sunday"]) type(day, "0");
    type("Recovery beds", "4");
    save();
    await vi.waitFor(() => expect(actions.setTheatres).toHaveBeenCalled());
    expect(actions.setTheatres).toHaveBeenCalledWith({ ...SETTING, seen: null });
  });

  it("draws no needs of nothing where no booking was read and none are forecast", () => {
    show(viewOf({ facts: { booked: 0, addOnsMadeOn: null, bookingsReadAt: null } }));
    expect(screen.getByText(/No source of booked operations was read/)).toBeTruthy();
    expect(screen.queryByLabelText("Needs in theatre by day")).toBeNull();
    expect(screen.queryByRole("button", { name: /as a table$/ })).toBeNull();
    expect(screen.queryByText(/the rooms staffed do not do/)).toBeNull();
    cleanup();
    show(viewOf({ facts: { booked: 0, addOnsMadeOn: "2026-03-10" } }));
    expect(screen.getByLabelText("Needs in theatre by day")).toBeTruthy();
  });

  it("says what is in no number", () => {
    show(viewOf({ facts: { addOnsMadeOn: null, withoutProfile: 3, isFresh: false, simulated: true } }));
    expect(screen.getByText(/not forecast yet\. 3 of 7 booked operations are of no kind/)).toBeTruthy();
    const limits = screen.getByText(/Operations nobody has booked are not forecast yet/).closest("ul");
    expect(limits?.textContent).toContain("3 of them are of no kind listed here");
    expect(limits?.textContent).toContain("more than two hours ago");
    expect(limits?.textContent).toContain("Demo:");
  });
});
