import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { silenceScored } from "@/lib/core/validation/silence";
import { findScoreStanding, type ScoreStanding } from "@/lib/services/model-visibility";
import type { Said } from "@/lib/services/score-here";
import type { Scope } from "@/lib/services/verb";

/** How some versions stand with this reader, by version. */
export async function findStandings(
  scope: Scope,
  versions: readonly string[],
): Promise<ReadonlyMap<string, ScoreStanding>> {
  const standings = new Map<string, ScoreStanding>();
  for (const version of new Set(versions)) standings.set(version, await findScoreStanding(scope, version));
  return standings;
}

/**
 * Takes away what a version said that this reader must not see; `silentBecause` says why where nothing is left. What is
 * said beside the numbers is the first version's: two versions answer only where a patient was on two wards.
 */
export async function silenceUnapproved(
  scope: Scope,
  said: readonly Said[],
): Promise<{ stays: ScoredStay[]; silentBecause: string | null; provenance: string }> {
  const champion = scope.house.model.facts.version;
  const versions = said.map(({ scored }) => scored.modelVersion);
  const standings = await findStandings(scope, versions.length === 0 ? [champion] : versions);
  const all = [...standings.values()];
  return {
    stays: said.map(({ scored }) =>
      standings.get(scored.modelVersion)?.silentBecause == null ? scored : silenceScored(scored),
    ),
    silentBecause: all.every((one) => one.silentBecause !== null) ? (all[0]?.silentBecause ?? null) : null,
    provenance: all[0]?.provenance ?? "",
  };
}
