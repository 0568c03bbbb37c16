import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainStay } from "@/components/patient/explain-stay";
import { makeStay } from "@/components/patient/stay.fixture";
import { manifestSchema } from "@/lib/core/model/manifest";
import { termsInView } from "@/lib/core/model/terms-in-view";
import { wholePoints } from "@/lib/core/model/whole-points";

const contributions = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 60 });
const sum = (parts: readonly number[]): number => parts.reduce((all, part) => all + part, 0);

describe("whole percentage points", () => {
  it("keep every part within one point of the exact one", () => {
    expect(wholePoints([15.2, 6.9, 5.4, -2.5], 25)).toEqual([15, 7, 5, -2]);
  });

  it("give equal parts that cannot be equal to the first", () => {
    expect(wholePoints([10 / 3, 10 / 3, 10 / 3], 10)).toEqual([4, 3, 3]);
  });
});

describe("an explanation", () => {
  it("adds up on screen, exactly, whatever the contributions", () => {
    fc.assert(
      fc.property(contributions, fc.double({ min: -3, max: 0, noNaN: true }), (parts, baseline) => {
        const explanation = explainStay(makeStay({ contributions: parts, baseline }), []);
        const { lines = [], restPoints = 0, baselinePoints = 0, totalPoints = 0 } = explanation ?? {};
        expect(baselinePoints + sum(lines.map(({ points }) => points)) + restPoints).toBe(totalPoints);
        expect(totalPoints).toBe(Math.round(100 / (1 + Math.exp(-(baseline + sum(parts))))));
      }),
    );
  });

  it("shows the eight strongest and the others together", () => {
    const explanation = explainStay(
      makeStay({ contributions: Array.from({ length: 20 }, (_, rank) => 1 - rank / 40) }),
      [],
    );
    expect(explanation?.lines).toHaveLength(8);
    expect(explanation?.rest).toHaveLength(12);
  });

  it("hides nothing larger than a line it shows, whatever the order it comes in", () => {
    fc.assert(
      fc.property(contributions, (parts) => {
        const { lines = [], rest = [], without = [] } = explainStay(makeStay({ contributions: parts }), []) ?? {};
        const smallest = Math.min(...lines.map(({ contribution }) => Math.abs(contribution)));
        for (const { contribution } of rest) expect(Math.abs(contribution)).toBeLessThanOrEqual(smallest);
        expect(lines.length + rest.length + without.length).toBe(parts.length);
      }),
    );
  });

  it("tells what adds nothing apart", () => {
    const explanation = explainStay(makeStay({ contributions: [0.4, 0, 0] }), []);
    expect(explanation?.lines).toHaveLength(1);
    expect(explanation?.rest).toEqual([]);
    expect(explanation?.without).toHaveLength(2);
  });

  it("has a curve for one feature and a grid for two, with this patient on it", () => {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync("models/readmission/1.0.0/manifest.json", "utf8")));
    const stay = makeStay();
    const told = [
      { feature: "priorInpatient", label: "", value: 3, contribution: 0.5, evidence: [] },
      { feature: "age × priorInpatient", label: "", value: [70, 3] as const, contribution: 0.2, evidence: [] },
    ];
    const scored = stay.scored && { ...stay.scored, drivers: told };
    const [one, two] = explainStay({ ...stay, scored }, termsInView(manifest, "stay"))?.lines ?? [];
    expect(one?.shape?.points.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    expect(one?.grid).toBeNull();
    expect(two?.shape).toBeNull();
    for (const side of [two?.grid?.rows, two?.grid?.columns])
      expect(side?.cells.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
  });

  it("is none where the model abstains", () => {
    expect(explainStay(makeStay({ reasons: ["No diabetes on record."] }), [])).toBeNull();
  });
});
