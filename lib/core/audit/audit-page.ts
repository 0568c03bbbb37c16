import type { AccountRole } from "@/lib/core/access/access";
import type { AuditEntry } from "@/lib/core/audit/audit-entry";

/** What is asked of the audit; null: everything. */
export interface AuditFilter {
  /** A user's id, or "system". */
  readonly person: string | null;
  readonly verb: string | null;
  readonly outcome: AuditEntry["outcome"] | null;
  /** Local calendar day, YYYY-MM-DD. */
  readonly day: string | null;
  readonly stayId: string | null;
}

/** One audit row as it is read: ids and codes, and the name of whoever did it; never a patient's. */
export interface AuditLine extends AuditEntry {
  readonly seq: number;
  /** null: an operator or a schedule, or nobody who is known. */
  readonly actorName: string | null;
}

/** How far the log has been sealed, anchored and checked. */
export interface AuditStanding {
  readonly sealed: { readonly position: number; readonly sealedAt: string } | null;
  readonly anchor: { readonly position: number; readonly at: string } | null;
  readonly lastCheck: {
    readonly at: string;
    readonly intact: boolean;
    readonly rows: number;
    readonly problems: number;
  } | null;
  /** The log ends before its last anchor: said at once, without waiting for a check. */
  readonly isShortened: boolean;
}

export interface AuditPage {
  /** Newest first. */
  readonly lines: readonly AuditLine[];
  /** Ask for rows before this one for the next page; null at the end. */
  readonly nextBefore: number | null;
  readonly people: readonly { readonly id: string; readonly name: string; readonly role: AccountRole }[];
  readonly standing: AuditStanding;
  /** The hospital's zone (IANA). */
  readonly timeZone: string;
}
