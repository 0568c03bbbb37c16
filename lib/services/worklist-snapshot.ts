import { sql } from "drizzle-orm";
import { seesSilentScores } from "@/lib/core/validation/model-visibility";
import { silenceRow } from "@/lib/core/validation/silence";
import type { CutoffView } from "@/lib/core/worklist/cutoff";
import { localDay } from "@/lib/core/worklist/leaving-group";
import type { WardView } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";
import { changes, patients, validationReports, visibilityDecisions, wards } from "@/lib/io/database/schema";
import { findCutoffs, wardSetKey } from "@/lib/services/cutoffs";
import type { House } from "@/lib/services/house";
import { findScoreStanding, type ScoreStanding } from "@/lib/services/model-visibility";
import type { Scope } from "@/lib/services/verb";
import { insertListViewing, movedViewing, shownListId } from "@/lib/services/viewings";
import { arrangeRows, readRows } from "@/lib/services/worklist-rows";

/** What is shown of one choice of wards. */
export interface ListView {
  readonly rows: readonly WorklistRow[];
  readonly cutoff: CutoffView | null;
  /** Predictions whose number is shown, in order, and the name of that list. */
  readonly predictionIds: readonly string[];
  readonly shownListId: string;
}

/** Everything on the list of some wards that is the same for every reader of those wards who may see as much. */
export interface WorklistSnapshot {
  readonly wards: readonly WardView[];
  /** Whether scores are shown, and what is said beside them. */
  readonly standing: ScoreStanding;
  /** One ward, or all of them (null). */
  readonly view: (wardId: string | null) => ListView;
  /** ISO-8601. */
  readonly madeAt: string;
  /** Opaque: another one whenever a row may have changed. */
  readonly version: string;
}

interface Kept {
  readonly token: string;
  readonly day: string;
  readonly madeAt: number;
  readonly snapshot: Promise<WorklistSnapshot>;
}

/**
 * Names of wards and people are not in `changes`: after so long a snapshot is made anew whatever `changes` says.
 */
const LONGEST_MS = 60_000;

/** A hospital has fewer sets of wards than this that people actually work in at once. */
const MOST_SETS = 64;

const kept = new WeakMap<House, Map<string, Kept>>();

function keptOf(house: House): Map<string, Kept> {
  const known = kept.get(house) ?? new Map<string, Kept>();
  kept.set(house, known);
  return known;
}

async function readSnapshot(scope: Scope, wardIds: readonly string[], version: string): Promise<WorklistSnapshot> {
  const standing = await findScoreStanding(scope);
  const isSilent = standing.silentBecause !== null;
  const found = await readRows(scope, wardIds);
  // Silenced before they are put in order: the order would tell what the number may not.
  const rows = arrangeRows(isSilent ? found.map(silenceRow) : found);
  const cutoffs = isSilent ? new Map<string, CutoffView>() : await findCutoffs(scope, wardIds);
  const counts = new Map<string, number>();
  for (const { wardId } of rows) counts.set(wardId, (counts.get(wardId) ?? 0) + 1);
  const named = await scope.tx
    .select()
    .from(wards)
    .where(sql`${wards.id} = any(${sql.param([...wardIds])}::text[])`)
    .orderBy(wards.name);
  const views = new Map<string | null, ListView>();
  const makeView = (wardId: string | null): ListView => {
    const shown = wardId === null ? rows : rows.filter((row) => row.wardId === wardId);
    const predictionIds = shown.flatMap(({ probability, predictionId }) =>
      probability === null || predictionId === null ? [] : [predictionId],
    );
    const cutoff = cutoffs.get(wardSetKey(wardId === null ? wardIds : [wardId])) ?? null;
    return { rows: shown, cutoff, predictionIds, shownListId: shownListId(predictionIds) };
  };
  return {
    wards: named.map(({ id, name, physicalBeds }) => ({
      id,
      name,
      physicalBeds,
      patientCount: counts.get(id) ?? 0,
    })),
    view: (wardId) => {
      const view = views.get(wardId) ?? makeView(wardId);
      views.set(wardId, view);
      return view;
    },
    standing,
    madeAt: scope.now.toISOString(),
    version,
  };
}

interface ListState {
  readonly token: string;
  readonly data_as_of: string | null;
  readonly seen: boolean;
}

/**
 * How far `changes` has got (numbered in the order of commits, see `audit-log.ts`), what was decided about showing
 * scores (only ever added to) and when data last arrived; and in the same round trip the reader's viewing moved on where
 * it is of the same list still.
 */
async function readState(scope: Scope, listId: string | null, token: string | null): Promise<ListState> {
  const isSame = sql`shown_list_id = ${listId} and (select token from top) = ${token}`;
  const seen = listId === null ? sql`select null::uuid as id where false` : movedViewing(scope, "list", isSame);
  const { rows } = await scope.tx.execute<Record<"token" | "data_as_of", string> & { seen: boolean }>(sql`
    with top as (
      select data.at as data_as_of,
        concat_ws('.', (select max(seq) from ${changes}), (select count(*) from ${visibilityDecisions}),
          (select count(*) from ${validationReports}), data.at) as token
      from (select max(updated_at)::text as at from ${patients}) as data
    ),
    seen as (${seen})
    select top.token, top.data_as_of, exists (select from seen) as seen from top`);
  const [state] = rows;
  if (state === undefined) throw new Error("The database gave no answer.");
  return state;
}

const instant = (written: string | null): string | null => (written === null ? null : new Date(written).toISOString());

/**
 * The list of some wards for one reader, with what they are shown written down. Made anew only when something changed;
 * permission and audit are the verb's, every time. One process makes a snapshot once, however many ask for it.
 */
export async function findSnapshot(
  scope: Scope,
  wardIds: readonly string[],
  wardId: string | null,
): Promise<{ readonly snapshot: WorklistSnapshot; readonly view: ListView; readonly dataAsOf: string | null }> {
  const { house, now } = scope;
  const all = keptOf(house);
  const key = `${seesSilentScores(scope.actor.role) ? "all" : "shown"} ${wardSetKey(wardIds)}`;
  const day = localDay(now, house.timeZone);
  const old = all.get(key);
  const usable = old?.day === day && Math.abs(now.getTime() - old.madeAt) < LONGEST_MS ? old : undefined;
  const before = await usable?.snapshot.catch(() => undefined);
  const state = await readState(scope, before?.view(wardId).shownListId ?? null, usable?.token ?? null);
  if (before !== undefined && usable?.token === state.token) {
    const view = before.view(wardId);
    if (!state.seen) await insertListViewing(scope, view.shownListId, view.predictionIds);
    return { snapshot: before, view, dataAsOf: instant(state.data_as_of) };
  }
  const snapshot = await makeOnce(scope, wardIds, { key, day, token: state.token });
  const view = snapshot.view(wardId);
  const isSame = sql`shown_list_id = ${view.shownListId}`;
  const { rows } = await scope.tx.execute(movedViewing(scope, "list", isSame));
  if (rows.length === 0) await insertListViewing(scope, view.shownListId, view.predictionIds);
  return { snapshot, view, dataAsOf: instant(state.data_as_of) };
}

/** Readers who need the same snapshot at the same moment share the making of it. */
async function makeOnce(
  scope: Scope,
  wardIds: readonly string[],
  { key, day, token }: { readonly key: string; readonly day: string; readonly token: string },
): Promise<WorklistSnapshot> {
  const all = keptOf(scope.house);
  const madeAt = scope.now.getTime();
  const other = all.get(key);
  if (other && other.token === token && other.day === day && other.madeAt > madeAt - LONGEST_MS) {
    const made = await other.snapshot.catch(() => undefined);
    if (made !== undefined) return made;
  }
  const snapshot = readSnapshot(scope, wardIds, `${day}.${madeAt}.${token}`);
  all.delete(key);
  all.set(key, { token, day, madeAt, snapshot });
  const [oldest] = all.keys();
  if (all.size > MOST_SETS && oldest !== undefined) all.delete(oldest);
  try {
    return await snapshot;
  } catch (error) {
    all.delete(key);
    throw error;
  }
}
