import { type ExclusionReason, OUTCOME_DAYS, type StayOutcome } from "@/lib/core/outcomes/outcome";

const WINDOW_MS = OUTCOME_DAYS * 86_400_000;

/** One of a patient's inpatient stays, here or elsewhere. Times are epoch ms; null where they are not known. */
export interface OutcomeStay {
  readonly stayId: string;
  readonly admittedAt: number | null;
  /** null: still in hospital, or nobody wrote it down. */
  readonly dischargedAt: number | null;
  readonly excludedFor: ExclusionReason | null;
}

/**
 * What followed each of one patient's stays that has ended: any inpatient stay that began within 30 days (of 24 hours)
 * after it counts as a readmission, the first one; a death without one is an outcome of its own. A stay without a known
 * end has none. A readmission is said as soon as it is known, anything else but a death once the 30 days are over.
 *
 * @see docs/outcomes.md
 * @param diedAt when the patient died, null where not or not known
 */
export function findOutcomes(
  stays: readonly OutcomeStay[],
  { diedAt, now }: { readonly diedAt: number | null; readonly now: number },
): StayOutcome[] {
  return stays.flatMap((stay): StayOutcome[] => {
    const { stayId, admittedAt, dischargedAt, excludedFor } = stay;
    if (dischargedAt === null || dischargedAt > now) return [];
    const maturesAt = dischargedAt + WINDOW_MS;
    const outcome = { stayId, reason: null, readmissionStayId: null, readmittedAt: null, dischargedAt, maturesAt };
    if (excludedFor !== null) return [{ ...outcome, status: "excluded", reason: excludedFor }];
    const back = firstReturn(stays, {
      stayId,
      after: Math.max(dischargedAt, admittedAt ?? dischargedAt),
      until: maturesAt,
    });
    if (back !== null && back.at <= now)
      return [{ ...outcome, status: "readmitted", readmissionStayId: back.stayId, readmittedAt: back.at }];
    if (diedAt !== null && diedAt >= dischargedAt && diedAt <= Math.min(maturesAt, now))
      return [{ ...outcome, status: "died" }];
    return [{ ...outcome, status: now >= maturesAt ? "not-readmitted" : "pending" }];
  });
}

function firstReturn(
  stays: readonly OutcomeStay[],
  { stayId, after, until }: { stayId: string; after: number; until: number },
): { stayId: string; at: number } | null {
  let first: { stayId: string; at: number } | null = null;
  for (const other of stays) {
    const at = other.admittedAt;
    if (other.stayId === stayId || at === null || at < after || at > until) continue;
    if (first === null || at < first.at) first = { stayId: other.stayId, at };
  }
  return first;
}
