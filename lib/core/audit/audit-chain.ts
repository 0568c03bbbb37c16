import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/core/audit/canonical-json";

/** What an audit row says. Ids, codes and counts only: no name, note or clinical value. */
export interface AuditEntry {
  /** ISO-8601, milliseconds, UTC. */
  readonly at: string;
  readonly actorId: string | null;
  readonly actorRole: string | null;
  readonly verb: string;
  readonly outcome: "done" | "refused" | "failed";
  readonly target: Readonly<Record<string, string>>;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

export interface AuditRow extends AuditEntry {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  /** sha256 (hex) of the row before; of nothing for the first. */
  readonly previousHash: string;
  readonly hash: string;
}

/** What the first row follows. */
export const CHAIN_START = "0".repeat(64);

/** sha256 (hex) over the previous row's hash and this row's canonical text. */
export function auditHash(previousHash: string, seq: number, entry: AuditEntry): string {
  const { at, actorId, actorRole, verb, outcome, target, detail } = entry;
  const text = canonicalJson({ seq, at, actorId, actorRole, verb, outcome, target, detail });
  return createHash("sha256").update(previousHash).update("\n").update(text).digest("hex");
}

/** The row that follows `previous` (null: the first). */
export function nextAuditRow(previous: Pick<AuditRow, "seq" | "hash"> | null, entry: AuditEntry): AuditRow {
  const seq = (previous?.seq ?? 0) + 1;
  const previousHash = previous?.hash ?? CHAIN_START;
  return { ...entry, seq, previousHash, hash: auditHash(previousHash, seq, entry) };
}

export type ChainVerdict =
  | { readonly intact: true; readonly rows: number; readonly lastHash: string }
  | { readonly intact: false; readonly brokenAt: number; readonly reason: string };

/**
 * Whether rows in order of `seq` form one unbroken chain from the first. A row altered, removed, added or moved
 * breaks it at that row. Rows cut off at the end cannot be seen from within: compare `lastHash` with one kept elsewhere.
 */
export function verifyChain(rows: Iterable<AuditRow>): ChainVerdict {
  let previous: Pick<AuditRow, "seq" | "hash"> | null = null;
  let count = 0;
  for (const row of rows) {
    const expected: AuditRow = nextAuditRow(previous, row);
    if (row.seq !== expected.seq)
      return { intact: false, brokenAt: expected.seq, reason: `Row ${expected.seq} is missing.` };
    if (row.previousHash !== expected.previousHash)
      return { intact: false, brokenAt: row.seq, reason: `Row ${row.seq} does not follow row ${row.seq - 1}.` };
    if (row.hash !== expected.hash) return { intact: false, brokenAt: row.seq, reason: `Row ${row.seq} was altered.` };
    previous = row;
    count += 1;
  }
  return { intact: true, rows: count, lastHash: previous?.hash ?? CHAIN_START };
}
