import { describe, expect, it } from "vitest";
import { featureIndex } from "@/lib/core/features/feature-table";
import { gridSide, type PairGrid, pairCells } from "@/lib/core/training/pair-grid";
import { syntheticStays } from "@/lib/core/training/synthetic-stays";
import { toTrainingData } from "@/lib/core/training/training-data";

const stays = syntheticStays(6000, 3, () => 0);
const rows = Uint32Array.from({ length: 6000 }, (_, row) => row);
const data = toTrainingData(stays, rows);

describe("a pair's grid", () => {
  it("keeps cells of a number in order and within the limit, apart from 'not recorded'", () => {
    const { cells, cellOf } = gridSide(data, featureIndex("labTests"), rows, 8);
    expect(cells).toBeLessThanOrEqual(8);
    expect(cellOf[0]).toBe(0);
    for (let bin = 2; bin < cellOf.length; bin++) expect(cellOf[bin]).toBeGreaterThanOrEqual(cellOf[bin - 1]!);
    expect(cellOf[1]).toBe(1);
  });

  it("pools a category's rare levels", () => {
    const { cells, cellOf } = gridSide(data, featureIndex("primaryDiagnosis"), rows, 4);
    expect(cells).toBeLessThanOrEqual(4);
    expect(Math.max(...cellOf)).toBe(cells - 1);
  });

  it("tells every combination of cells apart", () => {
    const side = (cells: number) => ({ cells, cellOf: Uint8Array.from({ length: cells }, (_, cell) => cell) });
    const grid: PairGrid = { features: [0, 1], sides: [side(2), side(3)] };
    expect([...pairCells(grid, Uint8Array.of(0, 0, 0, 1, 1, 1), Uint8Array.of(0, 1, 2, 0, 1, 2))]).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
  });
});
