// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ForecastAccuracyScreen } from "@/components/forecasts/forecast-accuracy-screen";
import type { HorizonAccuracy, ToldDay } from "@/lib/core/demand/forecast-accuracy";
import { NO_FORECAST_SETTING } from "@/lib/core/demand/forecast-setting";
import type { ForecastAccuracyView } from "@/lib/core/demand/forecast-views";

// jsdom has no CSS; the dialog escapes a selector with it.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

afterEach(cleanup);

const figures = { mae: 3.1, wmape: 0.112, bias: 0.021, coverage80: 0.79, coverage95: 0.96 };
const nothing = { mae: null, wmape: null, bias: null, coverage80: null, coverage95: null };
const scored: HorizonAccuracy = {
  ...{ from: 1, to: 7, forecasts: 50, n: 350, isTooFew: false, ensemble: figures },
  naive: { ...figures, wmape: 0.14 },
  ratio: { value: 0.8, ci95: [0.7, 0.95] },
};
const few: HorizonAccuracy = {
  ...{ from: 8, to: 14, forecasts: 6, n: 30, isTooFew: true, ensemble: nothing, naive: nothing, ratio: null },
};
const day = (name: string, came: number | null): ToldDay => ({
  ...{ day: name, came, point: 20.4, naive: 18 },
  ...{ interval80: [15, 25], interval95: [12, 29] },
});
const ward = { id: "w1", name: "Ward 1" };
const view: ForecastAccuracyView = {
  ...{ kind: "unscheduled-admissions", wardId: null, units: [ward], from: "2026-01-13", through: "2026-03-09" },
  ...{ asOf: "2026-03-10T09:00:00Z", timeZone: "Europe/London", madeDays: 55, hindsightDays: 40, tooShortDays: 2 },
  methodVersions: ["ensemble 1"],
  series: [
    { unit: null, horizons: [scored, few] },
    { unit: ward, horizons: [{ ...few, from: 1, to: 7 }, few] },
  ],
  dayBefore: [day("2026-03-07", 22), day("2026-03-08", 27), day("2026-03-09", 40), day("2026-03-06", null)],
  weekBefore: [],
  setting: NO_FORECAST_SETTING,
  ...{ maySet: true, simulated: true },
};
const show = (rest: Partial<ForecastAccuracyView> = {}, save = vi.fn(async (): Promise<string | null> => null)) => {
  render(<ForecastAccuracyScreen view={{ ...view, ...rest }} save={save} />);
  return save;
};

describe("forecast accuracy on screen", () => {
  it("holds the census against the same weekdays, and says what was not known in hindsight", () => {
    show({ kind: "census" });
    expect(screen.getByText(/the mean of the last eight same weekdays by 14/)).toBeTruthy();
    expect(screen.getByText(/nobody knows who was booked/)).toBeTruthy();
    expect(screen.getByRole("columnheader", { name: "Error, same weekdays" })).toBeTruthy();
    expect(screen.queryByText(/need not add up/)).toBeNull();
  });

  it("says how good forecasts are beside the week before, and of whom it cannot be said yet", () => {
    show();
    expect(screen.getByText(/They did better\..*intervals held on 79/)).toBeTruthy();
    const table = screen.getByRole("region", { name: "Forecasts by unit, as a table" });
    expect(within(table).getByRole("row", { name: /Whole hospital days 1–7 350 11\.2.* \+2\.1/ })).toBeTruthy();
    expect(within(table).getByRole("row", { name: /Ward 1 days 8–14 30 too few yet \(6 of 14/ })).toBeTruthy();
    expect(
      screen.getByText(/On 2 more there were fewer than 35 days.* 40 of the 55 were made in hindsight/),
    ).toBeTruthy();
    expect(screen.getByText(/demo hospital’s dice/)).toBeTruthy();
  });

  it("shows each day as a table too, with where it lay in words", () => {
    show();
    fireEvent.click(screen.getByRole("button", { name: "Show the days as a table" }));
    const table = screen.getByRole("region", { name: "Days as they were foretold, as a table" });
    const held = within(table)
      .getAllByRole("row")
      .slice(1)
      .map((row) => within(row).getAllByRole("cell").at(-1)?.textContent);
    expect(held).toEqual(["within 80\u202f%", "within 95\u202f%", "outside", "not known"]);
  });

  it("says so before there are any, or none a week old", () => {
    show({ madeDays: 0, dayBefore: [], series: [] });
    expect(screen.getByRole("heading", { name: "No forecasts yet" })).toBeTruthy();
    expect(screen.getByText(/They need 35 days/)).toBeTruthy();
    cleanup();
    show({ madeDays: 0, tooShortDays: 0, dayBefore: [], series: [] });
    expect(screen.getByText(/made once a day/)).toBeTruthy();
    cleanup();
    show();
    fireEvent.click(screen.getByRole("radio", { name: "a week before" }));
    expect(screen.getByText(/No day has come that was foretold a week before/)).toBeTruthy();
  });

  it("takes the hospital's own holidays, and says which line it could not read", async () => {
    const save = show();
    fireEvent.click(screen.getByRole("button", { name: "Change" }));
    const own = screen.getByRole("textbox", { name: "Own holidays" });
    fireEvent.click(screen.getByRole("checkbox", { name: /United States/ }));
    fireEvent.change(own, { target: { value: "6 December" } });
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.getByRole("alert").textContent).toMatch(/“6 December” is no day and name/);
    fireEvent.change(own, { target: { value: "12-06 Kept here" } });
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(save).toHaveBeenCalledWith({
      holidays: { countries: ["england", "western-australia"], own: [{ on: "12-06", name: "Kept here" }] },
      countFrom: null,
    });
    expect(await screen.findByText(/It counts from the next night/)).toBeTruthy();
    cleanup();
    show({ maySet: false });
    expect(screen.queryByRole("button", { name: "Change" })).toBeNull();
  });
});
