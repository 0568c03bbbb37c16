import type { FittedVariable, HospitalFit } from "@/lib/core/demo/hospital-fit";
import type { SeededRandom } from "@/lib/core/demo/seeded-random";
import type { StayLevels } from "@/lib/core/demo/stay-variables";

/** Whether a level may be drawn for a variable, given what was drawn before it. */
export type LevelFilter = (variable: string, level: string, soFar: StayLevels) => boolean;

/** Draws one level from [level, count, …], leaving out what the filter refuses; −1 = the merged small cells. */
function drawFrom(cells: readonly number[], allowed: (level: number) => boolean, random: SeededRandom): number | null {
  let total = 0;
  for (let i = 0; i < cells.length; i += 2) {
    if (cells[i] === -1 || allowed(cells[i] ?? 0)) total += cells[i + 1] ?? 0;
  }
  if (total === 0) return null;
  let left = random.next() * total;
  for (let i = 0; i < cells.length; i += 2) {
    const level = cells[i] ?? 0;
    if (level !== -1 && !allowed(level)) continue;
    left -= cells[i + 1] ?? 0;
    if (left < 0) return level;
  }
  return null;
}

function drawLevel(
  variable: FittedVariable,
  soFar: StayLevels,
  fit: FitIndex,
  filter: LevelFilter,
  random: SeededRandom,
): string {
  const passes = (level: number): boolean => filter(variable.name, variable.levels[level] ?? "", soFar);
  // Merged small cells are drawn from the next less specific table, among the levels not counted on their own here.
  const counted = new Set<number>();
  for (let depth = variable.tables.length - 1; depth >= 0; depth--) {
    const key = variable.parents
      .slice(0, depth)
      .map((parent) => fit.levelIndex.get(parent)?.get(soFar[parent] ?? "") ?? -1)
      .join("|");
    const cells = variable.tables[depth]?.[key];
    if (cells === undefined) continue;
    const level = drawFrom(cells, (candidate) => !counted.has(candidate) && passes(candidate), random);
    if (level !== null && level !== -1) return variable.levels[level] ?? "";
    for (let i = 0; i < cells.length; i += 2) counted.add(cells[i] ?? 0);
  }
  const level = drawFrom(variable.tables[0]?.[""] ?? [], passes, random);
  if (level !== null && level !== -1) return variable.levels[level] ?? "";
  // Everything was refused: the commonest level, so that a filter can never stop the draw.
  return variable.levels[0] ?? "";
}

/** A fit with its levels indexed, made once per run. */
export interface FitIndex {
  readonly fit: HospitalFit;
  readonly levelIndex: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export function indexFit(fit: HospitalFit): FitIndex {
  return {
    fit,
    levelIndex: new Map(
      fit.variables.map((variable) => [variable.name, new Map(variable.levels.map((level, i) => [level, i]))]),
    ),
  };
}

/**
 * Draws one stay from the fitted network, each variable given its parents.
 * @param given levels that are settled beforehand
 * @param filter levels that may not be drawn (for example prostate disease in a woman)
 */
export function sampleStay(
  index: FitIndex,
  random: SeededRandom,
  given: StayLevels = {},
  filter: LevelFilter = () => true,
): StayLevels {
  const levels: Record<string, string> = {};
  for (const variable of index.fit.variables) {
    levels[variable.name] = given[variable.name] ?? drawLevel(variable, levels, index, filter, random);
  }
  return levels;
}

/** Probability of readmission within 30 days by the fitted logistic regression, 0–1. */
export function readmissionProbability(fit: HospitalFit, stay: StayLevels): number {
  let logit = fit.readmission.intercept;
  for (const [name, level] of Object.entries(stay)) logit += fit.readmission.coefficients[name]?.[level] ?? 0;
  return 1 / (1 + Math.exp(-logit));
}
