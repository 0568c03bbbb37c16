import { inArray, type SQL, sql } from "drizzle-orm";
import type { AlertScore, AlertStanding } from "@/lib/core/alerts/judge-alert";
import type { Tier } from "@/lib/core/model/scored-stay";
import { type ChangeReason, reasonedChange } from "@/lib/core/worklist/risk-change";
import type { Transaction } from "@/lib/io/database/database";
import { interventions, predictions, responses, stays } from "@/lib/io/database/schema";
import { compared } from "@/lib/services/store-reading";

/** What makes a patient one for whom something is noted: a note that stands, or an answer that does not put it off. */
export const noted = {
  interventions: sql`${interventions.withdrawnAt} is null`,
  responses: sql`${responses.withdrawnAt} is null and ${responses.kind} <> 'agree-later'`,
};

/** A stay's standing, and whose it is. */
export interface FoundStanding extends AlertStanding {
  readonly stayId: string;
  readonly patientId: string;
}

interface ScoreColumns {
  readonly prediction_id: string | null;
  readonly at: string | null;
  readonly model_version: string | null;
  readonly probability: number | null;
  readonly tier: Tier | null;
}

const iso = (written: string): string => new Date(written).toISOString();

/** A score as it was read; null where there was none. */
export function toScore(row: ScoreColumns, reasons: readonly ChangeReason[] = []): AlertScore | null {
  const { prediction_id, at, model_version, probability, tier } = row;
  if (prediction_id === null || at === null || model_version === null) return null;
  return { predictionId: prediction_id, at: iso(at), modelVersion: model_version, probability, tier, reasons };
}

interface StandingRow extends ScoreColumns, Record<string, unknown> {
  readonly stay_id: string;
  readonly patient_id: string;
  readonly ward_id: string | null;
  readonly is_current: boolean;
  readonly planned_end_at: string | null;
  readonly is_noted: boolean;
}

/** How some stays stand now. */
export async function findStandings(tx: Transaction, which: SQL): Promise<FoundStanding[]> {
  const { rows } = await tx.execute<StandingRow>(sql`
    select s.id as stay_id, s.patient_id, s.ward_id, s.is_current and s.gone_at is null as is_current,
      s.planned_end_at::text, p.id as prediction_id, p.at::text, p.model_version, p.probability, p.tier,
      exists (select from ${interventions} where ${interventions.stayId} = s.id and ${noted.interventions})
        or exists (select from ${responses} where ${responses.stayId} = s.id and ${noted.responses}) as is_noted
    from ${stays} s left join ${predictions} p on p.id = s.prediction_id
    where ${which}`);
  return rows.map((row) => ({
    stayId: row.stay_id,
    patientId: row.patient_id,
    wardId: row.ward_id,
    isCurrent: row.is_current,
    plannedEndAt: row.planned_end_at === null ? null : iso(row.planned_end_at),
    isNoted: row.is_noted,
    score: toScore(row),
  }));
}

/** Two scores of one stay, one after the other. */
export interface ScorePair {
  readonly previous: AlertScore | null;
  readonly next: AlertScore;
}

/** Pairs whose features are opened at a time. */
const OPENED_AT_ONCE = 100;

/** Why the second of each pair is higher, where it rose by so much (0–1) or more; the others say nothing of reasons. */
export async function withReasons<Pair extends ScorePair>(
  tx: Transaction,
  pairs: readonly Pair[],
  atLeast: number,
): Promise<Pair[]> {
  const rose = pairs.filter(
    ({ previous, next }) =>
      previous?.probability != null && next.probability !== null && next.probability - previous.probability >= atLeast,
  );
  const reasons = new Map<string, readonly ChangeReason[]>();
  for (let from = 0; from < rose.length; from += OPENED_AT_ONCE) {
    const some = rose.slice(from, from + OPENED_AT_ONCE);
    const ids = some.flatMap(({ previous, next }) => [previous?.predictionId ?? "", next.predictionId]);
    const rows = await tx.select().from(predictions).where(inArray(predictions.id, ids));
    const byId = new Map(rows.map((row) => [row.id, compared(row)]));
    for (const { previous, next } of some) {
      const [before, after] = [byId.get(previous?.predictionId ?? ""), byId.get(next.predictionId)];
      const change = before && after ? reasonedChange(before, after) : null;
      if (change !== null) reasons.set(next.predictionId, change.reasons);
    }
  }
  return pairs.map((pair) => ({
    ...pair,
    next: { ...pair.next, reasons: reasons.get(pair.next.predictionId) ?? [] },
  }));
}
