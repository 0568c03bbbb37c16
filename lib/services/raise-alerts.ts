import { sql } from "drizzle-orm";
import type { AlertFinding } from "@/lib/core/alerts/alert";
import { escalatesAt, mayRepeat } from "@/lib/core/alerts/alert-state";
import { type AlertScore, judgeScore, judgeStanding, leastRise, whyOver } from "@/lib/core/alerts/judge-alert";
import { quietUntil } from "@/lib/core/alerts/quiet-hours";
import { alerts } from "@/lib/io/database/alert-schema";
import { inPortions } from "@/lib/io/database/in-portions";
import { predictions, stays } from "@/lib/io/database/schema";
import { askForDeliveries, insertAlertEvents, type StandingRule } from "@/lib/services/alert-rows";
import { type FoundStanding, findStandings, type ScorePair, toScore, withReasons } from "@/lib/services/alert-sources";
import { findPaused } from "@/lib/services/find-paused";
import type { Scope } from "@/lib/services/verb";

type Sweep = Pick<Scope, "tx" | "house" | "now">;

/** Something a rule found about a patient. */
interface Candidate {
  readonly rule: StandingRule;
  readonly standing: FoundStanding;
  readonly score: AlertScore;
  readonly finding: AlertFinding;
  /** What came up is new; a standing that goes on is not another time. */
  readonly isNews: boolean;
}

interface PairRow extends Record<string, unknown> {
  readonly id: string;
  readonly stay_id: string;
}

/** Which of these predictions are of patients who are here, on wards that have rules, each with what it is held against (`scoreBefore`). */
async function findPairs({ tx }: Sweep, predictionIds: readonly string[], wardIds: readonly string[]) {
  const columns = (table: string) =>
    sql.raw(`${table}.at::text, ${table}.model_version, ${table}.probability, ${table}.tier`);
  type Row = PairRow & Parameters<typeof toScore>[0] & { readonly before: Parameters<typeof toScore>[0] | null };
  const { rows } = await tx.execute<Row>(sql`
    select p.id, p.stay_id, p.id as prediction_id, ${columns("p")},
      (select to_jsonb(b) from (
        select q.id as prediction_id, ${columns("q")} from ${predictions} q
        where q.stay_id = p.stay_id and q.at < p.at
        order by q.model_version = p.model_version desc, q.at desc limit 1) b) as before
    from ${predictions} p
    join ${stays} s on s.id = p.stay_id and s.is_current and s.gone_at is null
      and s.ward_id = any(${sql.param([...wardIds])}::text[])
    where p.id = any(${sql.param([...predictionIds])}::uuid[])
    order by p.at, p.id`);
  return rows.flatMap((row): (ScorePair & { readonly stayId: string })[] => {
    const next = toScore(row);
    return next === null ? [] : [{ stayId: row.stay_id, next, previous: row.before && toScore(row.before) }];
  });
}

const smallestRise = (rules: readonly StandingRule[]): number =>
  Math.min(...rules.map(({ rule }) => leastRise(rule.condition) ?? Number.POSITIVE_INFINITY));

/** What the rules find in new scores; the standing of each patient as it is by now. */
async function judgeScores(sweep: Sweep, rules: readonly StandingRule[], predictionIds: readonly string[]) {
  const wardIds = [...new Set(rules.flatMap(({ rule }) => rule.wardIds))];
  const onSince = rules.reduce((first, rule) => (rule.onSince < first ? rule.onSince : first), sweep.now);
  const all = predictionIds.length === 0 ? [] : await findPairs(sweep, predictionIds, wardIds);
  // Before its reasons are opened: no rule looks at what was scored before it.
  const found = all.filter(({ next }) => new Date(next.at) >= onSince);
  if (found.length === 0) return [];
  const pairs = await withReasons(sweep.tx, found, smallestRise(rules));
  const stayIds = sql.param([...new Set(pairs.map(({ stayId }) => stayId))]);
  const standings = new Map(
    (await findStandings(sweep.tx, sql`s.id = any(${stayIds}::text[])`)).map((one) => [one.stayId, one]),
  );
  return pairs.flatMap(({ stayId, previous, next }) => {
    const standing = standings.get(stayId);
    if (standing?.wardId == null) return [];
    return rules.flatMap((rule): Candidate[] => {
      if (!rule.rule.wardIds.includes(standing.wardId ?? "") || new Date(next.at) < rule.onSince) return [];
      const finding = judgeScore(rule.rule.condition, previous, next);
      return finding === null ? [] : [{ rule, standing, score: next, finding, isNews: true }];
    });
  });
}

/** What the rules about time find in patients who are here. */
async function judgeStandings({ tx, now }: Sweep, rules: readonly StandingRule[]): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const rule of rules) {
    const { condition, wardIds } = rule.rule;
    if (condition.kind !== "leaving-unattended") continue;
    const before = new Date(now.getTime() + condition.withinHours * 3_600_000).toISOString();
    const standings = await findStandings(
      tx,
      sql`s.ward_id = any(${sql.param([...wardIds])}::text[]) and s.is_current and s.gone_at is null
        and s.planned_end_at <= ${before}::timestamptz`,
    );
    for (const standing of standings) {
      const finding = judgeStanding(condition, standing, now);
      if (finding !== null && standing.score !== null)
        candidates.push({ rule, standing, score: standing.score, finding, isNews: false });
    }
  }
  return candidates;
}

/** What the rules find again in patients whose alerts were paused. */
async function judgePaused(sweep: Sweep, rules: readonly StandingRule[]): Promise<Candidate[]> {
  return (await findPaused(sweep, rules)).flatMap(({ rule, standing, finding }) =>
    standing.score === null ? [] : [{ rule, standing, score: standing.score, finding, isNews: false }],
  );
}

interface LastAlert extends Record<string, unknown> {
  readonly id: string;
  readonly rule_id: string;
  readonly patient_id: string;
  readonly stay_id: string;
  readonly ended_at: string | null;
}

const keyOf = (ruleId: string, id: string): string => `${ruleId} ${id}`;

/** The alerts of these patients that are live, by patient, and when the last that is over ended, by stay. */
async function findLast({ tx }: Sweep, candidates: readonly Candidate[]) {
  const { rows } = await tx.execute<LastAlert>(sql`
    select distinct on (rule_id, stay_id) id, rule_id, patient_id, stay_id, ended_at::text
    from ${alerts}
    where rule_id = any(${sql.param(candidates.map(({ rule }) => rule.ruleId))}::uuid[])
      and patient_id = any(${sql.param(candidates.map(({ standing }) => standing.patientId))}::text[])
    order by rule_id, stay_id, ended_at desc nulls first`);
  const live = new Map<string, string>();
  const ended = new Map<string, Date>();
  for (const { id, rule_id, patient_id, stay_id, ended_at } of rows)
    if (ended_at === null) live.set(keyOf(rule_id, patient_id), id);
    else ended.set(keyOf(rule_id, stay_id), new Date(ended_at));
  return { live, ended };
}

function toRow({ now, house }: Sweep, { rule: standingRule, standing, score, finding }: Candidate) {
  const { ruleId, version, rule } = standingRule;
  const quietEnd = quietUntil(rule.quiet, now, house.timeZone);
  const opened = { openedAt: now, escalatedAt: null };
  return {
    ...{ id: crypto.randomUUID(), ruleId, ruleVersion: version, kind: rule.condition.kind },
    ...{ patientId: standing.patientId, stayId: standing.stayId, wardId: standing.wardId ?? "" },
    ...{ predictionId: score.predictionId, modelVersion: score.modelVersion, finding, roles: [rule.role] },
    ...{ raisedAt: now, state: quietEnd === null ? ("open" as const) : ("held" as const) },
    dueAt: quietEnd ?? escalatesAt(rule, opened, house.timeZone),
  };
}

/**
 * Raises what the rules find and is not said already. What came up and is over again by now is not raised.
 * @returns ids of the new alerts, and how many came up again while they were live
 */
export async function raiseAlerts(
  sweep: Sweep,
  rules: readonly StandingRule[],
  {
    predictionIds,
    isSilent,
  }: { readonly predictionIds: readonly string[]; readonly isSilent: (version: string) => Promise<boolean> },
): Promise<{ readonly ids: readonly string[]; readonly repeats: number }> {
  const { tx, now } = sweep;
  const candidates = [
    ...(await judgeScores(sweep, rules, predictionIds)),
    ...(await judgeStandings(sweep, rules)),
    ...(await judgePaused(sweep, rules)),
  ];
  if (candidates.length === 0) return { ids: [], repeats: 0 };
  const { live, ended } = await findLast(sweep, candidates);
  const made: { readonly candidate: Candidate; readonly row: ReturnType<typeof toRow> }[] = [];
  const again: string[] = [];
  for (const candidate of candidates) {
    const { rule, standing, score, finding, isNews } = candidate;
    if (await isSilent(score.modelVersion)) continue;
    const key = keyOf(rule.ruleId, standing.patientId);
    const liveId = live.get(key);
    if (liveId !== undefined) {
      if (isNews) again.push(liveId);
      continue;
    }
    // Another stay is another matter, and what was only paused is not a repetition: nobody was done with it.
    const endedAt = ended.get(keyOf(rule.ruleId, standing.stayId));
    if (endedAt !== undefined && !finding.isAgain && !mayRepeat(rule.rule, endedAt, now)) continue;
    if (whyOver(rule.rule, finding, standing, now) !== null) continue;
    const row = toRow(sweep, candidate);
    made.push({ candidate, row });
    live.set(key, row.id);
  }
  for (const some of inPortions(made)) await tx.insert(alerts).values(some.map(({ row }) => row));
  for (const id of again)
    await tx
      .update(alerts)
      .set({ repeats: sql`${alerts.repeats} + 1` })
      .where(sql`${alerts.id} = ${id}`);
  await insertAlertEvents(
    sweep,
    made.map(({ row }) => ({ alertId: row.id, kind: "raised" as const })),
  );
  const telling = made.filter(({ row }) => row.state === "open");
  await askForDeliveries(
    sweep,
    telling.map(({ candidate: { rule }, row }) => {
      const { id: alertId, wardId } = row;
      return { alertId, wardId, rule: rule.rule, role: rule.rule.role, step: "told" as const };
    }),
  );
  return { ids: [...made.map(({ row }) => row.id)], repeats: again.length };
}
