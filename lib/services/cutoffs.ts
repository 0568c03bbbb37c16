import { randomUUID } from "node:crypto";
import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { chooseFor } from "@/lib/core/rollout/plan";
import { type CutoffView, LARGEST_CAPACITY, rankedRows } from "@/lib/core/worklist/cutoff";
import { localDay } from "@/lib/core/worklist/leaving-group";
import { rankedApart } from "@/lib/core/worklist/worklist";
import { cutoffs, users } from "@/lib/io/database/schema";
import { shelfOf } from "@/lib/services/model-shelf";
import { assertScoresShown } from "@/lib/services/model-visibility";
import { type Scope, verb } from "@/lib/services/verb";
import { arrangeRows, readRows } from "@/lib/services/worklist-rows";

type CutoffRow = Pick<typeof cutoffs.$inferSelect, "id" | "wardIds" | "capacity" | "at" | "stayIds" | "predictionIds">;

/** One set of wards, whichever order they came in. */
export const wardSetKey = (wardIds: readonly string[]): string => JSON.stringify([...wardIds].sort());

const toView = ({ capacity, stayIds, at }: CutoffRow, byName: string): CutoffView => ({
  capacity,
  stayIds: stayIds.slice(0, capacity),
  byName,
  at: at.toISOString(),
});

async function findToday({ tx, now, house }: Scope, wardIds: readonly string[]) {
  const { id, capacity, at, stayIds, predictionIds } = cutoffs;
  return tx
    .select({ cutoff: { id, wardIds: cutoffs.wardIds, capacity, at, stayIds, predictionIds }, byName: users.name })
    .from(cutoffs)
    .innerJoin(users, eq(users.id, cutoffs.userId))
    .where(
      and(
        eq(cutoffs.day, localDay(now, house.timeZone)),
        sql`${cutoffs.wardIds} <@ ${sql.param([...wardIds])}::text[]`,
      ),
    )
    .orderBy(desc(cutoffs.at), desc(cutoffs.id));
}

/** Today's cut-offs that lie within these wards, by `wardSetKey`; one that was taken away (0) is none. */
export async function findCutoffs(scope: Scope, wardIds: readonly string[]): Promise<ReadonlyMap<string, CutoffView>> {
  const newest = new Map<string, CutoffView>();
  for (const { cutoff, byName } of (await findToday(scope, wardIds)).reverse())
    newest.set(wardSetKey(cutoff.wardIds), toView(cutoff, byName));
  return new Map([...newest].filter(([, { capacity }]) => capacity > 0));
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, place) => one === b[place]);

/**
 * Sets how many patients these wards can act on today, and keeps who was ranked how, so that patients just above and
 * just below the line can be compared once it is known what became of them. 0 takes the line away. The ranking is the
 * server's own at this moment: whole wards in working order, whatever the reader has filtered.
 */
export const setCutoff = verb({
  name: "set-cutoff",
  input: z.object({
    wardId: z.string().min(1).max(200).nullish(),
    capacity: z
      .number()
      .int("must be a whole number")
      .min(0, "cannot be less than 0")
      .max(LARGEST_CAPACITY, `can be at most ${LARGEST_CAPACITY}`),
  }),
  about: ({ wardId }): Record<string, string> => (wardId ? { wardId } : {}),
  wards: async (_scope, { wardId }) => (wardId ? [wardId] : []),
  run: async (scope, { wardId, capacity }) => {
    const { tx, actor, now, house } = scope;
    const wardIds = wardId ? [wardId] : [...actor.wardIds].sort();
    const plan = await shelfOf(house).plan(tx);
    const places = wardIds.length === 0 ? [null] : wardIds;
    for (const version of new Set(places.map((id) => chooseFor(plan, id).modelVersion)))
      await assertScoresShown(scope, version);
    const ranked = rankedRows(arrangeRows(await readRows(scope, wardIds)));
    if (rankedApart(ranked) !== null)
      throw new Fault("conflict", "Several model versions serve these wards. Choose one ward to draw a line through.");
    const row = {
      id: randomUUID(),
      day: localDay(now, house.timeZone),
      wardIds,
      capacity,
      userId: actor.id,
      at: now,
      stayIds: ranked.map(({ stayId }) => stayId),
      predictionIds: ranked.flatMap(({ predictionId }) => predictionId ?? []),
      probabilities: ranked.map(({ probability }) => probability ?? 0),
    };
    const last = (await findToday(scope, wardIds)).find(
      ({ cutoff }) => wardSetKey(cutoff.wardIds) === wardSetKey(wardIds),
    );
    const repeated =
      last !== undefined && last.cutoff.capacity === capacity && sameList(last.cutoff.predictionIds, row.predictionIds);
    if (!repeated) await tx.insert(cutoffs).values(row);
    const kept = repeated ? last.cutoff : row;
    const output: CutoffView = toView(kept, repeated ? last.byName : actor.name);
    return {
      output,
      audit: {
        target: { cutoffId: kept.id, ...(wardId ? { wardId } : {}) },
        detail: { capacity, ranked: ranked.length, repeated },
      },
      changed: repeated ? [] : [{ kind: "cutoff" as const, ref: row.id }],
    };
  },
});
