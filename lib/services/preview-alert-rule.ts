import { z } from "zod";
import { type AlertBurden, BURDEN_DAYS, burdenOf } from "@/lib/core/alerts/alert-burden";
import { type AlertRule, alertRule } from "@/lib/core/alerts/alert-rule";
import { replayGround, replayRule } from "@/lib/core/alerts/replay-rule";
import { findHistories } from "@/lib/services/alert-history";
import { type Scope, verb } from "@/lib/services/verb";

/** What a rule would have found over the last weeks, by the same judgement that it will run by. */
export async function findBurden(scope: Scope, rule: AlertRule): Promise<AlertBurden> {
  const { now, house } = scope;
  const { histories, ...found } = await findHistories(scope, rule);
  const would = replayRule(rule, histories, now);
  const ground = replayGround(rule, histories, new Date(now.getTime() - BURDEN_DAYS * 86_400_000));
  return burdenOf(rule, would, { now, timeZone: house.timeZone, ground, ...found });
}

/** How often a rule would have come up, and for whom, before it is saved. Saves nothing. */
export const previewAlertRule = verb({
  name: "preview-alert-rule",
  input: z.object({ rule: alertRule }),
  about: () => ({}),
  wards: async (_scope, { rule }) => rule.wardIds,
  run: async (scope, { rule }) => {
    const output = await findBurden(scope, rule);
    const { kind } = rule.condition;
    return { output, audit: { target: {}, detail: { kind, wards: rule.wardIds.length, alerts: output.alerts } } };
  },
});
