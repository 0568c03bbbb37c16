/** Laboratory tests whose values mean something to a feature or a clinical score. */
export type Lab = "hba1c" | "glucose" | "haemoglobin" | "sodium";

/**
 * LOINC codes of each test in blood, serum or plasma. Glucose by finger stick is left out: the model learnt from
 * serum results.
 * @see https://loinc.org
 */
const LOINC: Readonly<Record<Lab, string>> = {
  hba1c: "4548-4 4549-2 17855-8 17856-6 59261-8 62388-4 71875-9",
  glucose: "2345-7 2339-0 1558-6 14749-6 15074-8 14771-0 1554-5 76629-5 77135-2 10450-5",
  haemoglobin: "718-7 20509-6 30313-1 30350-3 30351-1 30352-9 59260-0 55782-7 76768-1 76769-9",
  sodium: "2951-2 2947-0 32717-1 39791-9 39792-7 77139-4",
};

const BY_LOINC: ReadonlyMap<string, Lab> = new Map(
  (Object.entries(LOINC) as [Lab, string][]).flatMap(([lab, codes]) =>
    codes.split(" ").map((code) => [code, lab] as const),
  ),
);

/** Which of the four tests a LOINC code is, or null. LOINC codes have a check digit, so they are known without a system. */
export function labOfLoinc(code: string): Lab | null {
  return BY_LOINC.get(code.trim()) ?? null;
}

/** A site's own test names, for results without a LOINC code. */
const NAMES: readonly (readonly [RegExp, Lab])[] = [
  [/\b(hb|hgb|ha?emoglobin)[\s-]*a1c|\ba1c\b|glycated ha?emoglobin|glycosylated ha?emoglobin/i, "hba1c"],
  [/^(blood |serum |plasma )?glucose(,? (serum|plasma|blood|random|fasting))*$/i, "glucose"],
  [/^(blood )?(ha?emoglobin|hgb|hb)$/i, "haemoglobin"],
  [/^(serum |plasma )?(sodium|na\+?)(,? (serum|plasma))?$/i, "sodium"],
];

/**
 * Item numbers of the Beth Israel Deaconess laboratory (MIMIC), whose bare names do not tell urine from blood.
 * @see https://github.com/MIT-LCP/mimic-code (mimic-iv/concepts/concept_map, d_labitems_to_loinc)
 */
const LAB_ITEMS: Readonly<Record<string, Lab>> = {
  "50852": "hba1c",
  "51631": "hba1c",
  "50809": "glucose",
  "50931": "glucose",
  "52027": "glucose",
  "52569": "glucose",
  "50811": "haemoglobin",
  "51222": "haemoglobin",
  "51640": "haemoglobin",
  "51645": "haemoglobin",
  "50824": "sodium",
  "50983": "sodium",
  "52455": "sodium",
  "52623": "sodium",
};

/**
 * Which of the four tests a coding is; "other" where its system is known and it is none of them, so that its name
 * must not be asked; null where the system says nothing here.
 */
export function labOfCoding(system: string, code: string): Lab | "other" | null {
  if (/labitems/i.test(system)) return LAB_ITEMS[code.trim()] ?? "other";
  const lab = labOfLoinc(code);
  return lab ?? (/loinc/i.test(system) ? "other" : null);
}

/** Which of the four tests a name plainly is, or null. */
export function labOfText(name: string): Lab | null {
  const text = name.trim();
  return NAMES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

type Conversion = readonly [unit: RegExp, toStandard: (value: number) => number];
const same = (value: number): number => value;

/** HbA1c by the IFCC–NGSP master equation. @see https://ngsp.org/ifcc.asp */
const ifccToNgsp = (value: number): number => 0.09148 * value + 2.152;

const CONVERSIONS: Readonly<Record<Lab, readonly Conversion[]>> = {
  hba1c: [
    [/^(%|percent|\{?%.*|%\{?hb.*)$/i, same],
    [/^mmol\/mol/i, ifccToNgsp],
    [/^(g\/g|1)$/, (value) => value * 100],
  ],
  glucose: [
    [/^mg\/d[lL]$/i, same],
    [/^mg\/l$/i, (value) => value / 10],
    [/^mmol\/l$/i, (value) => value * 18.016],
    [/^g\/l$/i, (value) => value * 100],
  ],
  haemoglobin: [
    [/^g[m]?\/d[lL]$|^g%$/i, same],
    [/^g\/l$/i, (value) => value / 10],
    [/^mmol\/l$/i, (value) => value * 1.6114],
  ],
  sodium: [[/^(mmol|meq)\/l$/i, same]],
};

/** Believable values in the standard unit; outside, the unit or the number is wrong. */
const PLAUSIBLE: Readonly<Record<Lab, readonly [number, number]>> = {
  hba1c: [2.5, 25],
  glucose: [5, 2500],
  haemoglobin: [1, 30],
  sodium: [80, 210],
};

/**
 * A result in the unit the scores use (HbA1c %, glucose mg/dL, haemoglobin g/dL, sodium mmol/L), or null where the unit is not one of this test's or the value is not believable.
 * Without a unit the standard unit is assumed where the value is believable in it.
 */
export function toStandardUnit(lab: Lab, value: number, unit: string | null): number | null {
  const text = unit?.replace(/[[\]\s]/g, "") ?? "";
  const convert = text === "" ? same : CONVERSIONS[lab].find(([pattern]) => pattern.test(text))?.[1];
  if (convert === undefined) return null;
  const standard = convert(value);
  const [low, high] = PLAUSIBLE[lab];
  return standard >= low && standard <= high ? standard : null;
}

export type Comparator = "<" | "<=" | ">=" | ">" | null;

/** Level of a result between two cut-offs: above the second, above the first, or normal; null where it is ambiguous. */
function band(value: number, comparator: Comparator, cuts: readonly [number, string, number, string]): string | null {
  const [first, above, second, farAbove] = cuts;
  if (comparator === "<" || comparator === "<=") return value <= first ? "normal" : null;
  const beyond = (cut: number): boolean => (comparator === ">" ? value >= cut : value > cut);
  return beyond(second) ? farAbove : beyond(first) ? above : "normal";
}

/** Feature level of an HbA1c in %: normal up to 7, above-7 up to 8, above-8; null where a "<" leaves it open. */
export function hba1cLevel(percent: number, comparator: Comparator = null): string | null {
  return band(percent, comparator, [7, "above-7", 8, "above-8"]);
}

/** Feature level of a glucose in mg/dL: normal up to 200, above-200 up to 300, above-300; null where it is left open. */
export function glucoseLevel(milligramsPerDecilitre: number, comparator: Comparator = null): string | null {
  return band(milligramsPerDecilitre, comparator, [200, "above-200", 300, "above-300"]);
}
