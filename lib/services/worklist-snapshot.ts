import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { chooseFor } from "@/lib/core/rollout/plan";
import { silenceRow } from "@/lib/core/validation/silence";
import type { CutoffView } from "@/lib/core/worklist/cutoff";
import type { PastAudience } from "@/lib/core/worklist/past-list";
import type { WardView, Worklist } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";
import { wards } from "@/lib/io/database/schema";
import { findCutoffs, wardSetKey } from "@/lib/services/cutoffs";
import type { DataAge } from "@/lib/services/data-age";
import { shelfOf } from "@/lib/services/model-shelf";
import { findStandings } from "@/lib/services/silence-unapproved";
import type { Scope } from "@/lib/services/verb";
import { shownListId } from "@/lib/services/viewings";
import { arrangeRows, readRows } from "@/lib/services/worklist-rows";

/** What is shown of one choice of wards. */
export interface ListView {
  /** The same object for as long as nothing changes. */
  readonly list: Worklist;
  /** Predictions whose number is shown, in order, and the name of that list. */
  readonly predictionIds: readonly string[];
  readonly shownListId: string;
  /** Whether everybody on the wards is shown as much, or those alone who judge the model. */
  readonly audience: PastAudience;
}

/** The list of some wards, the same for every reader of those wards who may see as much: one ward, or all of them (null). */
export type WorklistSnapshot = (wardId: string | null) => ListView;

/** Names what a list says, whenever it was put together. */
function versionOf(said: Omit<Worklist, "asOf" | "version">): string {
  return createHash("sha256").update(JSON.stringify(said)).digest("base64url").slice(0, 22);
}

/** Reads the current stays of some wards. Whether scores are shown on it depends on the role of `scope.actor` alone. */
export async function readSnapshot(
  scope: Scope,
  wardIds: readonly string[],
  { dataAsOf, readSince, unreadPatients }: DataAge,
): Promise<WorklistSnapshot> {
  const plan = await shelfOf(scope.house).plan(scope.tx);
  const found = await readRows(scope, wardIds, readSince);
  // A ward may be served by a version of its own, and each version has its own standing.
  const serving = (ids: readonly string[]) => [
    ...new Set([plan.champion.modelVersion, ...ids.map((id) => chooseFor(plan, id).modelVersion)]),
  ];
  const spoke = found.flatMap(({ modelVersion }) => modelVersion ?? []);
  const standings = await findStandings(scope, [...serving(wardIds), ...spoke]);
  const isSilenced = (version: string | null): boolean => standings.get(version ?? "")?.silentBecause != null;
  const isSilent = serving(wardIds).every(isSilenced);
  const isForJudges = serving(wardIds).some(
    (version) => standings.get(version)?.visibility.state === "silent" && !isSilenced(version),
  );
  const audience: PastAudience = isForJudges ? "judges" : "wards";
  // Silenced before they are put in order: the order would tell what the number may not.
  const isHidden = ({ modelVersion, wardId }: WorklistRow): boolean =>
    isSilenced(modelVersion) || isSilenced(chooseFor(plan, wardId).modelVersion);
  const rows = arrangeRows(found.map((row) => (isHidden(row) ? silenceRow(row) : row)));
  const cutoffs = isSilent ? new Map<string, CutoffView>() : await findCutoffs(scope, wardIds);
  const counts = new Map<string, number>();
  for (const { wardId } of rows) counts.set(wardId, (counts.get(wardId) ?? 0) + 1);
  const named = await scope.tx
    .select()
    .from(wards)
    .where(sql`${wards.id} = any(${sql.param([...wardIds])}::text[])`)
    .orderBy(wards.name);
  const wardViews = named.map(
    ({ id, name, physicalBeds }): WardView => ({ id, name, physicalBeds, patientCount: counts.get(id) ?? 0 }),
  );
  const makeView = (wardId: string | null): ListView => {
    const shown = wardId === null ? rows : rows.filter((row) => row.wardId === wardId);
    const predictionIds = shown.flatMap(({ probability, predictionId }) =>
      probability === null || predictionId === null ? [] : [predictionId],
    );
    // What stands beside the list is said of the version its ward has, or of the champion where there are several.
    const versions = new Set((wardId === null ? wardIds : [wardId]).map((id) => chooseFor(plan, id).modelVersion));
    const [only = plan.champion.modelVersion] = versions.size === 1 ? versions : [];
    const standing = standings.get(only);
    const said = {
      wards: wardViews,
      wardId,
      rows: shown,
      dataAsOf,
      unreadPatients,
      timeZone: scope.house.timeZone,
      checkedHere: standing?.checkedHere ?? null,
      provenance: standing?.provenance ?? "",
      silentBecause: [...versions, only].every(isSilenced) ? (standing?.silentBecause ?? null) : null,
      cutoff: cutoffs.get(wardSetKey(wardId === null ? wardIds : [wardId])) ?? null,
    };
    const list = { ...said, asOf: scope.now.toISOString(), version: versionOf(said) };
    return { list, predictionIds, shownListId: shownListId(predictionIds), audience };
  };
  const views = new Map<string | null, ListView>();
  return (wardId) => {
    const view = views.get(wardId) ?? makeView(wardId);
    views.set(wardId, view);
    return view;
  };
}
