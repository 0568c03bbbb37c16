import { describe, expect, it } from "vitest";
import { conformalSpreads } from "@/lib/core/forecast/conformal";
import { chanceFrom } from "@/lib/core/training/chance";

/** Errors that grow with the horizon, of a series of some size. */
function errors(origins: number, size: number, seed: number): Float64Array[] {
  const chance = chanceFrom(seed);
  const bell = () => chance() + chance() + chance() + chance() - 2;
  return Array.from({ length: origins }, () =>
    Float64Array.from({ length: 3 }, (_, ahead) => size * (1 + ahead) * bell()),
  );
}

describe("conformal spreads", () => {
  it("hold as many errors to come as they say, at each horizon and for each series", () => {
    const spreads = conformalSpreads([errors(400, 1, 1), errors(400, 50, 2)], 3);
    for (const [index, size] of [1, 50].entries()) {
      for (let ahead = 0; ahead < 3; ahead++) {
        const coming = errors(2000, size, 90 + index).map((row) => row[ahead] as number);
        for (const cover of [0.8, 0.95]) {
          const low = spreads[index]?.(ahead, (1 - cover) / 2) ?? 0;
          const high = spreads[index]?.(ahead, (1 + cover) / 2) ?? 0;
          const share = coming.filter((error) => low <= error && error <= high).length / coming.length;
          expect(Math.abs(share - cover)).toBeLessThan(0.04);
        }
      }
    }
  });

  it("leave as many errors below and above as they say where errors are skewed", () => {
    const skewed = (origins: number, seed: number): Float64Array[] => {
      const chance = chanceFrom(seed);
      return Array.from({ length: origins }, () => Float64Array.of(-Math.log(1 - chance()) - 1));
    };
    const [spread] = conformalSpreads([skewed(600, 3)], 1);
    const coming = skewed(4000, 4).map((row) => row[0] as number);
    for (const level of [0.025, 0.1, 0.5, 0.9, 0.975]) {
      const below = coming.filter((error) => error <= (spread?.(0, level) ?? Number.NaN)).length / coming.length;
      expect(Math.abs(below - level)).toBeLessThan(0.04);
    }
  });

  it("lie further out the fewer origins stand behind them", () => {
    const rows = errors(8, 1, 5);
    const [few] = conformalSpreads([rows], 3);
    const [many] = conformalSpreads([[...rows, ...rows, ...rows, ...rows]], 3);
    expect(few?.(1, 0.85)).toBeGreaterThan(many?.(1, 0.85) ?? Number.NaN);
    expect(few?.(1, 0.15)).toBeLessThan(many?.(1, 0.15) ?? Number.NaN);
  });
});
