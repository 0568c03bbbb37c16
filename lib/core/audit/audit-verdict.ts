/** What can be wrong with a log, in words for the people who have to act on it. */
export const AUDIT_PROBLEMS = {
  "altered-row": "A row is not the one that was sealed here: it was edited, or another was put in its place.",
  "missing-row": "A row that was sealed is gone.",
  "missing-seal": "A seal is gone from the chain, or seals are out of order.",
  "broken-chain": "A seal does not follow the one before it: seals were edited, reordered or inserted.",
  "altered-before-takeover": "A row of version 0.1 was edited, deleted or moved before the sealed chain took it over.",
  "forged-row": "A row was written by something that does not hold the key.",
  "unsealed-row": "A row has waited too long for its seal: the sealer is not running, or its seal was deleted.",
  "shortened-log": "The log ends before its last anchor: rows were cut off at the end, or an older copy was put back.",
  "anchor-mismatch": "The chain is not the one that was anchored here: the log was rewritten.",
  "altered-anchor": "An anchor was edited, or was made under another key.",
  "no-anchor": "No anchor was found, so nobody can say whether rows were cut off at the end.",
  "unknown-key": "This was sealed under a key that is not here.",
} as const;

export type AuditProblemKind = keyof typeof AUDIT_PROBLEMS;

/** One thing that is wrong, and where. */
export interface AuditProblem {
  readonly kind: AuditProblemKind;
  /** Place in the chain. */
  readonly position?: number;
  /** Number of the row. */
  readonly seq?: number;
}

export interface AuditVerdict {
  readonly intact: boolean;
  /** Seals that were checked with their rows. */
  readonly rows: number;
  /** Committed rows that had no seal yet. */
  readonly unsealed: number;
  /** The end of the chain; null where nothing was ever sealed. */
  readonly head: { readonly position: number; readonly sealedAt: string } | null;
  readonly anchors: {
    readonly count: number;
    /** The furthest genuine one. */
    readonly last: { readonly position: number; readonly at: string } | null;
  };
  readonly problemCount: number;
  /** The first hundred. */
  readonly problems: readonly AuditProblem[];
}
