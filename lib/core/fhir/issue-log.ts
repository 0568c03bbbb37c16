import { ISSUE_CODES, type IssueCode } from "@/lib/core/fhir/issue-codes";
import type { DataIssue } from "@/lib/core/model/scored-stay";

/** An issue cites at most this many resources; its sentence says how many there were. */
const CITED = 20;

interface Entry {
  count: number;
  detail: string;
  features: Set<string>;
  references: Set<string>;
}

/** Collects issues, one per code, however often a trouble is met. */
export class IssueLog {
  readonly #entries = new Map<IssueCode, Entry>();

  /** `detail` replaces the code's own sentence; it must identify nobody. The first detail given stands. */
  add(code: IssueCode, about: { detail?: string; features?: readonly string[]; reference?: string | null } = {}): void {
    let entry = this.#entries.get(code);
    if (entry === undefined) {
      entry = {
        count: 0,
        detail: about.detail ?? ISSUE_CODES[code].meaning,
        features: new Set(),
        references: new Set(),
      };
      this.#entries.set(code, entry);
    }
    entry.count += 1;
    for (const feature of about.features ?? []) entry.features.add(feature);
    if (about.reference && entry.references.size < CITED) entry.references.add(about.reference);
  }

  has(code: IssueCode): boolean {
    return this.#entries.has(code);
  }

  list(): DataIssue[] {
    return [...this.#entries].map(([code, entry]) => ({
      code,
      severity: ISSUE_CODES[code].severity,
      detail: entry.count > 1 ? `${entry.detail} (${entry.count} times)` : entry.detail,
      ...(entry.features.size > 0 ? { features: [...entry.features] } : {}),
      ...(entry.references.size > 0 ? { references: [...entry.references] } : {}),
    }));
  }
}
