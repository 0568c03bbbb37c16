// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { TrainingActions } from "@/components/training/training-actions";
import { TrainingScreen } from "@/components/training/training-screen";
import { ALGORITHMS, type Algorithm } from "@/lib/core/retraining/experiment";
import type { TrainingRunReport, TrainingRunsView, TrainingRunView } from "@/lib/core/retraining/training-run";
import { DEFAULT_SETTINGS } from "@/lib/core/training/training-settings";

// jsdom has no CSS; the dialog escapes a selector with it.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
afterEach(cleanup);

const SET = "00000000-0000-4000-8000-00000000000a";
const looked = { stays: 900, effectiveStays: 850, auroc: 0.66, observedOverExpected: 0.98, calibrationSlope: 1.01 };

const report: TrainingRunReport = {
  experiment: {
    ...{ folds: 5, stays: 1000, events: 120, drawnFrom: 4000, bags: 2, settings: DEFAULT_SETTINGS },
    results: (Object.keys(ALGORITHMS) as Algorithm[]).map((algorithm, place) => ({
      ...{ algorithm, auroc: 0.6 + place / 100, foldAurocs: [0.6, 0.65], logLoss: 0.35, brier: 0.1 },
      ...{ calibrationSlope: 1, calibrationIntercept: 0 },
    })),
  },
  treatment: {
    byTier: [{ tier: "high", stays: 200, treated: 100, eventsTreated: 10, eventsUntreated: 20 }],
    sensitivity: {
      kept: looked,
      weighted: looked,
      excluded: looked,
      overlap: {
        bands: [{ from: 0.1, treated: 10, untreated: 90 }],
        ...{ extreme: 0, largestWeight: 2.5, differenceBefore: 0.3, differenceAfter: 0.04, verdict: "enough" },
      },
    },
  },
  trials: [
    { strength: { start: "refitted", ridgeFactor: 1 }, loss: 0.39 },
    { strength: { start: "nothing", ridgeFactor: 1 }, loss: 0.4 },
  ],
  heldOut: {
    ...{ stays: 730, readmissions: 88, auroc: 0.661, aurocCi95: [0.6, 0.72], calibrationSlope: 1, ece: 0.01 },
  },
  seconds: 61,
  simulated: true,
};

const runOf = (wanted: Partial<TrainingRunView>): TrainingRunView => ({
  ...{ id: "00000000-0000-4000-8000-000000000001", snapshotId: SET, parentVersion: "1.0.0", version: "1.1.0" },
  ...{ settings: { seed: 1, bags: 8, folds: 5 }, why: "Visits mean less.", state: "running", progress: 0.4 },
  log: [{ at: "2026-03-10T09:00:00.000Z", line: "Training on 4,000 stays, 8 bags." }],
  ...{ attempts: 1, report: null, byName: "Sam", askedAt: "2026-03-10T08:59:00.000Z" },
  ...{ startedAt: "2026-03-10T09:00:00.000Z", finishedAt: null, isCancelling: false },
  ...wanted,
});

const view = (runs: readonly TrainingRunView[], wanted: Partial<TrainingRunsView> = {}): TrainingRunsView => ({
  runs,
  snapshots: [
    {
      ...{ id: SET, at: "2026-03-10T08:00:00.000Z", asOf: "2026-03-10T08:00:00.000Z", stays: 4000, positives: 440 },
      ...{ simulated: false, sha256: "a".repeat(64), target: "any readmission within 30 days of discharge" },
    },
  ],
  ...{ championVersion: "1.0.0", mayStart: true, timeZone: "Europe/London" },
  ...wanted,
});

function show(initial: TrainingRunsView, actions: Partial<TrainingActions> = {}) {
  const none = async () => ({ ok: false as const, message: "not asked for here" });
  render(
    <TrainingScreen initial={initial} shownId={null} actions={{ load: none, start: none, cancel: none, ...actions }} />,
  );
}

describe("training runs", () => {
  it("shows how far the one under way is, and stops it when asked", async () => {
    const cancel = vi.fn(async () => ({ ok: true as const, value: {} }));
    const load = async () => ({ ok: true as const, value: view([runOf({ isCancelling: true })]) });
    show(view([runOf({})]), { cancel, load });
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("40");
    expect((screen.getByRole("button", { name: "Start a training" }) as HTMLButtonElement).disabled).toBe(true);
    fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.getByRole("heading", { name: "Version 1.1.0: stopping" })).toBeTruthy());
    expect(cancel).toHaveBeenCalledWith("00000000-0000-4000-8000-000000000001");
  });

  it("shows every algorithm, the chosen start, treated stays and what a fall in calibration asks first", () => {
    show(view([runOf({ state: "done", progress: 1, report })]));
    const algorithms = screen.getByRole("region", { name: "Algorithms compared for version 1.1.0" });
    for (const name of Object.values(ALGORITHMS)) expect(algorithms.textContent).toContain(name);
    expect(screen.getByText(/held loosely \(chosen\)/)).toBeTruthy();
    expect(screen.getByRole("heading", { name: "If calibration fell: did the programme work?" })).toBeTruthy();
    expect(screen.getByText(/Outcomes are simulated/)).toBeTruthy();
  });

  it("asks for a training set and a reason", async () => {
    const start = vi.fn(async () => ({ ok: false as const, message: "A training is under way." }));
    show(view([]), { start });
    fireEvent.click(screen.getByRole("button", { name: "Start a training" }));
    const dialog = await screen.findByRole("dialog");
    fireEvent.change(within(dialog).getByLabelText("Why"), { target: { value: "Prior visits mean less." } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Start" }));
    await waitFor(() => expect(within(dialog).getByText("A training is under way.")).toBeTruthy());
    expect(start).toHaveBeenCalledWith({ snapshotId: SET, why: "Prior visits mean less." });
  });

  it("says what is missing where nothing can be learnt from yet", () => {
    show(view([], { snapshots: [] }));
    expect(screen.getByRole("heading", { name: "No training set yet" })).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Nothing was trained here yet" })).toBeTruthy();
  });
});
