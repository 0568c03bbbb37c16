import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AttritionEnd, attritionTable } from "@/lib/core/validation/attrition";

const end = (step: "index" | "matured" | "population" | "scored", reason: string): AttritionEnd => ({ step, reason });

describe("the attrition table", () => {
  it("takes each reason off at its step", () => {
    expect(
      attritionTable([
        { end: end("index", "Still in hospital"), stays: 120 },
        { end: end("index", "Died in the stay"), stays: 30 },
        { end: end("matured", "30 days not over"), stays: 50 },
        { end: end("population", "No diabetes on record."), stays: 300 },
        { end: end("population", "No diabetes on record."), stays: 100 },
        { end: end("scored", "No prediction"), stays: 1 },
        { end: { step: "analysed" }, stays: 399 },
      ]),
    ).toEqual([
      { step: "Stays in the database", stays: 1000, leftOut: [] },
      {
        step: "Inpatient stays that can have a readmission",
        stays: 850,
        leftOut: [
          { reason: "Still in hospital", stays: 120 },
          { reason: "Died in the stay", stays: 30 },
        ],
      },
      {
        step: "Matured: 30 days since discharge are over",
        stays: 800,
        leftOut: [{ reason: "30 days not over", stays: 50 }],
      },
      {
        step: "In the population the model is for",
        stays: 400,
        leftOut: [{ reason: "No diabetes on record.", stays: 400 }],
      },
      { step: "Scored by this version of the model", stays: 399, leftOut: [{ reason: "No prediction", stays: 1 }] },
      { step: "Analysed", stays: 399, leftOut: [] },
    ]);
  });

  it("loses nobody: every step is the one before less what it left out", () => {
    const anyEnd = fc.oneof(
      fc.constant<AttritionEnd>({ step: "analysed" }),
      fc
        .tuple(fc.constantFrom("index", "matured", "population", "scored" as const), fc.constantFrom("a", "b"))
        .map(([step, reason]) => end(step as "index", reason)),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ end: anyEnd, stays: fc.nat(1000) }), { maxLength: 12 }), (counts) => {
        const table = attritionTable(counts);
        table.reduce((before, { stays, leftOut }, position) => {
          const out = leftOut.reduce((sum, one) => sum + one.stays, 0);
          if (position > 0) expect(stays).toBe(before - out);
          return stays;
        }, 0);
        const analysed = counts.filter((one) => one.end.step === "analysed").reduce((sum, one) => sum + one.stays, 0);
        expect(table.at(-1)?.stays).toBe(analysed);
      }),
    );
  });
});
