import { gte, sql } from "drizzle-orm";
import { cutoffs } from "@/lib/io/database/schema";
import type { Scope } from "@/lib/services/verb";

const DAYS = 90;
/** What "high" and above was made for. @see lib/core/training/operating-points.ts */
const UNSET = 0.2;

/** Which share of the patients wards could act on: from the lines they drew on their lists, the newest of each day. */
export async function findCallCapacity({ tx, now }: Pick<Scope, "tx" | "now">) {
  const since = new Date(now.getTime() - DAYS * 86_400_000);
  const newest = tx
    .selectDistinctOn([cutoffs.day, cutoffs.wardIds], {
      capacity: cutoffs.capacity,
      listed: sql<number>`cardinality(${cutoffs.stayIds})`.as("listed"),
    })
    .from(cutoffs)
    .where(gte(cutoffs.at, since))
    .orderBy(cutoffs.day, cutoffs.wardIds, sql`${cutoffs.at} desc`)
    .as("newest");
  const [found] = await tx
    .select({
      lines: sql<number>`count(*)::int`,
      called: sql<number>`coalesce(sum(least(${newest.capacity}, ${newest.listed})), 0)::int`,
      listed: sql<number>`coalesce(sum(${newest.listed}), 0)::int`,
    })
    .from(newest)
    .where(sql`${newest.capacity} > 0 and ${newest.listed} > 0`);
  if (!found || found.called === 0 || found.listed === 0)
    return { share: UNSET, source: "a fifth of all stays: no ward has set a cut-off in the last 90 days" };
  return {
    share: found.called / found.listed,
    source: `the ${found.lines === 1 ? "cut-off" : `${found.lines} cut-offs`} that wards set in the last ${DAYS} days`,
  };
}
