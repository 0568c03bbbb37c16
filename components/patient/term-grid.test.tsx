// @vitest-environment jsdom

import { readFileSync } from "node:fs";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { PairTable } from "@/components/charts/pair-table";
import { type GridValue, termGrid } from "@/components/patient/term-grid";
import type { FeatureValue } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { type ManifestTerm, manifestSchema, termName } from "@/lib/core/model/manifest";

afterEach(cleanup);

const manifest = manifestSchema.parse(JSON.parse(readFileSync("models/readmission/1.0.0/manifest.json", "utf8")));
const pairs = manifest.terms.filter((term): term is Extract<ManifestTerm, { kind: "pair" }> => term.kind === "pair");

const at = (name: string, value: FeatureValue, isKnowable = true): GridValue => {
  const spec = FEATURES.find((one) => one.name === name);
  if (spec === undefined) throw new Error(`no feature ${name}`);
  return { spec, value, isKnowable };
};
const pair = (name: string) => {
  const term = pairs.find((one) => termName(one) === name);
  if (term === undefined) throw new Error(`no pair ${name}`);
  return term;
};
const current = (side: { cells: readonly { label: string; isCurrent: boolean }[] }) =>
  side.cells.filter(({ isCurrent }) => isCurrent).map(({ label }) => label);

describe("two features together", () => {
  it("mark the cell whose value the model itself uses, either way round", () => {
    const term = pair("priorInpatient × dischargePlan");
    const grid = termGrid(term, [at("priorInpatient", 4), at("dischargePlan", "home")]);
    const [row, column] = [grid.rows, grid.columns].map(({ cells }) => cells.findIndex(({ isCurrent }) => isCurrent));
    const [sideA, sideB] = term.sides;
    const a = sideA.findIndex((cell) => cell.includes(4));
    const b = sideB.findIndex((cell) => cell.includes("home"));
    expect(grid.added[(row ?? 0) * grid.columns.cells.length + (column ?? 0)]).toBe(term.added[a * sideB.length + b]);
    expect(current(grid.columns)).toEqual(["3 to 7"]);
    expect(current(grid.rows)).toEqual(["Going home"]);
  });

  it("give every pair of the shipped model a full grid with a name for each cell", () => {
    for (const term of pairs) {
      const grid = termGrid(term, [at(term.features[0], null), at(term.features[1], null)]);
      expect(grid.rows.cells.length * grid.columns.cells.length).toBe(term.added.length);
      expect([...grid.added].sort()).toEqual([...term.added].sort());
      for (const { cells } of [grid.rows, grid.columns]) {
        expect(new Set(cells.map(({ label }) => label)).size).toBe(cells.length);
        expect(cells.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
      }
    }
  });

  it("mark nothing where nobody can know yet", () => {
    const grid = termGrid(pair("age × priorInpatient"), [at("age", 70), at("priorInpatient", null, false)]);
    expect([...current(grid.rows), ...current(grid.columns)]).toHaveLength(1);
  });

  it("stand in a table that says in words which cell is this patient's", () => {
    render(<PairTable grid={termGrid(pair("age × priorInpatient"), [at("age", 70), at("priorInpatient", 3)])} />);
    expect(screen.getByText(/^This patient:/).textContent).toMatch(/[+−]?0\.\d\d\./);
    expect(screen.getAllByRole("cell").filter((cell) => cell.textContent?.includes("this patient"))).toHaveLength(1);
  });
});
