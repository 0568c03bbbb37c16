import { and, eq, gte, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { BookedAdmission } from "@/lib/core/admission/read-booked-admissions";
import { isFault } from "@/lib/core/fault";
import { localDay } from "@/lib/core/worklist/leaving-group";
import { bookedAdmissions, edVisits } from "@/lib/io/database/capacity-schema";
import { connectionStates } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { bookedOperations } from "@/lib/io/database/theatre-schema";
import { beginReading, noteFailure, noteSuccess } from "@/lib/services/connection-states";
import { feedAt } from "@/lib/services/feed";
import type { House } from "@/lib/services/house";
import { keepLocalVisits, settleLocalVisits } from "@/lib/services/local-ed-visits";
import { longVerb } from "@/lib/services/long-verb";
import { readBookedOperations, readBookings, readEmergency } from "@/lib/services/read-demand";
import { scoreVisits } from "@/lib/services/score-visits";
import { instant } from "@/lib/services/store-reading";
import { storeOperations } from "@/lib/services/theatre-bookings";

/** Name of this reading's state. */
export const DEMAND_STATE = "fhir-demand";
/** Name of the state of reading operations: a source may have none of them. */
export const OPERATIONS_STATE = "fhir-operations";

/** Name of the state of reading bookings: likewise. */
export const BOOKINGS_STATE = "fhir-bookings";

/** What is over is kept so long, and no longer. */
const KEPT_MS = 30 * 86_400_000;

/** A statement takes 65,535 values: a large hospital's bookings of a year are more. */
const AT_ONCE = 1_000;
const inParts = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, at) => rows.slice(at * AT_ONCE, (at + 1) * AT_ONCE));

/** When it was read, and the hospital's clock. */
interface ReadAt {
  readonly now: Date;
  readonly timeZone: string;
}

type DemandRead = Awaited<ReturnType<typeof readAll>>;

const isNoneOf = (column: typeof edVisits.id | typeof bookedAdmissions.id, ids: readonly string[]) =>
  sql`${column} <> all(${sql.param([...ids])}::text[])`;

/** Set from what was sent. */
const sent = (column: string) => sql.raw(`excluded.${column}`);

async function storeVisits(
  tx: Transaction,
  { visits, scored }: Pick<DemandRead, "visits" | "scored">,
  { now, timeZone }: ReadAt,
) {
  const ids = visits.map(({ visitId }) => visitId);
  await tx
    .update(edVisits)
    .set({ goneAt: now })
    .where(and(isNull(edVisits.goneAt), isNoneOf(edVisits.id, ids)));
  const rows = visits.map(({ visitId, patientId, place, arrivedAt, encoded, applicability, synthetic }) => {
    const score = scored?.scores.get(visitId) ?? null;
    return {
      ...{ id: visitId, patientId, place, synthetic, readAt: now, goneAt: null },
      probability: score?.probability ?? null,
      baseline: score?.baseline ?? null,
      contributions: score === null ? null : [...score.contributions],
      arrivedAt: instant(arrivedAt, timeZone),
      features: [...encoded],
      outside: [...applicability.reasons],
      modelVersion: score === null ? null : (scored?.modelVersion ?? null),
    };
  });
  for (const some of inParts(rows))
    await tx
      .insert(edVisits)
      .values(some)
      .onConflictDoUpdate({
        target: edVisits.id,
        set: {
          ...{ patientId: sent("patient_id"), place: sent("place"), arrivedAt: sent("arrived_at") },
          ...{ features: sent("features"), outside: sent("outside"), probability: sent("probability") },
          ...{ baseline: sent("baseline"), contributions: sent("contributions") },
          ...{ modelVersion: sent("model_version"), synthetic: sent("synthetic") },
          ...{ readAt: sent("read_at"), goneAt: null },
        },
      });
}

/** Whether anything that stands from a day on is of a type that was not read this time. */
async function hasOthers(
  tx: Transaction,
  table: typeof bookedAdmissions | typeof bookedOperations,
  { types, today }: { readonly types: readonly string[]; readonly today: string },
): Promise<boolean> {
  const stands = table === bookedAdmissions ? isNull(bookedAdmissions.goneAt) : undefined;
  const isOther = sql`split_part(${table.id}, '/', 1) <> all(${sql.param([...types])}::text[])`;
  const others = await tx
    .select({ id: table.id })
    .from(table)
    .where(and(gte(table.day, today), stands, isOther))
    .limit(1);
  return others.length > 0;
}

async function storeBookings(tx: Transaction, booked: readonly BookedAdmission[], now: Date) {
  const ids = booked.map(({ id }) => id);
  await tx
    .update(bookedAdmissions)
    .set({ goneAt: now })
    .where(and(isNull(bookedAdmissions.goneAt), isNoneOf(bookedAdmissions.id, ids)));
  for (const some of inParts(booked))
    await tx
      .insert(bookedAdmissions)
      .values(some.map((one) => ({ ...one, readAt: now, goneAt: null })))
      .onConflictDoUpdate({
        target: bookedAdmissions.id,
        set: {
          ...{ patientId: sent("patient_id"), wardId: sent("ward_id"), day: sent("day") },
          ...{ isAppointed: sent("is_appointed"), readAt: sent("read_at"), goneAt: null },
        },
      });
}

async function readAll(house: House, baseUrl: string, when: ReadAt) {
  const feed = await feedAt(house, baseUrl);
  const visits = await readEmergency(feed, when);
  const booked = await readBookings(feed, when);
  const operations = await readBookedOperations(feed, when);
  return { visits, booked, operations, scored: await scoreVisits(house, visits) };
}

/** Stores what was read, all of it; false where another reading that began later has been stored meanwhile. */
async function storeAll(tx: Transaction, read: DemandRead, when: ReadAt) {
  const { booked, operations } = read;
  const { now } = when;
  const today = localDay(now, when.timeZone);
  const [state] = await tx
    .select({ succeededAt: connectionStates.succeededAt })
    .from(connectionStates)
    .where(eq(connectionStates.name, DEMAND_STATE))
    .for("update");
  if (state?.succeededAt != null && state.succeededAt > now) return false;
  await storeVisits(tx, read, when);
  await keepLocalVisits(tx, read.visits, read.scored, when);
  await settleLocalVisits(tx, now);
  // What could be read yesterday and is refused today is not gone: what is known gets old, and is said to be.
  if (booked !== null && !(await hasOthers(tx, bookedAdmissions, { ...booked, today }))) {
    await storeBookings(tx, booked.found, now);
    await noteSuccess(tx, BOOKINGS_STATE, now);
  }
  if (operations !== null && !(await hasOthers(tx, bookedOperations, { ...operations, today }))) {
    await storeOperations(tx, operations.found);
    await noteSuccess(tx, OPERATIONS_STATE, now);
  }
  const before = new Date(now.getTime() - KEPT_MS);
  for (const table of [edVisits, bookedAdmissions]) await tx.delete(table).where(lt(table.goneAt, before));
  await noteSuccess(tx, DEMAND_STATE, now);
  return true;
}

const SKIPPED = { output: null, audit: { target: {}, detail: { skipped: true } } };

/**
 * Reads who is in the emergency department and who is booked, from a FHIR R4 server, and keeps what beds and theatres ahead need
 * of it: no name, no free text. Whoever the source names no more is gone. All of it is stored, or none of it: nothing
 * where another process began a reading lately, or one that began later has been stored by now.
 */
export const syncDemand = longVerb({
  name: "sync-demand",
  input: z.object({
    baseUrl: z.url({ protocol: /^https?$/ }),
    /** Nothing is read where another process began a reading so lately. */
    leastAgeMs: z.int().min(0).default(0),
  }),
  about: () => ({}),
  work: async (house, { baseUrl, leastAgeMs }) => {
    const now = house.clock.now();
    const { database, timeZone } = house;
    const when = { now, timeZone };
    if (!(await database.transaction((tx) => beginReading(tx, DEMAND_STATE, { now, leastAgeMs })))) return SKIPPED;
    try {
      const read = await readAll(house, baseUrl, when);
      if (!(await database.transaction((tx) => storeAll(tx, read, when)))) return SKIPPED;
      const [booked, operations] = [read.booked?.found.length ?? null, read.operations?.found.length ?? null];
      const seen = { visits: read.visits.length, scored: read.scored?.scores.size ?? 0 };
      return {
        output: { ...seen, booked, operations },
        audit: { target: {}, detail: { ...seen, booked: booked ?? 0, operations: operations ?? 0 } },
      };
    } catch (error) {
      await database.transaction((tx) => noteFailure(tx, DEMAND_STATE, now, isFault(error) ? error.code : "error"));
      throw error;
    }
  },
});
