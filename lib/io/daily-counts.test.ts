import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { toDayNumber } from "@/lib/core/forecast/daily-series";
import { readDailyCounts } from "@/lib/io/daily-counts";

const root = mkdtempSync(join(tmpdir(), "wardlight-counts-"));
afterAll(() => rmSync(root, { recursive: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(root, name), name.endsWith(".gz") ? gzipSync(text) : text);
  return join(root, name);
};
const columns = { date: "when", value: "seen", group: "unit" };
const day = toDayNumber("2020-02-01");

describe("daily counts of a CSV file", () => {
  it("adds up rows of one group and day, times cut off, and leaves out days without a count", async () => {
    const path = file(
      "hourly.csv.gz",
      "unit,when,seen\nB,2020-02-01T01:00,2\nB,2020-02-01T02:00,3\nA,2020-02-01,\nA,2020-02-02,NA\nA,2020-02-03,0\nB,2020-02-01,\n",
    );
    const counts = await readDailyCounts(path, columns);
    expect([...counts].map(([group, own]) => [group, [...own]])).toEqual([
      ["B", [[day, 5]]],
      ["A", [[day + 2, 0]]],
    ]);
  });

  it("is one series where no group is named", async () => {
    const path = file("plain.csv", "when,seen\n2020-02-01,2\n2020-02-01,3\n");
    const counts = await readDailyCounts(path, { date: "when", value: "seen" });
    expect([...(counts.get("all") ?? [])]).toEqual([[day, 5]]);
  });

  it("keeps the text of a group as it stands", async () => {
    const path = file("groups.csv", "unit,when,seen\nA,2020-02-01,2\n A ,2020-02-01, 3 \n");
    expect([...(await readDailyCounts(path, columns)).keys()]).toEqual(["A", " A "]);
  });

  it.each([
    ["no-column.csv", "when,unit\n2020-02-01,A\n", /has no column "seen"/],
    ["no-date.csv", "when,seen,unit\n1 Feb,2,A\n", /row 1: "1 Feb" is not a date/],
    ["no-such-day.csv", "when,seen,unit\n2020-02-29,2,A\n2021-02-30,2,A\n", /row 2: "2021-02-30" is not a date/],
    ["no-such-month.csv", "when,seen,unit\n2021-13-01,2,A\n", /row 1: "2021-13-01" is not a date/],
    ["too-long.csv", "when,seen,unit\n2021-02-021,2,A\n", /row 1: "2021-02-021" is not a date/],
    ["all.csv", "when,seen,unit\n2020-02-01,2,*\n", /row 1: a group cannot be named "\*"/],
    ["no-number.csv", "when,seen,unit\n2020-02-01,2,A\n2020-02-02,many,A\n", /row 2: "many" is not a number/],
    ["no-rows.csv", "when,seen,unit\n", /holds no rows/],
  ])("refuses %s in one sentence", async (name, text, says) => {
    await expect(readDailyCounts(file(name, text), columns)).rejects.toThrow(says);
  });
});
