import { sql } from "drizzle-orm";
import { type AuditEntry, rowText, storableEntry } from "@/lib/core/audit/audit-entry";
import { type AuditMacs, auditMacs } from "@/lib/core/audit/audit-macs";
import type { Transaction } from "@/lib/io/database/database";
import { audit, changes } from "@/lib/io/database/schema";
import type { Vault } from "@/lib/io/vault";
import type { House } from "@/lib/services/house";

/** Any fixed number: transactions that change something take turns on it from here to their commit. */
const CHANGES_LOCK = 7_261_831;

/** Something readers elsewhere will want to fetch again. */
export interface Change {
  readonly kind: "stay" | "prediction" | "flag" | "intervention" | "response" | "cutoff" | "validation" | "visibility";
  /** Id of what changed. */
  readonly ref: string;
}

const macsByVault = new WeakMap<Vault, AuditMacs>();

/** The audit's MACs, under a key that this database's contents do not tell. */
export function auditMacsOf(vault: Vault): AuditMacs {
  const made = macsByVault.get(vault) ?? auditMacs([vault.deriveKey("audit-mac")]);
  macsByVault.set(vault, made);
  return made;
}

/**
 * Draws the row's number. The transaction's own id comes first, so that the sealer can tell when every transaction
 * that drew a number up to some row is over (`audit-sealer.ts`).
 */
async function drawNumber(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ seq: string }>(sql`
    with drawer as materialized (select pg_current_xact_id() as xid)
    select nextval('audit_numbers')::text as seq, drawer.xid::text from drawer`);
  return Number(rows[0]?.seq);
}

/**
 * Appends the audit row, with its MAC, and the changes of a transaction that is about to commit; its last act.
 * Transactions wait for each other only where they change something: from taking the number of a change to the commit,
 * so that changes appear in the order of their numbers and a reader who remembers the last one misses none.
 */
export async function appendAudit(
  house: Pick<House, "vault" | "sealer">,
  tx: Transaction,
  entry: AuditEntry,
  changed: readonly Change[] = [],
): Promise<void> {
  const row = { ...storableEntry(entry), seq: await drawNumber(tx), previousHash: null, hash: null };
  const at = new Date(row.at);
  await tx.insert(audit).values({ ...row, at, mac: auditMacsOf(house.vault).make("row", rowText(row)) });
  if (changed.length > 0) {
    await tx.execute(sql`select pg_advisory_xact_lock(${CHANGES_LOCK})`);
    await tx.insert(changes).values(changed.map((change) => ({ ...change, at })));
  }
  house.sealer.wake();
}
