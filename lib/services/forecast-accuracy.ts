import { and, asc, between, eq, gte } from "drizzle-orm";
import { mayUse } from "@/lib/core/access/access";
import { type DemandKind, isByUnit, KEPT_KINDS, type KeptKind, WHOLE_HOSPITAL } from "@/lib/core/demand/demand-series";
import { daysAsTold, type KeptForecast, LOOKED_BACK_DAYS, scoreForecasts } from "@/lib/core/demand/forecast-accuracy";
import type { ForecastAccuracyView } from "@/lib/core/demand/forecast-views";
import { toDayNumber } from "@/lib/core/forecast/daily-series";
import { dayAfter, daysFrom } from "@/lib/core/monitoring/watch-days";
import { localDay } from "@/lib/core/worklist/leaving-group";
import type { Transaction } from "@/lib/io/database/database";
import { demandForecasts, demandRuns } from "@/lib/io/database/demand-schema";
import { wards } from "@/lib/io/database/schema";
import { findHistory } from "@/lib/services/census-sources";
import { demandAsked } from "@/lib/services/demand-asked";
import { findForecastSetting } from "@/lib/services/forecast-setting";
import { findNewestRun } from "@/lib/services/make-forecasts";
import { countOn, findSeries, findUnits } from "@/lib/services/read-forecasts";
import { type Scope, verb } from "@/lib/services/verb";

/** What came, or left, on a day, of a unit or the whole hospital. */
async function findCame(scope: Scope, kind: DemandKind, through: string) {
  const counted = await findSeries(scope, kind, through);
  return (id: string, day: string) => countOn(counted.get(id), toDayNumber(day));
}

/** Patients at the midnights of days, of every unit and the whole hospital; null outside those days. */
async function findCensus(
  { tx, house }: Scope,
  { from, through }: { readonly from: string; readonly through: string },
) {
  const days = daysFrom(from, through);
  const wardIds = (await tx.select({ id: wards.id }).from(wards)).map(({ id }) => id);
  const byUnit = await findHistory(tx, { wardIds, days, timeZone: house.timeZone });
  const whole = days.map((_, at) => byUnit.reduce((sum, counts) => sum + (counts[at] ?? 0), 0));
  return (id: string, day: string) =>
    (id === WHOLE_HOSPITAL ? whole : byUnit[wardIds.indexOf(id)])?.[days.indexOf(day)] ?? null;
}

/** A series' kept forecasts since a day, oldest first. */
async function findKept(
  tx: Transaction,
  { kind, wardId, from }: { readonly kind: KeptKind; readonly wardId: string; readonly from: string },
): Promise<KeptForecast[]> {
  const { madeOn, days, naive } = demandForecasts;
  return tx
    .select({ madeOn, days, naive })
    .from(demandForecasts)
    .where(and(eq(demandForecasts.kind, kind), eq(demandForecasts.wardId, wardId), gte(madeOn, from)))
    .orderBy(asc(madeOn));
}

/** The last eight weeks' forecasts of a kind against what happened since, of the hospital and of the reader's units. */
export const readForecastAccuracy = verb({
  name: "read-forecast-accuracy",
  ...demandAsked(KEPT_KINDS),
  run: async (scope, { kind, wardId }) => {
    const { tx, house, actor, now } = scope;
    const newest = await findNewestRun(tx);
    // Days after the last count are not known to have been empty.
    const through = dayAfter(newest?.madeOn ?? localDay(now, house.timeZone), -1);
    const from = dayAfter(through, 1 - LOOKED_BACK_DAYS);
    const units = isByUnit(kind) ? await findUnits(scope, actor.wardIds) : [];
    const shown = [null, ...units];
    const runs = await tx
      .select({
        madeOn: demandRuns.madeOn,
        methodVersion: demandRuns.methodVersion,
        inHindsight: demandRuns.inHindsight,
      })
      .from(demandRuns)
      .where(between(demandRuns.madeOn, from, through))
      .orderBy(asc(demandRuns.madeOn));
    const countedOn =
      kind === "census" ? await findCensus(scope, { from, through }) : await findCame(scope, kind, through);
    const cameTo = (id: string) => (day: string) => countedOn(id, day);
    const chosenId = wardId || WHOLE_HOSPITAL;
    const told = new Set<string>();
    const series: ForecastAccuracyView["series"][number][] = [];
    let chosen: KeptForecast[] = [];
    let read = 0;
    // Unit by unit: those of a large hospital are megabytes, which would hold the thread if they came at once.
    for (const unit of shown) {
      const id = unit?.id ?? WHOLE_HOSPITAL;
      const forecasts = await findKept(tx, { kind, wardId: id, from });
      read += forecasts.length;
      for (const { madeOn } of forecasts) told.add(madeOn);
      if (id === chosenId) chosen = forecasts;
      series.push({ unit, horizons: scoreForecasts(forecasts, cameTo(id)) });
    }
    const made = runs.filter((run) => told.has(run.madeOn));
    const asTold = (before: number) => daysAsTold(chosen, cameTo(chosenId), { before, through });
    const output: ForecastAccuracyView = {
      ...{ kind, wardId: wardId || null, units, from, through },
      asOf: now.toISOString(),
      timeZone: house.timeZone,
      madeDays: made.length,
      tooShortDays: runs.length - made.length,
      hindsightDays: made.filter(({ inHindsight }) => inHindsight).length,
      methodVersions: [...new Set(made.map(({ methodVersion }) => methodVersion))],
      series,
      dayBefore: asTold(1),
      weekBefore: asTold(7),
      setting: await findForecastSetting(tx),
      maySet: mayUse(actor.role, "set-forecast-setting"),
      simulated: house.isDemo,
    };
    return { output, audit: { target: wardId ? { wardId } : {}, detail: { kind, forecasts: read } } };
  },
});
