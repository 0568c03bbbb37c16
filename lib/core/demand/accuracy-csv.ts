import { csvText } from "@/lib/core/csv-text";
import type { ForecastAccuracyView } from "@/lib/core/demand/forecast-views";

const HEAD = [
  ...["kind", "unit", "foretold_days_before", "day", "counted", "foretold"],
  ...["low_80", "high_80", "low_95", "high_95", "plain_rule"],
];

type ShownDays = Pick<ForecastAccuracyView, "kind" | "wardId" | "units" | "dayBefore" | "weekBefore">;

/** The days that are shown, as they were foretold a day and a week before, as CSV with a head line. */
export function accuracyCsv({ kind, wardId, units, dayBefore, weekBefore }: ShownDays): string {
  const unit = units.find(({ id }) => id === wardId)?.name ?? "Whole hospital";
  const told = [
    { before: 1, days: dayBefore },
    { before: 7, days: weekBefore },
  ];
  const lines = told.flatMap(({ before, days }) =>
    days.map(({ day, came, point, interval80, interval95, naive }) => [
      ...[kind, unit, before, day, came, Number(point.toFixed(2))],
      ...[...interval80, ...interval95, Number(naive.toFixed(2))],
    ]),
  );
  return csvText([HEAD, ...lines]);
}
