/** A laboratory test as the ward orders it. Codes: LOINC. Units: UCUM. */
export interface LabTest {
  readonly loinc: string;
  /** As the ward calls it. */
  readonly name: string;
  readonly unit: string;
  readonly mean: number;
  readonly spread: number;
  readonly decimals: number;
  readonly low: number;
  readonly high: number;
}

const test = (
  loinc: string,
  name: string,
  unit: string,
  [mean, spread]: readonly [number, number],
  decimals: number,
  [low, high]: readonly [number, number],
): LabTest => ({
  loinc,
  name,
  unit,
  mean,
  spread,
  decimals,
  low,
  high,
});

/** Drawn together every morning: chemistry, then blood count. The order is the order in which they are asked for. */
export const DAILY_TESTS: readonly LabTest[] = [
  test("2951-2", "Sodium", "mmol/L", [138, 3], 0, [118, 152]),
  test("2823-3", "Potassium", "mmol/L", [4.1, 0.45], 1, [2.6, 6.8]),
  test("2160-0", "Creatinine", "mg/dL", [1, 0.3], 2, [0.4, 12]),
  test("2345-7", "Glucose", "mg/dL", [108, 16], 0, [45, 560]),
  test("3094-0", "Urea nitrogen (BUN)", "mg/dL", [19, 7], 0, [5, 130]),
  test("718-7", "Hemoglobin", "g/dL", [12.4, 1.5], 1, [6.2, 18]),
  test("6690-2", "White blood cells", "10*3/uL", [9, 3], 1, [1.5, 38]),
  test("777-3", "Platelets", "10*3/uL", [230, 70], 0, [30, 700]),
  test("2075-0", "Chloride", "mmol/L", [102, 4], 0, [85, 122]),
  test("1963-8", "Bicarbonate", "mmol/L", [25, 3], 0, [9, 40]),
  test("17861-6", "Calcium", "mg/dL", [8.9, 0.5], 1, [6.5, 12.5]),
  test("4544-3", "Hematocrit", "%", [37, 4.4], 1, [19, 54]),
  test("787-2", "MCV", "fL", [89, 6], 0, [65, 118]),
  test("19123-9", "Magnesium", "mg/dL", [1.9, 0.25], 1, [1, 3.6]),
];

/** Asked for once, usually on the first day. */
export const ADMISSION_TESTS: readonly LabTest[] = [
  test("1742-6", "ALT", "U/L", [28, 14], 0, [5, 900]),
  test("1920-8", "AST", "U/L", [30, 14], 0, [6, 900]),
  test("6768-6", "Alkaline phosphatase", "U/L", [85, 28], 0, [25, 600]),
  test("1975-2", "Bilirubin, total", "mg/dL", [0.8, 0.35], 1, [0.1, 14]),
  test("1751-7", "Albumin", "g/dL", [3.5, 0.5], 1, [1.6, 5.2]),
  test("6301-6", "INR", "{INR}", [1.1, 0.15], 1, [0.9, 5]),
  test("1988-5", "C-reactive protein", "mg/L", [35, 30], 0, [1, 340]),
  test("6598-7", "Troponin T", "ng/mL", [0.02, 0.01], 2, [0.01, 4]),
  test("3016-3", "TSH", "m[IU]/L", [2.2, 1], 2, [0.1, 14]),
  test("2777-1", "Phosphate", "mg/dL", [3.5, 0.6], 1, [1.2, 8]),
];

export const HBA1C_TEST: LabTest = test("4548-4", "HbA1c", "%", [6.4, 0.4], 1, [4.5, 14]);
