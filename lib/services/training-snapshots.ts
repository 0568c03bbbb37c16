import { randomUUID } from "node:crypto";
import { desc } from "drizzle-orm";
import { z } from "zod";
import { maySeeWard } from "@/lib/core/access/access";
import { Fault } from "@/lib/core/fault";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import { LABEL_RULE_VERSION, LABEL_TARGETS } from "@/lib/core/labels/label";
import { TARGET_WORDS } from "@/lib/core/labels/label-words";
import { diffSnapshots, type SnapshotDiff } from "@/lib/core/snapshots/diff-snapshots";
import { snapshotAttrition } from "@/lib/core/snapshots/snapshot-attrition";
import { inOrder, type SnapshotHead, snapshotHash } from "@/lib/core/snapshots/snapshot-content";
import type { SnapshotQuery, SnapshotRow } from "@/lib/core/snapshots/snapshot-row";
import type { SnapshotView } from "@/lib/core/snapshots/snapshot-view";
import { users } from "@/lib/io/database/schema";
import { trainingSnapshotParts, trainingSnapshots } from "@/lib/io/database/training-schema";
import { correctRows } from "@/lib/services/correct-rows";
import { deriveAllLabels } from "@/lib/services/derive-labels";
import type { House } from "@/lib/services/house";
import { findSnapshotRows, remakeRows } from "@/lib/services/snapshot-rows";
import { findSnapshot, openSnapshot, readSnapshotContent, sealParts } from "@/lib/services/snapshot-store";
import { type Caller, type Verb, verb } from "@/lib/services/verb";

/** Most snapshots told of at once, newest first. */
const MOST_LISTED = 200;

const instant = z.iso.datetime({ offset: true });

const asked = z.object({
  target: z.enum(LABEL_TARGETS).default("any-readmission-30d"),
  /** What was known then; now, where left out. */
  asOf: instant.nullish(),
  dischargedFrom: instant.nullish(),
  dischargedBefore: instant.nullish(),
  adjudications: z.enum(["applied", "corrections-only", "none"]).default("applied"),
});
type Asked = z.output<typeof asked>;

type Stored = typeof trainingSnapshots.$inferSelect;

const toView = ({ at, byUser, query, ...row }: Stored, names: ReadonlyMap<string, string>): SnapshotView => ({
  ...row,
  at: at.toISOString(),
  byName: names.get(byUser) ?? byUser,
  query,
  target: TARGET_WORDS[query.target],
});

/** First half: who may ask, and for what. */
const beginSnapshot = verb({
  name: "make-snapshot",
  input: asked,
  about: () => ({}),
  wards: async () => [],
  run: async ({ now }, input) => {
    if (input.asOf && Date.parse(input.asOf) > now.getTime())
      throw new Fault("bad-input", "asOf: nothing is known yet of a time to come.");
    return { output: input, audit: { target: {}, detail: { step: "begun", target: input.target } } };
  },
});

const isStored = (value: unknown): boolean => typeof value === "object" && value !== null;

/** Second half: the finished set is kept as it is, for good. */
const storeSnapshot = verb({
  name: "make-snapshot",
  input: z.object({
    row: z.custom<Omit<typeof trainingSnapshots.$inferInsert, "at" | "byUser"> & { readonly id: string }>(isStored),
    parts: z.custom<readonly (typeof trainingSnapshotParts.$inferInsert)[]>(Array.isArray),
  }),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx, actor, now }, { row, parts }) => {
    const byUser = actor.role === "system" ? actor.name : actor.id;
    const [stored] = await tx
      .insert(trainingSnapshots)
      .values({ ...row, at: now, byUser })
      .returning();
    if (stored === undefined) throw new Error("A training set was not stored.");
    for (const part of parts) await tx.insert(trainingSnapshotParts).values(part);
    const { rows, positives, died, simulated } = stored;
    return {
      output: toView(stored, new Map([[actor.id, actor.name]])),
      audit: {
        target: { snapshotId: row.id },
        detail: { step: "stored", rows, positives, died, simulated, adjudications: row.adjudicationIds.length },
      },
    };
  },
});

const utc = (written: string | null | undefined): string | null => (written ? new Date(written).toISOString() : null);

function toQuery(input: Asked, now: Date): SnapshotQuery {
  return {
    asOf: utc(input.asOf) ?? now.toISOString(),
    target: input.target,
    dischargedFrom: utc(input.dischargedFrom),
    dischargedBefore: utc(input.dischargedBefore),
    adjudications: input.adjudications,
  };
}

async function make(house: House, caller: Caller, input: z.input<typeof asked>): Promise<SnapshotView> {
  const allowed = await beginSnapshot(house, caller, input);
  await deriveAllLabels(house, { system: "make-snapshot" });
  const query = toQuery(allowed, house.clock.now());
  const { rows: found, leftOut } = await findSnapshotRows(house, query);
  const corrected = await correctRows(house, query, found);
  const rows = inOrder(corrected.rows);
  if (rows.length === 0)
    throw new Fault("conflict", "There is no stay to learn from: none was asked for whose 30 days are over.");
  const head: SnapshotHead = {
    query,
    featureTableHash: featureTableHash(),
    labelRuleVersion: LABEL_RULE_VERSION,
  };
  const id = randomUUID();
  const row = {
    ...{ id, ...head, adjudicationIds: [...corrected.adjudicationIds] },
    attrition: snapshotAttrition([...leftOut, ...corrected.leftOut], rows.length),
    rows: rows.length,
    positives: rows.filter(({ label }) => label === 1).length,
    died: rows.filter(({ died }) => died).length,
    simulated: rows.some(({ simulated }) => simulated),
    sha256: snapshotHash(head, rows),
  };
  return storeSnapshot(house, caller, { row, parts: await sealParts(house, id, rows) });
}

/**
 * Makes a training set: every stay the query finds, with its features, what followed and what had been done, as known
 * at `asOf`. Kept as it is for good; the same question later finds what has been learnt since, under another id.
 */
export const makeSnapshot: Verb<typeof asked, SnapshotView> = Object.assign(make, {
  verbName: "make-snapshot" as const,
  input: asked,
});

/** Training sets made here, newest first, without their rows. */
export const readSnapshots = verb({
  name: "read-snapshots",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx }) => {
    const rows = await tx
      .select()
      .from(trainingSnapshots)
      .orderBy(desc(trainingSnapshots.at), desc(trainingSnapshots.id))
      .limit(MOST_LISTED);
    const people = await tx.select({ id: users.id, name: users.name }).from(users);
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const output: readonly SnapshotView[] = rows.map((row) => toView(row, names));
    return { output, audit: { target: {}, detail: { snapshots: output.length } } };
  },
});

/** Where two training sets differ; of wards the asker does not see, how much and not what. */
export interface SnapshotComparison extends SnapshotDiff {
  /** Rows and values that differ on other wards. */
  readonly elsewhere: { readonly added: number; readonly removed: number; readonly changed: number };
}

const pair = z.object({ before: z.uuid(), after: z.uuid() });

const beginComparison = verb({
  name: "read-snapshots",
  input: pair,
  about: ({ before, after }): Record<string, string> => ({ snapshotId: after, before }),
  wards: async () => [],
  run: async ({ tx, actor }, { before, after }) => {
    await findSnapshot(tx, before);
    await findSnapshot(tx, after);
    return { output: actor, audit: { target: { snapshotId: after, before }, detail: { step: "compare" } } };
  },
});

async function compare(house: House, caller: Caller, input: z.input<typeof pair>): Promise<SnapshotComparison> {
  const actor = await beginComparison(house, caller, input);
  const diff = await diffSnapshots(await openSnapshot(house, input.before), await openSnapshot(house, input.after));
  const isSeen = ({ wardId }: Pick<SnapshotRow, "wardId">): boolean => wardId !== null && maySeeWard(actor, wardId);
  const seen = {
    added: diff.added.filter(isSeen),
    removed: diff.removed.filter(isSeen),
    changed: diff.changed.filter(isSeen),
  };
  const elsewhere = {
    added: diff.added.length - seen.added.length,
    removed: diff.removed.length - seen.removed.length,
    changed: diff.changed.length - seen.changed.length,
  };
  return { ...diff, ...seen, elsewhere };
}

/** Names each row and each value in which one training set differs from another. */
export const compareSnapshots: Verb<typeof pair, SnapshotComparison> = Object.assign(compare, {
  verbName: "read-snapshots" as const,
  input: pair,
});

/** What making a training set again came to. */
export interface Rebuilt {
  readonly rows: number;
  readonly sha256: string;
  /** Whether its bytes are the very same. */
  readonly isSame: boolean;
}

const one = z.object({ snapshotId: z.uuid() });

const beginRebuild = verb({
  name: "read-snapshots",
  input: one,
  about: ({ snapshotId }): Record<string, string> => ({ snapshotId }),
  wards: async () => [],
  run: async ({ tx }, { snapshotId }) => {
    await findSnapshot(tx, snapshotId);
    return { output: null, audit: { target: { snapshotId }, detail: { step: "rebuild" } } };
  },
});

async function rebuild(house: House, caller: Caller, input: z.input<typeof one>): Promise<Rebuilt> {
  await beginRebuild(house, caller, input);
  const stored = await readSnapshotContent(house, input.snapshotId);
  const { query } = stored.head;
  const again = await remakeRows(house, query, stored.rows);
  const made = inOrder((await correctRows(house, query, again, new Set(stored.adjudicationIds))).rows);
  const sha256 = snapshotHash(stored.head, made);
  return { rows: made.length, sha256, isSame: sha256 === stored.sha256 };
}

/** Makes a training set again from the labels, predictions, notes and adjudications it was made from, and compares its bytes. */
export const rebuildSnapshot: Verb<typeof one, Rebuilt> = Object.assign(rebuild, {
  verbName: "read-snapshots" as const,
  input: one,
});
