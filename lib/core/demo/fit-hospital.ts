import { cramersV } from "@/lib/core/demo/association";
import { fitReadmission, type LevelColumn } from "@/lib/core/demo/fit-readmission";
import { type FittedVariable, type HospitalFit, MINIMUM_CELL } from "@/lib/core/demo/hospital-fit";
import { STAY_VARIABLES, type StayLevels } from "@/lib/core/demo/stay-variables";

/** Levels that stand for fewer than `MINIMUM_CELL` stays become "other" (or the commonest level where none is). */
function toColumn(name: string, values: readonly string[]): LevelColumn {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const kept = [...counts]
    .filter(([, count]) => count >= MINIMUM_CELL)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const levels = kept.map(([level]) => level);
  const index = new Map(levels.map((level, i) => [level, i]));
  const fallback = index.get("other") ?? 0;
  return { name, levels, values: Uint16Array.from(values, (value) => index.get(value) ?? fallback) };
}

/** Combined index of the parents, and how many combinations there are. */
function combine(parents: readonly LevelColumn[], n: number): { readonly key: Uint32Array; readonly size: number } {
  const key = new Uint32Array(n);
  let size = 1;
  for (const parent of parents) {
    const width = parent.levels.length;
    for (let i = 0; i < n; i++) key[i] = (key[i] ?? 0) * width + (parent.values[i] ?? 0);
    size *= width;
  }
  return { key, size };
}

function countJoint(child: LevelColumn, parents: readonly LevelColumn[]): { counts: Float64Array; size: number } {
  const n = child.values.length;
  const width = child.levels.length;
  const { key, size } = combine(parents, n);
  const counts = new Float64Array(size * width);
  for (let i = 0; i < n; i++) {
    const cell = (key[i] ?? 0) * width + (child.values[i] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { counts, size };
}

/** Log-likelihood of a child given its parents, less one and a half for every free cell actually seen (between Akaike and BIC). */
function fitness(child: LevelColumn, parents: readonly LevelColumn[]): number {
  const width = child.levels.length;
  const { counts, size } = countJoint(child, parents);
  let score = 0;
  let cells = 0;
  for (let p = 0; p < size; p++) {
    let total = 0;
    for (let level = 0; level < width; level++) total += counts[p * width + level] ?? 0;
    if (total === 0) continue;
    for (let level = 0; level < width; level++) {
      const count = counts[p * width + level] ?? 0;
      if (count > 0) {
        score += count * Math.log(count / total);
        cells++;
      }
    }
    cells--;
  }
  return score - 1.5 * cells;
}

/** Most combinations of parent levels: beyond it most cells would be too small to keep. */
const COMBINATION_LIMIT = 2500;

/** Up to three parents among the variables drawn before, added while the fit improves (K2; Cooper & Herskovits 1992). */
function chooseParents(child: LevelColumn, earlier: readonly LevelColumn[]): LevelColumn[] {
  const chosen: LevelColumn[] = [];
  let best = fitness(child, chosen);
  while (chosen.length < 3) {
    let winner: LevelColumn | undefined;
    for (const candidate of earlier) {
      if (chosen.includes(candidate)) continue;
      const combinations = [...chosen, candidate].reduce((size, column) => size * column.levels.length, 1);
      if (combinations > COMBINATION_LIMIT) continue;
      const score = fitness(child, [...chosen, candidate]);
      if (score > best) {
        best = score;
        winner = candidate;
      }
    }
    if (winner === undefined) break;
    chosen.push(winner);
  }
  return chosen;
}

/** Takes a combined index apart again, as "a|b|c". */
function toKey(combined: number, parents: readonly LevelColumn[]): string {
  const parts: number[] = [];
  let left = combined;
  for (const parent of [...parents].reverse()) {
    parts.unshift(left % parent.levels.length);
    left = Math.floor(left / parent.levels.length);
  }
  return parts.join("|");
}

/** Counts per parent combination; cells under the minimum are merged, and left out where even merged they are small. */
function toTable(child: LevelColumn, parents: readonly LevelColumn[]): Record<string, number[]> {
  const width = child.levels.length;
  const { counts, size } = countJoint(child, parents);
  const table: Record<string, number[]> = {};
  for (let p = 0; p < size; p++) {
    const cells: number[] = [];
    let merged = 0;
    for (let level = 0; level < width; level++) {
      const count = counts[p * width + level] ?? 0;
      if (count >= MINIMUM_CELL) cells.push(level, count);
      else merged += count;
    }
    if (cells.length === 0) continue;
    if (merged >= MINIMUM_CELL) cells.push(-1, merged);
    table[toKey(p, parents)] = cells;
  }
  return table;
}

/**
 * Learns the demo hospital's generator: a small Bayesian network over the stay variables and a logistic regression
 * of readmission, as aggregates only.
 * @param stays levels of each stay
 * @param readmitted 1 where readmitted within 30 days, one per stay
 */
export function fitHospital(
  stays: readonly StayLevels[],
  readmitted: Uint8Array,
): Pick<HospitalFit, "stays" | "minimumCell" | "variables" | "readmission" | "associations"> {
  const columns: LevelColumn[] = [];
  const variables: FittedVariable[] = [];
  for (const { name } of STAY_VARIABLES) {
    const column = toColumn(
      name,
      stays.map((stay) => stay[name] ?? "other"),
    );
    // Single diagnosis categories make poor parents: a hundred levels leave every cell too small to keep.
    const parents = chooseParents(
      column,
      columns.filter((candidate) => !candidate.name.startsWith("diagnosis") || candidate.name === "diagnosisCount"),
    );
    variables.push({
      name,
      levels: [...column.levels],
      parents: parents.map((parent) => parent.name),
      tables: [...parents.keys(), parents.length].map((count) => toTable(column, parents.slice(0, count))),
    });
    columns.push(column);
  }
  const associations: Record<string, number> = {};
  columns.forEach((a, i) => {
    for (const b of columns.slice(i + 1)) {
      associations[`${a.name}|${b.name}`] = Number(
        cramersV(a.values, b.values, a.levels.length, b.levels.length).toFixed(3),
      );
    }
  });
  return {
    stays: stays.length,
    minimumCell: MINIMUM_CELL,
    variables,
    readmission: fitReadmission(columns, readmitted),
    associations,
  };
}
