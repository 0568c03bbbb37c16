import { describe, expect, it } from "vitest";
import { type ShownRecord, shownDuring } from "@/lib/core/programme/shown-intervals";
import type { RolloutEvent } from "@/lib/core/rollout/rollout";
import type { ReportFacts, VisibilityDecision } from "@/lib/core/validation/model-visibility";

const at = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString();
const ms = (day: number): number => Date.parse(at(day));

const report = (day: number, over: Partial<ReportFacts> = {}): ReportFacts => ({
  ...{ id: "r", at: at(day), verdict: "usable", stays: 900, readmissions: 100, simulated: false },
  ...over,
});
const said = (
  day: number,
  role: "clinician" | "data-scientist",
  kind: VisibilityDecision["kind"] = "approved",
): VisibilityDecision => ({ kind, reportId: kind === "approved" ? "r" : null, userId: role, role, at: at(day) });
const approved = (day: number) => ({
  reports: [report(day - 1)],
  decisions: [said(day - 1, "data-scientist"), said(day, "clinician")],
});
const start = (seq: number, day: number, over: Partial<RolloutEvent>): RolloutEvent => ({
  ...{ seq, id: `rollout-${seq}`, kind: "start", task: "readmission", alias: "champion", modelVersion: "2.0.0" },
  ...{ wardIds: null, share: null, visibility: "shown", why: "", cause: "person", approvalReference: null },
  ...{ byUser: "a", byRole: "data-scientist", at: at(day) },
  ...over,
});
const record = (over: Partial<ShownRecord> = {}): ShownRecord => ({
  ...{ rollouts: [], shipped: "1.0.0", versions: new Map(), isDemo: false },
  ...over,
});

describe("whether a ward was shown numbers during a stay", () => {
  it("is since the second of two people said so, and not for stays across that moment", () => {
    const during = shownDuring(record({ versions: new Map([["1.0.0", approved(10)]]) }));
    expect(during("a", ms(1), ms(9))).toBe("not-shown");
    expect(during("a", ms(9), ms(11))).toBe("mixed");
    expect(during("a", ms(10), ms(12))).toBe("shown");
  });

  it("is by the version that served, not by another one that was approved", () => {
    const versions = new Map([["2.0.0", approved(5)]]);
    const never = shownDuring(record({ versions }));
    expect(never("a", ms(6), ms(8))).toBe("not-shown");
    const promoted = shownDuring(record({ versions, rollouts: [start(1, 20, {})] }));
    expect(promoted("a", ms(6), ms(19))).toBe("not-shown");
    expect(promoted("a", ms(20), ms(22))).toBe("shown");
  });

  it("is for each ward by itself", () => {
    const canary = start(1, 20, { alias: "canary", wardIds: ["a"] });
    const during = shownDuring(record({ versions: new Map([["2.0.0", approved(5)]]), rollouts: [canary] }));
    expect(during("a", ms(21), ms(22))).toBe("shown");
    expect(during("b", ms(21), ms(22))).toBe("not-shown");
    expect(during(null, ms(21), ms(22))).toBe("not-shown");
  });

  it("ends with a withdrawal, and is there from the start in a demo until then", () => {
    const withdrawn = { reports: [], decisions: [said(30, "clinician", "withdrawn")] };
    const during = shownDuring(record({ versions: new Map([["1.0.0", withdrawn]]), isDemo: true }));
    expect(during("a", ms(1), ms(29))).toBe("shown");
    expect(during("a", ms(29), ms(31))).toBe("mixed");
    expect(during("a", ms(31), ms(32))).toBe("not-shown");
  });
});
