import { describe, expect, it } from "vitest";
import { FEATURES } from "@/lib/core/features/feature-table";
import { checksMade, findSignals, type WatchedPlace } from "@/lib/core/monitoring/find-signals";
import { NO_SOURCE, type SourceCounts, valueStep, type WatchedDay } from "@/lib/core/monitoring/watched-day";

const AGE = FEATURES.filter(({ name }) => name === "age" || name === "sex");

const day = (over: Partial<WatchedDay> = {}): WatchedDay => ({
  day: "2026-03-01",
  stays: 100,
  abstained: 4,
  called: 20,
  features: { age: { "50": 30, "60": 40, "70": 30 }, sex: { "0": 50, "1": 48, "-1": 2 } },
  scores: {
    "100": { n: 90, expected: 9, squared: 0.9, events: 0 },
    "300": { n: 6, expected: 1.8, squared: 0.54, events: 0 },
  },
  ...over,
});

const times = (one: WatchedDay, by: number): WatchedDay => {
  const more = (counts: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count * by]));
  return {
    ...one,
    stays: one.stays * by,
    abstained: one.abstained * by,
    called: one.called * by,
    features: Object.fromEntries(Object.entries(one.features).map(([name, counts]) => [name, more(counts)])),
  };
};

const place = (recent: readonly WatchedDay[], wardId: string | null = null): WatchedPlace => ({
  wardId,
  reference: times(day(), 28),
  isDaily: true,
  recent,
});

const week = (one: WatchedDay): WatchedDay[] => Array.from({ length: 7 }, () => one);
const found = (places: readonly WatchedPlace[], source: Parameters<typeof findSignals>[0]["source"] = null) =>
  findSignals({ features: AGE, places, source }).map(({ kind, subject }) => `${kind} ${subject}`.trim());

describe("findSignals", () => {
  it("finds nothing where nothing changed, and nothing in too few", () => {
    expect(found([place(week(day()))])).toEqual([]);
    expect(found([place([day({ stays: 20, features: { age: { "90": 20 } } })])])).toEqual([]);
  });

  it("names a feature that moved and one that is missing more often", () => {
    const older = day({ features: { ...day().features, age: { "60": 30, "70": 40, "80": 30 } } });
    expect(found([place(week(older))])).toEqual(["input-moved age"]);
    const unknown = day({ features: { ...day().features, sex: { "0": 40, "1": 40, "-1": 20 } } });
    expect(found([place(week(unknown))])).toEqual(["missing-more sex"]);
  });

  it("names abstentions and calls", () => {
    expect(found([place(week(day({ abstained: 30 })))])).toContain("abstains-more");
    expect(found([place(week(day({ called: 60 })))])).toContain("calls-more");
  });

  it("says what chance explains only with so many looks as there were", () => {
    // By itself this week of sexes would be called unlikely (p = 0.002); among all that was looked at it is not.
    const some = day({ features: { ...day().features, sex: { "0": 57, "1": 41, "-1": 2 } } });
    expect(found([place(week(some))])).toEqual([]);
  });

  it("names a ward nobody has seen, and that nothing comes any more", () => {
    const fresh = { wardId: "new", reference: times(day(), 0), isDaily: false, recent: [day()] };
    expect(found([place(week(day())), fresh])).toEqual(["new-ward new"]);
    const none = day({ stays: 0, abstained: 0, called: 0, features: {}, scores: {} });
    expect(found([place([...week(day()).slice(2), none, none])])).toEqual(["stale"]);
  });
});

describe("checksMade", () => {
  const about = { subject: "age", figures: {}, p: null } as const;
  const none = day({ stays: 0, abstained: 0, called: 0, features: {}, scores: {} });
  const made = checksMade({ places: [place(week(day())), place(week(none), "closed")], source: null });

  it("is so where there was a week to compare, and not where there were too few stays", () => {
    expect(made({ ...about, kind: "input-moved", wardId: null })).toBe(true);
    expect(made({ ...about, kind: "input-moved", wardId: "closed" })).toBe(false);
    expect(made({ ...about, kind: "stale", wardId: null })).toBe(true);
  });
  it("is not so of what was sent where nothing is on record to compare with", () => {
    expect(made({ ...about, kind: "unit-change", subject: "glucose", wardId: null })).toBe(false);
    expect(made({ ...about, kind: "doubled", figures: { share: 0.5, before: 0 }, wardId: null })).toBe(false);
    expect(made({ ...about, kind: "doubled", wardId: null })).toBe(true);
  });
});

describe("findSignals in what the EHR sent", () => {
  const sent = (over: Partial<SourceCounts> = {}): SourceCounts => ({
    arrivals: { Observation: 60, Condition: 90 },
    repeats: { Observation: 1 },
    units: { glucose: { "mg/dL": 10 } },
    values: { glucose: { [valueStep(110)]: 4, [valueStep(130)]: 4, [valueStep(180)]: 2 } },
    codes: { condition: { "ICD-10 E11": 60, "ICD-10 I50": 30 } },
    ...over,
  });
  const look = (one: SourceCounts) =>
    findSignals({
      features: AGE,
      places: [place(week(day()))],
      source: { reference: Array.from({ length: 28 }, () => sent()), recent: [one, one] },
    });
  const names = (one: SourceCounts) => look(one).map(({ kind, subject }) => `${kind} ${subject}`);

  it("nothing where it is as ever", () => expect(names(sent())).toEqual([]));
  it("a feed that dropped", () =>
    expect(names(sent({ arrivals: { Condition: 90 } }))).toEqual(["feed-dropped Observation"]));
  it("a feed that is merely low", () =>
    expect(names(sent({ arrivals: { Observation: 30, Condition: 90 } }))).toEqual([]));
  it("resources that come twice", () =>
    expect(names(sent({ arrivals: { Observation: 120, Condition: 90 }, repeats: { Observation: 60 } }))).toEqual([
      "doubled Observation",
    ]));
  it("a code never met before", () =>
    expect(names(sent({ codes: { condition: { "ICD-10 E11": 60, "ICD-10 U99": 6 } } }))).toEqual([
      "new-code condition ICD-10 U99",
    ]));
  it("a unit that changed without being written, and what it looks like", () => {
    const values = { glucose: { [valueStep(6.1)]: 4, [valueStep(7.2)]: 4, [valueStep(10)]: 2 } };
    const [signal, ...others] = look(sent({ values }));
    expect(others).toEqual([]);
    expect(signal).toMatchObject({ kind: "unit-change", subject: "glucose", figures: { looksLike: "mmol/L" } });
  });
  it("nothing without a source to compare with", () =>
    expect(findSignals({ features: AGE, places: [], source: { reference: [], recent: [NO_SOURCE] } })).toEqual([]));
});
