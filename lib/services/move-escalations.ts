import { eq, sql } from "drizzle-orm";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { escalatesAt } from "@/lib/core/alerts/alert-state";
import { alertEvents, alerts } from "@/lib/io/database/alert-schema";
import { holdProgress } from "@/lib/services/alert-rows";
import type { Scope } from "@/lib/services/verb";

interface OpenRow extends Record<string, unknown> {
  readonly id: string;
  readonly opened_at: string;
}

/**
 * Alerts that are open and were told to nobody else yet are told to the second role as the rule now says, counted from
 * when each was opened. Waits for a look that is under way: that one opens alerts by the version before.
 */
export async function moveEscalations(
  { tx, house }: Pick<Scope, "tx" | "house">,
  ruleId: string,
  rule: AlertRule,
): Promise<void> {
  await holdProgress(tx);
  const { rows } = await tx.execute<OpenRow>(sql`
    select a.id, coalesce((
      select max(e.at) from ${alertEvents} e
      where e.alert_id = a.id and e.kind in ('told', 'woken', 'reopened')), a.raised_at)::text as opened_at
    from ${alerts} a where a.rule_id = ${ruleId}::uuid and a.state = 'open' and a.escalated_at is null
    order by a.id for update of a`);
  for (const { id, opened_at } of rows) {
    const dueAt = escalatesAt(rule, { openedAt: new Date(opened_at), escalatedAt: null }, house.timeZone);
    await tx.update(alerts).set({ dueAt }).where(eq(alerts.id, id));
  }
}
