// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { WorklistScreen } from "@/components/worklist/worklist-screen";
import type { Worklist } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

afterEach(cleanup);

function makeRow(wanted: Partial<WorklistRow> & { readonly stayId: string }): WorklistRow {
  return {
    predictionId: "p",
    patient: {
      id: wanted.stayId,
      familyName: "Castillo",
      givenNames: "Inés",
      birthDate: "1981-03-08",
      ageYears: 45,
      sex: "female",
      mrn: "100690",
      synthetic: true,
    },
    wardId: "w",
    wardName: "4B",
    bed: "4B-07",
    admittedAt: null,
    dayOfStay: 3,
    plannedEndAt: null,
    leaving: "today",
    probability: 0.06,
    tier: "low",
    view: "stay",
    topDrivers: [{ feature: "priorInpatient", sentence: "No hospital stays in the past year", contribution: -0.4 }],
    abstentionReasons: [],
    lace: { low: 3, high: 5 },
    hospital: { low: 2, high: 2 },
    openFlagCount: 0,
    latestFlag: null,
    change: null,
    lastAction: null,
    lastResponse: null,
    issueCount: 0,
    scoredAt: null,
    modelVersion: "1.0.0",
    ...wanted,
  };
}

const apart = {
  probability: null,
  tier: null,
  view: null,
  topDrivers: [],
  abstentionReasons: ["No diabetes on record."],
};

const rows: readonly WorklistRow[] = [
  makeRow({ stayId: "low" }),
  makeRow({
    stayId: "high",
    probability: 0.41,
    tier: "very-high",
    patient: { ...makeRow({ stayId: "" }).patient, familyName: "Okafor", mrn: "100412" },
  }),
  makeRow({ stayId: "apart", ...apart }),
  makeRow({ stayId: "tomorrow", leaving: "tomorrow", probability: 0.2, tier: "high" }),
];

const makeList = (shown: readonly WorklistRow[]): Worklist => ({
  wards: [{ id: "w", name: "4B", physicalBeds: 20, patientCount: shown.length }],
  wardId: null,
  rows: shown,
  asOf: "2026-03-05T06:02:00Z",
  checkedHere: null,
  provenance: "Learnt from US hospitals 1999–2008; not yet checked here.",
  silentBecause: null,
  dataAsOf: "2026-03-05T06:02:00Z",
  timeZone: "Europe/London",
  cutoff: null,
  version: "1",
});

function show(load: () => Promise<Worklist>, mayOpen = true) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <WorklistScreen wardId={null} mayOpen={mayOpen} load={load} />
    </QueryClientProvider>,
  );
}

describe("the discharge list", () => {
  it("groups by leaving, then risk, and keeps those without a score in a group of their own", async () => {
    show(async () => makeList(rows));
    const table = await screen.findByRole("table", { name: "Discharge list" });
    const groups = within(table).getAllByRole("rowgroup").slice(1);
    expect(groups.map((group) => group.getAttribute("aria-label"))).toEqual([
      "Leaving today",
      "Leaving today: No model score, use judgement",
      "Leaving tomorrow",
    ]);
    expect(
      within(groups[0] as HTMLElement)
        .getAllByRole("link", { name: /,/ })
        .map((link) => link.textContent),
    ).toEqual(["Okafor, Inés", "Castillo, Inés"]);
    expect(groups[0]?.textContent).toContain("Leaving today · 3");
    expect(groups[1]?.textContent).toContain("No score: no diabetes on record.");
    expect(groups[1]?.textContent).toContain("LACE 3–5: not high");
    expect(groups[1]?.textContent).toContain("HOSPITAL 2: low");
  });

  it("says in one line how many leave today and how many of those are high", async () => {
    show(async () => makeList(rows));
    const summary = await screen.findByRole("list", { name: "Summary" });
    expect(
      within(summary)
        .getAllByRole("listitem")
        .map((item) => item.textContent),
    ).toEqual([
      "4 patients",
      "3 leaving today, 1 of them high or very high",
      "2 high or very high in all",
      "1 without a model score",
    ]);
  });

  it("says number, tier, direction and ranges in words", async () => {
    show(async () => makeList(rows.slice(0, 1)));
    const row = (await screen.findByRole("link", { name: /Castillo/ })).closest("tr")?.textContent ?? "";
    expect(row).toMatch(/6\s%Low/);
    expect(row).toContain("Lowers: No hospital stays in the past year");
    expect(row).toContain("3–5");
    expect(row).toContain("(synthetic)");
  });

  it("finds by name without accents, and by MRN", async () => {
    show(async () => makeList(rows));
    const search = await screen.findByRole("searchbox", { name: "Search name or MRN" });
    fireEvent.change(search, { target: { value: "okafor ines" } });
    expect(screen.getAllByRole("link", { name: /,/ })).toHaveLength(1);
    fireEvent.change(search, { target: { value: "999" } });
    expect(screen.getByRole("heading", { name: "No patient matches" })).toBeDefined();
  });

  it("moves between patients with j and k, and to the search with a slash, once focus is in the list", async () => {
    show(async () => makeList(rows));
    await screen.findByRole("table", { name: "Discharge list" });
    Element.prototype.scrollIntoView = () => {};
    for (const key of ["j", "k", "/"]) fireEvent.keyDown(document.body, { key });
    expect(document.activeElement).toBe(document.body);
    screen.getByRole("searchbox").focus();
    fireEvent.keyDown(screen.getByRole("searchbox"), { key: "ArrowDown" });
    expect(document.activeElement?.getAttribute("data-patient")).toBe("high");
    fireEvent.keyDown(document.activeElement as Element, { key: "j" });
    expect(document.activeElement?.getAttribute("data-patient")).toBe("low");
    fireEvent.keyDown(document.activeElement as Element, { key: "k" });
    expect(document.activeElement?.getAttribute("data-patient")).toBe("high");
    fireEvent.keyDown(document.activeElement as Element, { key: "/" });
    expect(document.activeElement).toBe(screen.getByRole("searchbox"));
  });

  it("comes back to the patient that was opened, once", async () => {
    show(async () => makeList(rows));
    const opened = await screen.findByRole("link", { name: /Okafor/ });
    opened.addEventListener("click", (event) => event.preventDefault());
    fireEvent.click(opened);
    cleanup();
    show(async () => makeList(rows));
    await screen.findByRole("table", { name: "Discharge list" });
    expect(document.activeElement?.getAttribute("data-patient")).toBe("high");
    cleanup();
    show(async () => makeList(rows));
    await screen.findByRole("table", { name: "Discharge list" });
    expect(document.activeElement).toBe(document.body);
  });

  it("says plainly when there is nobody, and when it could not be loaded", async () => {
    show(async () => makeList([]));
    expect(await screen.findByRole("heading", { name: "No current inpatients" })).toBeDefined();
    cleanup();
    show(() => Promise.reject(new Error("down")));
    expect((await screen.findByRole("alert")).textContent).toContain("The list could not be loaded");
    expect(screen.getByRole("button", { name: "Try again" })).toBeDefined();
  });

  it("opens no patient for a reader who may not", async () => {
    show(async () => makeList(rows), false);
    await screen.findByRole("table", { name: "Discharge list" });
    expect(screen.queryByRole("link", { name: /Okafor/ })).toBeNull();
  });
});
