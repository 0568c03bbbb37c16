import { rowText, type StoredAuditRow } from "@/lib/core/audit/audit-entry";
import type { AuditMacs } from "@/lib/core/audit/audit-macs";

/** One link of the chain: which row stands at this position, and that everything before it stood as it does. */
export interface Seal {
  /** 1, 2, 3 … without a gap, in the order rows were found committed. */
  readonly position: number;
  /** The row's own number. */
  readonly auditSeq: number;
  /** MAC of the row. */
  readonly mac: string;
  /** ISO-8601, milliseconds, UTC. */
  readonly sealedAt: string;
  /** MAC over the link before and all of the above. */
  readonly chain: string;
}

/** The end of the chain so far. */
export type Head = Pick<Seal, "position" | "chain">;

/** What a chain begins with binds how many rows of version 0.1 it took over, which have no MAC of their own. */
export function chainStart(legacyUpTo: number): Head {
  return { position: 0, chain: `start ${legacyUpTo}` };
}

/** The text of a link that its chain MAC covers. */
export function linkText(previousChain: string, { position, auditSeq, mac, sealedAt }: Omit<Seal, "chain">): string {
  return `${position}\n${auditSeq}\n${mac}\n${sealedAt}\n${previousChain}`;
}

/** Whether a row was written before there were MACs and is old enough to be taken over without one. */
export function isLegacy(row: StoredAuditRow, legacyUpTo: number): boolean {
  return row.mac === null && row.hash !== null && row.seq <= legacyUpTo;
}

/** Seals rows in the order given; rows that do not carry their own valid MAC are refused and left unsealed. */
export function sealRows(
  rows: readonly StoredAuditRow[],
  { macs, head, legacyUpTo, sealedAt }: { macs: AuditMacs; head: Head; legacyUpTo: number; sealedAt: string },
): { readonly seals: readonly Seal[]; readonly refused: readonly number[] } {
  const seals: Seal[] = [];
  const refused: number[] = [];
  let last = head;
  for (const row of rows) {
    const text = rowText(row);
    const isGenuine = row.mac === null ? isLegacy(row, legacyUpTo) : macs.matches("row", text, row.mac);
    if (!isGenuine) {
      refused.push(row.seq);
      continue;
    }
    const link = {
      position: last.position + 1,
      auditSeq: row.seq,
      mac: row.mac ?? macs.make("row", text),
      sealedAt,
    };
    const seal: Seal = { ...link, chain: macs.make("chain", linkText(last.chain, link)) };
    seals.push(seal);
    last = seal;
  }
  return { seals, refused };
}
