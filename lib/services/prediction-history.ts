import { desc, eq } from "drizzle-orm";
import { describeHistory, HISTORY_MAXIMUM, type PastPrediction } from "@/lib/core/worklist/prediction-history";
import { predictions } from "@/lib/io/database/schema";
import { findStandings } from "@/lib/services/silence-unapproved";
import type { Scope } from "@/lib/services/verb";

/** What stands for a score of a version that this reader is not shown. */
const NOT_SHOWN = "That version’s scores are not shown here.";

/**
 * The newest scores of one stay, each with what changed since the one before it. Of a version that is silent only that
 * there was one, whichever version serves now.
 */
export async function listHistory(scope: Scope, stayId: string): Promise<PastPrediction[]> {
  const { tx } = scope;
  const rows = await tx
    .select({
      id: predictions.id,
      at: predictions.at,
      modelVersion: predictions.modelVersion,
      view: predictions.view,
      probability: predictions.probability,
      tier: predictions.tier,
      encoded: predictions.features,
      scored: predictions.scored,
    })
    .from(predictions)
    .where(eq(predictions.stayId, stayId))
    .orderBy(desc(predictions.at), desc(predictions.id))
    // One more than is shown: the oldest shown is compared with it.
    .limit(HISTORY_MAXIMUM + 1);
  const standings = await findStandings(
    scope,
    rows.map(({ modelVersion }) => modelVersion),
  );
  const kept = rows.map(({ scored, at, ...rest }) => {
    const common = { ...rest, at: at.toISOString() };
    if (standings.get(rest.modelVersion)?.silentBecause != null)
      return { ...common, probability: null, tier: null, drivers: [], abstentionReasons: [NOT_SHOWN] };
    const { drivers, probability, applicability } = scored;
    return { ...common, drivers, abstentionReasons: probability === null ? applicability.reasons : [] };
  });
  return describeHistory(kept, rows.length <= HISTORY_MAXIMUM);
}
