import { describe, expect, it } from "vitest";
import { seededRandom } from "@/lib/core/demo/seeded-random";
import { RETURN_DAYS } from "@/lib/core/monitoring/discharge-day";
import { foldIncidents, type Incident } from "@/lib/core/monitoring/incidents";
import { watchOutcomes } from "@/lib/core/monitoring/outcome-watch";
import { toDischargeDay } from "@/lib/core/monitoring/simulated-outcomes";
import { dayAfter } from "@/lib/core/monitoring/watch-days";
import { observedExpectedInterval } from "@/lib/core/statistics/observed-expected";

const FIRST = "2026-01-01";
const on = (day: number): string => dayAfter(FIRST, day);
const REFERENCE_TO = on(39);
const CHANGES = 80;

/** Sixty stays a day at 11 %, of whom one in nine comes back, all by the tenth day, until the share is another one. */
function hospital({
  share = 0.11,
  reference = 0.11,
  days = 140,
}: {
  share?: number;
  reference?: number;
  days?: number;
}) {
  const random = seededRandom("hospital");
  return Array.from({ length: days }, (_, day) =>
    toDischargeDay(
      on(day),
      Array.from({ length: 60 }, () => {
        const isBack = random.chance(day < CHANGES ? reference : share);
        return { probability: 0.11, backAfter: isBack ? random.integer(0, 9) : null };
      }),
    ),
  );
}
const found = (days: ReturnType<typeof hospital>, through = on(139)) =>
  [...watchOutcomes(days, REFERENCE_TO, through).signals].flatMap(([day, signals]) =>
    signals.map((signal) => ({ day, ...signal })),
  );
const first = (days: ReturnType<typeof hospital>, kind: string) => found(days).find((one) => one.kind === kind);

describe("watchOutcomes", () => {
  it("says nothing where as many come back as before", () => expect(found(hospital({}))).toEqual([]));

  it("says that more come back before anybody’s 30 days are over, and with what", () => {
    const signal = first(hospital({ share: 0.22 }), "outcomes-more")!;
    expect(signal.day > on(CHANGES)).toBe(true);
    expect(signal.day < on(CHANGES + RETURN_DAYS)).toBe(true);
    expect(Number(signal.figures.back)).toBeGreaterThan(1.3 * Number(signal.figures.expected));
    expect(first(hospital({ share: 0.22 }), "outcomes-fewer")).toBeUndefined();
  });

  it("says that fewer do only by those whose 30 days are over", () => {
    const signal = first(hospital({ share: 0.05 }), "outcomes-fewer")!;
    expect(signal.day > on(CHANGES + RETURN_DAYS)).toBe(true);
    expect(Number(signal.figures.back)).toBeLessThan(0.7 * Number(signal.figures.expected));
  });

  it("goes on saying so while it goes on, and stops when it is over", () => {
    const changed = hospital({ share: 0.22 });
    const over = [...changed.slice(0, 92), ...hospital({ days: 190 }).slice(92)];
    const days = (all: typeof changed) => found(all, on(all.length - 1)).map(({ day }) => day);
    expect(days(changed)).toContain(on(139));
    expect(days(over)).toContain(on(92));
    expect(days(over)).not.toContain(on(189));
  });

  it("holds returns against what was usual here", () => {
    const usual = watchOutcomes(hospital({ reference: 0.22, share: 0.22 }), REFERENCE_TO, on(139));
    expect(usual.usual).toBeCloseTo(2, 0);
    expect([...usual.signals]).toEqual([]);
  });

  it("waits until the 30 days of those it compares with are over", () => {
    const days = hospital({ share: 0.22 });
    expect(watchOutcomes(days, REFERENCE_TO, on(39 + RETURN_DAYS - 1)).now).toBeNull();
    expect(watchOutcomes(days, REFERENCE_TO, on(39 + RETURN_DAYS)).now).not.toBeNull();
  });

  it("says of a day the same whether it is the last one or not", () => {
    const days = hospital({ share: 0.22 });
    const upTo = (day: string) => found(days).filter((one) => one.kind === "outcomes-more" && one.day <= day);
    expect(found(days, on(90)).filter(({ kind }) => kind === "outcomes-more")).toEqual(upTo(on(90)));
  });
});

describe("a lasting rise on a small hospital", () => {
  /** Ten stays a day at 11 %, of whom one in nine comes back; half as many again from the 300th day on, for so long. */
  function small(seed: number, until: number, days: number) {
    const random = seededRandom(`small ${seed}`);
    return Array.from({ length: days }, (_, day) =>
      toDischargeDay(
        on(day),
        Array.from({ length: 10 }, () => {
          const isBack = random.chance(day >= 300 && day < until ? 0.165 : 0.11);
          return { probability: 0.11, backAfter: isBack ? random.integer(0, 29) : null };
        }),
      ),
    );
  }
  /** The days on which an incident of more returns lasts, as monitoring keeps it. */
  function daysOpen(days: ReturnType<typeof small>): string[] {
    const { signals } = watchOutcomes(days, on(27), on(days.length - 1));
    let incidents: readonly Incident[] = [];
    return days.flatMap(({ day }) => {
      incidents = foldIncidents(incidents, signals.get(day) ?? [], day, () => false);
      return incidents.some(({ kind, endedOn }) => kind === "outcomes-more" && endedOn === null) ? [day] : [];
    });
  }
  const SEEDS = [1, 2, 3, 4];

  it("is not over while it lasts, however long chance is silent", () => {
    const shares = SEEDS.map((seed) => {
      const open = daysOpen(small(seed, 700, 700)).filter((day) => day >= on(300));
      // From the day it was found to the last one, a year or so later.
      return open.length / ((Date.parse(on(700)) - Date.parse(open[0]!)) / 86_400_000);
    });
    expect(Math.min(...shares)).toBeGreaterThan(0.9);
  });

  it("is over some hundred outcomes after it ended", () => {
    const last = SEEDS.map((seed) => daysOpen(small(seed, 420, 620)).at(-1)!);
    expect(last.every((day) => day > on(420) && day < on(600))).toBe(true);
  });
});

it("the interval of O/E holds the exact Poisson limits to a hundredth", () => {
  // Exact limits of 20 events: 12.217 and 30.888.
  const [low, high] = observedExpectedInterval(20, 10)!;
  expect(low).toBeCloseTo(1.2217, 2);
  expect(high).toBeCloseTo(3.0888, 2);
  expect(observedExpectedInterval(0, 10)?.[0]).toBe(0);
  expect(observedExpectedInterval(3, 0)).toBeNull();
});
