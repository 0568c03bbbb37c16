import { and, asc, desc, eq, gt, isNull, lte, sql } from "drizzle-orm";
import type { StoredAuditRow } from "@/lib/core/audit/audit-entry";
import type { SealedRow } from "@/lib/core/audit/audit-verifier";
import { chainStart, type Head, type Seal } from "@/lib/core/audit/seal";
import { Fault } from "@/lib/core/fault";
import type { Transaction } from "@/lib/io/database/database";
import { audit, auditSeals, instance } from "@/lib/io/database/schema";

type AuditColumns = typeof audit.$inferSelect;

export function toStoredRow(row: AuditColumns): StoredAuditRow {
  return { ...row, at: row.at.toISOString() };
}

const toSeal = ({ sealedAt, ...seal }: typeof auditSeals.$inferSelect): Seal => ({
  ...seal,
  sealedAt: sealedAt.toISOString(),
});

/** Rows up to this number were written by version 0.1, without a MAC; fixed when the database was brought up to date. */
export async function findLegacyUpTo(tx: Transaction): Promise<number> {
  const [mark] = await tx.select().from(instance).where(eq(instance.name, "audit-legacy-rows"));
  const upTo = Number(mark?.value ?? Number.NaN);
  if (!Number.isSafeInteger(upTo)) throw new Fault("not-ready", "The audit's own mark is gone from the database.");
  return upTo;
}

/** The end of the chain, and when it was sealed. */
export async function findHead(tx: Transaction): Promise<Head & { readonly sealedAt: string | null }> {
  const [last] = await tx.select().from(auditSeals).orderBy(desc(auditSeals.position)).limit(1);
  return last === undefined ? { ...chainStart(await findLegacyUpTo(tx)), sealedAt: null } : toSeal(last);
}

/** Seals after a position up to another, in order, each with its row. */
export async function listSealed(
  tx: Transaction,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<SealedRow[]> {
  const rows = await tx
    .select({ seal: auditSeals, row: audit })
    .from(auditSeals)
    .leftJoin(audit, eq(audit.seq, auditSeals.auditSeq))
    .where(and(gt(auditSeals.position, after), lte(auditSeals.position, upTo)))
    .orderBy(asc(auditSeals.position))
    .limit(limit);
  return rows.map(({ seal, row }) => ({ ...toSeal(seal), row: row === null ? null : toStoredRow(row) }));
}

/** Committed rows with a number above `after` that have no seal, in order. */
export async function listUnsealed(
  tx: Transaction,
  { after, limit }: { after: number; limit: number },
): Promise<StoredAuditRow[]> {
  const rows = await tx
    .select({ row: audit })
    .from(audit)
    .leftJoin(auditSeals, eq(auditSeals.auditSeq, audit.seq))
    .where(and(gt(audit.seq, after), isNull(auditSeals.position)))
    .orderBy(asc(audit.seq))
    .limit(limit);
  return rows.map(({ row }) => toStoredRow(row));
}

/** Writes the next links of the chain. */
export async function insertSeals(tx: Transaction, seals: readonly Seal[]): Promise<void> {
  if (seals.length === 0) return;
  // One array a column: thousands of parameters would take the driver longer than the database.
  const column = <Key extends keyof Seal>(key: Key) => sql.param(seals.map((seal) => seal[key]));
  await tx.execute(sql`
    insert into ${auditSeals} (position, audit_seq, mac, sealed_at, chain)
    select * from unnest(
      ${column("position")}::bigint[], ${column("auditSeq")}::bigint[], ${column("mac")}::text[],
      ${column("sealedAt")}::timestamptz[], ${column("chain")}::text[]
    )`);
}
