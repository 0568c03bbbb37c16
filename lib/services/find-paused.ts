import { sql } from "drizzle-orm";
import type { AlertFinding, AlertResolution } from "@/lib/core/alerts/alert";
import type { AlertKind } from "@/lib/core/alerts/alert-rule";
import { judgeAgain, LOOKED_AT_AGAIN } from "@/lib/core/alerts/judge-alert";
import { alertEvents, alerts } from "@/lib/io/database/alert-schema";
import { stays } from "@/lib/io/database/schema";
import type { StandingRule } from "@/lib/services/alert-rows";
import { type FoundStanding, findStandings } from "@/lib/services/alert-sources";
import type { Scope } from "@/lib/services/verb";

interface PausedRow extends Record<string, unknown> {
  readonly rule_id: string;
  readonly stay_id: string;
  readonly kind: AlertKind;
  readonly finding: AlertFinding;
  readonly model_version: string;
  readonly ended_at: string;
  readonly resolution: AlertResolution;
}

/** Patients who are here on wards of these rules and whose newest alert under one ended in a way that is looked at again. */
async function findRows({ tx }: Pick<Scope, "tx">, rules: readonly StandingRule[]): Promise<PausedRow[]> {
  const wardIds = [...new Set(rules.flatMap(({ rule }) => rule.wardIds))];
  const { rows } = await tx.execute<PausedRow>(sql`
    select last.rule_id, last.stay_id, last.kind, last.finding, last.model_version, last.ended_at::text, e.resolution
    from (
      select distinct on (a.rule_id, a.patient_id) a.*
      from ${alerts} a
      where a.rule_id = any(${sql.param(rules.map(({ ruleId }) => ruleId))}::uuid[]) and a.patient_id in (
        select s.patient_id from ${stays} s
        where s.is_current and s.gone_at is null and s.ward_id = any(${sql.param(wardIds)}::text[]))
      order by a.rule_id, a.patient_id, a.raised_at desc, a.ended_at desc nulls first) last
    join ${alertEvents} e on e.alert_id = last.id and e.kind = 'resolved'
      and e.resolution = any(${sql.param([...LOOKED_AT_AGAIN])}::text[])`);
  return rows;
}

/** What rules find again in patients whose alerts ended for a while only; the standing is that of the same stay. */
export async function findPaused(
  { tx, now }: Pick<Scope, "tx" | "now">,
  rules: readonly StandingRule[],
): Promise<{ readonly rule: StandingRule; readonly standing: FoundStanding; readonly finding: AlertFinding }[]> {
  const rows = rules.length === 0 ? [] : await findRows({ tx }, rules);
  if (rows.length === 0) return [];
  const stayIds = sql.param([...new Set(rows.map(({ stay_id }) => stay_id))]);
  const found = await findStandings(tx, sql`s.id = any(${stayIds}::text[])`);
  const standings = new Map(found.map((one) => [one.stayId, one]));
  return rows.flatMap((row) => {
    const rule = rules.find(({ ruleId }) => ruleId === row.rule_id);
    const standing = standings.get(row.stay_id);
    // What ended before the rule was switched on again is not looked at, as with scores.
    const endedAt = new Date(row.ended_at);
    if (rule === undefined || standing === undefined || endedAt < rule.onSince) return [];
    const before = { ...row, modelVersion: row.model_version, endedAt };
    const finding = judgeAgain(rule.rule, before, standing, now);
    return finding === null ? [] : [{ rule, standing, finding }];
  });
}
