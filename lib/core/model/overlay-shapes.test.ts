import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Manifest, manifestSchema } from "@/lib/core/model/manifest";
import { overlayShapes } from "@/lib/core/model/overlay-shapes";

const shipped = manifestSchema.parse(JSON.parse(readFileSync("models/readmission/1.0.0/manifest.json", "utf8")));

/** The shipped model with one number's curve raised from an edge of its own, and without its first pair. */
function changed(): Manifest {
  const firstPair = shipped.terms.findIndex(({ kind }) => kind === "pair");
  return {
    ...shipped,
    terms: shipped.terms
      .filter((_, at) => at !== firstPair)
      .map((term) =>
        term.kind === "single" && term.feature === "priorInpatient"
          ? { ...term, points: [...term.points, { from: 90, added: 2, spread: 0 }] }
          : term,
      ),
  };
}

describe("two versions' shapes, one over the other", () => {
  it("do not differ where they are the same", () => {
    const { shapes, onlyFirst, onlySecond } = overlayShapes(shipped, shipped, "discharge");
    expect(shapes.length).toBeGreaterThan(30);
    expect(shapes.every(({ largestDifference }) => largestDifference === 0)).toBe(true);
    expect([...onlyFirst, ...onlySecond]).toEqual([]);
  });

  it("stand with the largest difference first, on the edges of both", () => {
    const { shapes, onlyFirst, onlySecond } = overlayShapes(shipped, changed(), "discharge");
    const { scale } = shipped.views.discharge;
    expect(shapes[0]?.feature).toBe("priorInpatient");
    const last = shapes[0]?.values.find(({ label }) => label === "90 or more");
    expect(last?.second).toBeCloseTo(2 * scale, 9);
    // The first version has no edge there: what it adds from its own last edge goes on.
    const term = shipped.terms.find((one) => one.kind === "single" && one.feature === "priorInpatient");
    const before = term?.kind === "single" ? term.points.at(-1)?.added : undefined;
    expect(last?.first).toBeCloseTo((before ?? 0) * scale, 9);
    expect(shapes[1]?.largestDifference).toBe(0);
    expect([onlyFirst.length, onlySecond]).toEqual([1, []]);
  });
});
