// @vitest-environment jsdom
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { CapacityScreen } from "@/components/capacity/capacity-screen";
import { type PatientFlowView, patientFlow } from "@/lib/core/flow/patient-flow";
import { readmissionTiming } from "@/lib/core/flow/readmission-timing";

const UNITS = [
  { id: "4a", name: "4A Medicine", physicalBeds: 24 },
  { id: "5c", name: "5C Surgery", physicalBeds: 20 },
];

function flowOf(given: Partial<PatientFlowView> = {}): PatientFlowView {
  const flow = patientFlow({
    now: new Date("2026-03-10T09:00:00Z"),
    timeZone: "Europe/London",
    units: UNITS,
    inHospital: [
      { wardId: "4a", plannedEndAt: "2026-03-09T12:00:00Z" },
      { wardId: "4a", plannedEndAt: "2026-03-12T12:00:00Z" },
      { wardId: "5c", plannedEndAt: null },
    ],
    left: given.silentBecause
      ? null
      : {
          timing: readmissionTiming([]),
          stays: [
            { wardId: "4a", dischargedAt: "2026-03-09T12:00:00Z", probability: 0.5 },
            { wardId: "4a", dischargedAt: "2026-03-08T12:00:00Z", probability: null },
          ],
        },
  });
  return {
    ...flow,
    wardId: null,
    silentBecause: null,
    provenance: "Learnt from US hospitals 1999–2008; not yet checked here.",
    target: "any readmission within 30 days of discharge",
    localReadmissions: 0,
    simulated: false,
    ...given,
  };
}

const rowsOf = (name: string): string[][] =>
  within(screen.getByRole("table", { name }))
    .getAllByRole("row")
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole("cell")
        .map((cell) => cell.textContent ?? ""),
    );

describe("the capacity screen", () => {
  afterEach(cleanup);

  it("says every number of the chart in a table, day by day", () => {
    render(<CapacityScreen flow={flowOf()} />);
    const rows = rowsOf("The next 7 days, all my units");
    expect(rows.map(([leaving]) => leaving)).toEqual(["1", "0", "1", "0", "0", "0", "0"]);
    expect(screen.getByRole("rowheader", { name: "Thu 12" })).toBeTruthy();
    // 0.5 · 0.0335 a day on days 1 to 3, given that nobody is back yet: small, and never "0.0".
    expect(rows.map(([, expected]) => expected)).toEqual(["under 0.1", ...Array(6).fill("under 0.1")]);
    expect(rows[0]?.[2]).toBe("0");
    expect(screen.getByText(/already past their planned end/)).toBeTruthy();
  });

  it("shows each unit with its beds and all of them together, those without an estimate apart", () => {
    render(<CapacityScreen flow={flowOf()} />);
    const [medicine, surgery, all] = rowsOf("The week by unit");
    expect(medicine?.[0]).toBe("2 of 24");
    expect(surgery?.[0]).toBe("1 of 20");
    expect(surgery?.[9]).toBe("1");
    expect(medicine?.at(-1)).toBe("1 of 2");
    // Nobody left it lately: nothing to expect. One of whom nothing can be said is another matter.
    expect(surgery?.slice(-3)).toEqual(["0.0", "0", "0 of 0"]);
    expect(all?.[0]).toBe("3 of 44");
    expect(screen.getByText(/in hospital, of 44 beds/)).toBeTruthy();
    expect(all?.[10]).toBe(medicine?.[10]);
  });

  it("expects nothing of a unit whose recent discharges are all outside the model, in words", () => {
    const flow = flowOf();
    const { returning } = flow.units[1]!;
    const units = [flow.units[0]!, { ...flow.units[1]!, returning: { ...returning!, withoutEstimate: 4 } }];
    render(<CapacityScreen flow={{ ...flow, units, wardId: "5c" }} />);
    expect(rowsOf("The week by unit")[1]?.slice(-3)).toEqual(["no estimate", "no estimate", "4 of 4"]);
    expect(rowsOf("The next 7 days, 5C Surgery")[0]).toEqual(["0", "no estimate", "no estimate"]);
  });

  it("shows one unit where it was asked for", () => {
    render(<CapacityScreen flow={flowOf({ wardId: "5c" })} />);
    expect(screen.getByRole("table", { name: "The next 7 days, 5C Surgery" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "5C Surgery" }).getAttribute("aria-current")).toBe("true");
    expect(screen.getByText(/in hospital, of 20 beds/)).toBeTruthy();
  });

  it("shows leavers alone while the model is silent, and why", () => {
    const silentBecause = "Model scores are not shown: it has not been checked on this hospital’s own outcomes yet.";
    render(<CapacityScreen flow={flowOf({ silentBecause })} />);
    expect(screen.getByText(/has not been checked/)).toBeTruthy();
    expect(screen.queryByText(/Readmissions expected/)).toBeNull();
    expect(rowsOf("The next 7 days, all my units")[0]).toEqual(["1"]);
  });

  it("says what it is not, how it was timed, and that the demo is simulated", () => {
    const { rerender } = render(<CapacityScreen flow={flowOf()} />);
    const limits = within(screen.getByRole("region", { name: "What these numbers are, and are not" }));
    expect(limits.getByText(/come for the first time, which are under Beds ahead/)).toBeTruthy();
    expect(limits.getByText(/Dharmarajan 2013/).textContent).not.toContain("own");
    expect(limits.getByText(/not yet checked here/)).toBeTruthy();
    expect(limits.queryByText(/simulated/)).toBeNull();
    rerender(<CapacityScreen flow={flowOf({ simulated: true, localReadmissions: 812 })} />);
    expect(limits.getByText(/own 812 simulated readmissions/)).toBeTruthy();
    expect(limits.getByText(/these are simulated numbers/)).toBeTruthy();
  });

  it("says so where somebody has no units", () => {
    render(<CapacityScreen flow={{ ...flowOf(), units: [] }} />);
    expect(screen.getByRole("heading", { level: 1, name: "No units" })).toBeTruthy();
  });
});
