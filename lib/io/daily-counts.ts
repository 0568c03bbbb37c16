import { Fault } from "@/lib/core/fault";
import { ALL_GROUPS, type GroupedCounts } from "@/lib/core/forecast/backtest";
import { toDayNumber, toIsoDate } from "@/lib/core/forecast/daily-series";
import { readCsvRecords } from "@/lib/io/csv-records";

/** How tables write that nothing was counted. */
const NOTHING = new Set(["", "na", "n/a", "nan", "null", "-"]);

/** The day number of "2020-02-29" or "2020-02-29T23:10"; not-a-number for text that is no date, or a day there never was. */
function toDay(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}(?!\d)/.test(text)) return Number.NaN;
  const day = toDayNumber(text);
  // 30 February is read as 2 March.
  return !Number.isNaN(day) && toIsoDate(day) === text.slice(0, 10) ? day : Number.NaN;
}

/**
 * Counts by group and day from a CSV file, rows of one group and day added up; a day without a count is left out. Groups
 * are the column's text as it stands, in the order of the file. Throws Fault bad-input naming file and row, or the column
 * that is not there; also for a group "*", which stands for all of them.
 */
export async function readDailyCounts(
  path: string,
  columns: { readonly date: string; readonly value: string; readonly group?: string | undefined },
): Promise<GroupedCounts> {
  const groups = new Map<string, Map<number, number>>();
  let rows = 0;
  for await (const record of readCsvRecords(path)) {
    rows++;
    const read = (column: string): string => {
      const text = record[column];
      if (text === undefined) throw new Fault("bad-input", `${path} has no column "${column}".`);
      return text;
    };
    const date = read(columns.date).trim();
    const day = toDay(date);
    if (Number.isNaN(day)) throw new Fault("bad-input", `${path}, row ${rows}: "${date}" is not a date as YYYY-MM-DD.`);
    const name = columns.group === undefined ? "all" : read(columns.group);
    if (name === ALL_GROUPS)
      throw new Fault("bad-input", `${path}, row ${rows}: a group cannot be named "*", which stands for all of them.`);
    const counts = groups.get(name) ?? new Map<number, number>();
    groups.set(name, counts);
    const text = read(columns.value).trim();
    if (NOTHING.has(text.toLowerCase())) continue;
    const value = Number(text);
    if (!Number.isFinite(value)) throw new Fault("bad-input", `${path}, row ${rows}: "${text}" is not a number.`);
    counts.set(day, (counts.get(day) ?? 0) + value);
  }
  if (rows === 0) throw new Fault("bad-input", `${path} holds no rows.`);
  return groups;
}
