import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();

/** Folded once a row, not once a keystroke. */
const folded = new WeakMap<WorklistRow, string>();

function textOf(row: WorklistRow): string {
  const known = folded.get(row);
  if (known !== undefined) return known;
  const { patient, bed } = row;
  const text = fold([patient.familyName, patient.givenNames, patient.mrn, bed].filter(Boolean).join(" "));
  folded.set(row, text);
  return text;
}

/** Rows whose name, MRN or bed holds every word of the query; accents and case do not matter. */
export function matchPatients(rows: readonly WorklistRow[], query: string): readonly WorklistRow[] {
  const words = fold(query)
    .split(/[\s,]+/)
    .filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row);
    return words.every((word) => text.includes(word));
  });
}
