import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveLabels } from "@/lib/core/labels/derive-labels";
import type { LabelStay } from "@/lib/core/labels/label-reading";
import { keptFacts, labelsOf } from "@/lib/core/labels/patient-label-facts";
import { findOutcomes } from "@/lib/core/outcomes/find-outcomes";

const DAY = 86_400_000;
const NOW = Date.parse("2026-03-10T00:00:00Z");
const icd10 = (code: string, group: string | null = null) => ({ group, codes: [{ system: "icd10" as const, code }] });

/** A stay from one day to another, counted from now; its hospital is ours unless said otherwise. */
function stay(stayId: string, from: number, to: number | null, rest: Partial<LabelStay> = {}): LabelStay {
  const at = (day: number | null) => (day === null ? null : NOW + day * DAY);
  const dayOf = (day: number | null) => (day === null ? null : Math.floor((NOW + day * DAY) / DAY));
  return {
    ...{ stayId, encounterIds: [stayId], provider: "Organization/ours", cameFromHospital: false },
    ...{ isAcute: true, isPsychiatric: false, isRehabilitation: false, excludedFor: null },
    ...{ principal: icd10("I5023", "heart-failure"), procedures: { codes: [], isComplete: true } },
    ...{ payer: null, language: null },
    ...{ admittedAt: at(from), admittedDay: dayOf(from), dischargedAt: at(to), dischargedDay: dayOf(to) },
    ...rest,
  };
}
const unplanned = (stays: readonly LabelStay[], diedDay: number | null = null) =>
  deriveLabels(stays, { diedAt: diedDay === null ? null : NOW + diedDay * DAY, now: NOW }).filter(
    ({ target }) => target === "unplanned-readmission-30d",
  );
const labelOf = (stayId: string, stays: readonly LabelStay[], diedDay: number | null = null) =>
  unplanned(stays, diedDay).find((label) => label.stayId === stayId);
const done = (code: string) => ({ codes: [{ system: "icd10pcs" as const, code }], isComplete: true });
const back = (rest: Partial<LabelStay> = {}) => [stay("a", -80, -75), stay("b", -65, -60, rest)];

describe("unplanned readmission", () => {
  it("is a stay that no rule says was planned, with what it rests on", () => {
    expect(labelOf("a", back())).toMatchObject({
      ...{ status: "readmitted", readmissionStayId: "b", readmittedAt: NOW - 65 * DAY },
      plannedBasis: "diagnosis-and-procedure-rules",
      evidence: { stayIds: ["a"], encounters: ["Encounter/a", "Encounter/b"], planned: null },
    });
    expect(labelOf("b", back())).toMatchObject({ status: "not-readmitted", plannedBasis: null });
  });

  it("says so where only diagnoses could be looked at", () => {
    const procedures = { codes: [], isComplete: false };
    expect(labelOf("a", back({ procedures }))).toMatchObject({ plannedBasis: "diagnosis-rules-only" });
  });

  it("leaves out what is always planned, by procedure or by diagnosis, also where the main diagnosis is acute", () => {
    const transplant = done("0TY00Z0");
    expect(labelOf("a", back({ procedures: transplant }))).toMatchObject({
      ...{ status: "not-readmitted", readmissionStayId: null },
      evidence: { planned: "always planned procedure: kidney transplant", encounters: ["Encounter/a", "Encounter/b"] },
    });
    expect(labelOf("a", back({ principal: icd10("Z51.11", "aftercare") }))?.evidence.planned).toMatch("chemotherapy");
    expect(labelOf("a", back({ isRehabilitation: true }))?.evidence.planned).toMatch("rehabilitation");
  });

  it("takes a procedure for planned only where the main diagnosis is not acute", () => {
    const procedures = done("0SR90J9");
    const hip = (principal: LabelStay["principal"]) => labelOf("a", back({ procedures, principal }))?.status;
    expect(hip(icd10("M1611", "osteoarthritis"))).toBe("not-readmitted");
    expect(hip(icd10("S72001A", "fracture-hip-thigh"))).toBe("readmitted");
    expect(hip(icd10("I5023", "heart-failure"))).toBe("readmitted");
    // Chronic heart failure is in the group and is not acute.
    expect(hip(icd10("I5022", "heart-failure"))).toBe("not-readmitted");
    expect(hip(icd10("K8000", "gallbladder"))).toBe("readmitted");
    // Nobody knows what it was for.
    expect(hip(null)).toBe("readmitted");
  });

  it("looks at the first return only: after a planned one nothing more is counted", () => {
    const planned = stay("b", -65, -64, { principal: icd10("Z5111", "aftercare") });
    expect(labelOf("a", [stay("a", -80, -75), planned, stay("c", -55, -50)])?.status).toBe("not-readmitted");
  });

  it("joins a transfer: the clock starts where the last hospital sends the patient home", () => {
    const elsewhere = stay("b", -74, -65, { provider: "Organization/other" });
    const stays = [stay("a", -80, -75), elsewhere, stay("c", -40, -38)];
    expect(labelOf("a", stays)).toMatchObject({ status: "excluded", reason: "transferred" });
    expect(labelOf("b", stays)).toMatchObject({
      ...{ status: "readmitted", readmissionStayId: "c" },
      evidence: { stayIds: ["a", "b"] },
    });
  });

  it("tells a transfer by its own words where a hospital is not named", () => {
    const unnamed = (rest: Partial<LabelStay>) => [
      stay("a", -80, -75, { provider: null }),
      stay("b", -74, -70, { provider: null, ...rest }),
    ];
    expect(labelOf("a", unnamed({ cameFromHospital: true }))?.reason).toBe("transferred");
    expect(labelOf("a", unnamed({}))?.status).toBe("readmitted");
  });

  it("takes a return on the same day for the same illness as one stay, and for another as a readmission", () => {
    const again = (rest: Partial<LabelStay>) => labelOf("a", [stay("a", -80, -75.5), stay("b", -75.2, -70, rest)]);
    expect(again({})).toMatchObject({ status: "excluded", reason: "continued-same-day" });
    expect(again({ principal: icd10("J189", "pneumonia") })).toMatchObject({ status: "readmitted" });
  });

  it.each([
    [{ isPsychiatric: true }, "psychiatric"],
    [{ isRehabilitation: true }, "rehabilitation"],
    [{ isAcute: false }, "not-acute"],
    [{ principal: icd10("C349", "cancer-lung") }, "cancer-treatment"],
    [{ excludedFor: "hospice" as const }, "hospice"],
  ])("does not index %o", (rest, reason) => {
    expect(labelOf("a", [stay("a", -80, -75, rest)])).toMatchObject({ status: "excluded", reason });
  });

  it("indexes a stay for cancer with an operation", () => {
    const procedures = done("0BTC0ZZ");
    const operated = stay("a", -80, -75, { principal: icd10("C349", "cancer-lung"), procedures });
    expect(labelOf("a", [operated])?.status).toBe("not-readmitted");
  });

  it("tells a death from having stayed well, also after a planned return", () => {
    expect(labelOf("a", [stay("a", -80, -75)], -60)?.status).toBe("died");
    expect(labelOf("a", back({ principal: icd10("Z5111", "aftercare") }), -50)?.status).toBe("died");
    expect(labelOf("a", back(), -50)?.status).toBe("readmitted");
    expect(labelOf("a", [stay("a", -80, -75)], -40)?.status).toBe("not-readmitted");
  });
});

describe("keptFacts", () => {
  it("reads facts of rule version 1, which kept no procedure codes, and says that only diagnoses were looked at", () => {
    const kept = { wardId: "w1", simulated: false, subgroups: {} };
    const old = back().map((one) => ({
      ...one,
      ...kept,
      procedures: { groups: ["hip-replacement"], isComplete: true },
    }));
    const said = labelsOf(keptFacts({ diedAt: null, synthetic: false, stays: old }), NOW);
    const [label] = said.filter(({ label: { target, stayId } }) => target.startsWith("unplanned") && stayId === "a");
    expect(label?.label).toMatchObject({ status: "readmitted", plannedBasis: "diagnosis-rules-only" });
  });
});

describe("deriveLabels", () => {
  const drawn = fc.array(
    fc.record({
      admitted: fc.integer({ min: -200, max: 0 }),
      days: fc.integer({ min: 0, max: 20 }),
      isOurs: fc.boolean(),
      isAcute: fc.boolean(),
      excludedFor: fc.constantFrom(null, null, "died" as const, "transferred" as const),
      group: fc.constantFrom("heart-failure", "cancer-lung", "osteoarthritis", null),
    }),
    { maxLength: 7 },
  );
  const toStays = (some: typeof drawn extends fc.Arbitrary<infer T> ? T : never) =>
    some.map(({ admitted, days, isOurs, group, ...rest }, i) =>
      stay(`s${i}`, admitted, Math.min(admitted + days, 0), {
        ...rest,
        provider: isOurs ? "Organization/ours" : "Organization/other",
        principal: { group, codes: [] },
      }),
    );

  it("agrees with the outcomes that are shown, for any readmission; and says nothing before it is certain", () => {
    fc.assert(
      fc.property(drawn, fc.option(fc.integer({ min: -200, max: 0 })), (some, died) => {
        const stays = toStays(some);
        fc.pre(new Set(stays.map(({ admittedAt }) => admittedAt)).size === stays.length);
        const known = { diedAt: died === null ? null : NOW + died * DAY, now: NOW };
        const any = deriveLabels(stays, known).filter(({ target }) => target === "any-readmission-30d");
        const outcomes = findOutcomes(stays, known).filter(({ status }) => status !== "pending");
        const brief = (labels: readonly { stayId: string; status: string; readmissionStayId: string | null }[]) =>
          labels.map(({ stayId, status, readmissionStayId }) => `${stayId} ${status} ${readmissionStayId}`).sort();
        expect(brief(any)).toEqual(brief(outcomes));
      }),
    );
  });

  it("finds no unplanned readmission where there is none at all, and does not depend on the order of the stays", () => {
    fc.assert(
      fc.property(drawn, (some) => {
        const stays = toStays(some);
        fc.pre(new Set(stays.map(({ admittedAt }) => admittedAt)).size === stays.length);
        const labels = deriveLabels(stays, { diedAt: null, now: NOW });
        const any = new Set(
          findOutcomes(
            stays.map((one) => ({ ...one, excludedFor: null })),
            { diedAt: null, now: NOW },
          ).flatMap(({ stayId, status }) => (status === "readmitted" ? [stayId] : [])),
        );
        for (const { stayId, target, status, readmittedAt, dischargedAt, maturesAt } of labels) {
          if (target !== "unplanned-readmission-30d" || status !== "readmitted") continue;
          expect(any.has(stayId)).toBe(true);
          expect(readmittedAt).toBeGreaterThanOrEqual(dischargedAt);
          expect(readmittedAt).toBeLessThanOrEqual(maturesAt);
        }
        expect(deriveLabels([...stays].reverse(), { diedAt: null, now: NOW })).toEqual(labels);
      }),
    );
  });
});
