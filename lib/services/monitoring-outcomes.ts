import { type SQL, sql } from "drizzle-orm";
import { type DischargeDay, RETURN_DAYS } from "@/lib/core/monitoring/discharge-day";
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
  readonly followed_expected: number;
  /** Days from discharge to return of those who are back, no order. */
  readonly back: readonly number[] | null;
  readonly hindsight: number;
  readonly simulated: boolean;
}

const openDay = (day: string) => ({
  day,
  scored: {} as Record<string, ScoreBin>,
  matured: {} as Record<string, ScoreBin>,
  followed: { expected: 0, back: new Array<number>(RETURN_DAYS).fill(0) },
  hindsight: 0,
});

/**
 * Who left on which day, by what this version had last said of them no later than a day after (else ever, which is
 * counted as hindsight), what became of those whose 30 days are over, and who is back already. Ascending days. Stays
 * that cannot have a readmission are left out. A day of which one outcome is overdue is not known at all: readmissions
 * are stored at once, and would be all there is.
 */
export async function findDischargeDays(
  { tx, now, house }: Pick<Scope, "tx" | "now" | "house">,
  version: string,
): Promise<{ readonly days: readonly DischargeDay[]; readonly simulated: boolean }> {
  const localDate = (instant: SQL) => sql`(${instant} at time zone ${house.timeZone})::date`;
  const { rows } = await tx.execute<BinRow>(sql`
    with left_here as (
      select to_char(s.discharged_at at time zone ${house.timeZone}, 'YYYY-MM-DD') as day,
        p.probability, p.is_late,
        o.matures_at <= ${now.toISOString()}::timestamptz as is_over, o.status = 'pending' as is_pending,
        o.status = 'readmitted' as is_event, o.simulated is true as simulated,
        o.stay_id is not null as is_followed,
        case when o.status = 'readmitted' then least(${RETURN_DAYS - 1}, greatest(0,
          ${localDate(sql`coalesce(o.readmitted_at, o.matures_at)`)} - ${localDate(sql`s.discharged_at`)})) end as back
      from ${stays} s
      join lateral (
        select probability, q.at > s.discharged_at + interval '24 hours' as is_late from ${predictions} q
        where q.stay_id = s.id and q.model_version = ${version}
        order by (q.at <= s.discharged_at + interval '24 hours') desc, q.at desc limit 1
      ) p on p.probability is not null
      left join ${outcomes} o on o.stay_id = s.id and o.target = ${OUTCOME_TARGET}
      where s.discharged_at is not null and not s.is_current and s.gone_at is null
        and o.status is distinct from 'excluded'
    ), judged as (
      select left_here.*,
        is_over is true and not coalesce(bool_or(is_over and is_pending) over (partition by day), false) as is_known
      from left_here
    )
    select day, least(${SCORE_BINS - 1}, floor(probability * ${SCORE_BINS}))::int as bin,
      count(*)::int as n, sum(probability) as expected, sum(probability * probability) as squared,
      count(*) filter (where is_known)::int as known,
      coalesce(sum(probability) filter (where is_known), 0) as known_expected,
      coalesce(sum(probability * probability) filter (where is_known), 0) as known_squared,
      count(*) filter (where is_known and is_event)::int as events,
      coalesce(sum(probability) filter (where is_followed), 0) as followed_expected,
      array_agg(back) filter (where back is not null) as back,
      count(*) filter (where is_late)::int as hindsight,
      bool_or(simulated) as simulated
    from judged group by 1, 2 order by 1, 2`);
  const days = new Map<string, ReturnType<typeof openDay>>();
  for (const row of rows) {
    const own = days.get(row.day) ?? openDay(row.day);
    days.set(row.day, own);
    own.followed.expected += Number(row.followed_expected);
    for (const after of row.back ?? []) own.followed.back[after]!++;
    own.hindsight += row.hindsight;
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
    days: [...days.values()],
    simulated: rows.some(({ simulated }) => simulated),
  };
}
