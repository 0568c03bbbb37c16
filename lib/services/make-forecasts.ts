import { desc, gte, sql } from "drizzle-orm";
import { z } from "zod";
import { LEARNT_DAYS } from "@/lib/core/capacity/learn-census";
import { DEMAND_KINDS, MOST_DAYS, toDemandSeries } from "@/lib/core/demand/demand-series";
import { LOOKED_BACK_DAYS } from "@/lib/core/demand/forecast-accuracy";
import { CENSUS_METHOD, isLate } from "@/lib/core/demand/forecast-census-nights";
import type { DemandInput, DemandOutput } from "@/lib/core/demand/forecast-demand";
import type { NightInput } from "@/lib/core/demand/make-night";
import { FORECAST_METHOD } from "@/lib/core/forecast/forecaster";
import { dayAfter, daysFrom } from "@/lib/core/monitoring/watch-days";
import { localDay } from "@/lib/core/worklist/leaving-group";
import type { Transaction } from "@/lib/io/database/database";
import { demandForecasts, demandRuns } from "@/lib/io/database/demand-schema";
import { runForecasts } from "@/lib/io/run-forecasts";
import { findBookings, findStays } from "@/lib/services/census-sources";
import { countDemand, findCounts, findRecordStart } from "@/lib/services/count-demand";
import { findForecastSetting } from "@/lib/services/forecast-setting";
import type { House } from "@/lib/services/house";
import { keepEmergencyVisits } from "@/lib/services/keep-emergency-visits";
import { LENGTH_OF_STAY } from "@/lib/services/learnt-census";
import { longVerb } from "@/lib/services/long-verb";
import { keepOperations } from "@/lib/services/recorded-operations";

const DAY_MS = 86_400_000;
/** Encounters this much older than the last run are read again: one may have been stored while it went on. */
const OVERLAP_MS = DAY_MS;

/** The newest night's run; null where there was none. */
export async function findNewestRun(tx: Transaction) {
  const [newest] = await tx.select().from(demandRuns).orderBy(desc(demandRuns.madeOn)).limit(1);
  return newest ?? null;
}

/** Days up to today, oldest first, that no forecasts were kept of. */
async function findMissing(tx: Transaction, today: string): Promise<string[]> {
  const from = dayAfter(today, -LOOKED_BACK_DAYS);
  const rows = await tx.select({ madeOn: demandRuns.madeOn }).from(demandRuns).where(gte(demandRuns.madeOn, from));
  const known = new Set(rows.map(({ madeOn }) => madeOn));
  return daysFrom(from, today).filter((day) => !known.has(day));
}

/** Counts every day before today anew, and gives what forecasts are made from. */
async function gather(house: House, today: string): Promise<NightInput> {
  const { database, timeZone } = house;
  const now = house.clock.now();
  const last = await database.transaction((tx) => findNewestRun(tx));
  const since = new Date(last === null ? 0 : last.at.getTime() - OVERLAP_MS);
  await keepEmergencyVisits(house, since);
  await keepOperations(house, since);
  const through = dayAfter(today, -1);
  const from = dayAfter(through, 1 - MOST_DAYS);
  return database.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = '10min'`);
    await countDemand(tx, { timeZone, from, through });
    const { holidays, countFrom } = await findForecastSetting(tx);
    const begins = await findRecordStart(tx, { countFrom, from, through });
    const kinds: DemandInput["kinds"][number][] = [];
    for (const kind of DEMAND_KINDS) {
      const counts = await findCounts(tx, kind, from);
      kinds.push({ kind, series: toDemandSeries(counts, { through, from: begins }) });
    }
    const madeOn = await findMissing(tx, today);
    const leftSince = new Date(Date.parse(madeOn[0] ?? today) - (LEARNT_DAYS + 1) * DAY_MS);
    const stays = await findStays(tx, timeZone, leftSince);
    const bookings = await findBookings(tx, now, { today, timeZone });
    const booked = (bookings.booked ?? []).flatMap(({ unitId, day }) => (unitId === null ? [] : { unitId, day }));
    const census = { model: LENGTH_OF_STAY, stays, booked, now, timeZone, today, countFrom };
    return { demand: { madeOn, holidays, kinds }, census };
  });
}

/** Keeps a day's forecasts whole, unless somebody else has kept that day's meanwhile; says whether it did. */
async function keepRun(
  { database, clock, timeZone }: House,
  { madeOn, now, holidays, made }: { madeOn: string; now: Date; made: DemandOutput } & Pick<DemandInput, "holidays">,
): Promise<boolean> {
  const ofDay = <Row extends { readonly madeOn: string }>(rows: readonly Row[]): Row[] =>
    rows.filter((row) => row.madeOn === madeOn);
  return database.transaction(async (tx) => {
    const common = {
      at: clock.now(),
      methodVersion: `${FORECAST_METHOD}, ${CENSUS_METHOD}`,
      inHindsight: madeOn < localDay(now, timeZone) || isLate(now, timeZone),
    };
    const kept = await tx
      .insert(demandRuns)
      .values({ madeOn, ...common, holidays, tooShort: ofDay(made.tooShort) })
      .onConflictDoNothing()
      .returning({ madeOn: demandRuns.madeOn });
    const rows = ofDay(made.forecasts);
    if (kept.length > 0 && rows.length > 0) await tx.insert(demandForecasts).values(rows);
    return kept.length > 0;
  });
}

/**
 * Makes today's forecasts from the days up to yesterday and keeps them, once for each day; and those of the last eight
 * weeks that are missing, each from the days before it alone, so that there is something to judge them by. Today's are
 * kept last: killed in the middle, all that is missing is made the next time; of two at the same time one keeps each.
 */
export const makeForecasts = longVerb({
  name: "make-forecasts",
  input: z.object({}),
  about: () => ({}),
  work: async (house, _input, tell) => {
    const today = localDay(house.clock.now(), house.timeZone);
    const input = await gather(house, today);
    const made = await runForecasts(input);
    const { madeOn: missing, holidays } = input.demand;
    let kept = 0;
    for (const madeOn of missing) {
      if (await keepRun(house, { madeOn, now: input.census.now, holidays, made })) kept++;
      tell({ kept, of: missing.length });
    }
    const newest = made.forecasts.filter(({ madeOn }) => madeOn === today).length;
    const output = { madeOn: today, daysKept: kept, forecasts: newest };
    return { output, audit: { target: {}, detail: output } };
  },
});
