import { describe, expect, it } from "vitest";
import { findDiscontinuity } from "@/lib/core/programme/discontinuity";
import { simulateProgramme } from "@/lib/core/programme/simulated-programme";

const RUNS = 200;
const SETTING = { lists: 400, patientsPerList: 20, places: 7 };

function manyRuns(prevented: number, slope: number) {
  let covered = 0;
  let bias = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const { rows, truth } = simulateProgramme({ ...SETTING, prevented, slope }, seed);
    const found = findDiscontinuity(rows);
    if (found === null) throw new Error("400 lists say nothing");
    const [low, high] = found.interval;
    if (low <= truth && truth <= high) covered += 1;
    bias += (found.estimate - truth) / RUNS;
  }
  return { covered: covered / RUNS, bias };
}

describe("the comparison of patients just above and just below the cut-off", () => {
  it.each([
    ["a programme that prevents 15 % of readmissions above it", 0.15, 1],
    ["a programme that does nothing", 0, 1],
    ["a programme that does nothing, where the model is too sure of itself", 0, 0.7],
  ])("covers the truth of %s in at least 90 in 100 of 200 runs, and leans to neither side", (_, prevented, slope) => {
    const { covered, bias } = manyRuns(prevented, slope);
    expect(covered).toBeGreaterThanOrEqual(0.9);
    // Four standard errors of 200 runs' mean.
    expect(Math.abs(bias)).toBeLessThan(0.007);
  });
});
