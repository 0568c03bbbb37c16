import { desc, sql } from "drizzle-orm";
import { type AuditEntry, nextAuditRow } from "@/lib/core/audit/audit-chain";
import type { Transaction } from "@/lib/io/database/database";
import { audit, changes } from "@/lib/io/database/schema";

/** Any fixed number: transactions take turns on it from their audit row to their commit. */
const CHAIN_LOCK = 7_261_831;

/** Something readers elsewhere will want to fetch again. */
export interface Change {
  readonly kind: "stay" | "prediction" | "flag" | "intervention" | "response" | "cutoff";
  /** Id of what changed. */
  readonly ref: string;
}

/**
 * Appends the audit row, and the changes, of a transaction that is about to commit. Must be its last act: the chain
 * is held until the commit, so that rows follow each other and changes are numbered in the order they appear.
 */
export async function appendAudit(tx: Transaction, entry: AuditEntry, changed: readonly Change[] = []): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`);
  const [last] = await tx.select({ seq: audit.seq, hash: audit.hash }).from(audit).orderBy(desc(audit.seq)).limit(1);
  const row = nextAuditRow(last ?? null, entry);
  const at = new Date(row.at);
  await tx.insert(audit).values({ ...row, at });
  if (changed.length > 0) await tx.insert(changes).values(changed.map((change) => ({ ...change, at })));
}
