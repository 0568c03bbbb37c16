import { sql } from "drizzle-orm";
import { seesSilentScores } from "@/lib/core/validation/model-visibility";
import { localDay } from "@/lib/core/worklist/leaving-group";
import type { Worklist } from "@/lib/core/worklist/worklist";
import { changes, validationReports, visibilityDecisions } from "@/lib/io/database/schema";
import { wardSetKey } from "@/lib/services/cutoffs";
import { type Age, type DataAge, readAge, toDataAge } from "@/lib/services/data-age";
import type { Asking } from "@/lib/services/find-actor";
import { houseMemory } from "@/lib/services/house-memory";
import { keepLists } from "@/lib/services/keep-lists";
import type { Scope } from "@/lib/services/verb";
import { insertListViewings, type ListViewing, movedListViewings } from "@/lib/services/viewings";
import { type ListView, readSnapshot, type WorklistSnapshot } from "@/lib/services/worklist-snapshot";

type RoundScope = Omit<Scope, "actor">;

/** One reader, and the ward they chose, or all of theirs (null). */
export interface ListReader {
  readonly actor: Asking;
  readonly wardId: string | null;
}

interface Kept {
  readonly token: string;
  readonly day: string;
  readonly madeAt: number;
  readonly snapshot: Promise<WorklistSnapshot>;
}

/** Names of wards and people are not in `changes`: after so long a snapshot is made anew whatever `changes` says. */
const LONGEST_MS = 60_000;

/** A hospital has fewer sets of wards than this that people actually work in at once. */
const MOST_SETS = 64;

const keptOf = houseMemory("worklist-snapshots", () => new Map<string, Kept>());

/** Readers who see the same snapshot. */
const keyOf = ({ actor }: ListReader): string =>
  `${seesSilentScores(actor.role) ? "all" : "shown"} ${wardSetKey(actor.wardIds)}`;

/** A snapshot of today that is young enough, if what is stored has not changed since. */
function findKept({ house, now }: RoundScope, key: string): Kept | undefined {
  const old = keptOf(house).get(key);
  const isYoung = old !== undefined && Math.abs(now.getTime() - old.madeAt) < LONGEST_MS;
  return isYoung && old.day === localDay(now, house.timeZone) ? old : undefined;
}

interface Shown {
  readonly userId: string;
  readonly view: ListView;
}

/** Each reader of each list once, with how often they are shown it now. Nothing where no score is on it. */
function toViewings(shown: readonly Shown[], token: string | null): ListViewing[] {
  const viewings = new Map<string, ListViewing>();
  for (const { userId, view } of shown) {
    if (view.predictionIds.length === 0) continue;
    const name = nameOf(userId, view.shownListId);
    viewings.set(name, { userId, listId: view.shownListId, reads: (viewings.get(name)?.reads ?? 0) + 1, token });
  }
  return [...viewings.values()];
}

const nameOf = (userId: string, listId: string): string => `${userId} ${listId}`;

type Moved = readonly { readonly user_id: string; readonly list_id: string }[];

const without = (viewings: readonly ListViewing[], moved: Moved): readonly ListViewing[] => {
  const names = new Set(moved.map(({ user_id, list_id }) => nameOf(user_id, list_id)));
  return viewings.filter(({ userId, listId }) => !names.has(nameOf(userId, listId)));
};

interface ListState extends DataAge {
  readonly token: string;
  readonly moved: Moved;
}

/**
 * How far `changes` has got (numbered in the order of commits, see `audit-log.ts`), what was decided about showing
 * scores (only ever added to) and when data last arrived; and in the same round trip the readers' viewings moved on where
 * nothing changed since their list was made.
 */
async function readState({ tx, now }: RoundScope, viewings: readonly ListViewing[]): Promise<ListState> {
  const moved = movedListViewings(now, viewings, sql`shown.token = (select token from top)`);
  const { rows } = await tx.execute<Age & { token: string; moved: Moved }>(sql`
    with age as materialized (${readAge()}),
    top as materialized (
      select concat_ws('.', (select max(seq) from ${changes}), (select count(*) from ${visibilityDecisions}),
        (select count(*) from ${validationReports}), age.arrived, age.read_since, age.unread) as token from age
    ),
    moved as (${moved})
    select top.token, age.*, (select coalesce(json_agg(moved), '[]') from moved) as moved from top, age`);
  const [state] = rows;
  if (state === undefined) throw new Error("The database gave no answer.");
  return { token: state.token, moved: state.moved, ...toDataAge(state) };
}

/** Readers who need the same snapshot at the same moment share the making of it. */
async function makeOnce(scope: Scope, key: string, { token, ...age }: ListState): Promise<WorklistSnapshot> {
  const { house, now, actor } = scope;
  const all = keptOf(house);
  const other = findKept(scope, key);
  if (other?.token === token) {
    const made = await other.snapshot.catch(() => undefined);
    if (made !== undefined) return made;
  }
  const snapshot = readSnapshot(scope, actor.wardIds, age);
  all.delete(key);
  all.set(key, { token, day: localDay(now, house.timeZone), madeAt: now.getTime(), snapshot });
  const [oldest] = all.keys();
  if (all.size > MOST_SETS && oldest !== undefined) all.delete(oldest);
  try {
    return await snapshot;
  } catch (error) {
    all.delete(key);
    throw error;
  }
}

/** Groups readers by the snapshot they see. */
function byKey(readers: readonly ListReader[]): ReadonlyMap<string, readonly ListReader[]> {
  const groups = new Map<string, ListReader[]>();
  for (const reader of readers) {
    const key = keyOf(reader);
    const group = groups.get(key);
    if (group) group.push(reader);
    else groups.set(key, [reader]);
  }
  return groups;
}

const showTo = (readers: readonly ListReader[], snapshot: WorklistSnapshot): Shown[] =>
  readers.map(({ actor, wardId }) => ({ userId: actor.id, view: snapshot(wardId) }));

/**
 * The list for each of some readers, in their order, with what they are shown written down. Made anew only when something
 * changed. One process makes a snapshot once, however many ask for it.
 */
export async function showLists(scope: RoundScope, readers: readonly ListReader[]): Promise<readonly Worklist[]> {
  const groups = [...byKey(readers)];
  const hoped: ListViewing[] = [];
  const snapshots = new Map<string, { readonly snapshot: WorklistSnapshot; readonly token: string }>();
  for (const [key, group] of groups) {
    const kept = findKept(scope, key);
    const snapshot = await kept?.snapshot.catch(() => undefined);
    if (kept === undefined || snapshot === undefined) continue;
    snapshots.set(key, { snapshot, token: kept.token });
    hoped.push(...toViewings(showTo(group, snapshot), kept.token));
  }
  const state = await readState(scope, hoped);
  const begun = without(hoped, state.moved).filter(({ token }) => token === state.token);
  const anew: ListViewing[] = [];
  for (const [key, group] of groups) {
    const [first] = group;
    if (snapshots.get(key)?.token === state.token || first === undefined) continue;
    const snapshot = await makeOnce({ ...scope, actor: first.actor }, key, state);
    snapshots.set(key, { snapshot, token: state.token });
    anew.push(...toViewings(showTo(group, snapshot), null));
  }
  const moved =
    anew.length === 0 ? [] : (await scope.tx.execute<Moved[number]>(movedListViewings(scope.now, anew))).rows;
  const views = readers.map((reader) => {
    const view = snapshots.get(keyOf(reader))?.snapshot(reader.wardId);
    if (view === undefined) throw new Error("A reader was left out.");
    return view;
  });
  const listed = new Map(views.map(({ shownListId, predictionIds }) => [shownListId, predictionIds]));
  await insertListViewings(scope.tx, scope.now, [...begun, ...without(anew, moved)], listed);
  await keepLists(
    scope,
    readers.flatMap(({ actor, wardId }, at) => {
      const view = views[at];
      return view === undefined ? [] : [{ view, wardIds: wardId === null ? actor.wardIds : [wardId] }];
    }),
  );
  return views.map(({ list }) => list);
}
