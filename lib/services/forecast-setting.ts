import { eq } from "drizzle-orm";
import { type ForecastSetting, forecastSetting, NO_FORECAST_SETTING } from "@/lib/core/demand/forecast-setting";
import type { Transaction } from "@/lib/io/database/database";
import { instance } from "@/lib/io/database/schema";
import { verb } from "@/lib/services/verb";

const NAME = "forecasts";

/** As it was last set; every known calendar and all days where it never was, or cannot be read. */
export async function findForecastSetting(tx: Transaction): Promise<ForecastSetting> {
  const [row] = await tx.select({ value: instance.value }).from(instance).where(eq(instance.name, NAME));
  if (row === undefined) return NO_FORECAST_SETTING;
  try {
    return forecastSetting.parse(JSON.parse(row.value));
  } catch {
    return NO_FORECAST_SETTING;
  }
}

/** Says which holidays the hospital keeps and since when its record is whole, for forecasts from the next night on. */
export const setForecastSetting = verb({
  name: "set-forecast-setting",
  input: forecastSetting,
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx }, setting) => {
    const value = JSON.stringify(setting);
    await tx
      .insert(instance)
      .values({ name: NAME, value })
      .onConflictDoUpdate({ target: instance.name, set: { value } });
    const { countries, own } = setting.holidays;
    const detail = { countries: countries.join(" "), ownHolidays: own.length, countFrom: setting.countFrom ?? "" };
    return { output: setting, audit: { target: {}, detail } };
  },
});
