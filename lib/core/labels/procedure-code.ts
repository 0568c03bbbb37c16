import { readCodings } from "@/lib/core/fhir/codings";

/** A procedure's code in a system that planned status can be told from; without a dot. */
export interface ProcedureCode {
  readonly system: "icd10pcs" | "icd9";
  readonly code: string;
}

const PCS_SYSTEM = /icd-?10-?pcs|medicare\/coding\/icd10|2\.16\.840\.1\.113883\.6\.4$/i;
const ICD9_SYSTEM = /icd-?9|medicare\/coding\/icd9|2\.16\.840\.1\.113883\.6\.104$/i;

/** The first code of a Procedure in ICD-10-PCS or ICD-9-CM volume 3; null where it has none. */
export function readProcedureCode(concept: unknown): ProcedureCode | null {
  for (const { system, code } of readCodings(concept)) {
    const normal = code.replace(".", "").toUpperCase();
    if (PCS_SYSTEM.test(system) && /^[0-9A-HJ-NP-Z]{7}$/.test(normal)) return { system: "icd10pcs", code: normal };
    if (ICD9_SYSTEM.test(system) && /^\d{3,4}$/.test(normal)) return { system: "icd9", code: normal };
  }
  return null;
}
