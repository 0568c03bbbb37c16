import type { KeptArrivals } from "@/lib/core/capacity/learn-census";
import { WHOLE_HOSPITAL } from "@/lib/core/demand/demand-series";
import { type CensusNights, forecastCensusNights } from "@/lib/core/demand/forecast-census-nights";
import {
  type DemandForecast,
  type DemandInput,
  type DemandOutput,
  forecastDemand,
  toLevels,
} from "@/lib/core/demand/forecast-demand";

export interface NightInput {
  readonly demand: DemandInput;
  readonly census: CensusNights;
}

/** A kept forecast of the hospital's unscheduled admissions, as the census takes it. */
export const toKeptArrivals = ({ days, historyDays }: Pick<DemandForecast, "days" | "historyDays">): KeptArrivals => ({
  historyDays,
  days: days.map(({ quantiles }) => ({ quantiles: toLevels(quantiles) })),
});

/** All that a night foretells: who comes and leaves, and from that the census. */
export function makeNight({ demand, census }: NightInput): DemandOutput {
  const { forecasts, tooShort } = forecastDemand(demand);
  const beds = forecastCensusNights(census, demand.madeOn, (day) => {
    const arrivals = forecasts.find(
      ({ kind, wardId, madeOn }) => kind === "unscheduled-admissions" && wardId === WHOLE_HOSPITAL && madeOn === day,
    );
    return arrivals === undefined ? null : toKeptArrivals(arrivals);
  });
  return { forecasts: [...forecasts, ...beds.forecasts], tooShort: [...tooShort, ...beds.tooShort] };
}
