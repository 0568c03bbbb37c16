"use client";
import { useState } from "react";
import { ForecastSettingDialog } from "@/components/forecasts/forecast-setting-dialog";
import { Button } from "@/components/ui/button";
import { FactList } from "@/components/ui/fact-list";
import { Part } from "@/components/ui/part";
import type { ForecastSetting } from "@/lib/core/demand/forecast-setting";
import { COUNTRY_NAMES } from "@/lib/core/forecast/public-holidays";

interface ForecastSettingPartProps {
  readonly setting: ForecastSetting;
  readonly maySet: boolean;
  readonly save: (setting: ForecastSetting) => Promise<string | null>;
}

/** Which holidays the hospital keeps and since when its record is whole; an administrator can change it here. */
export function ForecastSettingPart({ setting, maySet, save }: ForecastSettingPartProps) {
  const [isOpen, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  const { holidays, countFrom } = setting;
  const countries = holidays.countries.map((country) => COUNTRY_NAMES[country]);
  return (
    <Part
      title="What forecasts are made from"
      action={
        maySet && (
          <Button className="print:hidden" onPress={() => setOpen(true)}>
            Change
          </Button>
        )
      }
    >
      <FactList
        facts={[
          ["Holidays of", countries.length > 0 ? countries.join(", ") : "no country"],
          [
            "Own holidays",
            holidays.own.length > 0 ? holidays.own.map(({ on, name }) => `${name} (${on})`).join(", ") : "none",
          ],
          [
            "Days from",
            countFrom ?? "the first on which patients were seen to leave as they do now, at most two years ago",
          ],
        ]}
      />
      <p role="status" className="m-0 mt-2 text-sm text-mut empty:hidden">
        {said}
      </p>
      {isOpen && (
        <ForecastSettingDialog
          setting={setting}
          close={() => setOpen(false)}
          save={async (changed) => {
            const why = await save(changed);
            if (why !== null) return why;
            setOpen(false);
            setSaid("Kept. It counts from the next night’s forecasts on; those that were made stay as they are.");
            return null;
          }}
        />
      )}
    </Part>
  );
}
