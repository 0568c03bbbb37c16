"use client";
import { useRouter } from "next/navigation";
import { setForecastSettingAction } from "@/app/_adapters/forecast-actions";
import { ForecastAccuracyScreen } from "@/components/forecasts/forecast-accuracy-screen";
import type { ForecastAccuracyView } from "@/lib/core/demand/forecast-views";

/** The page on how forecasts did, wired to its verbs; it is read again after a change. */
export function Accuracy({ view }: { readonly view: ForecastAccuracyView }) {
  const router = useRouter();
  return (
    <ForecastAccuracyScreen
      view={view}
      save={async (setting) => {
        const result = await setForecastSettingAction(setting);
        if (!result.ok) return result.error.message;
        router.refresh();
        return null;
      }}
    />
  );
}
