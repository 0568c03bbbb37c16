import { decodeValue } from "@/lib/core/features/encode";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { type Manifest, type ManifestTerm, termName } from "@/lib/core/model/manifest";
import type { PreparedStay } from "@/lib/core/model/prepared-stay";
import type { Driver, ScoredStay } from "@/lib/core/model/scored-stay";
import { stabilityOf } from "@/lib/core/model/stability";
import { tierOf } from "@/lib/core/model/tier";
import { driverSentence } from "@/lib/core/worklist/driver-sentence";

/** One row of a model's raw output. */
export interface RawScore {
  /** 0–1 */
  readonly probability: number;
  /** Log-odds; null where the model has no terms. */
  readonly baseline: number | null;
  /** Log-odds of each term, in the manifest's order. */
  readonly contributions: ArrayLike<number>;
  /** Log-odds of each bag; left out or empty where they were not asked for. */
  readonly bagLogits?: ArrayLike<number>;
}

/** What a term read in a stay, as values, as words, and as evidence. */
function readTerm(term: ManifestTerm, { encoded, evidence }: PreparedStay): Omit<Driver, "feature" | "contribution"> {
  const columns = (term.kind === "single" ? [term.feature] : term.features).map(featureIndex);
  const values = columns.map((column) => decodeValue(FEATURES[column]!, encoded[column]!));
  return {
    label: driverSentence(termName(term), encoded),
    value: term.kind === "single" ? values[0]! : [values[0]!, values[1]!],
    evidence: [...new Set(columns.flatMap((column) => evidence[column] ?? []))],
  };
}

/**
 * A stay as everyone sees it: abstaining where `raw` is null (or the stay is out of scope), else with every term
 * as a driver, largest first. baseline + Σ contribution = logit(probability).
 */
export function toScoredStay(prepared: PreparedStay, raw: RawScore | null, manifest: Manifest): ScoredStay {
  const { patientId, stayId, encounterIds, admittedAt, dischargedAt, view, scores, applicability, issues } = prepared;
  const stay = { patientId, stayId, encounterIds, admittedAt, dischargedAt };
  const rest = { scores, target: manifest.target, view, applicability, issues, modelVersion: manifest.version };
  if (raw === null || !applicability.inScope) {
    return { ...stay, probability: null, tier: null, stability: null, baseline: null, drivers: [], ...rest };
  }
  const drivers = manifest.terms
    .map((term, index): Driver => {
      return { feature: termName(term), ...readTerm(term, prepared), contribution: raw.contributions[index]! };
    })
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const { probability, baseline } = raw;
  const tier = tierOf(probability, manifest.operatingPoints);
  const stability = stabilityOf(probability, raw.bagLogits ?? []);
  return { ...stay, probability, tier, stability, baseline, drivers, ...rest };
}
