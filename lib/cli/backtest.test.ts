import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { backtest } from "@/lib/cli/backtest";
import { toIsoDate } from "@/lib/core/forecast/daily-series";

const folder = mkdtempSync(join(tmpdir(), "wardlight-backtest-"));
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

describe("wardlight backtest", () => {
  it("prints one object for each group and method, then all groups, with the keys it promises", async () => {
    const rows = ["A & E", "Wards"].flatMap((unit) =>
      Array.from({ length: 128 }, (_, day) => `${toIsoDate(18_000 + day)}T09:30,${unit},${20 + ((day * 5) % 7)}`),
    );
    const series = join(folder, "counts.csv");
    writeFileSync(series, `when,unit,seen\n${rows.join("\n")}\n`);
    const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const said = ["--series", series, "--date", "when", "--value", "seen", "--group", "unit"];
    expect(await backtest.run([...said, "--horizon", "7", "--origins", "2"])).toBe(0);
    const lines = printed.mock.calls.map(([text]) => JSON.parse(String(text)) as Record<string, unknown>);
    expect(lines.map(({ group, method }) => [group, method])).toEqual(
      ["A & E", "Wards", "*"].flatMap((group) =>
        ["wardlight", "holt-winters", "seasonal-naive"].map((method) => [group, method]),
      ),
    );
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(["group", "method", "mae", "wmape", "coverage80", "coverage95", "n"]);
      expect(line.n).toBe(line.group === "*" ? 28 : 14);
      expect(line.wmape).toBeLessThan(0.01);
      expect(line.coverage95).toBeGreaterThanOrEqual(0);
    }
  });

  it.each([
    [["--date", "when"], /--series FILE/],
    [["--series", "x.csv", "--date", "when", "--value", "seen", "--horizon", "29", "--origins", "2"], /1 to 28/],
    [["--series", "x.csv", "--date", "when", "--value", "seen", "--horizon", "7", "--origins", "0"], /from 1 on/],
  ])("says what is missing from %j", async (args, says) => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(await backtest.run(args)).toBe(2);
    expect(String(said.mock.calls[0]?.[0])).toMatch(says);
  });
});
