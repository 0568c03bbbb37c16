import type { EdVisitNow } from "@/lib/core/admission/read-ed-visits";
import type { AdmissionScore } from "@/lib/io/onnx/open-admission-model";
import { openServingAdmission } from "@/lib/services/admission-versions";
import type { House } from "@/lib/services/house";

/** What the admission model says of some visits. */
export interface ScoredVisits {
  readonly modelVersion: string;
  /** By Encounter.id; a visit the model is not for has none. */
  readonly scores: ReadonlyMap<string, AdmissionScore>;
}

/**
 * Scores visits with the version that serves, or null where no model lies here. The model is opened for it and closed again: it is small, and is asked
 * every few minutes.
 */
export async function scoreVisits(house: House, visits: readonly EdVisitNow[]): Promise<ScoredVisits | null> {
  const model = await openServingAdmission(house);
  if (model === null) return null;
  try {
    const inScope = visits.filter(({ applicability }) => applicability.inScope);
    const scores = inScope.length === 0 ? [] : await model.score(inScope.map(({ encoded }) => encoded));
    const byVisit = inScope.flatMap(({ visitId }, at) => {
      const score = scores[at];
      return score === undefined ? [] : [[visitId, score] as const];
    });
    return { modelVersion: model.manifest.version, scores: new Map(byVisit) };
  } finally {
    await model.close();
  }
}
