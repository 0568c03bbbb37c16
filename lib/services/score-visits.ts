import type { EdVisitNow } from "@/lib/core/admission/read-ed-visits";
import { openAdmissionModel } from "@/lib/io/onnx/open-admission-model";
import type { House } from "@/lib/services/house";

/** What the admission model says of some visits. */
export interface ScoredVisits {
  readonly modelVersion: string;
  /** 0–1 by Encounter.id; a visit the model is not for has none. */
  readonly chances: ReadonlyMap<string, number>;
}

/**
 * Scores visits, or null where no model lies here. The model is opened for it and closed again: it is small, and is asked
 * every few minutes.
 */
export async function scoreVisits(
  { admissionModel }: Pick<House, "admissionModel">,
  visits: readonly EdVisitNow[],
): Promise<ScoredVisits | null> {
  if (admissionModel === undefined) return null;
  const model = await openAdmissionModel(admissionModel);
  try {
    const inScope = visits.filter(({ applicability }) => applicability.inScope);
    const scores = inScope.length === 0 ? [] : await model.score(inScope.map(({ encoded }) => encoded));
    const chances = new Map(inScope.map(({ visitId }, at) => [visitId, scores[at] ?? 0]));
    return { modelVersion: model.manifest.version, chances };
  } finally {
    await model.close();
  }
}
