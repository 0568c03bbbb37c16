import { sql } from "drizzle-orm";
import { type AuditEntry, rowText, type StoredAuditRow, storableEntry } from "@/lib/core/audit/audit-entry";
import { type AuditMacs, auditMacs } from "@/lib/core/audit/audit-macs";
import { ADVISORY_LOCKS } from "@/lib/io/database/advisory-locks";
import type { Transaction } from "@/lib/io/database/database";
import { inPortions } from "@/lib/io/database/in-portions";
import { audit, changes } from "@/lib/io/database/schema";
import type { Vault } from "@/lib/io/vault";
import type { House } from "@/lib/services/house";

/** Something readers elsewhere will want to fetch again. */
export interface Change {
  readonly kind:
    | "stay"
    | "prediction"
    | "flag"
    | "intervention"
    | "response"
    | "cutoff"
    | "alert"
    | "alert-rule"
    | "validation"
    | "visibility"
    | "model-version"
    | "rollout";
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
 * Draws the rows' numbers. The transaction's own id comes first, so that the sealer can tell when every transaction
 * that drew a number up to some row is over (`audit-sealer.ts`).
 */
async function drawNumbers(tx: Transaction, count: number): Promise<number[]> {
  const { rows } = await tx.execute<{ seq: string }>(sql`
    with drawer as materialized (select pg_current_xact_id() as xid)
    select nextval('audit_numbers')::text as seq, drawer.xid::text from drawer, generate_series(1, ${count}::int)`);
  return rows.map(({ seq }) => Number(seq));
}

/** One statement, and one parameter: a driver takes longer over many than the database does. */
async function insertRows(tx: Transaction, rows: readonly StoredAuditRow[]): Promise<void> {
  const text = JSON.stringify(
    rows.map(({ actorId, actorRole, ...row }) => ({ ...row, actor_id: actorId, actor_role: actorRole })),
  );
  await tx.execute(sql`
    insert into ${audit} (seq, at, actor_id, actor_role, verb, outcome, target, detail, mac)
    select seq, at, actor_id, actor_role, verb, outcome, target, detail, mac from jsonb_to_recordset(${text}::jsonb) as
      made(seq bigint, at timestamptz, actor_id text, actor_role text, verb text, outcome text, target jsonb, detail jsonb,
        mac text)`);
}

/** Appends the audit rows of a transaction that did something for several people at once; its last act. */
export async function appendAudits(
  house: Pick<House, "vault" | "sealer">,
  tx: Transaction,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const macs = auditMacsOf(house.vault);
  const numbers = await drawNumbers(tx, entries.length);
  const rows = entries.map((entry, at) => {
    const row = { ...storableEntry(entry), seq: numbers[at] ?? Number.NaN, previousHash: null, hash: null };
    return { ...row, mac: macs.make("row", rowText(row)) };
  });
  await insertRows(tx, rows);
  house.sealer.wake();
}

/**
 * Appends the audit row, with its MAC, and the changes of a transaction that is about to commit; its last act.
 * Transactions wait for each other only where they change something: from taking the number of a change to the commit,
 * so that changes appear in the order of their numbers and a reader who remembers the last one misses none.
 */
export async function appendAudit(
  house: Pick<House, "vault" | "sealer" | "changeFeed">,
  tx: Transaction,
  entry: AuditEntry,
  changed: readonly Change[] = [],
): Promise<void> {
  await appendAudits(house, tx, [entry]);
  if (changed.length === 0) return;
  await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.changes})`);
  const at = new Date(entry.at);
  for (const some of inPortions(changed)) await tx.insert(changes).values(some.map((change) => ({ ...change, at })));
  await house.changeFeed.announce(tx);
}
