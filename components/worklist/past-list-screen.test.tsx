// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { localInput } from "@/components/worklist/past-list-form";
import { PastListScreen } from "@/components/worklist/past-list-screen";
import type { PastList } from "@/lib/core/worklist/past-list";
import type { Worklist } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

const ROW: WorklistRow = {
  stayId: "s1",
  predictionId: "p1",
  patient: {
    id: "1",
    familyName: "Before",
    givenNames: "Ada",
    birthDate: "1950-03-11",
    ageYears: 75,
    sex: "female",
    mrn: "m1",
    synthetic: true,
  },
  wardId: "4a",
  wardName: "4A Medicine",
  bed: "1",
  admittedAt: "2026-03-08T10:00:00.000Z",
  dayOfStay: 3,
  plannedEndAt: null,
  leaving: "unknown",
  probability: 0.2,
  tier: "moderate",
  view: "stay",
  topDrivers: [{ feature: "priorInpatient", sentence: "3 hospital stays in the past year", contribution: 0.6 }],
  abstentionReasons: [],
  lace: { low: 5, high: 8 },
  hospital: { low: 3, high: 5 },
  openFlagCount: 0,
  latestFlag: null,
  change: null,
  lastAction: null,
  lastResponse: null,
  issueCount: 0,
  scoredAt: "2026-03-10T08:00:00.000Z",
  notReadSince: null,
  modelVersion: "1.0.0",
};

const LIST: Worklist = {
  wards: [{ id: "4a", name: "4A Medicine", physicalBeds: 20, patientCount: 2 }],
  wardId: null,
  // Not in the order a list of today would have: it is shown as it stood.
  rows: [ROW, { ...ROW, stayId: "s2", probability: 0.6, patient: { ...ROW.patient, id: "2", familyName: "Second" } }],
  asOf: "2026-03-10T09:00:00.000Z",
  dataAsOf: "2026-03-10T08:55:00.000Z",
  unreadPatients: 0,
  timeZone: "Europe/London",
  checkedHere: null,
  provenance: "Learnt from nowhere; not yet checked here.",
  silentBecause: null,
  cutoff: null,
  version: "v",
};

const PAST: PastList = {
  at: "2026-03-10T09:04:00.000Z",
  audience: "wards",
  list: LIST,
  nextAt: "2026-03-10T09:05:00.000Z",
  isPart: false,
  modelVersions: ["1.0.0"],
  check: { scored: 2, differing: [] },
  shownTo: 1,
  viewings: null,
  keptSince: "2026-03-01T09:00:00.000Z",
  wards: [{ id: "4a", name: "4A Medicine" }],
  wardId: "4a",
  maySeeJudges: false,
  timeZone: "Europe/London",
};

describe("the list of a past moment", () => {
  afterEach(cleanup);

  it("stands in the order it had, and can be acted on in no way", () => {
    render(<PastListScreen past={PAST} personId={null} />);
    const table = screen.getByRole("table", { name: "Discharge list" }).textContent ?? "";
    expect(table.indexOf("Before")).toBeLessThan(table.indexOf("Second"));
    expect(table).toContain("3 hospital stays in the past year");
    expect(screen.queryByRole("checkbox")).toBeNull();
    expect(screen.queryByRole("link", { name: /Before/ })).toBeNull();
    expect(screen.getByText(/Learnt from nowhere/)).toBeTruthy();
  });

  it("says when it was handed out, how old its data were, and what its scores rest on", () => {
    render(<PastListScreen past={PAST} personId={null} />);
    const text = document.body.textContent ?? "";
    expect(text).toContain("From 10 Mar 2026, 09:00:00 until another followed on 10 Mar 2026, 09:05:00");
    expect(text).toContain("Nobody was handed another in the 4 minutes to the moment you chose.");
    expect(text).toContain("5 minutes old when it was first handed out");
    expect(text).toContain("2 scores: numbers, levels and wording are those of their predictions.");
    expect(text).toContain("Version 1.0.0.");
    expect(screen.getByRole("link", { name: "The one before" }).getAttribute("href")).toBe(
      "/past-list?at=2026-03-10T08%3A59%3A59.999Z&ward=4a",
    );
    expect(screen.getByRole("link", { name: "The one after" }).getAttribute("href")).toBe(
      "/past-list?at=2026-03-10T09%3A05%3A00.000Z&ward=4a",
    );
  });

  it("says so where a score is not its prediction's, and where no list was kept", () => {
    const { rerender } = render(
      <PastListScreen past={{ ...PAST, check: { scored: 2, differing: ["p1"] } }} personId={null} />,
    );
    expect(screen.getByText(/1 of 2 scores are not those of their predictions: p1/)).toBeTruthy();
    rerender(<PastListScreen past={{ ...PAST, list: null }} personId={null} />);
    expect(screen.getByText("No list was kept by then")).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
  });

  it("fills in the hospital's clock", () => {
    expect(localInput("2026-07-10T09:00:05.000Z", "Europe/London")).toBe("2026-07-10T10:00:05");
  });
});
