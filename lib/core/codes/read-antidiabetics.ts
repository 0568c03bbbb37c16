import { ANTIDIABETIC_NAMES, NEWER_ANTIDIABETICS, NOT_A_DRUG } from "@/lib/core/codes/antidiabetic-classes";
import { ANTIDIABETIC_DRUGS } from "@/lib/core/codes/antidiabetic-drugs";
import { RXNORM_BY_INGREDIENTS } from "@/lib/core/codes/rxnorm-antidiabetics";

const BY_RXNORM: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(RXNORM_BY_INGREDIENTS).flatMap(([ingredients, codes]) =>
    codes.split(" ").map((code) => [code, ingredients.split("+")] as const),
  ),
);

/** WHO ATC classes: insulins as a group, the rest by substance. @see https://atcddd.fhi.no/atc_ddd_index/ */
const BY_ATC: readonly (readonly [string, readonly string[]])[] = [
  ["A10AE54", ["insulin", "lixisenatide"]],
  ["A10AE56", ["insulin", "liraglutide"]],
  ["A10A", ["insulin"]],
  ["A10BA02", ["metformin"]],
  ["A10BB01", ["glyburide"]],
  ["A10BB02", ["chlorpropamide"]],
  ["A10BB03", ["tolbutamide"]],
  ["A10BB05", ["tolazamide"]],
  ["A10BB07", ["glipizide"]],
  ["A10BB09", ["gliclazide"]],
  ["A10BB12", ["glimepiride"]],
  ["A10BB31", ["acetohexamide"]],
  ["A10BD02", ["glyburide", "metformin"]],
  ["A10BD03", ["metformin", "rosiglitazone"]],
  ["A10BD05", ["metformin", "pioglitazone"]],
  ["A10BD06", ["glimepiride", "pioglitazone"]],
  ["A10BD07", ["metformin", "sitagliptin"]],
  ["A10BF01", ["acarbose"]],
  ["A10BF02", ["miglitol"]],
  ["A10BG01", ["troglitazone"]],
  ["A10BG02", ["rosiglitazone"]],
  ["A10BG03", ["pioglitazone"]],
  ["A10BH01", ["sitagliptin"]],
  ["A10BH02", ["vildagliptin"]],
  ["A10BH03", ["saxagliptin"]],
  ["A10BH04", ["alogliptin"]],
  ["A10BH05", ["linagliptin"]],
  ["A10BJ01", ["exenatide"]],
  ["A10BJ02", ["liraglutide"]],
  ["A10BJ03", ["lixisenatide"]],
  ["A10BJ05", ["dulaglutide"]],
  ["A10BJ06", ["semaglutide"]],
  ["A10BK01", ["dapagliflozin"]],
  ["A10BK02", ["canagliflozin"]],
  ["A10BK03", ["empagliflozin"]],
  ["A10BX02", ["repaglinide"]],
  ["A10BX03", ["nateglinide"]],
  ["A10BX16", ["tirzepatide"]],
];

/** Ingredients of an antidiabetic product by its code; null where the code is not one we know. */
export function antidiabeticIngredients(system: "rxnorm" | "atc", code: string): readonly string[] | null {
  if (system === "rxnorm") return BY_RXNORM.get(code.trim()) ?? null;
  const upper = code.trim().toUpperCase();
  return BY_ATC.find(([prefix]) => upper.startsWith(prefix))?.[1] ?? null;
}

/** Antidiabetic ingredients that a product's name holds, generic or brand; empty where it names none. */
export function antidiabeticIngredientsInText(text: string): readonly string[] {
  if (NOT_A_DRUG.test(text)) return [];
  const found = ANTIDIABETIC_NAMES.filter(([pattern]) => pattern.test(text)).flatMap(([, ingredients]) => ingredients);
  return [...new Set(found)];
}

export interface AntidiabeticReading {
  /** Names of the features that one product speaks for: a fixed combination has its own. */
  readonly features: readonly string[];
  /** Classes in it that the model has never met, e.g. "SGLT2 inhibitor": not known to this model, not "no drug". */
  readonly newerClasses: readonly string[];
}

/** What one product's antidiabetic ingredients mean to the feature table. */
export function readAntidiabetic(ingredients: readonly string[]): AntidiabeticReading {
  const distinct = new Set(ingredients);
  const combination = ANTIDIABETIC_DRUGS.find(
    (drug) =>
      drug.ingredients.length > 1 &&
      drug.ingredients.length === distinct.size &&
      drug.ingredients.every((ingredient) => distinct.has(ingredient)),
  );
  if (combination) return { features: [combination.feature], newerClasses: [] };
  const singles = ANTIDIABETIC_DRUGS.filter(
    ({ ingredients: [first, second] }) => second === undefined && first !== undefined && distinct.has(first),
  );
  const classes = [...distinct].flatMap((ingredient) => NEWER_ANTIDIABETICS.get(ingredient) ?? []);
  return { features: singles.map(({ feature }) => feature), newerClasses: [...new Set(classes)] };
}
