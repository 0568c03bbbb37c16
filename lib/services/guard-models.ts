import { and, eq, gte, inArray, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import { isFault } from "@/lib/core/fault";
import { type ServingPlan, servingVersions } from "@/lib/core/rollout/plan";
import { type AlertVolume, slowGuard } from "@/lib/core/rollout/slow-guard";
import { predictions, stays } from "@/lib/io/database/schema";
import type { House } from "@/lib/services/house";
import { findMaturedStays, toValidationRows } from "@/lib/services/matured-stays";
import { shelfOf } from "@/lib/services/model-shelf";
import { whyTrippedNow } from "@/lib/services/model-watch";
import { findRolloutEvents } from "@/lib/services/rollout-record";
import { rollBackModel } from "@/lib/services/rollouts";
import { settleOutcomes } from "@/lib/services/settle-outcomes";
import type { Scope } from "@/lib/services/verb";

const DAY_MS = 86_400_000;

interface Guarded {
  readonly rolloutId: string;
  readonly modelVersion: string;
}

/** What somebody decided to let run. The shipped version that serves without a decision has nothing to go back to. */
function guarded({ champion, visible, shadows }: ServingPlan): Guarded[] {
  const rollouts = [...visible, ...shadows].map(({ id, modelVersion }) => ({ rolloutId: id, modelVersion }));
  const { rolloutId, modelVersion } = champion;
  return rolloutId === null ? rollouts : [{ rolloutId, modelVersion }, ...rollouts];
}

/** Whether it was ended here; another process may have been quicker. */
async function end(
  house: House,
  { rolloutId, modelVersion }: Guarded,
  cause: "fast-guard" | "slow-guard",
  why: string,
): Promise<boolean> {
  try {
    await rollBackModel(house, { system: cause }, { rolloutId, cause, why });
    house.log.warn({ version: modelVersion, cause, why }, "a guard rolled a model version back");
    return true;
  } catch (error) {
    if (isFault(error) && error.code === "not-found") return false;
    throw error;
  }
}

/** Rolls back what has failed in this process. Returns the versions it ended. */
export async function runFastGuard(house: House): Promise<string[]> {
  const plan = await house.database.transaction((tx) => shelfOf(house).plan(tx));
  const ended: string[] = [];
  for (const one of guarded(plan)) {
    const why = whyTrippedNow(house, one.modelVersion);
    if (why !== null && (await end(house, one, "fast-guard", why))) ended.push(one.modelVersion);
  }
  return ended;
}

/** How many of the stays a version spoke of, and how many of them it would have called to attention. */
async function findVolume({ tx }: Scope, where: SQL | undefined): Promise<AlertVolume> {
  const { tier, stayId, probability } = predictions;
  const [row] = await tx
    .select({
      stays: sql<number>`count(distinct ${stayId})::int`,
      called: sql<number>`count(distinct ${stayId}) filter (where ${tier} in ('high', 'very-high'))::int`,
    })
    .from(predictions)
    .innerJoin(stays, eq(stays.id, stayId))
    .where(and(isNotNull(probability), where));
  return row ?? { stays: 0, called: 0 };
}

/** The wards of a rollout; every ward where it is a champion. */
const onWards = (wardIds: readonly string[] | null): SQL | undefined =>
  wardIds === null ? undefined : inArray(stays.wardId, [...wardIds]);

/** What is known of a version's patients, and why it must give way by it; null while there is no reason. */
async function judge(house: House, { rolloutId, modelVersion }: Guarded): Promise<string | null> {
  const known = await house.database.transaction(async (tx) => {
    const now = house.clock.now();
    const scope: Scope = { house, tx, now, actor: { id: "system", name: "slow-guard", role: "system", wardIds: [] } };
    const start = (await findRolloutEvents(tx, house.model.facts.task)).find(
      ({ id, kind }) => id === rolloutId && kind === "start",
    );
    if (start === undefined) return null;
    const since = new Date(start.at);
    const length = Math.max(DAY_MS, now.getTime() - since.getTime());
    const wards = onWards(start.wardIds);
    return {
      matured: await findMaturedStays(scope, modelVersion),
      now: await findVolume(scope, and(wards, eq(predictions.modelVersion, modelVersion), gte(predictions.at, since))),
      before: await findVolume(
        scope,
        and(wards, gte(predictions.at, new Date(since.getTime() - length)), lt(predictions.at, since)),
      ),
    };
  });
  if (known === null) return null;
  const { rows } = await toValidationRows(house, known.matured);
  return slowGuard(rows, known);
}

/** Rolls back what wards see and what became of its patients speaks against. Returns the versions it ended. */
export async function runSlowGuard(house: House): Promise<string[]> {
  await settleOutcomes(house, "slow-guard");
  const plan = await house.database.transaction((tx) => shelfOf(house).plan(tx));
  const seen = new Set(servingVersions(plan));
  const ended: string[] = [];
  for (const one of guarded({ ...plan, shadows: [] }).filter(({ modelVersion }) => seen.has(modelVersion))) {
    const why = await judge(house, one);
    if (why !== null && (await end(house, one, "slow-guard", why))) ended.push(one.modelVersion);
  }
  return ended;
}
