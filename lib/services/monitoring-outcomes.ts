import { sql } from "drizzle-orm";
import type { DischargeDay } from "@/lib/core/monitoring/performance-chunks";
import { SCORE_BINS, type ScoreBin } from "@/lib/core/monitoring/score-bins";
import { OUTCOME_TARGET } from "@/lib/core/outcomes/outcome";
import { outcomes, predictions, stays } from "@/lib/io/database/schema";
import type { Scope } from "@/lib/services/verb";

interface BinRow extends Record<string, unknown> {
  readonly day: string;
  readonly bin: number;
  readonly n: number;
  readonly expected: number;
  readonly squared: number;
  readonly known: number;
  readonly known_expected: number;
  readonly known_squared: number;
  readonly events: number;
  readonly simulated: boolean;
}

/**
 * Who left on which day, by what this version had last said of them no later than a day after (else ever), and what
 * became of those whose 30 days are over. Ascending days. Stays that cannot have a readmission are left out.
 */
export async function findDischargeDays(
  { tx, now, house }: Pick<Scope, "tx" | "now" | "house">,
  version: string,
): Promise<{ readonly days: readonly DischargeDay[]; readonly simulated: boolean }> {
  const { rows } = await tx.execute<BinRow>(sql`
    with left_here as (
      select to_char(s.discharged_at at time zone ${house.timeZone}, 'YYYY-MM-DD') as day, p.probability,
        (o.matures_at <= ${now.toISOString()}::timestamptz
          and o.status in ('readmitted', 'not-readmitted', 'died')) is true as is_known,
        o.status = 'readmitted' as is_event, o.simulated is true as simulated
      from ${stays} s
      join lateral (
        select probability from ${predictions} q
        where q.stay_id = s.id and q.model_version = ${version}
        order by (q.at <= s.discharged_at + interval '24 hours') desc, q.at desc limit 1
      ) p on p.probability is not null
      left join ${outcomes} o on o.stay_id = s.id and o.target = ${OUTCOME_TARGET}
      where s.discharged_at is not null and not s.is_current and s.gone_at is null
        and o.status is distinct from 'excluded'
    )
    select day, least(${SCORE_BINS - 1}, floor(probability * ${SCORE_BINS}))::int as bin,
      count(*)::int as n, sum(probability) as expected, sum(probability * probability) as squared,
      count(*) filter (where is_known)::int as known,
      coalesce(sum(probability) filter (where is_known), 0) as known_expected,
      coalesce(sum(probability * probability) filter (where is_known), 0) as known_squared,
      count(*) filter (where is_known and is_event)::int as events,
      bool_or(simulated) as simulated
    from left_here group by 1, 2 order by 1, 2`);
  const days = new Map<string, { scored: Record<string, ScoreBin>; matured: Record<string, ScoreBin> }>();
  for (const row of rows) {
    const own = days.get(row.day) ?? { scored: {}, matured: {} };
    days.set(row.day, own);
    own.scored[row.bin] = { n: row.n, expected: Number(row.expected), squared: Number(row.squared), events: 0 };
    if (row.known > 0)
      own.matured[row.bin] = {
        n: row.known,
        expected: Number(row.known_expected),
        squared: Number(row.known_squared),
        events: row.events,
      };
  }
  return {
    days: [...days].map(([day, bins]) => ({ day, ...bins })),
    simulated: rows.some(({ simulated }) => simulated),
  };
}
