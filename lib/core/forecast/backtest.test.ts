import { describe, expect, it } from "vitest";
import { type BacktestLine, backtest } from "@/lib/core/forecast/backtest";
import { chanceFrom } from "@/lib/core/training/chance";

const week = [50, 40, 42, 41, 45, 60, 70];

function counts(days: number, noise: number, from = 16_000): Map<number, number> {
  const chance = chanceFrom(days);
  return new Map(
    Array.from({ length: days }, (_, day) => [from + day, (week[day % 7] as number) + noise * (chance() - 0.5)]),
  );
}

const find = (lines: readonly BacktestLine[], group: string, method: string) =>
  lines.find((line) => line.group === group && line.method === method);

describe("the rolling-origin test", () => {
  it("has a line for each group and method, and one over all that adds them up", () => {
    const lines = backtest(
      new Map([
        ["a", counts(140, 20)],
        ["b", counts(135, 4)],
      ]),
      { horizon: 7, origins: 3 },
    );
    expect(lines).toHaveLength(9);
    for (const method of ["wardlight", "holt-winters", "seasonal-naive"]) {
      const [a, b, all] = ["a", "b", "*"].map((group) => find(lines, group, method));
      expect([a?.n, b?.n, all?.n]).toEqual([21, 21, 42]);
      expect(all?.mae).toBeCloseTo(((a?.mae ?? 0) + (b?.mae ?? 0)) / 2, 10);
      expect(all?.coverage80).toBeCloseTo(((a?.coverage80 ?? 0) + (b?.coverage80 ?? 0)) / 2, 10);
    }
  });

  it("beats last week's same day where days are noisy", () => {
    const lines = backtest(new Map([["a", counts(160, 30)]]), { horizon: 7, origins: 5 });
    const [ours, naive] = ["wardlight", "seasonal-naive"].map(
      (method) => find(lines, "a", method)?.wmape ?? Number.NaN,
    );
    expect(ours).toBeLessThan(naive as number);
  });

  it("scores no day that was not counted, and no segment without 120 days behind it", () => {
    const gappy = counts(127, 4);
    gappy.delete(16_122);
    const short = new Map([...counts(100, 4), ...counts(100, 4, 17_000)]);
    const lines = backtest(
      new Map([
        ["gappy", gappy],
        ["short", short],
      ]),
      { horizon: 7, origins: 4 },
    );
    expect(find(lines, "gappy", "wardlight")?.n).toBe(6);
    expect(find(lines, "short", "wardlight")).toMatchObject({ n: 0, mae: null, wmape: null, coverage80: null });
  });

  it("takes every day it can where more are asked for", () => {
    const lines = backtest(new Map([["a", counts(129, 4)]]), { horizon: 7, origins: 50 });
    expect(find(lines, "*", "wardlight")?.n).toBe(3 * 7);
  });

  it("weighs all groups by their size, and counts what each interval held, as worked out by hand", () => {
    // A hundred a day but for one day in seventeen; and one a day. The seasonal naive says 100 and 1 for the next week.
    const made = (value: (day: number) => number, week: readonly number[]) =>
      new Map(
        [...Array.from({ length: 120 }, (_, day) => value(day)), ...week].map((count, day) => [16_000 + day, count]),
      );
    const lines = backtest(
      new Map([
        ["large", made((day) => (day % 17 === 3 ? 120 : 100), [100, 100, 110, 100, 90, 100, 200])],
        ["small", made(() => 1, [1, 1, 1, 1, 1, 4, 4])],
      ]),
      { horizon: 7, origins: 1 },
    );
    const naive = ["large", "small", "*"].map((group) => find(lines, group, "seasonal-naive"));
    expect(naive.map((line) => line?.mae)).toEqual([120 / 7, 6 / 7, 126 / 14]);
    expect(naive.map((line) => line?.wmape)).toEqual([120 / 800, 6 / 13, 126 / 813]);
    // One error in seventeen leaves the 80 % interval without width and the 95 % one about 20 wide on either side.
    expect(naive.map((line) => line?.coverage80)).toEqual([4 / 7, 5 / 7, 9 / 14]);
    expect(naive.map((line) => line?.coverage95)).toEqual([6 / 7, 5 / 7, 11 / 14]);
    expect(naive.map((line) => line?.n)).toEqual([7, 7, 14]);
  });
});
