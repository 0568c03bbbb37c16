import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  modelVisibility,
  type ReportFacts,
  seesSilentScores,
  type VisibilityDecision,
  whyNotApprovable,
} from "@/lib/core/validation/model-visibility";

const at = (minute: number): string => `2026-03-10T09:${String(minute).padStart(2, "0")}:00.000Z`;

const report = (wanted: Partial<ReportFacts> = {}): ReportFacts => ({
  id: "r1",
  at: at(0),
  verdict: "usable",
  stays: 2000,
  readmissions: 240,
  simulated: false,
  ...wanted,
});

const said = (
  kind: VisibilityDecision["kind"],
  role: VisibilityDecision["role"],
  minute: number,
  wanted: Partial<VisibilityDecision> = {},
): VisibilityDecision => ({ kind, role, at: at(minute), userId: `the ${role}`, reportId: "r1", ...wanted });

const both = [said("approved", "data-scientist", 1), said("approved", "clinician", 2)];

describe("a model outside the demo", () => {
  it.each([
    ["nothing said, nothing checked", [], [], "silent", "no-report"],
    ["checked, nobody approved", [], [report()], "silent", "awaiting-approval"],
    ["one of two", both.slice(0, 1), [report()], "silent", "awaiting-approval"],
    ["both", both, [report()], "shown", "approved"],
    ["both, in the other order", [...both].reverse(), [report()], "shown", "approved"],
    [
      "one person in both roles",
      [both[0]!, said("approved", "clinician", 2, { userId: "the data-scientist" })],
      [report()],
      "silent",
      "awaiting-approval",
    ],
    [
      "two of one role",
      [both[0]!, said("approved", "data-scientist", 2, { userId: "another" })],
      [report()],
      "silent",
      "awaiting-approval",
    ],
    [
      "each another report",
      [both[0]!, said("approved", "clinician", 3, { reportId: "r2" })],
      [report(), report({ id: "r2", at: at(2) })],
      "silent",
      "awaiting-approval",
    ],
    ["withdrawn", [...both, said("withdrawn", "clinician", 3)], [report()], "silent", "withdrawn"],
    [
      "withdrawn and one approves again",
      [...both, said("withdrawn", "clinician", 3), said("approved", "clinician", 4)],
      [report()],
      "silent",
      "awaiting-approval",
    ],
    [
      "withdrawn and both approve again",
      [...both, said("withdrawn", "clinician", 3), ...both.map((one) => ({ ...one, at: at(5) }))],
      [report()],
      "shown",
      "approved",
    ],
    ["a report that says no", both, [report({ verdict: "do-not-use-here" })], "silent", "not-usable"],
    ["too few", both, [report({ verdict: "too-few" })], "silent", "not-usable"],
    ["simulated outcomes", both, [report({ simulated: true })], "silent", "awaiting-approval"],
    [
      "a newer report says no",
      both,
      [report(), report({ id: "r2", at: at(9), verdict: "do-not-use-here" })],
      "silent",
      "not-usable",
    ],
    [
      "a newer report is usable too: the approval stands",
      both,
      [report(), report({ id: "r2", at: at(9) })],
      "shown",
      "approved",
    ],
  ] as const)("%s", (_, decisions, reports, state, because) => {
    expect(modelVisibility(decisions, reports, false)).toMatchObject({ state, because });
  });

  it("is shown since the second approval", () =>
    expect(modelVisibility(both, [report()], false)).toMatchObject({ since: at(2) }));

  it("never shows without both roles, two people, and one usable report of real outcomes", () => {
    const decision = fc.record({
      kind: fc.constantFrom("approved" as const, "withdrawn" as const),
      role: fc.constantFrom("data-scientist" as const, "clinician" as const, "nurse" as const),
      userId: fc.constantFrom("a", "b", "c"),
      reportId: fc.constantFrom("r1", "r2", null),
      at: fc.integer({ min: 0, max: 59 }).map(at),
    });
    const reports = fc.tuple(
      fc.record({
        verdict: fc.constantFrom("usable" as const, "do-not-use-here" as const, "too-few" as const),
        simulated: fc.boolean(),
      }),
      fc.record({
        verdict: fc.constantFrom("usable" as const, "do-not-use-here" as const, "too-few" as const),
        simulated: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 8 }), reports, (decisions, [one, two]) => {
        const all = [report({ ...one, id: "r1", at: at(0) }), report({ ...two, id: "r2", at: at(1) })];
        if (modelVisibility(decisions, all, false).state !== "shown") return;
        const good = all.some(
          ({ id, verdict, simulated }) =>
            verdict === "usable" &&
            !simulated &&
            decisions.some(
              (a) =>
                a.kind === "approved" &&
                a.reportId === id &&
                a.role === "data-scientist" &&
                decisions.some(
                  (b) => b.kind === "approved" && b.reportId === id && b.role === "clinician" && b.userId !== a.userId,
                ),
            ),
        );
        expect(good).toBe(true);
        expect(all[1]?.verdict).not.toBe("do-not-use-here");
      }),
    );
  });
});

describe("a model in the demo", () => {
  it("is shown from the start, goes silent when withdrawn, and comes back with both", () => {
    expect(modelVisibility([], [], true)).toEqual({ state: "shown", because: "demo", since: null });
    expect(modelVisibility([said("withdrawn", "clinician", 1)], [], true)).toMatchObject({ because: "withdrawn" });
    const again = [said("withdrawn", "clinician", 0), ...both];
    expect(modelVisibility(again, [report({ simulated: true })], true)).toMatchObject({ because: "approved" });
  });
});

describe("a report", () => {
  it.each([
    ["usable and newest", report(), report(), null],
    ["an older one", report(), report({ id: "r2" }), /newer report/],
    ["says no", report({ verdict: "do-not-use-here" }), null, /not to use/],
    ["too few", report({ verdict: "too-few" }), null, /cannot say yet/],
    ["simulated", report({ simulated: true }), null, /simulated/],
  ] as const)("%s", (_, one, newest, why) => {
    const answer = whyNotApprovable(one, newest, false);
    if (why === null) expect(answer).toBeNull();
    else expect(answer).toMatch(why);
  });
});

describe("while silent", () => {
  it.each([
    ["nurse", false],
    ["clinician", false],
    ["administrator", false],
    ["compliance", false],
    ["data-scientist", true],
  ] as const)("%s sees scores: %s", (role, sees) => expect(seesSilentScores(role)).toBe(sees));
});
