import { type ForecastSetting, forecastSetting, NO_FORECAST_SETTING } from "@/lib/core/demand/forecast-setting";
import type { Transaction } from "@/lib/io/database/database";
import { findSetting, keepSetting } from "@/lib/services/site-setting";
import { verb } from "@/lib/services/verb";

const NAME = "forecasts";

/** As it was last set; every known calendar and all days where it never was. */
export const findForecastSetting = async (tx: Transaction): Promise<ForecastSetting> =>
  (await findSetting(tx, NAME, forecastSetting)) ?? NO_FORECAST_SETTING;

/** Says which holidays the hospital keeps and since when its record is whole, for forecasts from the next night on. */
export const setForecastSetting = verb({
  name: "set-forecast-setting",
  input: forecastSetting,
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx }, setting) => {
    await keepSetting(tx, NAME, setting);
    const { countries, own } = setting.holidays;
    const detail = { countries: countries.join(" "), ownHolidays: own.length, countFrom: setting.countFrom ?? "" };
    return { output: setting, audit: { target: {}, detail } };
  },
});
