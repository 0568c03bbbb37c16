// @vitest-environment jsdom
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MonitoringScreen } from "@/components/monitoring/monitoring-screen";
import type { IncidentView } from "@/lib/core/monitoring/incident-view";
import type { MonitoringReport } from "@/lib/core/monitoring/monitoring-report";
import { type MonitoringView, standingOf } from "@/lib/core/monitoring/monitoring-view";

afterEach(cleanup);

const report: MonitoringReport = {
  reference: { from: "2026-01-05", to: "2026-02-01", stays: 1120 },
  soFar: { days: 40, stays: 1600 },
  window: { from: "2026-02-07", to: "2026-02-13", stays: 280 },
  features: [
    {
      ...{ name: "age", label: "Age", psi: 0.31, psiByChance: 0.09, jensenShannon: 0.2, wasserstein: 8, unit: "years" },
      ...{ p: 1e-9, missingBefore: 0, missingNow: 0.01 },
      cells: [
        { label: "60 to 69", before: 0.6, now: 0.3 },
        { label: "70 or more", before: 0.4, now: 0.7 },
      ],
    },
  ],
  abstained: { before: 0.04, now: 0.05 },
  called: { before: 0.2, now: 0.3 },
  performance: [],
  curve: [],
  groups: [],
  returns: { now: { more: 1.2, fewer: 0 }, outcomes: 300, usual: 1.02 },
  lastPredictionDay: "2026-02-13",
  sourceDays: 40,
  simulated: false,
  seconds: 1,
};
const incident: IncidentView = {
  ...{ id: "i1", kind: "unit-change", subject: "glucose", wardId: null, wardName: null, p: 1e-6 },
  figures: { before: 126, now: 7, unit: "none", looksLike: "mmol/L", values: 12 },
  ...{ foundOn: "2026-02-10", lastOn: "2026-02-12", quietDays: 0, endedOn: null, said: null, notes: [] },
};
const view = (over: Partial<MonitoringView> = {}): MonitoringView => ({
  ...{ version: "1.0.0", versions: ["1.0.0"], timeZone: "Europe/London", mayAnswer: true, mayRun: true },
  looked: { at: "2026-02-14T06:00:00Z", throughDay: "2026-02-13", report },
  asOf: "2026-02-14T09:00:00Z",
  incidents: [],
  elsewhere: { count: 0, since: null },
  ...over,
});
const actions = () => ({
  look: vi.fn(async () => ({ ok: true as const })),
  answer: vi.fn(async () => ({ ok: true as const })),
});
const note = { note: "Asked.", byName: "A", at: "2026-02-11T10:00:00Z" };

describe("standingOf", () => {
  it("is healthy, changed since the oldest that lasts, or not known", () => {
    expect(standingOf(view())).toEqual({ state: "healthy", since: null, settled: 0 });
    expect(standingOf(view({ looked: null }))).toEqual({ state: "not-looked" });
    const early = { at: "2026-02-14T06:00:00Z", throughDay: "2026-02-13", report: { ...report, reference: null } };
    expect(standingOf(view({ looked: early }))).toEqual({ state: "gathering" });
    const older = { ...incident, id: "i2", foundOn: "2026-02-08" };
    expect(standingOf(view({ incidents: [incident, older] }))).toEqual({
      state: "changed",
      since: "2026-02-08",
      count: 2,
      elsewhere: 0,
      unjudged: null,
    });
  });
  it("is not judged where the look is old or had too few stays, whatever was found before", () => {
    const old = { asOf: "2026-02-16T09:00:00Z" };
    expect(standingOf(view(old))).toEqual({ state: "not-judged", because: "old-look" });
    expect(standingOf(view({ ...old, incidents: [incident] }))).toMatchObject({
      state: "changed",
      unjudged: "old-look",
    });
    const few = { ...report, window: { ...report.window!, stays: 49 } };
    const looked = { at: "2026-02-14T06:00:00Z", throughDay: "2026-02-13", report: few };
    expect(standingOf(view({ looked }))).toEqual({ state: "not-judged", because: "few-stays" });
  });
  it("has what lasts on other people's wards in it, as a number", () => {
    const elsewhere = { count: 3, since: "2026-01-30" };
    expect(standingOf(view({ elsewhere }))).toMatchObject({ state: "changed", count: 0, elsewhere: 3 });
    render(<MonitoringScreen view={view({ elsewhere, incidents: [incident] })} actions={actions()} />);
    expect(
      screen.getByText("Not as it was since 30 January 2026: 1 change to look at, and 3 on other wards"),
    ).toBeTruthy();
  });
  it("counts what is over or was said to be expected no longer", () => {
    const over = { ...incident, endedOn: "2026-02-13" };
    expect(standingOf(view({ incidents: [over] }))).toEqual({ state: "healthy", since: "2026-02-13", settled: 0 });
    const expected = { ...incident, said: incident.figures };
    expect(standingOf(view({ incidents: [expected] }))).toEqual({ state: "healthy", since: null, settled: 1 });
  });
  it("counts what was expected again once it has moved further", () => {
    const missing = {
      ...incident,
      kind: "missing-more" as const,
      subject: "hba1c",
      figures: { before: 0.05, now: 0.12 },
    };
    const said = { ...missing, said: missing.figures };
    expect(standingOf(view({ incidents: [said] })).state).toBe("healthy");
    const all = { ...said, figures: { before: 0.05, now: 1 } };
    expect(standingOf(view({ incidents: [all] }))).toMatchObject({ state: "changed", count: 1 });
  });
});

describe("the monitoring screen", () => {
  it("does not say that a model is as it was where nothing was looked at", () => {
    const few = { ...report, window: { ...report.window!, stays: 12 } };
    const looked = { at: "2026-02-14T06:00:00Z", throughDay: "2026-02-13", report: few };
    render(<MonitoringScreen view={view({ looked })} actions={actions()} />);
    expect(screen.getByText(/The last week has 12 stays; fewer than 50 are not compared/)).toBeTruthy();
    expect(screen.queryByText(/As it was/)).toBeNull();
  });

  it("names what changed and what it looks like", () => {
    render(<MonitoringScreen view={view({ incidents: [incident] })} actions={actions()} />);
    expect(screen.getByText(/Not as it was since 10 February 2026: 1 change/)).toBeTruthy();
    expect(screen.getByRole("heading", { name: "The unit of glucose has changed" })).toBeTruthy();
    expect(screen.getByText(/The values look like mmol\/L/)).toBeTruthy();
    expect(screen.getByText(/Nobody has said anything about it yet/)).toBeTruthy();
  });

  it("says what was expected, and that it has moved since", () => {
    const expected = { ...incident, said: incident.figures, notes: [{ ...note, answer: "expected" as const }] };
    const { rerender } = render(<MonitoringScreen view={view({ incidents: [expected] })} actions={actions()} />);
    expect(screen.getByText(/As it was, but for 1 change said to be expected or no matter/)).toBeTruthy();
    expect(screen.queryByText(/moved further since/)).toBeNull();
    const moved = { ...expected, figures: { ...incident.figures, now: 70 } };
    rerender(<MonitoringScreen view={view({ incidents: [moved] })} actions={actions()} />);
    expect(screen.getByText("It has moved further since that was said.")).toBeTruthy();
    expect(screen.getByText(/Not as it was since 10 February 2026: 1 change/)).toBeTruthy();
  });

  it("draws both distributions as a table", () => {
    render(<MonitoringScreen view={view()} actions={actions()} />);
    const table = within(screen.getByRole("region", { name: "Age, before and now" }));
    expect(table.getByRole("row", { name: /70 or more 40\.0.% 70\.0.%/ })).toBeTruthy();
    expect(screen.getByText("more than chance")).toBeTruthy();
  });

  it("says how many stays were scored only after they had left", () => {
    const none = { auroc: 0.66, auprc: 0.2, brier: 0.09 };
    const chunk = { from: "2026-01-05", to: "2026-02-01", stays: 1120, estimated: none, realised: null };
    const looked = (hindsight: number) => ({
      ...view().looked!,
      report: { ...report, performance: [{ ...chunk, hindsight }] },
    });
    const { unmount } = render(<MonitoringScreen view={view({ looked: looked(40) })} actions={actions()} />);
    expect(screen.getByText(/40 of 1,120 stays were scored from their record more than a day after/)).toBeTruthy();
    unmount();
    render(<MonitoringScreen view={view({ looked: looked(0) })} actions={actions()} />);
    expect(screen.queryByText(/scored from their record/)).toBeNull();
  });

  it("offers to look and to answer only to those who may", () => {
    const incidents = [incident];
    render(<MonitoringScreen view={view({ incidents, mayAnswer: false, mayRun: false })} actions={actions()} />);
    expect(screen.queryByRole("button", { name: "Look now" })).toBeNull();
    expect(screen.queryByRole("button", { name: /Say what was done/ })).toBeNull();
  });

  it("says how much is missing before anything can be compared", () => {
    const looked = {
      at: "2026-02-14T06:00:00Z",
      throughDay: "2026-02-13",
      report: { ...report, reference: null, features: [] },
    };
    render(<MonitoringScreen view={view({ looked })} actions={actions()} />);
    expect(screen.getByText(/there are 1,600 stays on 40 days/)).toBeTruthy();
  });
});
