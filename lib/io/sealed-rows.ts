import { toTextParameter } from "@/lib/io/database/text-parameter";
import type { StoredResource } from "@/lib/io/stored-resource";

/** Sealed resources as PostgreSQL array literals, one a column (so many parameters would take longer than the rows), and their bodies in one piece. */
export interface SealedRows {
  readonly patientIds: string;
  readonly types: string;
  readonly ids: string;
  readonly fingerprints: string;
  /** All of them one after the other: as text each byte would be written, sent and read as one letter and a third. */
  readonly bodies: Uint8Array;
  /** Where in `bodies` each begins (from 1), and how long it is. */
  readonly starts: string;
  readonly lengths: string;
}

const literal = (values: readonly string[]): string => toTextParameter(values) ?? "{}";

/** Seals resources, ready to be stored. */
export function toSealedRows(rows: readonly StoredResource[]): SealedRows {
  const bodies = rows.map(({ seal }) => seal());
  let next = 1;
  const starts = bodies.map(({ length }) => {
    const start = next;
    next += length;
    return start;
  });
  return {
    patientIds: literal(rows.map(({ patientId }) => patientId)),
    types: literal(rows.map(({ type }) => type)),
    ids: literal(rows.map(({ id }) => id)),
    // Neither needs quotes.
    fingerprints: `{${rows.map(({ fingerprint }) => fingerprint).join(",")}}`,
    bodies: Buffer.concat(bodies),
    starts: `{${starts.join(",")}}`,
    lengths: `{${bodies.map(({ length }) => length).join(",")}}`,
  };
}
