import { asc, desc, eq, type SQL } from "drizzle-orm";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { ReviewedFlag } from "@/lib/core/flags/flag-review";
import { adjudications } from "@/lib/io/database/review-schema";
import { flags, predictions, stays, users, wards } from "@/lib/io/database/schema";
import { notePlace } from "@/lib/services/flag-view";
import { isStandingDecision, newestAssigneeId, toReviewState } from "@/lib/services/review-flags";
import type { Scope } from "@/lib/services/verb";

const LABELS = new Map<string, string>(FEATURES.map(({ name, label }) => [name, label]));

/** A feature's name in plain words. */
export const featureLabel = (name: string): string => LABELS.get(name) ?? name;

/** Flags as whoever judges the model reads them, newest first. `where` may be about flags, predictions and stays. */
export async function findFlags(scope: Scope, where: SQL | undefined, limit: number): Promise<ReviewedFlag[]> {
  const found = await scope.tx
    .select({
      ...{ flag: flags, prediction: predictions, current: stays.predictionId, role: users.role, ward: wards },
      decided: { decision: adjudications.decision, agreement: adjudications.agreement, at: adjudications.at },
      assigneeId: newestAssigneeId,
    })
    .from(flags)
    .innerJoin(predictions, eq(predictions.id, flags.predictionId))
    .innerJoin(stays, eq(stays.id, flags.stayId))
    .innerJoin(users, eq(users.id, flags.userId))
    .leftJoin(wards, eq(wards.id, stays.wardId))
    .leftJoin(adjudications, isStandingDecision)
    .where(where)
    .orderBy(desc(flags.at), asc(flags.id))
    .limit(limit);
  return found.map(({ flag, prediction, current, role, ward, decided, assigneeId }) => {
    const driver = prediction.scored.drivers.findIndex(({ feature }) => feature === flag.feature);
    return {
      id: flag.id,
      stayId: flag.stayId,
      isKnownHere: true,
      source: "wardlight",
      wardId: ward?.id ?? null,
      wardName: ward?.name ?? null,
      kind: flag.kind,
      feature: flag.feature,
      featureLabel: flag.feature === null ? null : featureLabel(flag.feature),
      saidThen: prediction.sentences[driver] ?? null,
      note: String(scope.house.vault.open(flag.note, notePlace(flag.id))),
      byRole: role,
      at: flag.at.toISOString(),
      predictionId: prediction.id,
      predictedAt: prediction.at.toISOString(),
      probability: prediction.probability,
      view: prediction.view,
      modelVersion: prediction.modelVersion,
      isReplaced: current !== prediction.id,
      review: {
        state: toReviewState(decided?.at ?? null, assigneeId),
        // The join leaves out what takes a decision back.
        decision: decided === null || decided.decision === "withdrawn" ? null : decided.decision,
        agreement: decided?.agreement ?? null,
        decidedAt: decided?.at.toISOString() ?? null,
      },
    };
  });
}
