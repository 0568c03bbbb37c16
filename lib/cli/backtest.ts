import { parseArgs } from "node:util";
import type { CliVerb } from "@/lib/cli/main";
import { backtest as testForecasts } from "@/lib/core/forecast/backtest";
import { readDailyCounts } from "@/lib/io/daily-counts";

const HELP = `wardlight backtest --series FILE.csv[.gz] --date COL --value COL [--group COL] --horizon N --origins N

Tests the forecaster on a series whose end is known: forecasts are made at days of its past, each from what was known
then, and held against what came. One line of JSON for each group and method, then group "*" over all groups.

  --series FILE   a table with a header, one row a day or oftener; .csv or .csv.gz
  --date COL      the column with the date, YYYY-MM-DD; a time after it is cut off
  --value COL     the column with the count; empty is not counted
  --group COL     the column that tells series apart; without it the file is one series named "all";
                  its text is the group's name as it stands, and none may be named "*"
  --horizon N     days ahead, 1 to 28
  --origins N     days of the past to forecast from, in each group

Rows of the same group and date are added up. A gap over 14 days starts a new segment; a segment is tested from its
120th day on. Methods: wardlight (the ensemble), holt-winters (damped, additive, weekly season), seasonal-naive. wmape
is the sum of absolute errors over the sum of values; coverage80 and coverage95 are shares of days inside the intervals.`;

function usage(sentence: string): number {
  process.stderr.write(`${sentence}\n\n${HELP}\n`);
  return 2;
}

/** A whole number in a range, or null. */
function wholeNumber(text: string | undefined, least: number, most: number): number | null {
  const number = /^\d+$/.test(text ?? "") ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : null;
}

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      series: { type: "string" },
      date: { type: "string" },
      value: { type: "string" },
      group: { type: "string" },
      horizon: { type: "string" },
      origins: { type: "string" },
    },
  });
  const { series, date, value, group } = values;
  if (series === undefined) return usage("Say which series to test on: --series FILE.");
  if (date === undefined || value === undefined) return usage("Name the columns: --date COL --value COL.");
  const horizon = wholeNumber(values.horizon, 1, 28);
  if (horizon === null) return usage("--horizon should be a number of days from 1 to 28.");
  const origins = wholeNumber(values.origins, 1, 100_000);
  if (origins === null) return usage("--origins should be a whole number from 1 on.");
  const counts = await readDailyCounts(series, { date, value, group });
  const lines = testForecasts(counts, { horizon, origins }, (done, all) => {
    if (done % 10 === 0 || done === all) process.stderr.write(`forecast from ${done} of ${all} days\n`);
  });
  for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
  return 0;
}

/** How good forecasts would have been. */
export const backtest: CliVerb = { help: HELP, run };
