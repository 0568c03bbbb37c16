import { eq } from "drizzle-orm";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { silenceScored } from "@/lib/core/validation/silence";
import { modelVersions } from "@/lib/io/database/registry-schema";
import { findScoreStanding, type ScoreStanding } from "@/lib/services/model-visibility";
import type { Said } from "@/lib/services/score-here";
import type { Scope } from "@/lib/services/verb";

/** How versions stand with one reader, by version. */
export type Standings = ReadonlyMap<string, ScoreStanding>;

/** How some versions stand with this reader: their role alone decides. */
export async function findStandings(scope: Scope, versions: readonly string[]): Promise<Standings> {
  const standings = new Map<string, ScoreStanding>();
  for (const version of new Set(versions)) standings.set(version, await findScoreStanding(scope, version));
  return standings;
}

/** How every version stands that there is. */
export async function findAllStandings(scope: Scope): Promise<Standings> {
  const { task, version } = scope.house.model.facts;
  const registered = await scope.tx
    .select({ version: modelVersions.version })
    .from(modelVersions)
    .where(eq(modelVersions.task, task));
  return findStandings(scope, [version, ...registered.map((one) => one.version)]);
}

/**
 * Takes away what a version said that this reader must not see; `silentBecause` says why where nothing is left. What is
 * said beside the numbers is the first version's: two versions answer only where a patient was on two wards.
 *
 * @param champion whose standing is told where nothing was said at all
 */
export function silenceUnapproved(
  standings: Standings,
  champion: string,
  said: readonly Said[],
): { readonly stays: ScoredStay[]; readonly silentBecause: string | null; readonly provenance: string } {
  const versions = said.map(({ scored }) => scored.modelVersion);
  const all = [...new Set(versions.length === 0 ? [champion] : versions)].flatMap((one) => standings.get(one) ?? []);
  return {
    stays: said.map(({ scored }) =>
      standings.get(scored.modelVersion)?.silentBecause == null ? scored : silenceScored(scored),
    ),
    silentBecause: all.every((one) => one.silentBecause !== null) ? (all[0]?.silentBecause ?? null) : null,
    provenance: all[0]?.provenance ?? "",
  };
}
