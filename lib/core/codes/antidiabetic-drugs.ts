/** One antidiabetic drug the readmission model has a feature for (UCI Diabetes-130's drug columns). */
export interface AntidiabeticDrug {
  /** Name of its feature. */
  readonly feature: string;
  /** Its column in UCI Diabetes-130. */
  readonly uciColumn: string;
  /** Generic name as a clinician says it. */
  readonly label: string;
  /** Active ingredients by generic name; a fixed combination has two. */
  readonly ingredients: readonly string[];
}

const drug = (feature: string, ...ingredients: string[]): AntidiabeticDrug => ({
  feature,
  uciColumn: ingredients.join("-"),
  label: ingredients.join(" with "),
  ingredients,
});

/**
 * The 21 drugs of UCI Diabetes-130 that vary (examide and citoglipton never do), in its column order.
 * @see https://doi.org/10.1155/2014/781670
 */
export const ANTIDIABETIC_DRUGS: readonly AntidiabeticDrug[] = [
  drug("metformin", "metformin"),
  drug("repaglinide", "repaglinide"),
  drug("nateglinide", "nateglinide"),
  drug("chlorpropamide", "chlorpropamide"),
  drug("glimepiride", "glimepiride"),
  drug("acetohexamide", "acetohexamide"),
  drug("glipizide", "glipizide"),
  drug("glyburide", "glyburide"),
  drug("tolbutamide", "tolbutamide"),
  drug("pioglitazone", "pioglitazone"),
  drug("rosiglitazone", "rosiglitazone"),
  drug("acarbose", "acarbose"),
  drug("miglitol", "miglitol"),
  drug("troglitazone", "troglitazone"),
  drug("tolazamide", "tolazamide"),
  drug("insulin", "insulin"),
  drug("glyburideMetformin", "glyburide", "metformin"),
  drug("glipizideMetformin", "glipizide", "metformin"),
  drug("glimepiridePioglitazone", "glimepiride", "pioglitazone"),
  drug("metforminRosiglitazone", "metformin", "rosiglitazone"),
  drug("metforminPioglitazone", "metformin", "pioglitazone"),
];
