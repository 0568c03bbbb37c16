import { and, asc, between, eq, gte, inArray } from "drizzle-orm";
import { mayUse } from "@/lib/core/access/access";
import { type DemandKind, isByUnit, KEPT_KINDS, WHOLE_HOSPITAL } from "@/lib/core/demand/demand-series";
import { daysAsTold, LOOKED_BACK_DAYS, scoreForecasts } from "@/lib/core/demand/forecast-accuracy";
import type { ForecastAccuracyView } from "@/lib/core/demand/forecast-views";
import { toDayNumber } from "@/lib/core/forecast/daily-series";
import { dayAfter, daysFrom } from "@/lib/core/monitoring/watch-days";
import { localDay } from "@/lib/core/worklist/leaving-group";
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
    const { madeOn, days, naive } = demandForecasts;
    const ids = shown.map((unit) => unit?.id ?? WHOLE_HOSPITAL);
    const rows = await tx
      .select({ wardId: demandForecasts.wardId, madeOn, days, naive })
      .from(demandForecasts)
      .where(and(eq(demandForecasts.kind, kind), gte(madeOn, from), inArray(demandForecasts.wardId, ids)))
      .orderBy(asc(madeOn));
    const told = new Set(rows.map((row) => row.madeOn));
    const made = runs.filter((run) => told.has(run.madeOn));
    const countedOn =
      kind === "census" ? await findCensus(scope, { from, through }) : await findCame(scope, kind, through);
    const of = (id: string) => ({
      forecasts: rows.filter((row) => row.wardId === id),
      came: (day: string) => countedOn(id, day),
    });
    const chosen = of(wardId || WHOLE_HOSPITAL);
    const asTold = (before: number) => daysAsTold(chosen.forecasts, chosen.came, { before, through });
    const output: ForecastAccuracyView = {
      ...{ kind, wardId: wardId || null, units, from, through },
      asOf: now.toISOString(),
      timeZone: house.timeZone,
      madeDays: made.length,
      tooShortDays: runs.length - made.length,
      hindsightDays: made.filter(({ inHindsight }) => inHindsight).length,
      methodVersions: [...new Set(made.map(({ methodVersion }) => methodVersion))],
      series: shown.map((unit) => {
        const { forecasts, came } = of(unit?.id ?? WHOLE_HOSPITAL);
        return { unit, horizons: scoreForecasts(forecasts, came) };
      }),
      dayBefore: asTold(1),
      weekBefore: asTold(7),
      setting: await findForecastSetting(tx),
      maySet: mayUse(actor.role, "set-forecast-setting"),
      simulated: house.isDemo,
    };
    return { output, audit: { target: wardId ? { wardId } : {}, detail: { kind, forecasts: rows.length } } };
  },
});
