import { and, asc, desc, eq, inArray, lte, min, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { seesSilentScores } from "@/lib/core/validation/model-visibility";
import {
  PAST_AUDIENCES,
  type PastCheck,
  type PastList,
  type PastViewing,
  saysTheSame,
} from "@/lib/core/worklist/past-list";
import type { Worklist } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";
import { listMoments, shownRows } from "@/lib/io/database/past-list-schema";
import { predictions, users, userWards, viewings, wards } from "@/lib/io/database/schema";
import { wardSetKey } from "@/lib/services/cutoffs";
import { placeOf } from "@/lib/services/sealed-columns";
import { type Scope, verb } from "@/lib/services/verb";

type Moment = typeof listMoments.$inferSelect;

/** A moment as an instant: with an offset, or as the clock on the hospital's wall said it. */
const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;
const moment = z
  .string()
  .max(40)
  .refine((text) => LOCAL.test(text) || z.iso.datetime({ offset: true }).safeParse(text).success, {
    message: "is not a date and time",
  });

/** What was on the wall clock in the hospital's zone, as an instant. A time that a clock change left out is read past it. */
async function toInstant({ tx, house, now }: Scope, text: string | null): Promise<Date> {
  if (text === null) return now;
  if (!LOCAL.test(text)) return new Date(text);
  const { rows } = await tx.execute<{ ms: number }>(
    sql`select (extract(epoch from (${text}::timestamp at time zone ${house.timeZone})) * 1000)::float8 as ms`,
  );
  return new Date(Number(rows[0]?.ms));
}

async function findWardsOf({ tx }: Scope, personId: string): Promise<string[]> {
  const rows = await tx.select({ wardId: userWards.wardId }).from(userWards).where(eq(userWards.userId, personId));
  return rows.map(({ wardId }) => wardId);
}

/** The last list handed out by then; and when another followed it. */
async function findMoment({ tx }: Scope, isWanted: SQL | undefined, at: Date) {
  const [found] = await tx
    .select()
    .from(listMoments)
    .where(and(isWanted, lte(listMoments.at, at)))
    .orderBy(desc(listMoments.at), desc(listMoments.seq))
    .limit(1);
  if (found === undefined) return null;
  const [next] = await tx
    .select({ at: listMoments.at })
    .from(listMoments)
    .where(
      and(
        eq(listMoments.wardKey, found.wardKey),
        eq(listMoments.audience, found.audience),
        sql`(${listMoments.at}, ${listMoments.seq}) > (${found.at.toISOString()}::timestamptz, ${found.seq}::bigint)`,
      ),
    )
    .orderBy(asc(listMoments.at), asc(listMoments.seq))
    .limit(1);
  return { found, nextAt: next?.at ?? null };
}

/** The rows of a list, in its order. */
async function openRows({ tx, house }: Scope, { rowIds }: Moment): Promise<WorklistRow[]> {
  if (rowIds.length === 0) return [];
  const kept = await tx.select().from(shownRows).where(inArray(shownRows.id, rowIds));
  const byId = new Map(kept.map(({ id, content }) => [id, content]));
  return rowIds.map((id) => {
    const content = byId.get(id);
    if (content === undefined) throw new Error("A row of a past list is not there.");
    return house.vault.open(content, placeOf(shownRows.content, id)) as WorklistRow;
  });
}

/** Holds the kept rows against the immutable predictions they name. */
async function checkRows({ tx }: Scope, rows: readonly WorklistRow[]): Promise<PastCheck> {
  const scored = rows.filter(({ probability }) => probability !== null);
  const ids = scored.flatMap(({ predictionId }) => predictionId ?? []);
  if (ids.length === 0) return { scored: scored.length, differing: [] };
  const { id, probability, tier, view, modelVersion, summary } = predictions;
  const found = await tx
    .select({ id, probability, tier, view, modelVersion, summary })
    .from(predictions)
    .where(inArray(id, ids));
  const said = new Map(found.map(({ summary, ...one }) => [one.id, { ...one, topDrivers: summary.topDrivers }]));
  const differing = scored.filter((row) => {
    const prediction = said.get(row.predictionId ?? "");
    return prediction === undefined || !saysTheSame(row, prediction);
  });
  return { scored: scored.length, differing: differing.map(({ predictionId }) => predictionId ?? "") };
}

/** Who was shown the scores of a list while it was the one handed out. */
async function findViewings({ tx }: Scope, { shownListId, at }: Moment, nextAt: Date | null): Promise<PastViewing[]> {
  if (shownListId === null) return [];
  const rows = await tx
    .select({ name: users.name, role: users.role, at: viewings.at, untilAt: viewings.untilAt })
    .from(viewings)
    .innerJoin(users, eq(users.id, viewings.userId))
    .where(
      and(
        eq(viewings.shownListId, shownListId),
        sql`${viewings.untilAt} >= ${at.toISOString()}::timestamptz`,
        nextAt === null ? undefined : sql`${viewings.at} < ${nextAt.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(asc(viewings.at), asc(viewings.id));
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), untilAt: row.untilAt.toISOString() }));
}

/** A kept list as it was shown; of one of its wards alone where that is asked for. */
function toList({ said, ...kept }: Moment, rows: readonly WorklistRow[], wardId: string | null): Worklist {
  const { wards: wardViews, cutoff, ...rest } = said;
  return {
    ...rest,
    wards: wardViews,
    wardId,
    rows,
    // A line through a list of several wards says nothing of one of them.
    cutoff: wardId === null || kept.wardIds.length === 1 ? cutoff : null,
    asOf: kept.at.toISOString(),
    dataAsOf: kept.dataAsOf?.toISOString() ?? null,
    unreadPatients: kept.unreadPatients,
    version: kept.content,
  };
}

/** Lists of exactly these wards; or, where one ward is asked for, any list it was on. */
function isOfWards(wardIds: readonly string[], wardId: string | null): SQL {
  return wardId === null
    ? eq(listMoments.wardKey, wardSetKey(wardIds))
    : sql`${listMoments.wardIds} @> array[${wardId}]::text[]`;
}

/**
 * The discharge list as it was handed out at, or last before, a moment: order, names, scores, versions, wording, age of
 * the data. Of one ward, of a person's wards (as they are now), or of all the reader's.
 */
export const readPastList = verb({
  name: "read-past-list",
  input: z.object({
    /** Now, where left out. */
    at: moment.nullish(),
    wardId: z.string().min(1).max(200).nullish(),
    personId: z.uuid().nullish(),
    audience: z.enum(PAST_AUDIENCES).default("wards"),
  }),
  about: ({ wardId, personId }): Record<string, string> => ({
    ...(wardId ? { wardId } : {}),
    ...(personId ? { personId } : {}),
  }),
  wards: async (scope, { wardId, personId }) =>
    wardId ? [wardId] : personId ? await findWardsOf(scope, personId) : [],
  run: async (scope, { at: text = null, wardId = null, personId = null, audience }) => {
    const { tx, actor, house } = scope;
    const maySeeJudges = seesSilentScores(actor.role);
    if (audience === "judges" && !maySeeJudges)
      throw new Fault("forbidden", "Lists from while the model was silent are shown to those who judge it.");
    const at = await toInstant(scope, text);
    if (Number.isNaN(at.getTime())) throw new Fault("bad-input", "at: is not a date and time.");
    const wardIds = personId ? await findWardsOf(scope, personId) : actor.wardIds;
    const found = await findMoment(scope, and(isOfWards(wardIds, wardId), eq(listMoments.audience, audience)), at);
    const all = found === null ? [] : await openRows(scope, found.found);
    const rows = wardId === null ? all : all.filter((row) => row.wardId === wardId);
    const seen = found === null ? [] : await findViewings(scope, found.found, found.nextAt);
    const [kept] = await tx.select({ since: min(listMoments.at) }).from(listMoments);
    const output: PastList = {
      at: at.toISOString(),
      audience,
      list: found === null ? null : toList(found.found, rows, wardId),
      nextAt: found?.nextAt?.toISOString() ?? null,
      isPart: wardId !== null && (found?.found.wardIds.length ?? 0) > 1,
      modelVersions: [...new Set(rows.flatMap(({ modelVersion }) => modelVersion ?? []))].sort(),
      check: await checkRows(scope, rows),
      shownTo: new Set(seen.map(({ name, role }) => `${role} ${name}`)).size,
      // Who looked at what is for those who answer for that.
      viewings: actor.role === "compliance" ? seen : null,
      keptSince: kept?.since?.toISOString() ?? null,
      wards: await tx
        .select({ id: wards.id, name: wards.name })
        .from(wards)
        .where(inArray(wards.id, [...actor.wardIds]))
        .orderBy(asc(wards.name)),
      wardId,
      maySeeJudges,
      timeZone: house.timeZone,
    };
    const target = { ...(wardId ? { wardId } : {}), ...(personId ? { personId } : {}) };
    const detail = { at: output.at, stays: rows.length, shownAt: output.list?.asOf ?? "never", audience };
    return { output, audit: { target, detail } };
  },
});
