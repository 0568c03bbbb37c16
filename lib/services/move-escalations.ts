import { eq, sql } from "drizzle-orm";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { escalatesAt } from "@/lib/core/alerts/alert-state";
import { toldAt } from "@/lib/core/alerts/quiet-hours";
import { alertEvents, alerts } from "@/lib/io/database/alert-schema";
import { holdProgress } from "@/lib/services/alert-rows";
import type { Scope } from "@/lib/services/verb";

interface LiveRow extends Record<string, unknown> {
  readonly id: string;
  readonly state: "open" | "held";
  readonly opened_at: string;
}

/**
 * Alerts that are open and were told to nobody else yet are told to the second role as the rule now says, counted from
 * when each was opened; what is held is told when the quiet hours it now has are over. Waits for a look that is under way: that one opens alerts by the version before.
 */
export async function moveEscalations(
  { tx, house, now }: Pick<Scope, "tx" | "house" | "now">,
  ruleId: string,
  rule: AlertRule,
): Promise<void> {
  await holdProgress(tx, now);
  const { rows } = await tx.execute<LiveRow>(sql`
    select a.id, a.state, coalesce((
      select max(e.at) from ${alertEvents} e
      where e.alert_id = a.id and e.kind in ('told', 'woken', 'reopened')), a.raised_at)::text as opened_at
    from ${alerts} a where a.rule_id = ${ruleId}::uuid and a.state in ('open', 'held') and a.escalated_at is null
    order by a.id for update of a`);
  for (const { id, state, opened_at } of rows) {
    const dueAt =
      state === "held"
        ? toldAt(rule.quiet, now, house.timeZone)
        : escalatesAt(rule, { openedAt: new Date(opened_at), escalatedAt: null }, house.timeZone);
    await tx.update(alerts).set({ dueAt }).where(eq(alerts.id, id));
  }
}
