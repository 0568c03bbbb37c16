import { sql } from "drizzle-orm";
import { type AlertOutcome, LABEL_DAYS } from "@/lib/core/alerts/alert-burden";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { type AlertScore, leastRise, scoreBefore } from "@/lib/core/alerts/judge-alert";
import type { AlertHistory } from "@/lib/core/alerts/replay-rule";
import { OUTCOME_TARGET } from "@/lib/core/outcomes/outcome";
import { interventions, outcomes, predictions, responses, stays } from "@/lib/io/database/schema";
import { noted, type ScorePair, toScore, withReasons } from "@/lib/services/alert-sources";
import type { Scope } from "@/lib/services/verb";

/** Most stays a rule is replayed over; the latest. */
const STAYS_AT_MOST = 20_000;
const DAY_MS = 86_400_000;

interface HistoryRow extends Record<string, unknown> {
  readonly stay_id: string;
  readonly ward_id: string;
  readonly admitted_at: string | null;
  readonly discharged_at: string | null;
  readonly planned_end_at: string | null;
  readonly noted_at: readonly string[];
  /** null: its 30 days are not over, or it cannot have a readmission. */
  readonly is_readmitted: boolean | null;
  readonly simulated: boolean | null;
}

const iso = (written: string): string => new Date(written).toISOString();
const isoOrNull = (written: string | null): string | null => (written === null ? null : iso(written));

/** Stays of these wards that ended lately or go on, with what was noted and what became of them. */
async function findHistoryRows({ tx, now }: Scope, wardIds: readonly string[]) {
  const since = new Date(now.getTime() - LABEL_DAYS * DAY_MS).toISOString();
  const { rows } = await tx.execute<HistoryRow>(sql`
    select s.id as stay_id, s.ward_id, s.admitted_at::text, s.planned_end_at::text,
      case when s.is_current then null else s.discharged_at::text end as discharged_at,
      array(
        select ${interventions.at}::text from ${interventions}
          where ${interventions.stayId} = s.id and ${noted.interventions}
        union all
        select ${responses.at}::text from ${responses} where ${responses.stayId} = s.id and ${noted.responses}
      ) as noted_at,
      case when o.matures_at <= ${now.toISOString()}::timestamptz
        and o.status in ('readmitted', 'not-readmitted', 'died') then o.status = 'readmitted' end as is_readmitted,
      o.simulated
    from ${stays} s left join ${outcomes} o on o.stay_id = s.id and o.target = ${OUTCOME_TARGET}
    where s.gone_at is null and s.ward_id = any(${sql.param([...wardIds])}::text[])
      and (s.is_current or s.discharged_at >= ${since}::timestamptz)
    order by s.discharged_at desc nulls first limit ${STAYS_AT_MOST}`);
  return rows;
}

/** Every kept score of some stays, in order, each with what it is held against. */
async function findPairs({ tx }: Scope, stayIds: readonly string[]) {
  type Row = Parameters<typeof toScore>[0] & { readonly stay_id: string } & Record<string, unknown>;
  const { rows } = await tx.execute<Row>(sql`
    select p.stay_id, p.id as prediction_id, p.at::text, p.model_version, p.probability, p.tier
    from ${predictions} p where p.stay_id = any(${sql.param([...stayIds])}::text[]) order by p.stay_id, p.at, p.id`);
  const pairs: (ScorePair & { readonly stayId: string })[] = [];
  let earlier: AlertScore[] = [];
  for (const row of rows) {
    if (pairs.at(-1)?.stayId !== row.stay_id) earlier = [];
    const next = toScore(row);
    if (next === null) continue;
    pairs.push({ stayId: row.stay_id, next, previous: scoreBefore(earlier, next) });
    earlier.push(next);
  }
  return pairs;
}

/** What a rule is replayed over: the stays of its wards with every score kept, and what became of those whose 30 days are over. */
export async function findHistories(scope: Scope, { wardIds, condition }: Pick<AlertRule, "wardIds" | "condition">) {
  const rows = await findHistoryRows(scope, wardIds);
  const found = await findPairs(
    scope,
    rows.map(({ stay_id }) => stay_id),
  );
  const atLeast = leastRise(condition);
  const pairs = atLeast === null ? found : await withReasons(scope.tx, found, atLeast);
  const scores = new Map<string, AlertScore[]>();
  for (const { stayId, next } of pairs) {
    const own = scores.get(stayId);
    if (own === undefined) scores.set(stayId, [next]);
    else own.push(next);
  }
  const histories = rows.map(
    (row): AlertHistory => ({
      stayId: row.stay_id,
      wardId: row.ward_id,
      admittedAt: isoOrNull(row.admitted_at),
      dischargedAt: isoOrNull(row.discharged_at),
      plannedEndAt: isoOrNull(row.planned_end_at ?? row.discharged_at),
      scores: scores.get(row.stay_id) ?? [],
      notedAt: row.noted_at.map(iso).sort(),
    }),
  );
  const isScored = new Set(pairs.flatMap(({ stayId, next }) => (next.probability === null ? [] : [stayId])));
  const matured = rows.filter(({ stay_id, is_readmitted }) => is_readmitted !== null && isScored.has(stay_id));
  return {
    histories,
    outcomes: matured.map(
      ({ stay_id, is_readmitted }): AlertOutcome => ({ stayId: stay_id, isReadmitted: is_readmitted === true }),
    ),
    endless: new Set(rows.flatMap(({ stay_id, planned_end_at }) => (planned_end_at === null ? [stay_id] : []))),
    cutAt: rows.length < STAYS_AT_MOST ? null : STAYS_AT_MOST,
    simulated: matured.some(({ simulated }) => simulated === true),
  };
}
