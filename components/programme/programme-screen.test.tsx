// @vitest-environment jsdom
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { effectSentence } from "@/components/programme/effect-words";
import { ProgrammeScreen } from "@/components/programme/programme-screen";
import type { ChartStay } from "@/lib/core/programme/p-chart";
import type { LineComparison } from "@/lib/core/programme/programme-effect";
import { type ProgrammeView, wardCourse } from "@/lib/core/programme/programme-view";

afterEach(cleanup);

const jump = (estimate: number, low: number, high: number) => ({
  estimate,
  interval: [low, high] as const,
  bandwidth: 1,
  rowsBelow: 400,
  rowsAbove: 200,
});
const nobody = { stays: 200, readmitted: 40, expected: 44.2, actedOn: 0 };
const comparison: LineComparison = {
  verdict: "cannot-tell",
  stays: 800,
  lists: 120,
  effect: jump(-0.021, -0.07, 0.028),
  acting: jump(0.6, 0.5, 0.7),
  above: { stays: 200, readmitted: 40, expected: 44.2, actedOn: 150 },
  below: { stays: 400, readmitted: 61, expected: 60.1, actedOn: 60 },
};
const stays = (month: string, count: number, readmitted: number): ChartStay[] =>
  Array.from({ length: count }, (_, at) => ({ month, isReadmitted: at < readmitted, expected: 0.2, shown: "shown" }));
const months = [...stays("2026-01", 50, 10), ...stays("2026-02", 50, 35)];
const programme: ProgrammeView = {
  asOf: "2026-03-10T09:00:00Z",
  timeZone: "Europe/London",
  wards: [
    { id: "w1", name: "Ward 1" },
    { id: "w2", name: "Ward 2" },
  ],
  wardId: null,
  silentBecause: null,
  course: wardCourse(months),
  comparison,
  steps: [{ distance: -0.5, stays: 400, beyond: 0.01 }],
  died: 1,
  withoutNumber: 2,
  unsettled: 3,
  simulated: true,
};

describe("the programme's effect on screen", () => {
  it("says what cannot be told yet, with the figures that say so, and names the month beyond chance", () => {
    render(<ProgrammeScreen programme={programme} />);
    expect(screen.getByText(/It cannot be told yet whether being above the line helps/)).toBeTruthy();
    expect(screen.getByText(/2\.1 fewer readmissions in 100 patients.*from 7\.0 fewer to 2\.8 more/)).toBeTruthy();
    expect(screen.getByText(/Beyond chance: Feb 2026 \(more than chance\)/)).toBeTruthy();
    const near = screen.getByRole("region", { name: "Stays near the line" });
    expect(within(near).getByRole("row", { name: /Something noted for the patient 15\.0.% 75\.0.%/ })).toBeTruthy();
    expect(screen.getByText(/patients, readmissions and lines are simulated/)).toBeTruthy();
    expect(screen.getByText(/3 stays that ended on a day of which not every outcome is settled yet/)).toBeTruthy();
    expect(screen.queryByRole("rowheader", { name: "Numbers shown" })).toBeNull();
    expect(screen.getByText(/no stays both with and without numbers shown/)).toBeTruthy();
  });

  it("has stays with and without numbers shown apart, and says which are neither", () => {
    const before = stays("2026-01", 50, 10).map((stay) => ({ ...stay, shown: "not-shown" as const }));
    const across = stays("2026-02", 3, 1).map((stay) => ({ ...stay, shown: "mixed" as const }));
    const course = wardCourse([...before, ...across, ...stays("2026-02", 40, 4)]);
    render(<ProgrammeScreen programme={{ ...programme, course }} />);
    const rows = screen.getAllByRole("row").map((row) => row.textContent);
    expect(rows).toContainEqual(expect.stringMatching(/^All months9315/));
    expect(rows).toContainEqual(expect.stringMatching(/^No numbers shown5010/));
    expect(rows).toContainEqual(expect.stringMatching(/^Numbers shown404/));
    expect(screen.getByText(/3 stays during which that changed are in neither/)).toBeTruthy();
  });

  it("shows no figure while the model is silent, and says why", () => {
    const silent = { ...programme, silentBecause: "The model was not checked here.", course: null, comparison: null };
    render(<ProgrammeScreen programme={silent} />);
    expect(screen.getByText("The model was not checked here.")).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
  });

  it("says so to whoever has no wards", () => {
    render(<ProgrammeScreen programme={{ ...programme, wards: [] }} />);
    expect(screen.getByRole("heading", { name: "No wards" })).toBeTruthy();
  });
});

describe("what the comparison says", () => {
  it.each([
    ["no line", { lists: 0, effect: null, verdict: "too-few" }, /no ward has drawn a line/],
    ["few stays", { effect: null, verdict: "too-few" }, /too few stays/],
    [
      "fewer",
      { verdict: "fewer", effect: jump(-0.05, -0.08, -0.02) },
      /^Patients just above the line came back less often/,
    ],
    ["more", { verdict: "more", effect: jump(0.05, 0.02, 0.08) }, /^Patients just above the line came back more often/],
    ["a line that changed nothing", { acting: jump(0.02, -0.05, 0.09) }, /hardly changed for how many/],
    [
      "a line that may have changed much",
      { acting: jump(0.02, -0.3, 0.34) },
      /Nor can it be told whether the line changed/,
    ],
    [
      "an effect that may be worth having",
      {},
      /No difference, one worth having \(2 in 100 fewer\), and 2 in 100 more, are all/,
    ],
    [
      "an effect that is no harm",
      { effect: jump(-0.01, -0.04, 0.01) },
      /No difference, and one worth having \(2 in 100 fewer\), are both within/,
    ],
    [
      "an effect that is surely small",
      { effect: jump(-0.001, -0.012, 0.01) },
      /^Being above the line does not help as much.*2 in 100 fewer, or better, is not within the interval\.$/,
    ],
    [
      "an effect that may be harm",
      { effect: jump(0.01, -0.01, 0.03) },
      /^Being above the line does not help as much.*not within the interval; 2 in 100 more is\.$/,
    ],
    [
      "patients nobody noted anything for",
      { above: nobody, below: nobody },
      /Nothing was noted for any of these patients/,
    ],
  ] as const)("of %s", (_, over, sentence) => {
    expect(effectSentence({ ...comparison, ...over })).toMatch(sentence);
  });
});
