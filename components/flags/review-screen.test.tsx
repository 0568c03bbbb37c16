// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { DecisionDraft } from "@/components/flags/review-actions";
import { ReviewScreen } from "@/components/flags/review-screen";
import { FEATURES } from "@/lib/core/features/feature-table";
import { CHOICE_WORDS, REVIEW_CHOICES, type ReviewItem, type ReviewQueue } from "@/lib/core/review/review-queue";

// jsdom has no CSS; the dialog escapes a selector with it.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh: () => {} }) }));

const FLAG: ReviewItem = {
  id: "f1",
  stayId: "enc/1",
  isKnownHere: true,
  source: "wardlight",
  wardId: "4a",
  wardName: "4A Medicine",
  kind: "too-high",
  feature: "priorInpatient",
  featureLabel: "Hospital stays in the past year",
  saidThen: "3 hospital stays in the past year",
  note: "Two of them were planned.",
  byRole: "nurse",
  at: "2026-03-10T09:00:00.000Z",
  predictionId: "p1",
  predictedAt: "2026-03-09T09:00:00.000Z",
  probability: 0.41,
  view: "stay",
  modelVersion: "1.0.0",
  isReplaced: true,
  review: { state: "open", decision: null, agreement: null, decidedAt: null },
  assignee: null,
  isOwn: false,
  dischargedAt: null,
  outcome: null,
  encoded: FEATURES.map(() => 3),
  adjudications: [],
};

const WRONG: ReviewItem = {
  ...FLAG,
  id: "f2",
  kind: "wrong-data",
  feature: null,
  featureLabel: null,
  saidThen: null,
  probability: null,
  outcome: {
    status: "not-readmitted",
    readmittedAt: null,
    maturesAt: "2026-03-01T09:00:00.000Z",
    simulated: true,
  },
};

const DECIDED: ReviewItem["review"] = {
  state: "decided",
  decision: "feature-wrong",
  agreement: "agree",
  decidedAt: "2026-03-10T09:30:00.000Z",
};

const QUEUE: ReviewQueue = {
  items: [FLAG, WRONG],
  total: 2,
  filters: { choice: "waiting", kind: null, modelVersion: null, wardId: null },
  byChoice: REVIEW_CHOICES.map((name) => ({ name, label: CHOICE_WORDS[name], count: name === "decided" ? 4 : 2 })),
  byKind: [
    { name: "too-high", label: "Too high", count: 1 },
    { name: "too-low", label: "Too low", count: 0 },
    { name: "wrong-data", label: "Wrong data", count: 1 },
    { name: "not-appropriate", label: "Not appropriate", count: 0 },
  ],
  byFeature: [{ name: "priorInpatient", label: "Hospital stays in the past year", count: 1 }],
  measures: {
    waiting: 2,
    decided: 4,
    agreement: { agreed: 3, told: 4, cannotTell: 0, rate: 0.75, interval: [0.3, 0.954] },
    hoursToReview: { median: 5, nineInTen: 72 },
    oldestWaitingHours: 30,
  },
  modelVersions: ["1.0.0"],
  wards: [
    { id: "4a", name: "4A Medicine" },
    { id: "5c", name: "5C Surgery" },
  ],
  reviewers: [{ id: "u1", name: "Test clinician", role: "clinician", wardIds: ["4a"] }],
  readerId: "u2",
  mayExport: true,
  asOf: "2026-03-10T10:00:00.000Z",
  timeZone: "Europe/London",
  simulated: false,
};

const NOTHING_DONE = { assign: async () => null, decide: async () => null, takeBack: async () => null };
const show = (queue: ReviewQueue = QUEUE, actions = {}) =>
  render(<ReviewScreen queue={queue} actions={{ ...NOTHING_DONE, ...actions }} />);

describe("the review of flags", () => {
  afterEach(cleanup);

  it("shows what was said, in which role, about which score, and leads to the patient", () => {
    show();
    const [first, second] = within(screen.getByRole("region", { name: /2 flags waiting, newest first/ })).getAllByRole(
      "listitem",
    );
    expect(first?.textContent).toContain("Too high: Hospital stays in the past year");
    expect(first?.textContent).toContain("“3 hospital stays in the past year”");
    expect(first?.textContent).toContain("A nurse, ");
    expect(first?.textContent).toContain("Score then 41");
    expect(first?.textContent).toContain("Model 1.0.0, during the stay");
    expect(first?.textContent).toContain("Replaced by a newer score");
    expect(second?.textContent).toContain("No score: outside the model");
    const links = screen.getAllByRole("link", { name: /Open the patient/ });
    expect(links[0]?.getAttribute("href")).toBe("/stays/enc%2F1");
  });

  it("says that a word is a signal and never a label", () => {
    show();
    expect(screen.getByText(/are a signal, never a label/)).toBeTruthy();
    expect(screen.queryByText(/synthetic/)).toBeNull();
  });

  it("keeps the other filters when one is chosen, and exports what is filtered", () => {
    show({ ...QUEUE, filters: { choice: "decided", kind: "too-high", modelVersion: null, wardId: "5c" } });
    const kinds = within(screen.getByRole("navigation", { name: "Kind" }));
    expect(kinds.getByRole("link", { name: /Too high 1/ }).getAttribute("aria-current")).toBe("true");
    expect(kinds.getByRole("link", { name: /Too low 0/ }).getAttribute("href")).toBe(
      "/review?kind=too-low&ward=5c&show=decided",
    );
    const places = within(screen.getByRole("navigation", { name: "Where they stand" }));
    expect(places.getByRole("link", { name: /Waiting 2/ }).getAttribute("href")).toBe("/review?kind=too-high&ward=5c");
    expect(screen.getByRole("link", { name: "Export as CSV" }).getAttribute("href")).toBe(
      "/api/v1/flags?format=csv&kind=too-high&ward=5c",
    );
    expect(screen.queryByRole("navigation", { name: "Model version" })).toBeNull();
  });

  it("says how flags are looked after, with what each figure rests on", () => {
    show();
    const text = screen.getByRole("list", { name: "How flags are looked after" }).textContent;
    expect(text).toContain("2 waiting, the oldest for 30 hours");
    expect(text).toContain("half within 5 hours, 9 in 10 within 3 days");
    expect(text).toMatch(/75\s% \(3 of 4 where the reviewer could tell; 95 % interval 30\s% to 95\s%\)/);
  });

  it("says that nothing said is not nothing wrong", () => {
    const nothing = { ...QUEUE, items: [], total: 0, byFeature: [], mayExport: false };
    const { rerender } = show(nothing);
    expect(screen.getByText(/does not mean every score is right/)).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Export as CSV" })).toBeNull();
    rerender(
      <ReviewScreen queue={{ ...nothing, filters: { ...QUEUE.filters, kind: "too-low" } }} actions={NOTHING_DONE} />,
    );
    expect(screen.getByText("No flag is like this")).toBeTruthy();
  });

  it("says where the screen shows fewer than there are", () => {
    show({ ...QUEUE, total: 300 });
    expect(
      screen.getByRole("heading", { name: /300 flags waiting, newest first; the newest 2 are shown/ }),
    ).toBeTruthy();
  });

  it("offers nothing but closing for too high, and decides only once the flag was judged", async () => {
    const decide = vi.fn(async (_: DecisionDraft) => null);
    show({ ...QUEUE, items: [FLAG] }, { decide });
    fireEvent.click(screen.getByRole("button", { name: "Decide" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/change nothing a model learns from/)).toBeTruthy();
    expect(dialog.queryByText("Leave this stay out of training")).toBeNull();
    fireEvent.click(dialog.getByRole("button", { name: "Decide" }));
    expect(dialog.getByRole("alert").textContent).toContain("Say whether the flag was right.");
    fireEvent.click(dialog.getByRole("radio", { name: "No" }));
    fireEvent.click(dialog.getByRole("button", { name: "Decide" }));
    await waitFor(() => expect(decide).toHaveBeenCalledTimes(1));
    expect(decide.mock.calls[0]?.[0]).toEqual({ flagId: "f1", decision: "no-action", agreement: "disagree", note: "" });
  });

  it("asks for evidence before an outcome is called wrong", async () => {
    const decide = vi.fn(async (_: DecisionDraft) => "The record already shows a readmission.");
    show({ ...QUEUE, items: [WRONG] }, { decide });
    fireEvent.click(screen.getByRole("button", { name: "Decide" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/not readmitted within 30 days \(simulated\)/)).toBeTruthy();
    const press = () => fireEvent.click(dialog.getByRole("button", { name: "Decide" }));
    const choose = (name: RegExp) => fireEvent.click(dialog.getByRole("radio", { name }));
    choose(/^Yes/);
    choose(/The recorded outcome is wrong/);
    press();
    expect(dialog.getByRole("alert").textContent).toContain("Say what shows that the outcome is wrong.");
    choose(/Readmitted to another hospital/);
    fireEvent.change(dialog.getByLabelText("Where the evidence is found"), { target: { value: "A letter." } });
    press();
    expect(dialog.getByRole("alert").textContent).toContain("on which day");
    fireEvent.change(dialog.getByLabelText("Readmitted on"), { target: { value: "2026-02-12" } });
    choose(/^Not planned/);
    press();
    await waitFor(() => expect(dialog.getByRole("alert").textContent).toContain("already shows a readmission"));
    expect(decide.mock.calls[0]?.[0]).toEqual({
      flagId: "f2",
      decision: "outcome-wrong",
      agreement: "agree",
      evidence: "readmission-elsewhere",
      readmittedOn: "2026-02-12",
      wasPlanned: false,
      note: "A letter.",
    });
  });

  it("shows what a value was and takes what is right", async () => {
    const decide = vi.fn(async (_: DecisionDraft) => null);
    show({ ...QUEUE, items: [{ ...WRONG, feature: "priorInpatient" }] }, { decide });
    fireEvent.click(screen.getByRole("button", { name: "Decide" }));
    const dialog = within(await screen.findByRole("dialog"));
    fireEvent.click(dialog.getByRole("radio", { name: "Yes" }));
    fireEvent.click(dialog.getByRole("radio", { name: /A value the score was made from is wrong/ }));
    expect(dialog.getByText(/The score was made with “3 hospital stays/)).toBeTruthy();
    fireEvent.change(dialog.getByLabelText("The right value"), { target: { value: "1" } });
    fireEvent.click(dialog.getByRole("button", { name: "Decide" }));
    await waitFor(() => expect(decide).toHaveBeenCalledTimes(1));
    expect(decide.mock.calls[0]?.[0]).toMatchObject({ feature: "priorInpatient", correctedValue: 1 });
  });

  it("lets nobody decide on what they wrote, and shows what was decided and taken back", () => {
    show({ ...QUEUE, items: [{ ...WRONG, isOwn: true }] });
    expect(screen.getByText(/somebody else decides on it/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Decide" })).toBeNull();
    cleanup();
    const decided = {
      id: "a1",
      decision: "feature-wrong",
      evidence: null,
      readmittedOn: null,
      wasPlanned: null,
      feature: "age",
      wasWords: "Age: not recorded",
      correctedWords: "Aged 70 to 79",
      agreement: "agree",
      note: "Seen on the chart.",
      by: { name: "Test clinician", role: "clinician" },
      at: "2026-03-10T09:30:00.000Z",
      withdrawn: { byName: "Test scientist", at: "2026-03-10T09:40:00.000Z", note: "Another chart." },
    } as const;
    show({ ...QUEUE, items: [{ ...WRONG, review: DECIDED, adjudications: [decided] }] });
    const text = screen.getByRole("list", { name: "Decisions" }).textContent;
    expect(text).toContain("“Aged 70 to 79” instead of “Age: not recorded”");
    expect(text).toContain("Taken back by Test scientist");
    expect(screen.getByRole("button", { name: "Take the decision back" })).toBeTruthy();
  });
});
