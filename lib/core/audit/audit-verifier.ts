import { type Anchor, isGenuineAnchor } from "@/lib/core/audit/anchor";
import { LEGACY_START, legacyHash, rowText, type StoredAuditRow } from "@/lib/core/audit/audit-entry";
import type { AuditMacs } from "@/lib/core/audit/audit-macs";
import type { AuditProblem, AuditVerdict } from "@/lib/core/audit/audit-verdict";
import { chainStart, type Head, isLegacy, linkText, type Seal } from "@/lib/core/audit/seal";

/** A seal and the row it is about; null where that row is gone. */
export interface SealedRow extends Seal {
  readonly row: StoredAuditRow | null;
}

/** So long may a committed row wait for its seal; the sealer comes every second. */
export const UNSEALED_GRACE_MS = 10_000;

/** A log that is wrong all through need not list every row. */
const PROBLEMS_KEPT = 100;

interface Grounds {
  readonly macs: AuditMacs;
  /** Rows up to this number may be of version 0.1, without a MAC of their own. */
  readonly legacyUpTo: number;
  /** Every anchor that was kept outside the database, in any order. */
  readonly anchors: readonly Anchor[];
  /** ISO-8601. */
  readonly now: string;
}

/** Takes a log page by page, so that its length does not matter, and gives the verdict at the end. */
export interface AuditVerifier {
  /** Seals in order of position, each page following the one before. */
  takeSealed(page: readonly SealedRow[]): void;
  /** Rows that have no seal. */
  takeUnsealed(page: readonly StoredAuditRow[]): void;
  finish(): AuditVerdict;
}

/** Why a row is not the one that was sealed; null where it is. */
function rowProblem({ macs, legacyUpTo }: Grounds, { mac, row, auditSeq }: SealedRow): AuditProblem["kind"] | null {
  if (row === null) return "missing-row";
  if (!macs.knows(mac)) return "unknown-key";
  if (!macs.matches("row", rowText(row), mac) || row.seq !== auditSeq) return "altered-row";
  if (row.mac === null ? !isLegacy(row, legacyUpTo) : row.mac !== mac) return "altered-row";
  return null;
}

/**
 * Checks that what was sealed is still there, unchanged and in order, that every row was sealed, and that the chain
 * reaches every anchor. Finds an edited, deleted, reordered or inserted row anywhere, and a tail cut off up to the last
 * anchor; a tail cut off after it cannot be seen.
 */
export function auditVerifier(grounds: Grounds): AuditVerifier {
  const { macs, legacyUpTo, anchors, now } = grounds;
  const problems: AuditProblem[] = [];
  let problemCount = 0;
  const found = (problem: AuditProblem): void => {
    problemCount += 1;
    if (problems.length < PROBLEMS_KEPT) problems.push(problem);
  };

  const genuine: Anchor[] = [];
  for (const anchor of anchors) {
    if (isGenuineAnchor(macs, anchor)) genuine.push(anchor);
    else found({ kind: "altered-anchor", position: anchor.position });
  }
  const anchoredAt = new Map<number, Anchor[]>();
  for (const anchor of genuine) anchoredAt.set(anchor.position, [...(anchoredAt.get(anchor.position) ?? []), anchor]);
  const lastAnchor = genuine.reduce<Anchor | null>(
    (last, anchor) => (last === null || anchor.position >= last.position ? anchor : last),
    null,
  );

  let head: Head & { readonly sealedAt?: string } = chainStart(legacyUpTo);
  let lastLegacyHash = LEGACY_START;
  let rows = 0;
  let unsealed = 0;

  function takeSeal(seal: SealedRow): void {
    const { position, auditSeq: seq, row } = seal;
    if (position !== head.position + 1) found({ kind: "missing-seal", position: head.position + 1 });
    else if (!macs.knows(seal.chain)) found({ kind: "unknown-key", position, seq });
    else if (!macs.matches("chain", linkText(head.chain, seal), seal.chain))
      found({ kind: "broken-chain", position, seq });
    const problem = rowProblem(grounds, seal);
    if (problem !== null) found({ kind: problem, position, seq });
    if (row !== null && isLegacy(row, legacyUpTo)) {
      // The older chain still says whether a row changed before it was taken over.
      if (row.previousHash !== lastLegacyHash || legacyHash(lastLegacyHash, row) !== row.hash)
        found({ kind: "altered-before-takeover", position, seq });
      lastLegacyHash = row.hash ?? lastLegacyHash;
    }
    for (const anchor of anchoredAt.get(position) ?? [])
      if (anchor.chain !== seal.chain) found({ kind: "anchor-mismatch", position, seq });
    rows += 1;
    // What follows is judged by what is stored, so that one fault is not reported as many.
    head = { position, chain: seal.chain, sealedAt: seal.sealedAt };
  }

  function takeUnsealedRow(row: StoredAuditRow): void {
    unsealed += 1;
    const isGenuineRow = row.mac === null ? isLegacy(row, legacyUpTo) : macs.matches("row", rowText(row), row.mac);
    if (!isGenuineRow) found({ kind: "forged-row", seq: row.seq });
    else if (Date.parse(now) - Date.parse(row.at) > UNSEALED_GRACE_MS) found({ kind: "unsealed-row", seq: row.seq });
  }

  return {
    takeSealed: (page) => page.forEach(takeSeal),
    takeUnsealed: (page) => page.forEach(takeUnsealedRow),
    finish: () => {
      if (lastAnchor !== null && lastAnchor.position > head.position)
        found({ kind: "shortened-log", position: lastAnchor.position });
      if (lastAnchor === null && head.position > 0) found({ kind: "no-anchor", position: head.position });
      return {
        intact: problemCount === 0,
        rows,
        unsealed,
        head: head.sealedAt === undefined ? null : { position: head.position, sealedAt: head.sealedAt },
        anchors: {
          count: anchors.length,
          last: lastAnchor === null ? null : { position: lastAnchor.position, at: lastAnchor.at },
        },
        problemCount,
        problems,
      };
    },
  };
}
