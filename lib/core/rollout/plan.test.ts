import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseFor, servingVersions, shadowsFor, standIns, toPlan } from "@/lib/core/rollout/plan";
import { type RolloutEvent, toRollouts, type WantedRollout, whyNotStart } from "@/lib/core/rollout/rollout";

let seq = 0;
const event = (given: Partial<RolloutEvent>): RolloutEvent => ({
  seq: ++seq,
  id: `r${seq}`,
  kind: "start",
  task: "readmission",
  alias: "champion",
  modelVersion: "2.0.0",
  wardIds: null,
  share: null,
  visibility: "shown",
  why: "better",
  cause: "person",
  approvalReference: null,
  byUser: "u1",
  byRole: "data-scientist",
  at: "2026-03-10T09:00:00.000Z",
  ...given,
});
const wanted = (given: Partial<WantedRollout>): WantedRollout => ({
  alias: "canary",
  modelVersion: "2.0.0",
  wardIds: ["w1"],
  share: null,
  approvalReference: null,
  ...given,
});

describe("which version serves whom", () => {
  it("is the shipped one before anything was decided", () => {
    const plan = toPlan([], "1.0.0");
    expect(chooseFor(plan, "w1")).toEqual({ modelVersion: "1.0.0", alias: "champion", rolloutId: null });
    expect(plan).toMatchObject({ seq: 0, previous: null });
    expect(standIns(plan, plan.champion)).toEqual([]);
  });

  it("is a canary on its ward alone, with the champion to stand in", () => {
    const plan = toPlan([event({ id: "c", alias: "canary", wardIds: ["w1"] })], "1.0.0");
    expect(chooseFor(plan, "w1")).toEqual({ modelVersion: "2.0.0", alias: "canary", rolloutId: "c" });
    expect(chooseFor(plan, "w2").modelVersion).toBe("1.0.0");
    expect(chooseFor(plan, null).modelVersion).toBe("1.0.0");
    expect(servingVersions(plan)).toEqual(["1.0.0", "2.0.0"]);
    expect(standIns(plan, chooseFor(plan, "w1")).map(({ modelVersion }) => modelVersion)).toEqual(["1.0.0"]);
  });

  it("goes back to the champion before, never to one that was rolled back", () => {
    const promoted = [
      event({ id: "a", modelVersion: "2.0.0" }),
      event({ id: "a", kind: "end", modelVersion: "2.0.0", cause: "replaced" }),
      event({ id: "b", modelVersion: "3.0.0" }),
    ];
    expect(toPlan(promoted, "1.0.0").previous?.modelVersion).toBe("2.0.0");
    const back = [
      ...promoted,
      event({ id: "b", kind: "end", modelVersion: "3.0.0", cause: "fast-guard" }),
      event({ id: "c", modelVersion: "2.0.0" }),
    ];
    expect(toPlan(back, "1.0.0")).toMatchObject({
      champion: { modelVersion: "2.0.0", rolloutId: "c" },
      previous: { modelVersion: "1.0.0" },
    });
  });

  it("does not heed a wish nobody has confirmed", () => {
    expect(toPlan([event({ kind: "ask" })], "1.0.0").champion.modelVersion).toBe("1.0.0");
  });

  it("gives a shadow the same share of the patients every time, and shows none of it", () => {
    const plan = toPlan([event({ id: "s", alias: "shadow", share: 0.25, visibility: "hidden" })], "1.0.0");
    const ids = Array.from({ length: 4_000 }, (_, at) => `patient-${at}`);
    const chosen = ids.filter((patientId) => shadowsFor(plan, { wardId: "w1", patientId }).length > 0);
    expect(Math.abs(chosen.length / ids.length - 0.25)).toBeLessThan(0.03);
    expect(chosen).toEqual(ids.filter((patientId) => shadowsFor(plan, { wardId: "w9", patientId }).length > 0));
    expect(chooseFor(plan, "w1").modelVersion).toBe("1.0.0");
  });

  it("never serves a ward by two versions, whatever was allowed to start", () => {
    const wards = ["w1", "w2", "w3", "w4"];
    const step = fc.record({
      alias: fc.constantFrom("champion" as const, "canary" as const, "variant" as const, "shadow" as const),
      modelVersion: fc.constantFrom("1.0.0", "2.0.0", "3.0.0"),
      wardIds: fc.option(fc.uniqueArray(fc.constantFrom(...wards), { minLength: 0 })),
      share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      approvalReference: fc.option(fc.constant("REC 1")),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const events: RolloutEvent[] = [];
        for (const one of steps) {
          const live = toRollouts(events).filter(({ ended }) => ended === null);
          if (whyNotStart(one, live, toPlan(events, "1.0.0").champion.modelVersion) === null) events.push(event(one));
        }
        const { visible } = toPlan(events, "1.0.0");
        for (const ward of wards)
          expect(visible.filter(({ wardIds }) => wardIds?.includes(ward)).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("what may start", () => {
  const refusals: readonly [Partial<WantedRollout>, RegExp][] = [
    [{ share: 0.5 }, /shadow only/],
    [{ wardIds: [] }, /at least one ward/],
    [{ wardIds: null }, /wards that are named/],
    [{ alias: "champion" }, /every ward/],
    [{ alias: "variant" }, /approval/],
    [{ modelVersion: "1.0.0" }, /champion already/],
    [{ alias: "shadow", share: 0 }, /above 0/],
  ];
  it.each(refusals)("not %j", (given, sentence) => {
    expect(whyNotStart(wanted(given), [], "1.0.0")).toMatch(sentence);
  });

  it("not a second model on a ward", () => {
    const live = toRollouts([event({ alias: "canary", wardIds: ["w1", "w2"] })]);
    expect(whyNotStart(wanted({ modelVersion: "3.0.0", wardIds: ["w2"] }), live, "1.0.0")).toMatch(/w2/);
    expect(whyNotStart(wanted({ modelVersion: "3.0.0", wardIds: ["w3"] }), live, "1.0.0")).toBeNull();
  });
});
