import { describe, expect, it } from "vitest";
import { seededRandom } from "@/lib/core/demo/seeded-random";
import { observedExpectedInterval } from "@/lib/core/monitoring/observed-expected";
import { OUTCOME_WATCH_START, watchOutcomes } from "@/lib/core/monitoring/outcome-watch";

/** So many outcomes of patients at 11 %, of whom `share` were readmitted. */
function drawn(count: number, share: number, seed: string) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => ({ probability: 0.11, event: random.chance(share) ? 1 : 0 }) as const);
}
const kinds = (count: number, share: number, usual = 1) =>
  watchOutcomes(OUTCOME_WATCH_START, drawn(count, share, "a"), usual).signals.map(({ kind }) => kind);

describe("watchOutcomes", () => {
  it("says nothing where as many are readmitted as predicted", () => expect(kinds(800, 0.11)).toEqual([]));
  it("says that more are, and that fewer are", () => {
    expect(kinds(800, 0.2)).toContain("outcomes-more");
    expect(kinds(1500, 0.05)).toContain("outcomes-fewer");
    expect(kinds(800, 0.2)).not.toContain("outcomes-fewer");
  });
  it("holds outcomes against what was usual here", () => {
    expect(kinds(800, 0.22)).toContain("outcomes-more");
    expect(kinds(800, 0.22, 2)).not.toContain("outcomes-more");
  });
  it("is the same in one piece and day by day", () => {
    const rows = drawn(900, 0.2, "b");
    const whole = watchOutcomes(OUTCOME_WATCH_START, rows, 1);
    const first = watchOutcomes(OUTCOME_WATCH_START, rows.slice(0, 137), 1);
    const second = watchOutcomes(first.watch, rows.slice(137), 1);
    expect(second.watch).toEqual(whole.watch);
    expect([...first.signals, ...second.signals]).toEqual(whole.signals);
  });
});

it("the interval of O/E holds the exact Poisson limits to a hundredth", () => {
  // Exact limits of 20 events: 12.217 and 30.888.
  const [low, high] = observedExpectedInterval(20, 10)!;
  expect(low).toBeCloseTo(1.2217, 2);
  expect(high).toBeCloseTo(3.0888, 2);
  expect(observedExpectedInterval(0, 10)?.[0]).toBe(0);
  expect(observedExpectedInterval(3, 0)).toBeNull();
});
