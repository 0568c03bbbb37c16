// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ModelsActions } from "@/components/models/models-actions";
import { ModelsScreen } from "@/components/models/models-screen";
import { localValidation } from "@/lib/core/validation/local-validation";
import type { ModelsView } from "@/lib/core/validation/models-view";
import { calibratedRows, inputOf } from "@/lib/core/validation/synthetic-rows";
import type { LocalValidationReport } from "@/lib/core/validation/validation-report";

// jsdom has no CSS; the dialog escapes a selector with it.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

// jsdom measures nothing, so recharts draws nothing; what it would draw stands in the tables.
afterEach(cleanup);

const content = localValidation(inputOf(calibratedRows(1500)));
const usable: LocalValidationReport = { ...content, verdict: "usable" };
const REPORT = "00000000-0000-4000-8000-000000000001";

function makeView(wanted: Partial<ModelsView> = {}, report: LocalValidationReport | null = usable): ModelsView {
  return {
    model: {
      ...content.model,
      baseRate: 0.11,
      calibration: null,
      bags: { count: 8, leftOut: 0.15 },
      sha256: "a".repeat(64),
      results: [
        {
          view: "discharge",
          stays: 74066,
          readmissions: 8409,
          auroc: 0.673,
          aurocCi95: [0.666, 0.68],
          ece: 0.0037,
          calibrationSlope: 0.99,
        },
      ],
      card: "# Readmission model 1.0.0",
    },
    isDemo: false,
    visibility: { state: "silent", because: "awaiting-approval" },
    decisions: [],
    reports:
      report === null
        ? []
        : [
            {
              id: REPORT,
              at: report.at,
              byName: "Sam",
              verdict: report.verdict,
              stays: report.stays,
              readmissions: report.readmissions,
              simulated: report.simulated,
            },
          ],
    report: report === null ? null : { id: REPORT, content: report },
    timeZone: "Europe/London",
    may: { validate: true, approve: true, withdraw: false },
    whyNotApprove: null,
    ...wanted,
  };
}

function show(view: ModelsView, actions: Partial<ModelsActions> = {}) {
  const none = async () => ({ ok: false as const, message: "not asked for here" });
  return render(<ModelsScreen initial={view} actions={{ load: none, validate: none, decide: none, ...actions }} />);
}

describe("the model page", () => {
  it("says that wards see nothing, why, and who has not approved", () => {
    show(makeView());
    const standing = screen.getByRole("region", { name: /^Silent/ });
    expect(standing.textContent).toMatch(/the two approvals are not complete/);
    expect(standing.textContent).toMatch(/a data scientist has not approved it/);
    expect(standing.textContent).toMatch(/a clinician has not approved it/);
  });

  it("shows the verdict, every rule and the key figures with their intervals", () => {
    show(makeView());
    const report = screen.getByRole("region", { name: "Newest local validation" });
    expect(within(report).getByRole("heading", { name: "Usable here" })).toBeTruthy();
    expect(within(within(report).getAllByRole("table")[0]!).getAllByRole("row")).toHaveLength(8);
    expect(report.textContent).toMatch(/Observed \/ expected[\d.]+ \(95.% interval [\d.]+ to [\d.]+\)/);
    fireEvent.click(within(report).getByRole("button", { name: "Show the calibration as a table" }));
    expect(
      within(within(report).getByRole("region", { name: "Calibration, as a table" })).getAllByRole("row"),
    ).toHaveLength(11);
    fireEvent.click(within(report).getByRole("button", { name: "Show the decision curve as a table" }));
    expect(
      within(within(report).getByRole("region", { name: "Decision curve, as a table" })).getAllByRole("row"),
    ).toHaveLength(37);
  });

  it("“do not use here” cannot be overlooked, nor that outcomes are simulated", () => {
    show(
      makeView(
        {
          visibility: { state: "silent", because: "not-usable" },
          may: { validate: true, approve: false, withdraw: false },
        },
        { ...content, verdict: "do-not-use-here", simulated: true },
      ),
    );
    expect(screen.getByRole("heading", { name: "Do not use here" })).toBeTruthy();
    expect(screen.getByText("Simulated outcomes")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Approve/ })).toBeNull();
  });

  it("says so where nothing was validated yet, and who can", () => {
    show(
      makeView(
        {
          visibility: { state: "silent", because: "no-report" },
          may: { validate: false, approve: false, withdraw: false },
        },
        null,
      ),
    );
    expect(screen.getByRole("heading", { name: "Not validated here yet" })).toBeTruthy();
    expect(screen.getByText(/A data scientist runs it/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Run local validation" })).toBeNull();
  });

  it("approves with a note and shows what came of it", async () => {
    const decide = vi.fn<ModelsActions["decide"]>(async () => ({
      ok: true,
      value: { state: "shown", because: "approved", since: "2026-03-10T10:00:00Z" },
    }));
    const after = makeView({ visibility: { state: "shown", because: "approved", since: "2026-03-10T10:00:00Z" } });
    show(makeView(), { decide, load: async () => ({ ok: true, value: after }) });
    fireEvent.click(screen.getByRole("button", { name: "Approve the newest report" }));
    fireEvent.change(screen.getByRole("textbox", { name: "Note" }), { target: { value: " read it all " } });
    fireEvent.click(screen.getByRole("button", { name: "Approve" }));
    await waitFor(() => expect(screen.getByRole("region", { name: "Wards see this model’s scores" })).toBeTruthy());
    expect(decide).toHaveBeenCalledWith({ kind: "approved", reportId: REPORT, note: "read it all" });
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("keeps the dialog and the words where it was refused", async () => {
    show(makeView(), { decide: async () => ({ ok: false, message: "There is a newer report of this model." }) });
    fireEvent.click(screen.getByRole("button", { name: "Approve the newest report" }));
    fireEvent.change(screen.getByRole("textbox", { name: "Note" }), { target: { value: "mine" } });
    fireEvent.click(screen.getByRole("button", { name: "Approve" }));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/newer report/));
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Note" }).value).toBe("mine");
  });

  it("says why a validation could not be run", async () => {
    show(makeView({}, null), {
      validate: async () => ({ ok: false, message: "No stay here has a known outcome yet." }),
    });
    fireEvent.click(screen.getByRole("button", { name: "Run local validation" }));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/No stay here has a known outcome yet/));
    cleanup();
    show(makeView(), { validate: () => Promise.reject(new Error("offline")) });
    fireEvent.click(screen.getByRole("button", { name: "Run local validation" }));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toMatch(/could not be reached/));
  });
});
