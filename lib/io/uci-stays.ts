import { Fault } from "@/lib/core/fault";
import { FEATURES } from "@/lib/core/features/feature-table";
import {
  encodeUciRow,
  parseUciRow,
  type UciRow,
  uciExclusion,
  uciLabel,
  uciScopeReasons,
  uciSubgroups,
} from "@/lib/core/uci/uci-row";
import { readCsvRecords } from "@/lib/io/csv-records";
import { fileSha256 } from "@/lib/io/file-sha256";

/** One index stay of UCI Diabetes-130. */
export interface UciStay {
  readonly id: string;
  readonly patient: string;
  readonly encoded: Float32Array;
  readonly label: 0 | 1;
  readonly subgroups: Readonly<Record<string, string>>;
  /** Why it lies outside the intended population; empty where it lies inside. */
  readonly outside: readonly string[];
}

export interface UciStays {
  readonly stays: readonly UciStay[];
  /** Rows read. */
  readonly rows: number;
  /** Rows that are not index stays, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
  /** SHA-256 of the file's bytes as they lie on disk. */
  readonly sha256: string;
}

/** Reads a UCI Diabetes-130 file (.csv or .csv.gz) row by row. Throws Fault bad-input naming file and row. */
export async function* readUciRows<T>(path: string, take: (row: UciRow) => T): AsyncGenerator<T> {
  let rows = 0;
  for await (const record of readCsvRecords(path)) {
    rows++;
    try {
      yield take(parseUciRow(record));
    } catch (cause) {
      if (cause instanceof Fault) throw new Fault(cause.code, `${path}, row ${rows}: ${cause.message}`, { cause });
      throw cause;
    }
  }
}

const toStay = (row: UciRow): UciStay | string =>
  uciExclusion(row) ?? {
    id: row.encounterId,
    patient: row.patientNbr,
    encoded: encodeUciRow(row),
    label: uciLabel(row),
    subgroups: { ...uciSubgroups(row) },
    outside: uciScopeReasons(row),
  };

/** Reads the index stays of a UCI Diabetes-130 file (.csv or .csv.gz). Throws Fault bad-input naming file and row. */
export async function readUciStays(path: string): Promise<UciStays> {
  const stays: UciStay[] = [];
  const excluded: Record<string, number> = {};
  let rows = 0;
  for await (const stay of readUciRows(path, toStay)) {
    rows++;
    if (typeof stay === "string") excluded[stay] = (excluded[stay] ?? 0) + 1;
    else stays.push(stay);
  }
  if (stays.length === 0) throw new Fault("bad-input", `${path} holds no index stay.`);
  return { stays, rows, excluded, sha256: await fileSha256(path) };
}

/** Encoded stays as one row-major matrix, n × features. */
export function toMatrix(stays: readonly UciStay[]): Float32Array {
  const matrix = new Float32Array(stays.length * FEATURES.length);
  for (const [row, { encoded }] of stays.entries()) matrix.set(encoded, row * FEATURES.length);
  return matrix;
}
