import { Fault } from "@/lib/core/fault";
import type { GroupedCounts } from "@/lib/core/forecast/backtest";
import { toDayNumber } from "@/lib/core/forecast/daily-series";
import { readCsvRecords } from "@/lib/io/csv-records";

/** How tables write that nothing was counted. */
const NOTHING = new Set(["", "na", "n/a", "nan", "null", "-"]);

/**
 * Counts by group and day from a CSV file, rows of one group and day added up; a day without a count is left out. Groups
 * come in the order of the file. Throws Fault bad-input naming file and row, or the column that is not there.
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
      return text.trim();
    };
    const date = read(columns.date);
    const day = /^\d{4}-\d{2}-\d{2}/.test(date) ? toDayNumber(date) : Number.NaN;
    if (Number.isNaN(day)) throw new Fault("bad-input", `${path}, row ${rows}: "${date}" is not a date as YYYY-MM-DD.`);
    const name = columns.group === undefined ? "all" : read(columns.group);
    const counts = groups.get(name) ?? new Map<number, number>();
    groups.set(name, counts);
    const text = read(columns.value);
    if (NOTHING.has(text.toLowerCase())) continue;
    const value = Number(text);
    if (!Number.isFinite(value)) throw new Fault("bad-input", `${path}, row ${rows}: "${text}" is not a number.`);
    counts.set(day, (counts.get(day) ?? 0) + value);
  }
  if (rows === 0) throw new Fault("bad-input", `${path} holds no rows.`);
  return groups;
}
