import { z } from "zod";
import { holidaySetting, NO_HOLIDAY_SETTING } from "@/lib/core/forecast/holiday-calendar";

/** What a site says of itself for its forecasts. */
export const forecastSetting = z.object({
  holidays: holidaySetting,
  /** First day from which every stay is on record, YYYY-MM-DD: before Wardlight was fed whole, days look quieter than they were. */
  countFrom: z.iso.date().nullable(),
});
export type ForecastSetting = z.output<typeof forecastSetting>;

/** Where nobody said anything. */
export const NO_FORECAST_SETTING: ForecastSetting = { holidays: NO_HOLIDAY_SETTING, countFrom: null };
