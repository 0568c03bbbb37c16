import { inArray } from "drizzle-orm";
import { shadowPredictions } from "@/lib/io/database/registry-schema";
import { stays } from "@/lib/io/database/schema";
import type { ShadowSaid } from "@/lib/services/score-here";
import type { Scope } from "@/lib/services/verb";

/** Keeps what shadows said, each beside the prediction that stands for the same stay; once per prediction and version. */
export async function storeShadows({ tx, now }: Pick<Scope, "tx" | "now">, said: readonly ShadowSaid[]): Promise<void> {
  if (said.length === 0) return;
  const found = await tx
    .select({ id: stays.id, predictionId: stays.predictionId })
    .from(stays)
    .where(inArray(stays.id, [...new Set(said.map(({ stayId }) => stayId))]));
  const predictionOf = new Map(found.map(({ id, predictionId }) => [id, predictionId]));
  const rows = said.flatMap(({ stayId, served, probability, tier }) => {
    const predictionId = predictionOf.get(stayId);
    const { rolloutId, modelVersion } = served;
    return predictionId == null || rolloutId === null
      ? []
      : [{ predictionId, rolloutId, modelVersion, probability, tier, at: now }];
  });
  if (rows.length > 0) await tx.insert(shadowPredictions).values(rows).onConflictDoNothing();
}
