import { lt, sql } from "drizzle-orm";
import type { EdVisitNow } from "@/lib/core/admission/read-ed-visits";
import { edVisits, localEdVisits } from "@/lib/io/database/capacity-schema";
import type { Transaction } from "@/lib/io/database/database";
import { stays } from "@/lib/io/database/schema";
import type { ScoredVisits } from "@/lib/services/score-visits";
import { instant } from "@/lib/services/store-reading";

const HOUR_MS = 3_600_000;
/** A stay that begins so soon after a visit was seen to be over is how the visit ended: beds are written down late. */
const FOLLOWS_HOURS = 12;
/** How a visit ended is settled when a stay that began so long after it has been read: the records reach beyond it. */
const SETTLED_HOURS = 24;
/** Two winters and what lies between; older visits tell of another department. */
const KEPT_MS = 730 * 24 * HOUR_MS;

/** Rows of a statement: it takes 65,535 values. */
const AT_ONCE = 1_000;

/** Keeps visits as they are when the model can first speak about them; what is kept of one already stays as it was. */
export async function keepLocalVisits(
  tx: Transaction,
  visits: readonly EdVisitNow[],
  scored: ScoredVisits | null,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<void> {
  const rows = visits.flatMap(({ visitId, patientId, arrivedAt, encoded, applicability, synthetic }) => {
    const arrived = instant(arrivedAt, timeZone);
    if (!applicability.inScope || arrived === null) return [];
    const score = scored?.scores.get(visitId);
    return {
      ...{ id: visitId, patientId, arrivedAt: arrived, knownAt: now, features: [...encoded], synthetic },
      probability: score?.probability ?? null,
      modelVersion: score === undefined ? null : (scored?.modelVersion ?? null),
    };
  });
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await tx
      .insert(localEdVisits)
      .values(rows.slice(from, from + AT_ONCE))
      .onConflictDoNothing();
}

/**
 * Writes down how visits ended that the source names no more: admitted where a stay of the patient began after the
 * arrival (the earliest the source ever gave), at most 12 hours after the visit was seen to be over and before they came
 * back. Nothing is settled until
 * stays were read that began a day later, so that what has not arrived is not taken for going home. Drops what is older
 * than two years. Gives how many were settled.
 */
export async function settleLocalVisits(tx: Transaction, now: Date): Promise<number> {
  const hours = (count: number) => sql.raw(`interval '${count} hours'`);
  const { rows } = await tx.execute(sql`
    update ${localEdVisits} as kept set settled_at = ${now.toISOString()}::timestamptz, admitted = exists (
      select 1 from ${stays} as stay
      where stay.patient_id = kept.patient_id and stay.gone_at is null and stay.admitted_at >= least(kept.arrived_at, visit.arrived_at)
        and stay.admitted_at <= visit.gone_at + ${hours(FOLLOWS_HOURS)}
        and not exists (
          select 1 from ${edVisits} as later where later.patient_id = kept.patient_id and later.id <> kept.id
            and later.arrived_at > visit.gone_at and later.arrived_at <= stay.admitted_at))
    from ${edVisits} as visit
    where visit.id = kept.id and kept.settled_at is null and visit.gone_at is not null
      and visit.gone_at + ${hours(SETTLED_HOURS)} <= (
        select max(admitted_at) from ${stays} as read where read.gone_at is null and read.admitted_at <= ${now.toISOString()}::timestamptz)
    returning kept.id`);
  await tx.delete(localEdVisits).where(lt(localEdVisits.arrivedAt, new Date(now.getTime() - KEPT_MS)));
  return rows.length;
}
