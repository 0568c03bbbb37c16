// @vitest-environment jsdom
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { FlagsScreen } from "@/components/flags/flags-screen";
import type { FlagReview, ReviewedFlag } from "@/lib/core/flags/flag-review";

const FLAG: ReviewedFlag = {
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
};

const REVIEW: FlagReview = {
  flags: [
    FLAG,
    { ...FLAG, id: "f2", kind: "wrong-data", feature: null, featureLabel: null, saidThen: null, probability: null },
  ],
  total: 2,
  filters: { kind: null, modelVersion: null, wardId: null },
  byKind: [
    { name: "too-high", label: "Too high", count: 1 },
    { name: "too-low", label: "Too low", count: 0 },
    { name: "wrong-data", label: "Wrong data", count: 1 },
    { name: "not-appropriate", label: "Not appropriate", count: 0 },
  ],
  byFeature: [{ name: "priorInpatient", label: "Hospital stays in the past year", count: 1 }],
  modelVersions: ["1.0.0"],
  wards: [
    { id: "4a", name: "4A Medicine" },
    { id: "5c", name: "5C Surgery" },
  ],
  asOf: "2026-03-10T10:00:00.000Z",
  timeZone: "Europe/London",
  simulated: false,
};

describe("the flags to review", () => {
  afterEach(cleanup);

  it("shows what was said, in which role, about which score, and leads to the patient", () => {
    render(<FlagsScreen review={REVIEW} />);
    const [first, second] = within(screen.getByRole("region", { name: /2 open flags, newest first/ })).getAllByRole(
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
    render(<FlagsScreen review={REVIEW} />);
    expect(screen.getByText(/are a signal, never a label/)).toBeTruthy();
    expect(screen.queryByText(/synthetic/)).toBeNull();
  });

  it("keeps the other filters when one is chosen, and exports what is filtered", () => {
    render(<FlagsScreen review={{ ...REVIEW, filters: { kind: "too-high", modelVersion: null, wardId: "5c" } }} />);
    const kinds = within(screen.getByRole("navigation", { name: "Kind" }));
    expect(kinds.getByRole("link", { name: /Too high 1/ }).getAttribute("aria-current")).toBe("true");
    expect(kinds.getByRole("link", { name: /Too low 0/ }).getAttribute("href")).toBe("/flags?kind=too-low&ward=5c");
    expect(kinds.getByRole("link", { name: /All kinds 2/ }).getAttribute("href")).toBe("/flags?ward=5c");
    expect(screen.getByRole("link", { name: "Export as CSV" }).getAttribute("href")).toBe(
      "/api/v1/flags?format=csv&kind=too-high&ward=5c",
    );
    expect(screen.queryByRole("navigation", { name: "Model version" })).toBeNull();
  });

  it("says that nothing said is not nothing wrong", () => {
    const nothing = { ...REVIEW, flags: [], total: 0, byFeature: [] };
    const { rerender } = render(<FlagsScreen review={nothing} />);
    expect(screen.getByText(/does not mean every score is right/)).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Export as CSV" })).toBeNull();
    rerender(<FlagsScreen review={{ ...nothing, filters: { kind: "too-low", modelVersion: null, wardId: null } }} />);
    expect(screen.getByText("No open flag is like this")).toBeTruthy();
  });

  it("says where the screen shows fewer than there are", () => {
    render(<FlagsScreen review={{ ...REVIEW, total: 300 }} />);
    expect(screen.getByRole("heading", { name: /300 open flags, newest first; the newest 2 are shown/ })).toBeTruthy();
  });
});
