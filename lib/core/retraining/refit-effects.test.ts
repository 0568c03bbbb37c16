import { expect, it } from "vitest";
import { refitEffects } from "@/lib/core/retraining/refit-effects";
import { chanceFrom } from "@/lib/core/training/chance";

/** Stays with three terms of two bins each; the third is hardly ever in its second bin. */
function stays(n: number, truth: readonly number[]) {
  const chance = chanceFrom(2);
  const cells = truth.map(() => new Uint8Array(n));
  const labels = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    let z = -1;
    for (const [term, effect] of truth.entries()) {
      cells[term]![i] = chance() < (term === 2 ? 0.001 : 0.5) ? 1 : 0;
      z += effect * shapes[term]![cells[term]![i]!]!;
    }
    labels[i] = chance() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  }
  return { bag: { labels, trainCount: n }, cells };
}

const shapes = [
  [-0.5, 0.5],
  [-0.4, 0.4],
  [0, 1],
].map((shape) => Float64Array.from(shape));

it("finds how strongly each effect of the prior acts here, and leaves alone what local stays say little about", () => {
  const { bag, cells } = stays(20_000, [0, 2, 1]);
  const [gone, doubled, rare] = refitEffects(bag, cells, shapes, -2);
  expect(gone).toBeCloseTo(0, 0);
  expect(Math.abs(gone!)).toBeLessThan(0.15);
  expect(doubled).toBeGreaterThan(1.8);
  expect(Math.abs(rare! - 1)).toBeLessThan(0.6);
});

it("believes the prior where there are hardly any stays", () => {
  const { bag, cells } = stays(20, [0, 2, 1]);
  for (const weight of refitEffects(bag, cells, shapes, -1)) expect(Math.abs(weight - 1)).toBeLessThan(0.6);
});
