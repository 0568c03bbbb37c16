import { and, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { mayUse } from "@/lib/core/access/access";
import { type AlertRule, type AlertRulesView, type AlertRuleView, alertRule } from "@/lib/core/alerts/alert-rule";
import { Fault } from "@/lib/core/fault";
import { isAccumulating } from "@/lib/core/features/accumulating";
import { FEATURES } from "@/lib/core/features/feature-table";
import { clauseKey } from "@/lib/core/worklist/change-clause";
import { alertRules, alertWebhooks } from "@/lib/io/database/alert-schema";
import { users, wards } from "@/lib/io/database/schema";
import { beginProgress, findRules, type StandingRule } from "@/lib/services/alert-rows";
import { moveEscalations } from "@/lib/services/move-escalations";
import { findBurden } from "@/lib/services/preview-alert-rule";
import { type Scope, verb } from "@/lib/services/verb";

/** Features that can be a reason: those that do not merely accumulate; the ranks of diagnosis speak as one. */
const NAMEABLE = FEATURES.filter(
  ({ name }) => !isAccumulating(name) && (clauseKey(name) === name || name === "primaryDiagnosis"),
).map(({ name, label }) => ({ name, label: name === "primaryDiagnosis" ? "Diagnoses" : label }));

/** How many alerts each rule raised over 30 days, and how many of its alerts are live. */
async function countByRule({ tx, now }: Scope) {
  const since = new Date(now.getTime() - 30 * 86_400_000).toISOString();
  const { rows } = await tx.execute<{ rule_id: string; lately: number; live: number }>(sql`
    select rule_id, count(*) filter (where raised_at >= ${since}::timestamptz)::int as lately,
      count(*) filter (where ended_at is null)::int as live
    from alerts where ended_at is null or raised_at >= ${since}::timestamptz group by rule_id`);
  return new Map(rows.map(({ rule_id, lately, live }) => [rule_id, { raised30Days: lately, live }]));
}

const concerns = ({ rule }: StandingRule, wardIds: readonly string[]): boolean =>
  rule.wardIds.some((id) => wardIds.includes(id));

/** The rules of the reader's wards, and what a rule can be made of. */
export const readAlertRules = verb({
  name: "read-alert-rules",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async (scope) => {
    const { tx, actor, house } = scope;
    const rules = (await findRules(tx)).filter((rule) => concerns(rule, actor.wardIds));
    const known = await tx.select({ id: wards.id, name: wards.name }).from(wards).orderBy(wards.name, wards.id);
    const names = new Map(known.map(({ id, name }) => [id, name]));
    const people = await tx.select({ id: users.id, name: users.name }).from(users);
    const counts = await countByRule(scope);
    const webhooks = await tx
      .select({ id: alertWebhooks.id, name: alertWebhooks.name })
      .from(alertWebhooks)
      .where(isNull(alertWebhooks.disabledAt))
      .orderBy(alertWebhooks.name);
    const mayChange = mayUse(actor.role, "save-alert-rule");
    const output: AlertRulesView = {
      rules: rules.map(
        ({ ruleId, version, rule, userId, at }): AlertRuleView => ({
          id: ruleId,
          version,
          rule,
          savedBy: people.find(({ id }) => id === userId)?.name ?? "made with the demo",
          savedAt: at.toISOString(),
          wardNames: rule.wardIds.map((id) => names.get(id) ?? id),
          ...(counts.get(ruleId) ?? { raised30Days: 0, live: 0 }),
          mayChange: mayChange && rule.wardIds.every((id) => actor.wardIds.includes(id)),
        }),
      ),
      wards: known.filter(({ id }) => actor.wardIds.includes(id)),
      features: NAMEABLE,
      webhooks,
      timeZone: house.timeZone,
      mayChange,
    };
    return { output, audit: { target: {}, detail: { rules: rules.length } } };
  },
});

/** Those newly named are in use; what the version before named and has ended since is told nothing, and stops nobody. */
async function assertWebhooks({ tx }: Scope, webhookIds: readonly string[], before: readonly string[]): Promise<void> {
  const ids = [...new Set(webhookIds)].filter((id) => !before.includes(id));
  if (ids.length === 0) return;
  const found = await tx
    .select({ id: alertWebhooks.id })
    .from(alertWebhooks)
    .where(and(inArray(alertWebhooks.id, ids), isNull(alertWebhooks.disabledAt)));
  if (found.length < ids.length)
    throw new Fault("bad-input", "One of these webhooks has ended, or is none. Choose again.");
}

/** The rule that is changed; a Fault where there is none, or somebody saved another version meanwhile. */
async function findEdited({ tx }: Scope, ruleId: string, version: number | null): Promise<StandingRule> {
  const found = (await findRules(tx)).find((rule) => rule.ruleId === ruleId);
  if (found === undefined) throw new Fault("not-found", "There is no such rule.");
  if (version !== null && version !== found.version) throw changedMeanwhile();
  return found;
}

const changedMeanwhile = (): Fault =>
  new Fault("conflict", "Somebody else saved this rule meanwhile. Look at theirs first.");

/** Writes a version of a rule; false where that version is there already. */
export async function insertRule(
  { tx, now }: Pick<Scope, "tx" | "now">,
  row: Pick<typeof alertRules.$inferInsert, "ruleId" | "version" | "burden" | "userId"> & { readonly rule: AlertRule },
): Promise<boolean> {
  await beginProgress(tx, now);
  const made = await tx
    .insert(alertRules)
    .values({ ...row, isOn: row.rule.isOn, at: now })
    .onConflictDoNothing()
    .returning({ version: alertRules.version });
  return made.length === 1;
}

/**
 * Saves a rule, new or as the next version of one, with what it would have found until now, so that it can be held
 * against what it does find. It looks at what is scored from now on; open alerts go to the second role as it now says.
 */
export const saveAlertRule = verb({
  name: "save-alert-rule",
  input: z.object({
    rule: alertRule,
    ruleId: z.uuid().nullish(),
    /** The version that was edited. */
    version: z.number().int().min(1).nullish(),
  }),
  about: ({ ruleId }): Record<string, string> => (ruleId ? { ruleId } : {}),
  wards: async (scope, { rule, ruleId, version }) => {
    const edited = ruleId ? await findEdited(scope, ruleId, version ?? null) : null;
    return [...new Set([...rule.wardIds, ...(edited?.rule.wardIds ?? [])])];
  },
  run: async (scope, { rule, ruleId, version }) => {
    const edited = ruleId ? await findEdited(scope, ruleId, version ?? null) : null;
    await assertWebhooks(scope, rule.webhookIds, edited?.rule.webhookIds ?? []);
    // A rule that is off burdens nobody, and nobody was shown what it would have come to.
    const burden = rule.isOn ? await findBurden(scope, rule) : null;
    const output = { ruleId: edited?.ruleId ?? crypto.randomUUID(), version: (edited?.version ?? 0) + 1 };
    const isSaved = await insertRule(scope, { ...output, rule, burden, userId: scope.actor.id });
    if (!isSaved) throw changedMeanwhile();
    if (edited !== null) await moveEscalations(scope, edited.ruleId, rule);
    const { kind } = rule.condition;
    const detail = { version: output.version, kind, isOn: rule.isOn, wards: rule.wardIds.length };
    // A rule about time finds who is here already: it is looked at at once, not when the clock comes round.
    const changed = [{ kind: "alert-rule" as const, ref: output.ruleId }];
    return { output, audit: { target: { ruleId: output.ruleId }, detail }, changed };
  },
});
