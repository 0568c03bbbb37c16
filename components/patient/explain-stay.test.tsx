import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainStay } from "@/components/patient/explain-stay";
import { makeStay } from "@/components/patient/stay.fixture";
import { wholePoints } from "@/components/patient/whole-points";

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

  it("is none where the model abstains", () => {
    expect(explainStay(makeStay({ reasons: ["No diabetes on record."] }), [])).toBeNull();
  });
});
