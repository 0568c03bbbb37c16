import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ED_FEATURES, edFeatureIndex } from "@/lib/core/admission/ed-features";
import { edReasons } from "@/lib/core/capacity/ed-reasons";
import { encodeValue } from "@/lib/core/features/encode";

const said: Record<string, string | number> = { triage: 2, complaint: "chest-pain", age: 71 };
const features = ED_FEATURES.map((spec) => encodeValue(spec, said[spec.name] ?? null));
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe("why a visit has its chance", () => {
  it("adds up on screen, exactly, whatever the contributions", () => {
    const all = fc.array(number(-2, 2), { minLength: ED_FEATURES.length, maxLength: ED_FEATURES.length });
    fc.assert(
      fc.property(all, number(-3, 1), (contributions, baseline) => {
        const logOdds = contributions.reduce((sum, one) => sum + one, baseline);
        const probability = 1 / (1 + Math.exp(-logOdds));
        const { from, to, lines, rest } = edReasons({ features, contributions, baseline, probability });
        expect(lines.reduce((sum, { points }) => sum + points, from + rest)).toBe(to);
        expect(to).toBe(Math.round(100 * probability));
      }),
    );
  });

  it("names the strongest first, in the words of what was recorded", () => {
    const contributions = ED_FEATURES.map(() => 0.01);
    contributions[edFeatureIndex("triage")] = 1.2;
    contributions[edFeatureIndex("age")] = -0.6;
    const probability = 1 / (1 + Math.exp(-(0.6 + 0.01 * (ED_FEATURES.length - 2) - 1)));
    const { lines } = edReasons({ features, contributions, baseline: -1, probability });
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatchObject({ sentence: "Triage level 2 of 5 (1 most urgent)" });
    expect(lines[0]?.points).toBeGreaterThan(0);
    expect(lines[1]).toMatchObject({ feature: "age", sentence: "Aged 70 to 74" });
    expect(lines[1]?.points).toBeLessThan(0);
  });
});
