// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { SetActions } from "@/components/training-sets/set-actions";
import { SetsScreen } from "@/components/training-sets/sets-screen";
import type { SnapshotView } from "@/lib/core/snapshots/snapshot-view";

// jsdom has no CSS; the dialog escapes a selector with it.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

afterEach(cleanup);

const set: SnapshotView = {
  ...{
    id: "one",
    at: "2026-06-01T09:00:00.000Z",
    byName: "Test scientist",
    featureTableHash: "h",
    labelRuleVersion: "1",
  },
  query: {
    ...{ asOf: "2026-06-01T09:00:00.000Z", target: "any-readmission-30d", adjudications: "applied" },
    ...{ dischargedFrom: null, dischargedBefore: "2026-04-01T00:00:00.000Z" },
  },
  ...{ target: "any readmission within 30 days of discharge", adjudicationIds: ["a"], simulated: true },
  ...{ rows: 2630, positives: 319, died: 23, sha256: "f".repeat(64) },
  attrition: [
    { step: "Stays in the database", stays: 3000, leftOut: [] },
    { step: "Index stays of the target", stays: 2630, leftOut: [{ reason: "Died in the stay", stays: 370 }] },
  ],
};
const actionsOf = (rest: Partial<SetActions>): SetActions => ({
  load: async () => ({ ok: true, value: [set] }),
  make: async () => ({ ok: true, value: set }),
  rebuild: async () => ({ ok: true, value: { isSame: true } }),
  ...rest,
});

describe("the training sets' screen", () => {
  it("says what a set is where there is none, makes one of the days asked for, and shows it", async () => {
    const make = vi.fn(actionsOf({}).make);
    render(<SetsScreen initial={[]} actions={actionsOf({ make })} />);
    expect(screen.getByText("No training set yet")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Make a training set" }));
    fireEvent.change(screen.getByLabelText("Discharged before"), { target: { value: "2026-04-01" } });
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Make" }));
    expect(await screen.findByRole("heading", { name: "2,630 stays, 319 readmitted" })).toBeTruthy();
    expect(make).toHaveBeenCalledWith({
      ...{ target: "any-readmission-30d", dischargedFrom: null, dischargedBefore: "2026-04-01T00:00:00Z" },
    });
    expect(screen.getByText("Stays discharged before 2026-04-01")).toBeTruthy();
    expect(screen.getByText(/Outcomes are simulated/)).toBeTruthy();
  });

  it("keeps the dialog open and says why where none could be made", async () => {
    const message = "There is no stay to learn from.";
    render(<SetsScreen initial={[]} actions={actionsOf({ make: async () => ({ ok: false, message }) })} />);
    fireEvent.click(screen.getByRole("button", { name: "Make a training set" }));
    const dialog = screen.getByRole("dialog");
    fireEvent.click(within(dialog).getByRole("button", { name: "Make" }));
    expect((await within(dialog).findByRole("alert")).textContent).toBe(message);
  });

  it("tells whether a set made again is the same, and what it left out", async () => {
    const rebuild = vi.fn(async () => ({ ok: true as const, value: { isSame: false } }));
    render(<SetsScreen initial={[set]} actions={actionsOf({ rebuild })} />);
    fireEvent.click(screen.getByRole("button", { name: "Make it again and compare" }));
    expect(await screen.findByText(/it is not the same/)).toBeTruthy();
    expect(rebuild).toHaveBeenCalledWith("one");
    fireEvent.click(screen.getByRole("button", { name: /^Stays left out/ }));
    expect(screen.getByRole("row", { name: /Index stays of the target 2,630 370: Died in the stay/ })).toBeTruthy();
  });
});
