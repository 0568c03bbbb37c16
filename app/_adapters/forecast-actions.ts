"use server";
import { act, type Result } from "@/app/_adapters/act";
import type { ForecastSetting } from "@/lib/core/demand/forecast-setting";
import { setForecastSetting } from "@/lib/services/forecast-setting";

/** Server action: says which holidays the hospital keeps and since when its record is whole. */
export async function setForecastSettingAction(setting: ForecastSetting): Promise<Result<unknown>> {
  return act(setForecastSetting, setting);
}
