import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();

/** Rows whose name, MRN or bed holds every word of the query; accents and case do not matter. */
export function matchPatients(rows: readonly WorklistRow[], query: string): readonly WorklistRow[] {
  const words = fold(query)
    .split(/[\s,]+/)
    .filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ patient, bed }) => {
    const text = fold([patient.familyName, patient.givenNames, patient.mrn, bed].filter(Boolean).join(" "));
    return words.every((word) => text.includes(word));
  });
}
