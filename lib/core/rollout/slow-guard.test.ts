import { describe, expect, it } from "vitest";
import { type GuardedStay, slowGuard } from "@/lib/core/rollout/slow-guard";

const same = { now: { stays: 500, called: 50 }, before: { stays: 500, called: 50 } };
/** `stays` stays that were all said `probability`, of whom `events` came back. */
const group = (stays: number, events: number, probability: number, sex = "female"): GuardedStay[] =>
  Array.from({ length: stays }, (_, at) => ({ probability, outcome: at < events ? 1 : 0, subgroups: { Sex: sex } }));

describe("the slow guard", () => {
  it("has nothing against a version that is right, or of which too little is known", () => {
    expect(slowGuard(group(2_000, 220, 0.11), same)).toBeNull();
    expect(slowGuard(group(400, 99, 0.11), same)).toBeNull();
    expect(slowGuard([], same)).toBeNull();
  });

  it("stops one under which more come back than it said", () => {
    expect(slowGuard(group(2_000, 330, 0.11), same)).toMatch(/^1\.50 readmissions happened/);
  });

  it("does not act where fewer came back: that may be what calling them was for", () => {
    expect(slowGuard(group(2_000, 110, 0.2), same)).toBeNull();
  });

  it("stops one that is right on the whole and wrong for a group", () => {
    const rows = [...group(6_000, 500, 0.1), ...group(700, 140, 0.1, "male")];
    expect(slowGuard(rows, same)).toMatch(/“Sex: male” 2\.00/);
  });

  it("stops one that calls far more or far fewer, where enough were seen", () => {
    const before = { stays: 500, called: 50 };
    expect(slowGuard([], { now: { stays: 500, called: 80 }, before })).toMatch(/60 % more/);
    expect(slowGuard([], { now: { stays: 500, called: 20 }, before })).toMatch(/60 % fewer/);
    expect(slowGuard([], { now: { stays: 150, called: 80 }, before })).toBeNull();
    expect(slowGuard([], { now: { stays: 500, called: 80 }, before: null })).toBeNull();
  });
});
