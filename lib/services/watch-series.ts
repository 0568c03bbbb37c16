import { sql } from "drizzle-orm";
import { type Anomaly, type HourCount, seasonalAnomaly, UNUSUAL_Z } from "@/lib/core/operations/anomaly";
import type { Transaction } from "@/lib/io/database/database";
import { audit } from "@/lib/io/database/schema";
import { stands } from "@/lib/io/operations/meters";
import type { House } from "@/lib/services/house";

/** What is counted by the hour, from the audit: how much was done, how much was refused, how much failed. */
const SERIES = ["done", "refused", "failed"] as const;
type Series = (typeof SERIES)[number];

const HOUR_MS = 60 * 60_000;
const WEEKS = 4;

/** How unusual the last whole hour was, by series. */
export async function findAnomalies(tx: Transaction, now: Date): Promise<ReadonlyMap<Series, Anomaly>> {
  const hour = Math.floor(now.getTime() / HOUR_MS) - 1;
  const since = new Date((hour - WEEKS * 7 * 24) * HOUR_MS).toISOString();
  const until = new Date((hour + 1) * HOUR_MS).toISOString();
  const { rows } = await tx.execute<{ outcome: Series; hour: number; count: number }>(sql`
    select ${audit.outcome} as outcome, floor(extract(epoch from ${audit.at}) / 3600)::int as hour,
      count(*)::int as count
    from ${audit} where ${audit.at} >= ${since}::timestamptz and ${audit.at} < ${until}::timestamptz
    group by 1, 2`);
  const from = rows.reduce((first, row) => Math.min(first, row.hour), hour);
  const of = (series: Series): HourCount[] => rows.filter(({ outcome }) => outcome === series);
  return new Map(SERIES.map((series) => [series, seasonalAnomaly(of(series), { hour, from })]));
}

/** Looks once, and tells the metrics and the log. */
async function lookAtSeries({ database, clock, log }: House): Promise<void> {
  const anomalies = await database.transaction((tx) => findAnomalies(tx, clock.now()));
  for (const [series, { z }] of anomalies) {
    if (z === null) continue;
    stands("wardlight_operational_anomaly_z", { series }, z);
    if (Math.abs(z) > UNUSUAL_Z) log.warn({ series, score: Math.round(z * 10) / 10 }, "an unusual hour");
  }
}

/** Looks every hour, a few minutes after it is over. */
export function keepSeries(house: House): { close(): void } {
  let timer: NodeJS.Timeout | null = null;
  const next = (): void => {
    const waitMs = HOUR_MS - (Date.now() % HOUR_MS) + 5 * 60_000;
    timer = setTimeout(() => {
      lookAtSeries(house)
        .catch((error) => house.log.warn({ err: error }, "the last hour could not be looked at"))
        .finally(next);
    }, waitMs);
    timer.unref();
  };
  next();
  return {
    close: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
