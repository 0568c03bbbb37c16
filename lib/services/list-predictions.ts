import { and, asc, eq, gte, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { decodeCursor, encodeCursor } from "@/lib/core/api/cursor";
import type { PredictionPage } from "@/lib/core/api/prediction-page";
import { Fault } from "@/lib/core/fault";
import { predictions, stays } from "@/lib/io/database/schema";
import { findScoreStanding } from "@/lib/services/model-visibility";
import { findAllStandings, type Standings } from "@/lib/services/silence-unapproved";
import { type Scope, verb } from "@/lib/services/verb";
import { insertListViewings, shownListId } from "@/lib/services/viewings";

export const PREDICTIONS_MAXIMUM = 200;

interface Wanted {
  readonly wardIds: readonly string[];
  readonly since: Date | null;
  readonly modelVersions: readonly string[];
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly limit: number;
}

async function findPredictions({ tx }: Scope, { wardIds, since, modelVersions, after, limit }: Wanted) {
  const { id, stayId, patientId, at, target, view, probability, tier } = predictions;
  const conditions: (SQL | undefined)[] = [
    inArray(stays.wardId, [...wardIds]),
    isNull(stays.goneAt),
    since === null ? undefined : gte(at, since),
    inArray(predictions.modelVersion, [...modelVersions]),
    after === null ? undefined : sql`(${at}, ${id}) > (${after.at}::timestamptz, ${after.id}::uuid)`,
  ];
  const said = { id, stayId, patientId, at, target, view, probability, tier, modelVersion: predictions.modelVersion };
  return tx
    .select({ ...said, wardId: stays.wardId, newest: stays.predictionId })
    .from(predictions)
    .innerJoin(stays, eq(stays.id, predictions.stayId))
    .where(and(...conditions))
    .orderBy(asc(at), asc(id))
    .limit(limit + 1);
}

/** What stands beside a page of scores: of each version on it, or of the one asked for where there is none. */
async function wordsFor(
  scope: Scope,
  about: {
    readonly standings: Standings;
    readonly modelVersion: string | null;
    readonly shown: readonly { readonly modelVersion: string }[];
  },
): Promise<Pick<PredictionPage, "silentBecause" | "provenance">> {
  const spoke = [...new Set(about.shown.map(({ modelVersion }) => modelVersion))];
  const said = spoke.map((version) => ({ version, provenance: about.standings.get(version)?.provenance }));
  if (said.length > 1)
    return {
      silentBecause: null,
      provenance: said.map(({ version, provenance }) => `${version}: ${provenance}`).join(" "),
    };
  const version = spoke[0] ?? about.modelVersion ?? scope.house.model.facts.version;
  const { silentBecause, provenance } = await findScoreStanding(scope, version);
  return { silentBecause, provenance };
}

/**
 * What the model said, oldest first, of stays on the reader's wards, a page at a time: for a program that keeps up with
 * it. Nothing of a version that is silent. Who was shown which scores is written down as for a list.
 */
export const listPredictions = verb({
  name: "list-predictions",
  input: z.object({
    since: z.iso.datetime({ offset: true }).nullish(),
    modelVersion: z.string().min(1).max(50).nullish(),
    wardId: z.string().min(1).max(200).nullish(),
    cursor: z.string().min(1).max(500).nullish(),
    limit: z.coerce.number().int().min(1).max(PREDICTIONS_MAXIMUM).default(50),
  }),
  about: ({ wardId }): Record<string, string> => (wardId ? { wardId } : {}),
  wards: async (_scope, { wardId }) => (wardId ? [wardId] : []),
  run: async (scope, { since, modelVersion, wardId, cursor, limit }) => {
    const after = cursor ? decodeCursor(cursor) : null;
    if (cursor && after === null) throw new Fault("bad-input", "cursor: is not one that was given out.");
    const standings = await findAllStandings(scope);
    const versions = [...standings].flatMap(([version, { silentBecause }]) =>
      silentBecause === null && (modelVersion ?? version) === version ? [version] : [],
    );
    const wanted: Wanted = {
      wardIds: wardId ? [wardId] : scope.actor.wardIds,
      since: since ? new Date(since) : null,
      modelVersions: versions,
      after,
      limit,
    };
    const rows = versions.length === 0 ? [] : await findPredictions(scope, wanted);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const output: PredictionPage = {
      predictions: shown.map(({ at, newest, ...rest }) => ({
        ...rest,
        at: at.toISOString(),
        isNewest: newest === rest.id,
      })),
      next: rows.length > limit && last ? encodeCursor({ at: last.at.toISOString(), id: last.id }) : null,
      ...(await wordsFor(scope, { standings, modelVersion: modelVersion ?? null, shown })),
    };
    const scored = shown.filter(({ probability }) => probability !== null).map(({ id }) => id);
    if (scored.length > 0) {
      const listId = shownListId(scored);
      const viewing = { userId: scope.actor.id, listId, reads: 1, token: null };
      await insertListViewings(scope.tx, scope.now, [viewing], new Map([[listId, scored]]));
    }
    const detail = { predictions: shown.length, hasMore: output.next !== null };
    return { output, audit: { target: wardId ? { wardId } : {}, detail } };
  },
});
