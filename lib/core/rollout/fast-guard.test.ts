import { describe, expect, it } from "vitest";
import { fastGuard, type ScoringCall } from "@/lib/core/rollout/fast-guard";

const NOW = 1_000_000_000;
const call = (given: Partial<ScoringCall> = {}): ScoringCall => ({
  at: NOW - 1_000,
  stays: 1,
  ms: 5,
  failure: null,
  pairs: [],
  ...given,
});
const calls = (count: number, given: Partial<ScoringCall> = {}) => Array.from({ length: count }, () => call(given));
const pairsOf = (count: number, said: (champion: number, at: number) => number): ScoringCall["pairs"] =>
  Array.from({ length: count }, (_, at) => {
    const champion = 0.05 + (at % 10) * 0.03;
    return [said(champion, at), champion] as const;
  });

describe("the fast guard", () => {
  it("has nothing against a version that answers", () => {
    expect(fastGuard([], NOW)).toBeNull();
    expect(fastGuard([...calls(500), call({ pairs: pairsOf(60, (p) => p + 0.02) })], NOW)).toBeNull();
  });

  it("stops a version at its first number that is none", () => {
    expect(fastGuard([...calls(999), call({ failure: "not-a-probability" })], NOW)).toMatch(
      /no probability.*1 of 1000/,
    );
  });

  it("stops one that fails again and again, not one whose machine hiccuped", () => {
    expect(fastGuard([...calls(10), ...calls(2, { failure: "error" })], NOW)).toBeNull();
    expect(fastGuard([...calls(10), ...calls(3, { failure: "error" })], NOW)).toMatch(/3 of 13/);
    expect(fastGuard([...calls(1_000), ...calls(3, { failure: "too-slow" })], NOW)).toBeNull();
  });

  it("forgets what is long ago", () => {
    expect(fastGuard(calls(5, { failure: "error", at: NOW - 11 * 60_000 }), NOW)).toBeNull();
  });

  it("stops one that has become slow, for the stays it was given", () => {
    expect(fastGuard(calls(30, { ms: 1_500 }), NOW)).toMatch(/1500 ms/);
    expect(fastGuard(calls(30, { ms: 1_500, stays: 250 }), NOW)).toBeNull();
    expect(fastGuard(calls(19, { ms: 1_500 }), NOW)).toBeNull();
  });

  it("stops one whose numbers lie elsewhere, or are all the same", () => {
    expect(fastGuard([call({ pairs: pairsOf(40, (p) => p + 0.15) })], NOW)).toMatch(/15\.0 percentage points above/);
    expect(fastGuard([call({ pairs: pairsOf(40, () => 0.185) })], NOW)).toMatch(/same number/);
    expect(fastGuard([call({ pairs: pairsOf(19, (p) => p + 0.15) })], NOW)).toBeNull();
  });
});
