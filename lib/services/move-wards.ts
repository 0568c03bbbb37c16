import { and, desc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { Fault } from "@/lib/core/fault";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { PreparedStay } from "@/lib/core/model/prepared-stay";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { chooseFor, type ServingPlan } from "@/lib/core/rollout/plan";
import { predictions, stays } from "@/lib/io/database/schema";
import type { Change } from "@/lib/services/audit-log";
import { scoreUnder } from "@/lib/services/score-here";
import { type ScoredReading, storePredictions } from "@/lib/services/store-reading";
import type { Scope } from "@/lib/services/verb";

type Prediction = Pick<typeof predictions.$inferSelect, "id" | "stayId" | "patientId" | "features" | "view" | "scored">;

/** What each feature was read from, as far as an explanation of it says. */
function evidenceOf({ drivers }: ScoredStay): string[][] {
  const found = new Map(drivers.map(({ feature, evidence }) => [feature, [...evidence]]));
  return FEATURES.map(({ name }) => found.get(name) ?? []);
}

/** A stay as it was read when it was last scored. */
function toPrepared({ features, view, scored }: Prediction, explained: ScoredStay): PreparedStay {
  const { patientId, stayId, encounterIds, admittedAt, dischargedAt, scores, applicability, issues } = scored;
  const encoded = Float32Array.from(features);
  const stay = { patientId, stayId, encounterIds, admittedAt, dischargedAt, scores, applicability, issues };
  return { ...stay, view, encoded, evidence: evidenceOf(explained) };
}

/** The newest prediction of each stay in hospital, with the ward it is on. */
async function findCurrent({ tx }: Scope) {
  const { id, stayId, patientId, features, view, scored, modelVersion } = predictions;
  return tx
    .select({ prediction: { id, stayId, patientId, features, view, scored }, modelVersion, wardId: stays.wardId })
    .from(stays)
    .innerJoin(predictions, eq(predictions.id, stays.predictionId))
    .where(and(stays.isCurrent, isNull(stays.goneAt)))
    .orderBy(stays.id);
}

/**
 * A version that gives no contributions names no evidence either: it is looked up in the last prediction of the same
 * features that did.
 */
async function findExplained({ tx }: Scope, silent: readonly Prediction[]): Promise<ReadonlyMap<string, ScoredStay>> {
  if (silent.length === 0) return new Map();
  const { stayId, features, scored, at } = predictions;
  const rows = await tx
    .select({ stayId, features, scored })
    .from(predictions)
    .where(
      and(
        inArray(
          stayId,
          silent.map((one) => one.stayId),
        ),
        gt(sql`jsonb_array_length(${scored}->'drivers')`, 0),
      ),
    )
    .orderBy(desc(at));
  const wanted = new Map(silent.map((one) => [one.stayId, one.features.join()]));
  const found = new Map<string, ScoredStay>();
  for (const row of rows)
    if (!found.has(row.stayId) && wanted.get(row.stayId) === row.features.join()) found.set(row.stayId, row.scored);
  return found;
}

/**
 * Brings every stay in hospital to the version that serves its ward under `plan`, from the features it was last scored
 * with. Whoever calls holds `lockRollouts` and commits it together with the decision, so that a ward changes as a whole.
 *
 * @param isStrict whether it is a Fault where a version cannot score every one of them: it never begins to serve then
 */
export async function moveWards(scope: Scope, plan: ServingPlan, isStrict: boolean): Promise<Change[]> {
  const current = await findCurrent(scope);
  const moving = current.filter(({ modelVersion, wardId }) => chooseFor(plan, wardId).modelVersion !== modelVersion);
  if (moving.length === 0) return [];
  const silent = moving.flatMap(({ prediction }) =>
    prediction.scored.probability !== null && prediction.scored.drivers.length === 0 ? [prediction] : [],
  );
  const explained = await findExplained(scope, silent);
  const asked = moving.map(({ prediction, wardId }) => ({
    prepared: toPrepared(prediction, explained.get(prediction.stayId) ?? prediction.scored),
    wardId,
  }));
  const said = await scoreUnder(scope, plan, asked);
  const failed = said.filter(({ served }) => served.insteadOf !== null);
  const [first] = failed;
  if (isStrict && first !== undefined)
    throw new Fault(
      "conflict",
      `Version ${first.served.insteadOf} could not score ${failed.length} of the ${moving.length} stays it was to serve. Nothing was changed.`,
    );
  const reads = said.map((one, at): ScoredReading => ({ ...one, prepared: asked[at]!.prepared }));
  return storePredictions(scope, reads);
}
