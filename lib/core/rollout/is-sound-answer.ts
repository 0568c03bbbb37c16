import type { Manifest } from "@/lib/core/model/manifest";
import type { ScoredStay } from "@/lib/core/model/scored-stay";

/** The graph's arithmetic is single precision. */
const TOLERANCE = 1e-3;

function addsUp({ probability, baseline, drivers }: ScoredStay): boolean {
  if (probability === null || baseline === null) return false;
  const logOdds = drivers.reduce((sum, { contribution }) => sum + contribution, baseline);
  return Math.abs(1 / (1 + Math.exp(-logOdds)) - probability) < TOLERANCE;
}

/**
 * Why a version's answer must not be shown, in a few words; null where every number is a probability (or the version
 * rightly abstains) and, where it gives contributions, they are all there and add up to it.
 */
export function whyNotProbabilities(scored: readonly ScoredStay[], { terms, version }: Manifest): string | null {
  for (const stay of scored) {
    const { probability, applicability, drivers, modelVersion } = stay;
    if (modelVersion !== version) return "it answers as another version";
    if (probability === null) {
      if (applicability.inScope) return "it gives no number";
      continue;
    }
    if (!(probability >= 0 && probability <= 1)) return "its number is no probability";
    if (drivers.length !== terms.length) return "its contributions are incomplete";
    if (terms.length > 0 && !addsUp(stay)) return "its contributions do not add up";
  }
  return null;
}
