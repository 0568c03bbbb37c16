// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { RenderBatchAction } from "@/components/worklist/selection-bar";
import { WorklistScreen } from "@/components/worklist/worklist-screen";
import { parseListChoice } from "@/lib/core/worklist/list-choice";
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
    notReadSince: null,
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

/** In working order, as the server sends it. */
const rows: readonly WorklistRow[] = [
  makeRow({
    stayId: "high",
    probability: 0.41,
    tier: "very-high",
    bed: "4B-09",
    patient: { ...makeRow({ stayId: "" }).patient, familyName: "Okafor", mrn: "100412" },
  }),
  makeRow({ stayId: "low" }),
  makeRow({
    stayId: "tomorrow",
    leaving: "tomorrow",
    probability: 0.2,
    tier: "high",
    bed: "4B-02",
    patient: { ...makeRow({ stayId: "" }).patient, familyName: "Abara", givenNames: "Ngozi", mrn: "100777" },
  }),
  makeRow({ stayId: "apart", bed: "4B-11", ...apart }),
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
  unreadPatients: 0,
  timeZone: "Europe/London",
  cutoff: null,
  version: "1",
});

type Wanted = Partial<Omit<Parameters<typeof WorklistScreen>[0], "load">> & { readonly search?: string };

/** The screen with an address of its own. */
function Screen({ search = "", ...wanted }: Wanted & { readonly load: () => Promise<Worklist> }) {
  const [choice, setChoice] = useState(parseListChoice(search));
  return (
    <WorklistScreen
      wardId={null}
      choice={choice}
      setChoice={setChoice}
      mayOpen
      setCutoff={null}
      renderBatchAction={null}
      {...wanted}
    />
  );
}

function show(load: () => Promise<Worklist>, wanted: Wanted = {}) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <Screen load={load} {...wanted} />
    </QueryClientProvider>,
  );
  return client;
}

const shownNames = (): (string | null)[] => screen.getAllByRole("link", { name: /,/ }).map((link) => link.textContent);

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

  it("ranks patients of two versions apart, says where each begins, and offers no line through both", async () => {
    const other = makeRow({ stayId: "other", probability: 0.3, modelVersion: "1.1.0", wardName: "5A" });
    show(async () => makeList([...rows, other]), { setCutoff: vi.fn() });
    const table = await screen.findByRole("table", { name: "Discharge list" });
    const today = within(table).getAllByRole("rowgroup")[1]?.textContent ?? "";
    expect(today).toMatch(/Scored by version 1\.0\.0.*Okafor.*Scored by version 1\.1\.0.*30\s%/);
    expect(screen.getByText(/scores of two versions cannot be put in one order/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Draw the line" })).toBeNull();
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
    show(async () => makeList(rows.slice(1, 2)));
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
    show(async () => makeList(rows), { mayOpen: false });
    await screen.findByRole("table", { name: "Discharge list" });
    expect(screen.queryByRole("link", { name: /Okafor/ })).toBeNull();
  });

  it("says why a number rose, and what was done and answered by whom", async () => {
    const at = "2026-03-05T06:00:00Z";
    const change = { from: 0.35, to: 0.41, at, because: "heart failure was coded", isPartly: false };
    const acted = makeRow({
      stayId: "acted",
      change,
      lastAction: { kind: "pharmacist-review", byName: "Ada Mensah", at },
      lastResponse: {
        kind: "dismissed",
        reason: "already-handled",
        byName: "Jo Lindqvist",
        at,
        aboutEarlierPrediction: true,
      },
    });
    show(async () => makeList([acted, makeRow({ stayId: "partly", change: { ...change, to: 0.3, isPartly: true } })]));
    const [first, second] = (await screen.findAllByRole("link", { name: /Castillo/ })).map(
      (link) => link.closest("tr")?.textContent ?? "",
    );
    expect(first).toMatch(/Rose from 35\s%.* to 41\s%, because heart failure was coded/);
    expect(first).toContain("Pharmacist reviewAda Mensah");
    expect(first).toContain("Dismissed: already taken care of (about an earlier score)Jo Lindqvist");
    expect(second).toMatch(/Fell from 35\s%.* to 30\s%, partly because/);
  });

  it("takes its order and its filters from the address, and says what it leaves out", async () => {
    show(async () => makeList(rows), { search: "?sort=bed&leaving=today" });
    await screen.findByRole("table", { name: "Discharge list" });
    expect(shownNames()).toEqual(["Castillo, Inés", "Okafor, Inés", "Castillo, Inés"]);
    expect(screen.getByText("3 of 4 patients match")).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: /^Very high/ }));
    expect(shownNames()).toEqual(["Okafor, Inés"]);
    fireEvent.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(shownNames()[0]).toBe("Abara, Ngozi");
  });

  it("shows only those nobody has dealt with", async () => {
    const done = makeRow({ stayId: "done", lastAction: { kind: "none", byName: "A", at: "2026-03-05T06:00:00Z" } });
    show(async () => makeList([...rows, done]), { search: "?only=not-acted" });
    await screen.findByRole("table", { name: "Discharge list" });
    expect(shownNames()).toHaveLength(4);
    fireEvent.click(screen.getByRole("button", { name: /^Flagged/ }));
    expect(screen.getByText("The filters leave nobody.")).toBeDefined();
  });

  it("copies the address of the view, without what is searched for", async () => {
    const writeText = vi.fn(() => Promise.resolve());
    Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
    show(async () => makeList(rows), { search: "?sort=name" });
    fireEvent.change(await screen.findByRole("searchbox"), { target: { value: "okafor" } });
    fireEvent.click(screen.getByRole("button", { name: "Copy link to this view" }));
    await screen.findByText(/^Copied\./);
    expect(writeText).toHaveBeenCalledWith(`${window.location.origin}/?sort=name`);
  });

  it("selects for a batch by box and by x, keeps it through a refresh, and lets go of who left", async () => {
    const batches: string[][] = [];
    const renderBatchAction = ({ stayIds }: { stayIds: readonly string[] }) => {
      batches.push([...stayIds]);
      return <button type="button">Note for {stayIds.length}</button>;
    };
    let current = rows;
    const client = show(async () => makeList(current), { renderBatchAction });
    fireEvent.click(await screen.findByRole("checkbox", { name: "Select Okafor, Inés" }));
    screen.getByRole("link", { name: /Abara/ }).focus();
    fireEvent.keyDown(document.activeElement as Element, { key: "x" });
    expect(screen.getByRole("button", { name: "Note for 2" })).toBeDefined();
    expect(batches.at(-1)).toEqual(["high", "tomorrow"]);
    current = rows.slice(1);
    await act(() => client.refetchQueries());
    await waitFor(() => expect(batches.at(-1)).toEqual(["tomorrow"]));
    fireEvent.click(screen.getByRole("button", { name: "Clear selection" }));
    expect(screen.queryByRole("region", { name: "Selected patients" })).toBeNull();
  });

  it("keeps focus on the same patient and what is typed when a refresh moves the row", async () => {
    let current = rows;
    const client = show(async () => makeList(current));
    (await screen.findByRole("link", { name: /Abara/ })).focus();
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "a" } });
    const moved = { ...(rows[2] as WorklistRow), leaving: "today" as const, probability: 0.6 };
    current = [moved, ...rows.filter(({ stayId }) => stayId !== "tomorrow")];
    await act(() => client.refetchQueries());
    await waitFor(() => expect(shownNames()[0]).toBe("Abara, Ngozi"));
    expect(document.activeElement?.getAttribute("data-patient")).toBe("tomorrow");
    expect((screen.getByRole("searchbox") as HTMLInputElement).value).toBe("a");
  });

  it("goes on with the row that takes the place of one that leaves the list", async () => {
    let current = rows;
    const client = show(async () => makeList(current));
    const link = await screen.findByRole("link", { name: /Abara/ });
    link.focus();
    const at = shownNames().indexOf("Abara, Ngozi");
    current = rows.filter(({ stayId }) => stayId !== "tomorrow");
    await act(() => client.refetchQueries());
    await waitFor(() => expect(shownNames()).not.toContain("Abara, Ngozi"));
    expect(document.activeElement?.textContent).toContain(shownNames()[Math.min(at, current.length - 1)]);
  });

  it("says what was noted for several once it is, until others are selected", async () => {
    const renderBatchAction: RenderBatchAction = ({ clear }) => (
      <button type="button" onClick={() => clear("Call is noted for 1 patient.")}>
        Note
      </button>
    );
    show(async () => makeList(rows), { renderBatchAction });
    const pick = async (name: string) => fireEvent.click(await screen.findByRole("checkbox", { name }));
    await pick("Select Okafor, Inés");
    fireEvent.click(screen.getByRole("button", { name: "Note" }));
    expect(screen.getByText("Call is noted for 1 patient.").closest("[role=status]")).not.toBeNull();
    await pick("Select Okafor, Inés");
    expect(screen.queryByText("Call is noted for 1 patient.")).toBeNull();
  });

  it("does not promise more calls than there are patients with a score", async () => {
    const cutoff = { capacity: 9, stayIds: ["high", "low"], byName: "Ada Mensah", at: "2026-03-05T06:00:00Z" };
    show(async () => ({ ...makeList(rows), cutoff }));
    const bar = await screen.findByRole("region", { name: "Calls possible today" });
    expect(bar.textContent).toContain("9 calls possible today, more than patients with a score: ");
  });

  it("draws the line of the day where the calls end, and says what they are worth as a range", async () => {
    const cutoff = { capacity: 2, stayIds: ["high", "low"], byName: "Ada Mensah", at: "2026-03-05T06:00:00Z" };
    show(async () => ({ ...makeList(rows), cutoff }));
    const line = (await screen.findByText("The 2 calls possible today end here.")).closest("tr");
    expect(line?.previousElementSibling?.querySelector("a")?.dataset.patient).toBe("low");
    expect(screen.getByRole("region", { name: "Calls possible today" }).textContent).toContain(
      "2 calls possible today: fewer than 1 of these 2 may be readmitted within 30 days, likely 0–1",
    );
  });

  it("sets the line, asks for a whole number, and says so where the server refuses", async () => {
    const setCutoff = vi.fn(async (_wardId: string | null, capacity: number) => {
      if (capacity === 9) throw new Error("This ward is not one of yours.");
      return { capacity, stayIds: ["high"], byName: "You", at: "2026-03-05T06:00:00Z" };
    });
    show(async () => makeList(rows), { setCutoff });
    const field = await screen.findByRole("textbox", { name: "Calls possible today" });
    const set = (value: string) => {
      fireEvent.change(field, { target: { value } });
      fireEvent.submit(field.closest("form") as HTMLFormElement);
    };
    set("many");
    expect(screen.getByRole("alert").textContent).toBe("Write a whole number from 1 to 500.");
    set("9");
    await waitFor(() => expect(screen.getByRole("alert").textContent).toBe("This ward is not one of yours."));
    set("1");
    await waitFor(() => expect(setCutoff).toHaveBeenLastCalledWith(null, 1));
  });

  it("ranks nobody while scores are not shown", async () => {
    const cutoff = { capacity: 2, stayIds: [], byName: "A", at: "2026-03-05T06:00:00Z" };
    show(async () => ({ ...makeList(rows.map((row) => ({ ...row, ...apart }))), cutoff }), {
      setCutoff: async () => cutoff,
    });
    await screen.findByRole("table", { name: "Discharge list" });
    expect(screen.queryByRole("region", { name: "Calls possible today" })).toBeNull();
  });
});
