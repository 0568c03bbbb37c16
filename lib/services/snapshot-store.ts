import { and, eq } from "drizzle-orm";
import { Fault } from "@/lib/core/fault";
import type { SnapshotHead } from "@/lib/core/snapshots/snapshot-content";
import type { SnapshotRow } from "@/lib/core/snapshots/snapshot-row";
import type { AttritionStep } from "@/lib/core/validation/validation-input";
import type { Transaction } from "@/lib/io/database/database";
import { trainingSnapshotParts, trainingSnapshots } from "@/lib/io/database/training-schema";
import { withFreshDataKeys } from "@/lib/services/data-keys";
import type { House } from "@/lib/services/house";
import { placeOf } from "@/lib/services/sealed-columns";

/** Rows compressed and sealed at a time: between two parts pages are served. */
const PART = 1_000;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const placeOfPart = (id: string, part: number): string => placeOf(trainingSnapshotParts.body, id, String(part));

/** Compresses and seals rows, to be stored under a snapshot's id. */
export async function sealParts({ vault }: House, id: string, rows: readonly SnapshotRow[]) {
  const parts: (typeof trainingSnapshotParts.$inferInsert)[] = [];
  for (let part = 0; part * PART < rows.length; part++) {
    const some = rows.slice(part * PART, (part + 1) * PART);
    parts.push({ snapshotId: id, part, body: vault.seal(some, placeOfPart(id, part)) });
    await turn();
  }
  return parts;
}

/** A snapshot's own row; a Fault where there is none. */
export async function findSnapshot(tx: Transaction, id: string) {
  const [found] = await tx.select().from(trainingSnapshots).where(eq(trainingSnapshots.id, id));
  if (found === undefined) throw new Fault("not-found", "There is no such training set.");
  return found;
}

/** What a stored snapshot is and every row of it, in order. */
export interface StoredSnapshot {
  readonly id: string;
  readonly head: SnapshotHead;
  readonly sha256: string;
  readonly adjudicationIds: readonly string[];
  readonly attrition: readonly AttritionStep[];
  /** Any outcome was made by a simulation. */
  readonly simulated: boolean;
  readonly rows: readonly SnapshotRow[];
}

/** One part's rows; null after the last. Parts are stored together and never change, so each is read when its turn comes. */
async function readPart(house: House, id: string, part: number): Promise<readonly SnapshotRow[] | null> {
  const { snapshotId, part: number, body } = trainingSnapshotParts;
  const [found] = await house.database.transaction((tx) =>
    tx
      .select({ body })
      .from(trainingSnapshotParts)
      .where(and(eq(snapshotId, id), eq(number, part))),
  );
  if (found === undefined) return null;
  return withFreshDataKeys(house, async () => house.vault.open(found.body, placeOfPart(id, part)) as SnapshotRow[]);
}

async function* readRows(house: House, id: string): AsyncGenerator<SnapshotRow> {
  for (let part = 0; ; part++) {
    const rows = await readPart(house, id, part);
    if (rows === null) return;
    yield* rows;
    await turn();
  }
}

/** A snapshot whose rows are read as they are asked for; for work that was allowed already: it asks nobody's permission. */
export async function openSnapshot(house: House, id: string) {
  const found = await house.database.transaction((tx) => findSnapshot(tx, id));
  const { query, featureTableHash, labelRuleVersion, sha256, adjudicationIds, attrition, simulated } = found;
  const head = { query, featureTableHash, labelRuleVersion };
  return { id, head, sha256, adjudicationIds, attrition, simulated, rows: readRows(house, id) };
}

/** The same with all its rows in memory. */
export async function readSnapshotContent(house: House, id: string): Promise<StoredSnapshot> {
  const opened = await openSnapshot(house, id);
  const rows: SnapshotRow[] = [];
  for await (const row of opened.rows) rows.push(row);
  return { ...opened, rows };
}
