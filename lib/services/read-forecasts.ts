import { and, asc, eq, inArray } from "drizzle-orm";
import {
  DEMAND_KINDS,
  type DemandKind,
  type DemandSeries,
  isByUnit,
  toDemandSeries,
  WHOLE_HOSPITAL,
} from "@/lib/core/demand/demand-series";
import { HISTORY_DAYS, toLevels } from "@/lib/core/demand/forecast-demand";
import type { ForecastSeries, ForecastsView } from "@/lib/core/demand/forecast-views";
import { toDayNumber, toIsoDate } from "@/lib/core/forecast/daily-series";
import { dayAfter } from "@/lib/core/monitoring/watch-days";
import { demandForecasts } from "@/lib/io/database/demand-schema";
import { wards } from "@/lib/io/database/schema";
import { findCounts, findRecordStart } from "@/lib/services/count-demand";
import { demandAsked } from "@/lib/services/demand-asked";
import { findForecastSetting } from "@/lib/services/forecast-setting";
import { findNewestRun } from "@/lib/services/make-forecasts";
import { type Scope, verb } from "@/lib/services/verb";

/** Weeks of counts shown before what is foretold. */
const SHOWN_DAYS = 42;

/** Units by their names. */
export async function findUnits({ tx }: Pick<Scope, "tx">, wardIds: readonly string[]) {
  const { id, name } = wards;
  return tx
    .select({ id, name })
    .from(wards)
    .where(inArray(id, [...wardIds]))
    .orderBy(asc(name));
}

/** Every series of a kind as it was counted up to a day, by unit. */
export async function findSeries({ tx }: Pick<Scope, "tx">, kind: DemandKind, through: string) {
  const { countFrom } = await findForecastSetting(tx);
  const from = dayAfter(through, 1 - HISTORY_DAYS.most);
  const begins = await findRecordStart(tx, { countFrom, from, through });
  const counts = await findCounts(tx, kind, from);
  return new Map(toDemandSeries(counts, { through, from: begins }).map((series) => [series.wardId, series]));
}

/** What was counted on a day number; null where nothing was read, or it lies outside. */
export function countOn(
  series: { readonly firstDay: number; readonly values: Float64Array } | undefined,
  day: number,
): number | null {
  const value = series?.values[day - series.firstDay];
  return value === undefined || Number.isNaN(value) ? null : value;
}

/**
 * The newest forecasts of a kind, of the whole hospital and of the units of whoever asks: counts of nobody in particular.
 */
export const readForecasts = verb({
  name: "read-forecasts",
  ...demandAsked(DEMAND_KINDS),
  run: async (scope, { kind, wardId }) => {
    const { tx, house, actor, now } = scope;
    const run = await findNewestRun(tx);
    const asked = wardId ? [wardId] : actor.wardIds;
    const units = [null, ...(isByUnit(kind) ? await findUnits(scope, asked) : [])];
    const through = run === null ? null : dayAfter(run.madeOn, -1);
    const counted = through === null ? new Map<string, DemandSeries>() : await findSeries(scope, kind, through);
    const kept =
      run === null
        ? []
        : await tx
            .select()
            .from(demandForecasts)
            .where(
              and(
                eq(demandForecasts.kind, kind),
                eq(demandForecasts.madeOn, run.madeOn),
                inArray(
                  demandForecasts.wardId,
                  units.map((unit) => unit?.id ?? WHOLE_HOSPITAL),
                ),
              ),
            );
    const toSeries = (unit: (typeof units)[number]): ForecastSeries => {
      const id = unit?.id ?? WHOLE_HOSPITAL;
      const own = kept.find((row) => row.wardId === id);
      const series = counted.get(id);
      const last = toDayNumber(through ?? "");
      const shown = series === undefined ? 0 : Math.min(SHOWN_DAYS, series.values.length);
      return {
        unit,
        historyDays: own?.historyDays ?? series?.values.length ?? 0,
        isTooShort: own === undefined,
        history: Array.from({ length: shown }, (_, at) => last - shown + 1 + at).map((day) => ({
          day: toIsoDate(day),
          count: countOn(series, day),
        })),
        days: (own?.days ?? []).map(({ day, point, quantiles }) => ({
          day,
          point,
          quantiles: toLevels(quantiles),
        })),
      };
    };
    const output: ForecastsView = {
      kind,
      asOf: now.toISOString(),
      timeZone: house.timeZone,
      madeOn: run?.madeOn ?? null,
      madeAt: run?.at.toISOString() ?? null,
      methodVersion: run?.methodVersion ?? null,
      leastDays: HISTORY_DAYS.least,
      series: units.map(toSeries),
      simulated: house.isDemo,
    };
    return { output, audit: { target: wardId ? { wardId } : {}, detail: { kind, series: kept.length } } };
  },
});
