import { canonicalJson } from "@/lib/core/audit/canonical-json";
import { FEATURES } from "@/lib/core/features/feature-table";
import { targetDifference } from "@/lib/core/labels/label-words";
import type { SnapshotHead } from "@/lib/core/snapshots/snapshot-content";
import type { SnapshotRow } from "@/lib/core/snapshots/snapshot-row";

/** One value that is not the same; null: not there. */
export interface ChangedValue {
  readonly stayId: string;
  readonly wardId: string | null;
  /** Name of a feature, or of a row's value, e.g. "label" or "subgroups.race". */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

type RowName = Pick<SnapshotRow, "stayId" | "wardId">;

/** Everything in which two snapshots differ. */
export interface SnapshotDiff {
  readonly added: readonly RowName[];
  readonly removed: readonly RowName[];
  readonly changed: readonly ChangedValue[];
  /** Rows of the same values that were read from other rows of the database: said, and no difference in what is learnt. */
  readonly otherSources: number;
  /** What the two snapshots are, where that differs: the question, the rules, the feature table. */
  readonly head: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
  /** What has to be said where the two count different things; null where they count the same. */
  readonly targets: string | null;
}

/** A row as one value a name; its sources apart. */
function valuesOf({ sources: _, stayId: __, features, subgroups, ...row }: SnapshotRow): Map<string, unknown> {
  const named = Object.entries(row);
  const encoded = features.map((value, at): [string, unknown] => [FEATURES[at]?.name ?? `feature ${at}`, value]);
  const groups = Object.entries(subgroups).map(([name, value]): [string, unknown] => [`subgroups.${name}`, value]);
  return new Map([...named, ...encoded, ...groups]);
}

const isSame = (a: unknown, b: unknown): boolean => a === b || canonicalJson(a) === canonicalJson(b);

function changesOf(before: SnapshotRow, after: SnapshotRow): ChangedValue[] {
  const [from, to] = [valuesOf(before), valuesOf(after)];
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((field) => {
    const [was, is] = [from.get(field), to.get(field)];
    if (isSame(was, is)) return [];
    return [{ stayId: after.stayId, wardId: after.wardId, field, before: was ?? null, after: is ?? null }];
  });
}

function headChanges(before: SnapshotHead, after: SnapshotHead): SnapshotDiff["head"] {
  const flat = ({ query, ...rest }: SnapshotHead): Map<string, unknown> =>
    new Map([
      ...Object.entries(rest),
      ...Object.entries(query).map(([name, value]): [string, unknown] => [`query.${name}`, value]),
    ]);
  const [from, to] = [flat(before), flat(after)];
  return [...from.keys()].flatMap((field) =>
    isSame(from.get(field), to.get(field)) ? [] : [{ field, before: from.get(field), after: to.get(field) }],
  );
}

/** A snapshot whose rows are read as they are asked for, in order by stay. */
export interface SnapshotReading {
  readonly head: SnapshotHead;
  readonly rows: AsyncIterable<SnapshotRow>;
}

/** The next row; null at the end. Throws where it does not come after the one before: then a pair would be missed. */
function reader({ rows }: SnapshotReading): () => Promise<SnapshotRow | null> {
  const iterator = rows[Symbol.asyncIterator]();
  let last: string | null = null;
  return async () => {
    const { value, done } = await iterator.next();
    if (done) return null;
    if (last !== null && value.stayId <= last) throw new Error("The rows of a snapshot are not in order.");
    last = value.stayId;
    return value;
  };
}

/**
 * Names each row and each value in which `after` differs from `before`, by stay; nothing else differs. Neither is held
 * in memory: both are read side by side, as they are in order.
 */
export async function diffSnapshots(before: SnapshotReading, after: SnapshotReading): Promise<SnapshotDiff> {
  const name = ({ stayId, wardId }: SnapshotRow): RowName => ({ stayId, wardId });
  const [added, removed, changed]: [RowName[], RowName[], ChangedValue[]] = [[], [], []];
  let otherSources = 0;
  const [nextBefore, nextAfter] = [reader(before), reader(after)];
  let [was, is] = [await nextBefore(), await nextAfter()];
  for (;;) {
    if (was !== null && is !== null && was.stayId === is.stayId) {
      // Most rows are the same row: one comparison of their texts.
      const changes = isSame(was, is) ? null : changesOf(was, is);
      if (changes?.length === 0) otherSources += 1;
      changed.push(...(changes ?? []));
      [was, is] = [await nextBefore(), await nextAfter()];
    } else if (was !== null && (is === null || was.stayId < is.stayId)) {
      removed.push(name(was));
      was = await nextBefore();
    } else if (is !== null) {
      added.push(name(is));
      is = await nextAfter();
    } else break;
  }
  const head = headChanges(before.head, after.head);
  return {
    ...{ added, removed, changed, otherSources, head },
    targets: targetDifference(before.head.query.target, after.head.query.target),
  };
}
