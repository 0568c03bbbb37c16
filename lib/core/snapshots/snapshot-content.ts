import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/core/audit/canonical-json";
import type { SnapshotQuery, SnapshotRow } from "@/lib/core/snapshots/snapshot-row";

/** What the rows mean: with another of these they would be other rows. */
export interface SnapshotHead {
  readonly query: SnapshotQuery;
  readonly featureTableHash: string;
  readonly labelRuleVersion: string;
}

/** How the bytes are laid out; another layout is another number. */
const FORMAT = 1;

/** Rows in the one order a snapshot has, by stay. */
export const inOrder = <Row extends { readonly stayId: string }>(rows: readonly Row[]): Row[] =>
  [...rows].sort((a, b) => (a.stayId < b.stayId ? -1 : a.stayId > b.stayId ? 1 : 0));

/**
 * The bytes of a snapshot as text, line by line: what it is, then one row a line in order, each as JSON with its keys in
 * order. The same rows are the same bytes wherever and whenever they are written.
 */
export function* snapshotLines(head: SnapshotHead, rows: readonly SnapshotRow[]): Generator<string> {
  yield `${canonicalJson({ ...head, format: FORMAT, rows: rows.length })}\n`;
  for (const row of rows) yield `${canonicalJson(row)}\n`;
}

/** SHA-256 (hex) of a snapshot's bytes; rows must be in order. */
export function snapshotHash(head: SnapshotHead, rows: readonly SnapshotRow[]): string {
  const hash = createHash("sha256");
  for (const line of snapshotLines(head, rows)) hash.update(line);
  return hash.digest("hex");
}
