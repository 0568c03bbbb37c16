import { toTextParameter } from "@/lib/io/database/text-parameter";
import type { StoredResource } from "@/lib/io/stored-resource";

/** Sealed resources as PostgreSQL array literals, one a column: so many parameters would take longer than the rows. */
export interface SealedRows {
  readonly patientIds: string;
  readonly types: string;
  readonly ids: string;
  readonly fingerprints: string;
  /** Base64. */
  readonly bodies: string;
}

const literal = (values: readonly string[]): string => toTextParameter(values) ?? "{}";

/** Seals resources, ready to be stored. */
export function toSealedRows(rows: readonly StoredResource[]): SealedRows {
  return {
    patientIds: literal(rows.map(({ patientId }) => patientId)),
    types: literal(rows.map(({ type }) => type)),
    ids: literal(rows.map(({ id }) => id)),
    // Neither needs quotes.
    fingerprints: `{${rows.map(({ fingerprint }) => fingerprint).join(",")}}`,
    bodies: `{${rows.map(({ seal }) => seal().toString("base64")).join(",")}}`,
  };
}
