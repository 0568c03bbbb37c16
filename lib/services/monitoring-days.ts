import { and, asc, between, eq, gte, lte, or, sql } from "drizzle-orm";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { WATCH_RULE } from "@/lib/core/monitoring/find-signals";
import { SCORE_BINS } from "@/lib/core/monitoring/score-bins";
import { dayAfter } from "@/lib/core/monitoring/watch-days";
import type { WatchedDay } from "@/lib/core/monitoring/watched-day";
import type { Transaction } from "@/lib/io/database/database";
import { monitoringDays } from "@/lib/io/database/monitoring-schema";
import { predictions, stays } from "@/lib/io/database/schema";

/** Which of a version's predictions are counted: local days, both included. */
export interface DayRange {
  readonly version: string;
  readonly timeZone: string;
  readonly from: string;
  readonly to: string;
}

/** Days counted in one go, so that one transaction is short; four weeks of ten wards are some 100,000 rows counted. */
const DAYS_AT_ONCE = 28;

const rankOf = (view: ReturnType<typeof sql.raw>) =>
  sql`case ${view} ${sql.join(
    VIEWS.map((name, rank) => sql`when ${sql.raw(`'${name}'`)} then ${sql.raw(String(rank))}`),
    sql` `,
  )} end`;

/** When a prediction counts: when it was made, or at the discharge where a history was read afterwards. */
const MOMENT = sql`least(p.at, coalesce(s.discharged_at, p.at))`;
const dayOf = (timeZone: string) => sql`to_char(${MOMENT} at time zone ${timeZone}, 'YYYY-MM-DD')`;

/**
 * Every prediction of the range with how much of the stay it knew, and how much earlier ones of it had known; gone with
 * the transaction. One of the two times lies within the range, so that only its predictions are looked at.
 */
async function collectRanked(tx: Transaction, { version, timeZone, from, to }: DayRange): Promise<void> {
  const begin = sql`(${from}::date::timestamp at time zone ${timeZone})`;
  const end = sql`((${to}::date + 1)::timestamp at time zone ${timeZone})`;
  await tx.execute(sql`
    create temporary table watched on commit drop as
    select dense_rank() over (order by day, ward) as place, one.* from (
      select ${dayOf(timeZone)} as day, coalesce(s.ward_id, '') as ward, p.features, p.probability, p.tier,
        ${rankOf(sql.raw("p.view"))} as rank,
        coalesce((select max(${rankOf(sql.raw("q.view"))}) from ${predictions} q
          where q.stay_id = p.stay_id and q.model_version = p.model_version
            and (q.at < p.at or (q.at = p.at and q.id < p.id))), -1) as known_before
      from ${predictions} p join ${stays} s on s.id = p.stay_id and s.gone_at is null
      where p.model_version = ${version} and ${MOMENT} >= ${begin} and ${MOMENT} < ${end}
        and (p.at >= ${begin} and p.at < ${end} or s.discharged_at >= ${begin} and s.discharged_at < ${end})
    ) one`);
}

interface PlaceRow extends Record<string, unknown> {
  readonly place: number;
  readonly day: string;
  readonly ward: string;
}

interface ValueRow extends Record<string, unknown> {
  readonly place: number;
  readonly feature: number;
  readonly value: number;
  readonly count: number;
}

/** Each stay once for each feature: by the first prediction that could know it. */
const countValues = () => sql`
  select w.place::int as place, f.ordinal::int as feature, f.value::int as value, count(*)::int as count
  from watched w
  cross join lateral unnest(w.features, ${sql.param(
    FEATURES.map(({ knownFrom }) => VIEWS.indexOf(knownFrom)),
  )}::int[]) with ordinality as f(value, known_from, ordinal)
  where f.known_from > w.known_before and f.known_from <= w.rank and f.value > -2
  group by w.place, f.ordinal, f.value`;

interface ScoreRow extends Record<string, unknown> {
  readonly place: number;
  /** null: no probability. */
  readonly bin: number | null;
  readonly n: number;
  readonly called: number;
  readonly expected: number;
  readonly squared: number;
}

/** Each stay once: by its first prediction. `least` alone would take no probability for the highest. */
const countScores = () => sql`
  select place::int as place,
    case when probability is not null then least(${SCORE_BINS - 1}, floor(probability * ${SCORE_BINS}))::int end as bin,
    count(*)::int as n, count(*) filter (where tier in ('high', 'very-high'))::int as called,
    coalesce(sum(probability), 0) as expected, coalesce(sum(probability * probability), 0) as squared
  from watched where known_before < 0 group by 1, 2`;

type OpenDay = {
  stays: number;
  abstained: number;
  called: number;
  features: Record<string, Record<string, number>>;
  scores: Record<string, WatchedDay["scores"][string]>;
};

/** Counts the days of a range anew and keeps them; once in a transaction. */
export async function countDays(tx: Transaction, range: DayRange): Promise<void> {
  await collectRanked(tx, range);
  const { rows: places } = await tx.execute<PlaceRow>(
    sql`select distinct place::int as place, day, ward from watched order by 1`,
  );
  // The first place is number 1.
  const open = places.map(({ day, ward }) => {
    const counts: OpenDay = { stays: 0, abstained: 0, called: 0, features: {}, scores: {} };
    return { day, wardId: ward, counts };
  });
  for (const { place, feature, value, count } of (await tx.execute<ValueRow>(countValues())).rows) {
    const features = open[place - 1]?.counts.features;
    const name = FEATURES[feature - 1]?.name;
    if (features === undefined || name === undefined) continue;
    features[name] ??= {};
    features[name][value] = count;
  }
  for (const { place, bin, n, called, expected, squared } of (await tx.execute<ScoreRow>(countScores())).rows) {
    const counts = open[place - 1]?.counts;
    if (counts === undefined) continue;
    counts.stays += n;
    if (bin === null) counts.abstained += n;
    else counts.scores[bin] = { n, expected: Number(expected), squared: Number(squared), events: 0 };
    counts.called += called;
  }
  const { modelVersion, day } = monitoringDays;
  await tx.delete(monitoringDays).where(and(eq(modelVersion, range.version), gte(day, range.from), lte(day, range.to)));
  const rows = open.map((one) => ({ modelVersion: range.version, ...one }));
  for (let at = 0; at < rows.length; at += 500) await tx.insert(monitoringDays).values(rows.slice(at, at + 500));
}

/** The days that predictions stored since then belong to, ascending. */
export async function findTouchedDays(
  tx: Transaction,
  { version, timeZone, since, before }: { version: string; timeZone: string; since: Date; before: string },
): Promise<string[]> {
  const { rows } = await tx.execute<{ day: string }>(sql`
    select distinct ${dayOf(timeZone)} as day from ${predictions} p join ${stays} s on s.id = p.stay_id
    where p.model_version = ${version} and p.at >= ${since.toISOString()}::timestamptz order by 1`);
  return rows.map(({ day }) => day).filter((day) => day < before);
}

/** Some neighbouring days at a time, so that one transaction is short. */
export function inRanges(days: readonly string[]): { readonly from: string; readonly to: string }[] {
  const ranges: { from: string; to: string }[] = [];
  for (const day of days) {
    const last = ranges.at(-1);
    if (last && Date.parse(day) - Date.parse(last.from) < DAYS_AT_ONCE * 86_400_000) last.to = day;
    else ranges.push({ from: day, to: day });
  }
  return ranges;
}

/**
 * A version's days of the reference, and those that are looked at with the week before them, by ward ("" for none),
 * oldest first: what lies between grows for ever and is asked by nobody.
 */
export async function findDays(
  tx: Transaction,
  version: string,
  span: {
    readonly reference: { readonly from: string; readonly to: string };
    readonly from: string;
    readonly to: string;
  },
): Promise<ReadonlyMap<string, readonly WatchedDay[]>> {
  const { modelVersion, day } = monitoringDays;
  const rows = await tx
    .select()
    .from(monitoringDays)
    .where(
      and(
        eq(modelVersion, version),
        or(
          between(day, span.reference.from, span.reference.to),
          between(day, dayAfter(span.from < span.to ? span.from : span.to, 1 - WATCH_RULE.windowDays), span.to),
        ),
      ),
    )
    .orderBy(asc(day));
  const byWard = new Map<string, WatchedDay[]>();
  for (const row of rows) byWard.set(row.wardId, [...(byWard.get(row.wardId) ?? []), { day: row.day, ...row.counts }]);
  return byWard;
}
