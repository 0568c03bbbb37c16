import { describe, expect, it } from "vitest";
import { termShape } from "@/components/patient/term-shape";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { ManifestTerm } from "@/lib/core/model/manifest";

const term: ManifestTerm = {
  kind: "single",
  feature: "priorInpatient",
  knownFrom: "admission",
  notRecorded: { added: 0.02, spread: 0.01 },
  points: [
    { from: 0, added: -0.3, spread: 0.02 },
    { from: 1, added: 0.1, spread: 0.03 },
    { from: 2, added: 0.4, spread: 0.05 },
    { from: 5, added: 0.8, spread: 0.1 },
  ],
};
const spec = FEATURES.find(({ name }) => name === "priorInpatient");
const draw = (value: unknown, isKnowable = true) => (spec ? termShape(term, spec, { value, isKnowable }) : null);

describe("the curve behind a number", () => {
  it("names each range of whole numbers", () => {
    expect(draw(3)?.points.map(({ label }) => label)).toEqual(["0", "1", "2 to 4", "5 or more"]);
  });

  it("marks the range this patient is in", () => {
    expect(draw(3)?.points.find(({ isCurrent }) => isCurrent)?.label).toBe("2 to 4");
    expect(draw(21)?.points.find(({ isCurrent }) => isCurrent)?.label).toBe("5 or more");
  });

  it("puts this patient at their own number, not at the edge of its range", () => {
    expect(draw(3)?.patientAt).toBe(3);
    expect(draw(null)?.patientAt).toBeNull();
  });

  it("marks what is not recorded apart, and nothing where nobody can know yet", () => {
    expect(draw(null)?.apart[0]?.isCurrent).toBe(true);
    expect(
      [...(draw(null, false)?.points ?? []), ...(draw(null, false)?.apart ?? [])].some(({ isCurrent }) => isCurrent),
    ).toBe(false);
  });
});
