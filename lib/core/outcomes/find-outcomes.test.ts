import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findOutcomes, type OutcomeStay } from "@/lib/core/outcomes/find-outcomes";

const DAY = 86_400_000;
const NOW = Date.parse("2026-03-10T09:00:00Z");
const stay = (stayId: string, admitted: number | null, discharged: number | null, rest: Partial<OutcomeStay> = {}) => ({
  stayId,
  admittedAt: admitted === null ? null : NOW + admitted * DAY,
  dischargedAt: discharged === null ? null : NOW + discharged * DAY,
  excludedFor: null,
  ...rest,
});
const of = (stays: readonly OutcomeStay[], diedDay: number | null = null) =>
  findOutcomes(stays, { diedAt: diedDay === null ? null : NOW + diedDay * DAY, now: NOW });

describe("findOutcomes", () => {
  it("knows at once of a readmission, and of none only when 30 days are over", () => {
    expect(of([stay("a", -20, -12), stay("b", -5, null)])).toMatchObject([
      { stayId: "a", status: "readmitted", readmissionStayId: "b", readmittedAt: NOW - 5 * DAY },
    ]);
    expect(of([stay("a", -20, -12)])).toMatchObject([{ status: "pending", maturesAt: NOW + 18 * DAY }]);
    expect(of([stay("a", -40, -31)])).toMatchObject([{ status: "not-readmitted", readmissionStayId: null }]);
  });

  it("counts exactly 30 days of 24 hours, and the first stay that began in them", () => {
    const cameBack = (days: number) => of([stay("a", -90, -80), stay("b", -80 + days, -40)])[0]?.status;
    expect(cameBack(30)).toBe("readmitted");
    expect(cameBack(30.01)).toBe("not-readmitted");
    expect(cameBack(0)).toBe("readmitted");
    const several = of([stay("a", -90, -80), stay("c", -60, -58), stay("b", -70, -68)]);
    expect(several[0]).toMatchObject({ readmissionStayId: "b" });
  });

  it("tells a death after leaving from never having come back, and a readmission before it from both", () => {
    expect(of([stay("a", -90, -80)], -60)).toMatchObject([{ status: "died" }]);
    expect(of([stay("a", -90, -80)], -40)).toMatchObject([{ status: "not-readmitted" }]);
    expect(of([stay("a", -90, -80), stay("b", -70, -60, { excludedFor: "died" })], -60)).toMatchObject([
      { status: "readmitted" },
      { status: "excluded", reason: "died" },
    ]);
  });

  it("leaves out stays that are no index stays, which can still be somebody's readmission", () => {
    const outcomes = of([stay("a", -90, -80), stay("b", -70, -60, { excludedFor: "transferred" })]);
    expect(outcomes).toMatchObject([
      { stayId: "a", status: "readmitted", readmissionStayId: "b" },
      { stayId: "b", status: "excluded", reason: "transferred" },
    ]);
  });

  it("says nothing of a stay that has not ended, or whose end nobody knows", () => {
    expect(of([stay("a", -3, null), stay("b", null, null), stay("c", -3, 2)])).toEqual([]);
  });

  const anyStays = fc.array(
    fc.record({
      admitted: fc.integer({ min: -200, max: 0 }),
      days: fc.integer({ min: 0, max: 20 }),
      excludedFor: fc.constantFrom(null, null, null, "died" as const, "hospice" as const),
    }),
    { maxLength: 8 },
  );
  const toStays = (drawn: { admitted: number; days: number; excludedFor: "died" | "hospice" | null }[]) =>
    drawn.map(({ admitted, days, excludedFor }, i) =>
      stay(`s${i}`, admitted, Math.min(admitted + days, 0), { excludedFor }),
    );

  it("says one thing of each ended stay; never pending once matured; a readmission always lies in its window", () => {
    fc.assert(
      fc.property(anyStays, fc.option(fc.integer({ min: -200, max: 10 })), (drawn, died) => {
        const stays = toStays(drawn);
        const outcomes = of(stays, died);
        expect(outcomes.map(({ stayId }) => stayId)).toEqual(stays.map(({ stayId }) => stayId));
        for (const { status, reason, readmittedAt, readmissionStayId, dischargedAt, maturesAt } of outcomes) {
          if (maturesAt <= NOW) expect(status).not.toBe("pending");
          expect(reason !== null).toBe(status === "excluded");
          expect(readmissionStayId !== null).toBe(status === "readmitted");
          expect(readmittedAt === null || (readmittedAt >= dischargedAt && readmittedAt <= maturesAt)).toBe(true);
        }
      }),
    );
  });

  it("does not depend on the order of the stays, and never unsays what has matured as time goes on", () => {
    fc.assert(
      fc.property(anyStays, fc.integer({ min: 0, max: 60 }), (drawn, later) => {
        const stays = toStays(drawn);
        const sorted = (some: ReturnType<typeof of>) => [...some].sort((a, b) => a.stayId.localeCompare(b.stayId));
        // Two stays that began at the same instant are equally first.
        fc.pre(new Set(stays.map(({ admittedAt }) => admittedAt)).size === stays.length);
        expect(sorted(of([...stays].reverse()))).toEqual(sorted(of(stays)));
        const next = findOutcomes(stays, { diedAt: null, now: NOW + later * DAY });
        of(stays).forEach((outcome, i) => {
          if (outcome.status !== "pending") expect(next[i]).toEqual(outcome);
          else expect(["pending", "not-readmitted"]).toContain(next[i]?.status);
        });
      }),
    );
  });
});
