// @vitest-environment jsdom
import { readFileSync } from "node:fs";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CompareScreen } from "@/components/models/compare-screen";
import { VersionScreen } from "@/components/models/version-screen";
import type { VersionsActions } from "@/components/models/versions-actions";
import { VersionsScreen } from "@/components/models/versions-screen";
import type { GateSummary } from "@/lib/core/gates/gates-view";
import { judgeCandidate } from "@/lib/core/gates/judge-candidate";
import { learn, makeGateInput, makeStays } from "@/lib/core/gates/synthetic-hold-out";
import { dsiCard } from "@/lib/core/model/dsi-card";
import { manifestSchema } from "@/lib/core/model/manifest";
import { overlayShapes } from "@/lib/core/model/overlay-shapes";
import type { CompareView } from "@/lib/core/registry/compare-view";
import type { RolloutView, VersionRow, VersionsView, VersionView, WishView } from "@/lib/core/registry/versions-view";

// jsdom has no CSS; the dialog escapes a selector with it.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
afterEach(cleanup);

const manifest = manifestSchema.parse(JSON.parse(readFileSync("models/readmission/1.0.0/manifest.json", "utf8")));
const target = "any readmission within 30 days of discharge";
const timeZone = "Europe/London";
const at = "2026-03-10T09:00:00.000Z";
const champion = learn(makeStays(1500, 4));
const report = judgeCandidate(
  makeGateInput(makeStays(1200, 2), champion, champion, (z) => z - 0.6),
  {
    resamples: 20,
    groupResamples: 10,
  },
);
const gates: GateSummary = {
  ...{ id: "00000000-0000-4000-8000-000000000001", modelVersion: "1.1.0", championVersion: "1.0.0", at },
  ...{ byName: "Sam", verdict: report.verdict, stays: report.stays, readmissions: report.readmissions },
  simulated: false,
};
const rowOf = (wanted: Partial<VersionRow>): VersionRow => ({
  ...{ version: "1.1.0", source: "trained", target, at, byName: "Sam", isExplained: true, serves: [] },
  ...{ isChampion: false, gates, validation: null, visibility: { state: "silent", because: "no-report" } },
  ...wanted,
});
const wish: WishView = {
  ...{ rolloutId: "00000000-0000-4000-8000-000000000002", alias: "champion", modelVersion: "1.1.0", wardIds: null },
  ...{ wards: null, share: null, why: "Fits this year", approvalReference: null, byName: "Sam" },
  ...{ byRole: "data-scientist", at, whyNotConfirm: null },
};
const canary: RolloutView = {
  ...{ id: "00000000-0000-4000-8000-000000000003", alias: "canary", modelVersion: "1.1.0", wards: ["Ward 1"] },
  ...{ share: null, why: "To see", approvalReference: null, byName: "Sam", overrides: null, at, ended: null },
};
const promoted: RolloutView = {
  ...canary,
  ...{ id: "00000000-0000-4000-8000-000000000004", alias: "champion", wards: null },
};
const may = { judge: true, promote: true, rollOut: true, rollBack: true };
const wards = [
  { id: "w1", name: "Ward 1", version: "1.0.0" },
  { id: "w2", name: "Ward 2", version: "1.0.0" },
];

const versions: VersionsView = {
  ...{ task: "readmission", champion: "1.0.0", previous: null, rollouts: [], wishes: [], wards, timeZone, may },
  versions: [rowOf({}), rowOf({ version: "1.0.0", source: "shipped", isChampion: true, gates: null })],
  isDemo: false,
};
const version: VersionView = {
  ...{ task: "readmission", row: rowOf({}), sha256: "a".repeat(64), champion: "1.0.0", previous: null },
  ...{ rollouts: [], wishes: [], wards, timeZone, may, isDemo: false },
  lineage: {
    data: {
      ...{ snapshotId: "s", at, asOf: at, rows: 5000, positives: 600, sha256: "b".repeat(64) },
      ...{ simulated: true, corrections: 3 },
    },
    ...{ learntFrom: "this hospital", trainingRunId: null, parentVersion: "1.0.0" },
  },
  gates: { version: "1.1.0", judged: [gates], report: { id: gates.id, content: report }, timeZone },
  card: dsiCard({
    ...{ task: "readmission", version: "1.1.0", source: "trained", target, manifest },
    ...{ validation: null, gates: report },
  }),
};
const refuse = async () => ({ ok: false as const, message: "not asked for here" });
const none: VersionsActions = { judge: refuse, promote: refuse, rollOut: refuse, confirm: refuse, rollBack: refuse };

describe("the versions", () => {
  it("say what each does, what its gates came to, and where there is nothing to go back to", () => {
    render(<VersionsScreen view={versions} actions={none} />);
    const [candidate, serving] = [...screen.getByRole("list", { name: "Versions" }).children];
    expect(candidate?.textContent).toMatch(/1\.1\.0not in use/);
    expect(candidate?.textContent).toMatch(/Stopped by a gate \(against 1\.0\.0, 1,200 stays\)/);
    expect(serving?.textContent).toMatch(/it serves; there is nothing to hold it against/);
    expect(screen.getByText(/there is nothing to go back to/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Roll back/ })).toBeNull();
  });

  it("roll back in one press and a reason, and keep what was written where it was refused", async () => {
    const rollBack = vi.fn<VersionsActions["rollBack"]>(refuse);
    const view = { ...versions, champion: "1.1.0", previous: "1.0.0", rollouts: [canary, promoted] };
    render(<VersionsScreen view={view} actions={{ ...none, rollBack }} />);
    fireEvent.click(screen.getByRole("button", { name: "Roll back to 1.0.0" }));
    fireEvent.click(screen.getByRole("button", { name: "Roll back" }));
    expect(screen.getByRole("alert").textContent).toBe("Say why.");
    expect(rollBack).not.toHaveBeenCalled();
    fireEvent.change(screen.getByRole("textbox", { name: "Reason" }), { target: { value: " too many calls " } });
    fireEvent.click(screen.getByRole("button", { name: "Roll back" }));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toBe("not asked for here"));
    expect(rollBack).toHaveBeenCalledWith("too many calls", promoted.id);
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Reason" }).value).toBe(" too many calls ");
  });

  it("end what serves beside the champion, and that alone", async () => {
    const rollBack = vi.fn<VersionsActions["rollBack"]>(async () => ({ ok: true, says: "Ended." }));
    render(<VersionsScreen view={{ ...versions, rollouts: [canary] }} actions={{ ...none, rollBack }} />);
    fireEvent.click(screen.getByRole("button", { name: "End 1.1.0 as Canary" }));
    fireEvent.change(screen.getByRole("textbox", { name: "Reason" }), { target: { value: "seen enough" } });
    fireEvent.click(screen.getByRole("button", { name: "End it" }));
    await waitFor(() => expect(screen.getByText("Ended.")).toBeTruthy());
    expect(rollBack).toHaveBeenCalledWith("seen enough", canary.id);
  });

  it("let a second person confirm against the gates, and tell the first one why they cannot", async () => {
    const confirm = vi.fn<VersionsActions["confirm"]>(async () => ({ ok: true, says: "1.1.0 serves now." }));
    const { rerender } = render(
      <VersionsScreen view={{ ...versions, wishes: [wish] }} actions={{ ...none, confirm }} />,
    );
    fireEvent.click(screen.getByRole("button", { name: "Confirm against the gates" }));
    fireEvent.change(screen.getByRole("textbox", { name: "Reason" }), { target: { value: "agreed" } });
    fireEvent.click(screen.getByRole("button", { name: "Confirm" }));
    await waitFor(() => expect(screen.getByText("1.1.0 serves now.")).toBeTruthy());
    expect(confirm).toHaveBeenCalledWith(wish, "agreed");
    const own = { ...wish, whyNotConfirm: "A second person of another role must confirm this." };
    rerender(<VersionsScreen view={{ ...versions, wishes: [own] }} actions={none} />);
    expect(screen.queryByRole("button", { name: "Confirm against the gates" })).toBeNull();
    expect(screen.getByText(own.whyNotConfirm)).toBeTruthy();
  });
});

describe("one version", () => {
  it("shows its lineage, every gate with its result, and the 31 source attributes with the blank ones named", () => {
    render(<VersionScreen view={version} actions={none} />);
    const lineage = screen.getByRole("region", { name: "Lineage" });
    expect(lineage.textContent).toMatch(
      /5,000 stays, 600 readmitted.*with simulated outcomes; 3 reviewed corrections applied/,
    );
    const shown = screen.getByRole("region", { name: "Gates: 1.1.0 against 1.0.0" });
    expect(within(shown).getByRole("heading", { name: "Stopped by a gate" })).toBeTruthy();
    const rows = within(within(shown).getByRole("region", { name: "Gates" })).getAllByRole("row");
    expect(rows).toHaveLength(1 + report.gates.length);
    expect(rows.find((row) => /Calibration, level/.test(row.textContent ?? ""))?.textContent).toMatch(/✕fails$/);
    const card = screen.getByRole("region", { name: "Source attributes" });
    expect(card.querySelectorAll("dt")).toHaveLength(31);
    expect(within(card).getAllByText("Blank: not stated.")).toHaveLength(version.card.blank);
    expect(within(card).getByRole("link", { name: "The same as JSON" }).getAttribute("href")).toBe(
      "/api/v1/models/versions/1.1.0/card",
    );
  });

  it("says before it is promoted that a gate stopped it and what that takes", async () => {
    const promote = vi.fn<VersionsActions["promote"]>(async () => ({ ok: true, says: "Asked for." }));
    render(<VersionScreen view={version} actions={{ ...none, promote }} />);
    fireEvent.click(screen.getByRole("button", { name: "Promote to champion" }));
    expect(screen.getByText(/A gate stopped this version.*second person of another role/)).toBeTruthy();
    fireEvent.change(screen.getByRole("textbox", { name: "Reason" }), { target: { value: "because" } });
    fireEvent.click(screen.getByRole("button", { name: "Promote" }));
    await waitFor(() => expect(screen.getByText("Asked for.")).toBeTruthy());
    expect(promote).toHaveBeenCalledWith("1.1.0", "because");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  const openBeside = () => {
    fireEvent.click(screen.getByRole("button", { name: "Use beside 1.0.0" }));
    return within(screen.getByRole("dialog", { name: "Use 1.1.0 beside 1.0.0" }));
  };

  it("is put to use on wards that are named, and says what that takes where its gates have not passed", async () => {
    const rollOut = vi.fn<VersionsActions["rollOut"]>(async () => ({ ok: true, says: "Asked for." }));
    render(<VersionScreen view={version} actions={{ ...none, rollOut }} />);
    const dialog = openBeside();
    expect(dialog.queryByText(/Its gates have not passed/)).toBeNull();
    fireEvent.click(dialog.getByRole("radio", { name: /^Canary/ }));
    expect(dialog.getByText(/starts only when a second person of another role/)).toBeTruthy();
    fireEvent.click(dialog.getByRole("button", { name: "Start" }));
    expect(dialog.getByRole("alert").textContent).toBe("Choose at least one ward.");
    fireEvent.click(dialog.getByRole("checkbox", { name: /^Ward 2/ }));
    fireEvent.change(dialog.getByRole("textbox", { name: "Reason" }), { target: { value: "To see it there" } });
    fireEvent.click(dialog.getByRole("button", { name: "Start" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const same = { share: null, approvalReference: null, why: "To see it there" };
    expect(rollOut).toHaveBeenCalledWith("1.1.0", { alias: "canary", wardIds: ["w2"], ...same });
    expect(screen.getByText("Asked for.")).toBeTruthy();
  });

  it("runs in shadow for a share of the patients, and as an arm of a test only under its approval", async () => {
    const rollOut = vi.fn<VersionsActions["rollOut"]>(refuse);
    render(<VersionScreen view={version} actions={{ ...none, rollOut }} />);
    const dialog = openBeside();
    const start = () => fireEvent.click(dialog.getByRole("button", { name: "Start" }));
    const share = dialog.getByRole("spinbutton", { name: /^Share of the patients/ });
    fireEvent.change(dialog.getByRole("textbox", { name: "Reason" }), { target: { value: "To compare" } });
    fireEvent.change(share, { target: { value: "0" } });
    start();
    expect(dialog.getByRole("alert").textContent).toMatch(/above 0/);
    fireEvent.change(share, { target: { value: "25" } });
    start();
    await waitFor(() => expect(dialog.getByRole("alert").textContent).toBe("not asked for here"));
    const shadow = { alias: "shadow", wardIds: null, share: 0.25, approvalReference: null, why: "To compare" };
    expect(rollOut).toHaveBeenLastCalledWith("1.1.0", shadow);
    fireEvent.click(dialog.getByRole("radio", { name: /A\/B test/ }));
    fireEvent.click(dialog.getByRole("checkbox", { name: /^Ward 1/ }));
    start();
    expect(dialog.getByRole("alert").textContent).toBe("Give the reference of the approval.");
    fireEvent.change(dialog.getByRole("textbox", { name: "Reference of the approval" }), {
      target: { value: "REC 7" },
    });
    start();
    await waitFor(() => expect(rollOut).toHaveBeenCalledTimes(2));
    const arm = { alias: "variant", wardIds: ["w1"], share: null, approvalReference: "REC 7", why: "To compare" };
    expect(rollOut).toHaveBeenLastCalledWith("1.1.0", arm);
  });

  it("ends where it runs beside the champion, and offers no way back from the champion there", async () => {
    const rollBack = vi.fn<VersionsActions["rollBack"]>(async () => ({ ok: true, says: "Ended." }));
    render(<VersionScreen view={{ ...version, rollouts: [canary] }} actions={{ ...none, rollBack }} />);
    expect(screen.queryByText(/nothing to go back to/)).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "End 1.1.0 as Canary" }));
    fireEvent.change(screen.getByRole("textbox", { name: "Reason" }), { target: { value: "seen enough" } });
    fireEvent.click(screen.getByRole("button", { name: "End it" }));
    await waitFor(() => expect(rollBack).toHaveBeenCalledWith("seen enough", canary.id));
  });

  it("offers nothing to somebody who may only read, and says who may", () => {
    const reader = { ...version, may: { judge: false, promote: false, rollOut: false, rollBack: false } };
    render(
      <VersionScreen view={{ ...reader, gates: { ...version.gates, judged: [], report: null } }} actions={none} />,
    );
    expect(screen.queryByRole("button", { name: /Promote|Use beside|Hold against/ })).toBeNull();
    expect(screen.getByText(/A data scientist starts that/)).toBeTruthy();
  });
});

describe("two versions side by side", () => {
  const compared = (name: string) => ({ version: name, target, isExplained: true, results: [] });
  const view: CompareView = {
    ...{ first: compared("1.0.0"), second: compared("1.1.0"), versions: ["1.1.0", "1.0.0"], timeZone },
    targetDifference: null,
    onSameStays: {
      ...{ id: gates.id, at, champion: "1.0.0", candidate: "1.1.0", simulated: true },
      ...{ comparison: report.comparison, groups: report.groups, tierMoves: report.tierMoves },
    },
    shapes: overlayShapes(manifest, manifest, "discharge"),
    now: {
      compared: 12,
      moves: [
        { from: "high", to: "high", stays: 11 },
        { from: "high", to: "very-high", stays: 1 },
      ],
      patients: [
        {
          ...{ stayId: "s1", name: "Testcase, Ada", wardName: "Ward 1", bed: "A-1" },
          first: { probability: 0.2, tier: "high" },
          second: { probability: 0.3, tier: "very-high" },
        },
      ],
    },
  };

  it("show figures on the same stays, the calibrations as a table, and whose tier would change", () => {
    render(<CompareScreen view={view} />);
    const same = screen.getByRole("region", { name: "On the same 1,200 stays" });
    expect(within(same).getByText("Simulated outcomes")).toBeTruthy();
    fireEvent.click(within(same).getByRole("button", { name: "Show both calibrations as a table" }));
    const table = within(same).getByRole("region", { name: "Calibration of both versions, as a table" });
    expect(within(table).getAllByRole("row")).toHaveLength(21);
    const moved = screen.getByRole("region", { name: "Patients whose tier would change" });
    expect(moved.textContent).toMatch(/1 of 12 patients on your wards now/);
    expect(within(moved).getByRole("link", { name: "Testcase, Ada" }).getAttribute("href")).toBe("/stays/s1");
    expect(screen.getByText(/Both add the same for every value/)).toBeTruthy();
  });

  it("name nobody to those who must not learn what wards are not shown", () => {
    render(<CompareScreen view={{ ...view, now: { ...view.now, patients: null } }} />);
    expect(screen.queryByText("Testcase, Ada")).toBeNull();
    expect(screen.getByText(/must not reach the bedside/)).toBeTruthy();
  });

  it("say so where they were never measured on the same stays, or one does not say why", () => {
    render(<CompareScreen view={{ ...view, onSameStays: null, shapes: null }} />);
    expect(screen.getByRole("heading", { name: "Not measured on the same stays yet" })).toBeTruthy();
    expect(screen.getByRole("heading", { name: "No curves to compare" })).toBeTruthy();
  });
});
