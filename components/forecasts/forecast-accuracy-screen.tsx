"use client";
import { useState } from "react";
import { ToldDaysChart } from "@/components/charts/told-days-chart";
import { AccuracyTable } from "@/components/forecasts/accuracy-table";
import { ForecastLimits, QUIET } from "@/components/forecasts/forecast-limits";
import { ForecastSettingPart } from "@/components/forecasts/forecast-setting-part";
import { ChoiceGroup } from "@/components/ui/choice-group";
import { LinkChoice } from "@/components/ui/link-choice";
import { Notice } from "@/components/ui/notice";
import { Part } from "@/components/ui/part";
import { PrintedHead } from "@/components/ui/printed-head";
import { dayWords } from "@/lib/core/day-words";
import { accuracyCsv } from "@/lib/core/demand/accuracy-csv";
import { KIND_WORDS, leaningSentence, verdictSentence } from "@/lib/core/demand/accuracy-words";
import { KEPT_KINDS, type KeptKind } from "@/lib/core/demand/demand-series";
import { HISTORY_DAYS } from "@/lib/core/demand/forecast-demand";
import type { ForecastSetting } from "@/lib/core/demand/forecast-setting";
import type { ForecastAccuracyView } from "@/lib/core/demand/forecast-views";

const BEFORE = { day: "the day before", week: "a week before" } as const;

function linkTo(kind: KeptKind, wardId: string | null): string {
  const query = new URLSearchParams({ of: kind, ...(wardId !== null && { unit: wardId }) });
  return `/forecast-accuracy?${query}`;
}

interface ForecastAccuracyScreenProps {
  readonly view: ForecastAccuracyView;
  /** Null where it was saved, else why not. */
  readonly save: (setting: ForecastSetting) => Promise<string | null>;
}

/** Whether forecasts can be relied on: one sentence, then the days, then every unit's figures. */
export function ForecastAccuracyScreen({ view, save }: ForecastAccuracyScreenProps) {
  const [before, setBefore] = useState<keyof typeof BEFORE>("day");
  const { kind, wardId, units, asOf, timeZone, through, madeDays, series, dayBefore, weekBefore } = view;
  const { name, counted, rival } = KIND_WORDS[kind];
  const chosen = series.find(({ unit }) => (unit?.id ?? null) === wardId) ?? series[0];
  const [nearest] = chosen?.horizons ?? [];
  const place = chosen?.unit?.name ?? "whole hospital";
  const days = before === "day" ? dayBefore : weekBefore;
  return (
    <>
      <PrintedHead
        title="Forecast accuracy"
        {...{ asOf, timeZone }}
        fileName={`forecast-accuracy-${kind}-${through}`}
        csv={() => accuracyCsv(view)}
      />
      <p className="m-0 mb-3 text-mut">The last eight weeks, days up to {dayWords(through)}.</p>
      <div className="mb-3 flex flex-col gap-2">
        <LinkChoice
          label="What is counted"
          choices={KEPT_KINDS.map((one) => ({
            ...{ key: one, name: KIND_WORDS[one].name, href: linkTo(one, null), isChosen: one === kind },
          }))}
        />
        {units.length > 0 && (
          <LinkChoice
            label="Units"
            choices={[null, ...units].map((unit) => ({
              key: unit?.id ?? "",
              name: unit?.name ?? "Whole hospital",
              href: linkTo(kind, unit?.id ?? null),
              isChosen: (unit?.id ?? null) === wardId,
            }))}
          />
        )}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {view.simulated && (
          <Notice title="Synthetic patients">These days were made by the demo hospital’s dice, not by patients.</Notice>
        )}
        {madeDays === 0 ? (
          <Notice title="No forecasts yet">
            {view.tooShortDays > 0
              ? `They need ${HISTORY_DAYS.least} days of which the whole record is known, and there are fewer yet${view.kind === "census" ? `, or ${QUIET}` : ""}.`
              : "They are made once a day, when yesterday is over; the first ones within some minutes of Wardlight’s start."}
          </Notice>
        ) : (
          <>
            <Part title={`${name}, ${place}: the week ahead`}>
              {nearest && (
                <p className="m-0 max-w-[75ch]">
                  {verdictSentence(nearest, rival)} {!nearest.isTooFew && leaningSentence(nearest.ensemble)}
                </p>
              )}
            </Part>
            {dayBefore.length > 0 && (
              <Part title={`Day by day, ${place}`}>
                <div className="mb-2 max-w-md print:hidden">
                  <ChoiceGroup
                    label="As foretold"
                    isWide
                    value={before}
                    onChange={(value) => setBefore(value === "week" ? "week" : "day")}
                    choices={[
                      { value: "day", label: BEFORE.day },
                      { value: "week", label: BEFORE.week },
                    ]}
                  />
                </div>
                {days.length === 0 ? (
                  <p className="m-0 text-mut">No day has come that was foretold a week before.</p>
                ) : (
                  <ToldDaysChart {...{ days, counted }} before={BEFORE[before]} rival={rival.short} />
                )}
              </Part>
            )}
            <Part title={units.length > 0 ? "All units" : "Figures"}>
              <AccuracyTable series={series} rival={rival.short.toLowerCase()} />
              <ForecastLimits view={view} />
            </Part>
          </>
        )}
        <ForecastSettingPart setting={view.setting} maySet={view.maySet} save={save} />
      </div>
    </>
  );
}
