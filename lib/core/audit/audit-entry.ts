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

/** An audit row as it is stored. */
export interface StoredAuditRow extends AuditEntry {
  /** Rises with time; numbers are left out where a transaction was rolled back. */
  readonly seq: number;
  /** Made in the row's own transaction; null only in rows of before there were MACs. */
  readonly mac: string | null;
  /** Only in rows of before there were MACs: sha256 (hex) of the row before, and of this one. */
  readonly previousHash: string | null;
  readonly hash: string | null;
}

/** The text of a row that its MAC covers: every stored field, so that none can change unseen. */
export function rowText(row: Omit<StoredAuditRow, "mac">): string {
  const { seq, at, actorId, actorRole, verb, outcome, target, detail, previousHash, hash } = row;
  const old = hash === null && previousHash === null ? {} : { previousHash, hash };
  return canonicalJson({ seq, at, actorId, actorRole, verb, outcome, target, detail, ...old });
}

/** sha256 (hex) of a row in the chain of version 0.1, over the previous row's hash and this row's canonical text. */
export function legacyHash(previousHash: string, row: AuditEntry & { readonly seq: number }): string {
  const { seq, at, actorId, actorRole, verb, outcome, target, detail } = row;
  const text = canonicalJson({ seq, at, actorId, actorRole, verb, outcome, target, detail });
  return createHash("sha256").update(previousHash).update("\n").update(text).digest("hex");
}

/** What the first row of version 0.1 follows. */
export const LEGACY_START = "0".repeat(64);

/** PostgreSQL's JSON holds neither NUL nor half a surrogate pair; an id sent with one must still be audited. */
const storableText = (text: string): string => text.replace(/\p{Surrogate}/gu, "\uFFFD").replaceAll("\u0000", "\uFFFD");

const storableRecord = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [storableText(key), typeof value === "string" ? (storableText(value) as Value) : value]),
  );

/** The entry as the database will give it back, so that its MAC still fits when it is read. */
export function storableEntry(entry: AuditEntry): AuditEntry {
  return { ...entry, target: storableRecord(entry.target), detail: storableRecord(entry.detail) };
}
