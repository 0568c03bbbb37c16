import { and, eq, exists, gte, inArray, isNotNull, isNull, not, or, type SQL, sql } from "drizzle-orm";
import type { StayFound } from "@/lib/core/capacity/learn-census";
import { decodeValue } from "@/lib/core/features/encode";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { bookedAdmissions, edVisits } from "@/lib/io/database/capacity-schema";
import { connectionStates } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { predictions, stays } from "@/lib/io/database/schema";
import { BOOKINGS_STATE, DEMAND_STATE } from "@/lib/services/sync-demand";

const DAY_MS = 86_400_000;

const at = (name: string) => featureIndex(name);
const [DIAGNOSIS, KIND, AGE] = [at("primaryDiagnosis"), at("admissionType"), at("age")];
/** One number of the vector; arrays count from 1 there. */
const feature = (index: number) => sql<number | null>`${predictions.features}[${sql.raw(String(index + 1))}]`;

function decode(index: number, code: number | null): string | number | null {
  const spec = FEATURES[index];
  return spec === undefined || code === null ? null : decodeValue(spec, code);
}

const text = (value: string | number | null): string | null => (typeof value === "string" ? value : null);

/** Stays on some unit. What is known of a stay is what its newest prediction rests on. */
async function findBy(tx: Transaction, timeZone: string, which: SQL | undefined): Promise<StayFound[]> {
  const local = (column: typeof stays.admittedAt | typeof stays.dischargedAt) =>
    sql<string | null>`to_char(${column} at time zone ${timeZone}, 'YYYY-MM-DD')`;
  const rows = await tx
    .select({
      unitId: stays.wardId,
      isCurrent: stays.isCurrent,
      admittedOn: local(stays.admittedAt),
      leftOn: local(stays.dischargedAt),
      diagnosis: feature(DIAGNOSIS),
      kind: feature(KIND),
      age: feature(AGE),
    })
    .from(stays)
    .leftJoin(predictions, eq(predictions.id, stays.predictionId))
    .where(and(isNotNull(stays.wardId), isNull(stays.goneAt), which));
  return rows.map(({ unitId, isCurrent, admittedOn, leftOn, diagnosis, kind, age }) => {
    const decade = decode(AGE, age);
    return {
      ...{ unitId: unitId ?? "", isCurrent, admittedOn, leftOn },
      known: {
        primaryDiagnosis: text(decode(DIAGNOSIS, diagnosis)),
        admissionType: text(decode(KIND, kind)),
        age: typeof decade === "number" ? decade : null,
      },
    };
  });
}

/** Everybody who is in hospital, on any unit, or left it since. */
export const findStays = (tx: Transaction, timeZone: string, leftSince: Date): Promise<StayFound[]> =>
  findBy(tx, timeZone, or(stays.isCurrent, gte(stays.dischargedAt, leftSince)));

/** Who is in hospital now on some units, by units and how long. */
export async function findCurrent(tx: Transaction, timeZone: string, wardIds: readonly string[]) {
  return findBy(tx, timeZone, and(stays.isCurrent, inArray(stays.wardId, [...wardIds])));
}

/** Midnight census of some units on past local days, by unit and day. A stay counts on the unit it was last known on. */
export async function findHistory(
  tx: Transaction,
  {
    wardIds,
    days,
    timeZone,
  }: { readonly wardIds: readonly string[]; readonly days: readonly string[]; readonly timeZone: string },
): Promise<number[][]> {
  const [first] = days;
  if (first === undefined) return wardIds.map(() => []);
  const { rows } = await tx.execute<{ ward_id: string; day: string; patients: number }>(sql`
    with midnight as (
      select day, ((day::date + 1)::timestamp at time zone ${timeZone}) as at
      from unnest(${sql.param([...days])}::text[]) as asked(day)
    )
    select ${stays.wardId} as ward_id, midnight.day, count(*)::int as patients
    from midnight join ${stays} on ${stays.admittedAt} < midnight.at
      and (${stays.isCurrent} or ${stays.dischargedAt} >= midnight.at)
    where ${stays.goneAt} is null and ${inArray(stays.wardId, [...wardIds])}
      and (${stays.isCurrent} or ${stays.dischargedAt} >= (${first}::date::timestamp at time zone ${timeZone}))
    group by 1, 2`);
  const counts = new Map(rows.map(({ ward_id, day, patients }) => [`${ward_id} ${day}`, patients]));
  return wardIds.map((id) => days.map((day) => counts.get(`${id} ${day}`) ?? 0));
}

/** Who has a bed by now is no longer waited for. */
const hasBed = (tx: Transaction, patientId: typeof edVisits.patientId | typeof bookedAdmissions.patientId) =>
  exists(
    tx
      .select({ id: stays.id })
      .from(stays)
      .where(and(eq(stays.patientId, patientId), stays.isCurrent, isNull(stays.goneAt))),
  );

/** Who is in the emergency department now and has no bed yet, longest there first. */
export async function findVisits(tx: Transaction) {
  return tx
    .select()
    .from(edVisits)
    .where(and(isNull(edVisits.goneAt), not(hasBed(tx, edVisits.patientId))))
    .orderBy(edVisits.arrivedAt, edVisits.id);
}

/** Who is booked from a local day on; whoever is here, or was admitted on that day and has left again, has come. */
async function findBooked(tx: Transaction, today: string, timeZone: string) {
  const cameToday = exists(
    tx
      .select({ id: stays.id })
      .from(stays)
      .where(
        and(
          eq(stays.patientId, bookedAdmissions.patientId),
          isNull(stays.goneAt),
          sql`${stays.admittedAt} >= (${today}::date::timestamp at time zone ${timeZone})`,
        ),
      ),
  );
  const isHere = and(eq(bookedAdmissions.day, today), or(hasBed(tx, bookedAdmissions.patientId), cameToday));
  return tx
    .select({ unitId: bookedAdmissions.wardId, day: bookedAdmissions.day })
    .from(bookedAdmissions)
    .where(and(isNull(bookedAdmissions.goneAt), gte(bookedAdmissions.day, today), not(isHere ?? sql`false`)));
}

/** What was read of the emergency department so long ago tells of other patients. */
const STALE_MS = DAY_MS / 12;

/** Bookings that were last read longer ago are not counted: what is usual on such a day stands in for them. */
const BOOKINGS_OLD_MS = DAY_MS;

/** Who is booked from a local day on, and when that was last read; `booked` null: never, or too long ago to count on. */
export async function findBookings(
  tx: Transaction,
  now: Date,
  when: { readonly today: string; readonly timeZone: string },
) {
  const { readAt } = await findDemandAge(tx, now, BOOKINGS_STATE);
  const isKnown = readAt !== null && now.getTime() - readAt.getTime() <= BOOKINGS_OLD_MS;
  return { readAt, booked: isKnown ? await findBooked(tx, when.today, when.timeZone) : null };
}

/** When the emergency department, bookings or operations, were last read; whether that is lately enough to count on. */
export async function findDemandAge(tx: Transaction, now: Date, name = DEMAND_STATE) {
  const [state] = await tx
    .select({ succeededAt: connectionStates.succeededAt })
    .from(connectionStates)
    .where(eq(connectionStates.name, name));
  const readAt = state?.succeededAt ?? null;
  return { readAt, isFresh: readAt !== null && now.getTime() - readAt.getTime() <= STALE_MS };
}
