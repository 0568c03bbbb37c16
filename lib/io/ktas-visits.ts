import { type EdVisit, parseKtasRow } from "@/lib/core/admission/ktas-row";
import { Fault } from "@/lib/core/fault";
import { readCsvRecords } from "@/lib/io/csv-records";
import { fileSha256 } from "@/lib/io/file-sha256";

export interface KtasVisits {
  readonly visits: readonly EdVisit[];
  /** SHA-256 of the file's bytes as they lie on disk. */
  readonly sha256: string;
}

/** Reads the visits of a KTAS file (.csv or .csv.gz). Throws Fault bad-input naming file and row. */
export async function readKtasVisits(path: string): Promise<KtasVisits> {
  const visits: EdVisit[] = [];
  for await (const record of readCsvRecords(path)) {
    const row = visits.length + 1;
    try {
      visits.push(parseKtasRow(record, String(row)));
    } catch (cause) {
      if (cause instanceof Fault) throw new Fault(cause.code, `${path}, row ${row}: ${cause.message}`, { cause });
      throw cause;
    }
  }
  if (visits.length === 0) throw new Fault("bad-input", `${path} holds no visit.`);
  return { visits, sha256: await fileSha256(path) };
}
