import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { LOOKED_BACK_DAYS } from "@/lib/core/demand/forecast-accuracy";
import { HISTORY_DAYS, HORIZON_DAYS } from "@/lib/core/demand/forecast-demand";
import { NO_FORECAST_SETTING } from "@/lib/core/demand/forecast-setting";
import { encodeValue } from "@/lib/core/features/encode";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { dayAfter, daysFrom } from "@/lib/core/monitoring/watch-days";
import type { PredictionSummary } from "@/lib/core/worklist/prediction-summary";
import { demandDays, demandForecasts, demandRuns } from "@/lib/io/database/demand-schema";
import { patients, predictions, resources, stays } from "@/lib/io/database/schema";
import { toStoredResource } from "@/lib/io/stored-resource";
import { readForecastAccuracy } from "@/lib/services/forecast-accuracy";
import { setForecastSetting } from "@/lib/services/forecast-setting";
import { learnCensus } from "@/lib/services/learn-census";
import { makeForecasts } from "@/lib/services/make-forecasts";
import { sealIdentity } from "@/lib/services/patient-identity";
import { readCensus } from "@/lib/services/read-census";
import { readForecasts } from "@/lib/services/read-forecasts";
import { lastAudit, readingOf, type TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const TODAY = "2026-03-10";
const DAYS = 70;
const FIRST = dayAfter(TODAY, -DAYS);
const KIND = featureIndex("admissionType");
const operator = { system: "test" };

const featuresOf = (kind: string) => FEATURES.map((spec, at) => (at === KIND ? encodeValue(spec, kind) : -1));

/** On each day two unplanned admissions to w1 and one to w2, and a planned one to each; everybody leaves next day. */
async function fill(house: TestHouse): Promise<void> {
  const { id: _, deceased: __, deceasedAt: ___, synthetic: ____, ...person } = readingOf("many").patient;
  const identity = sealIdentity(house.vault, "many", person);
  const rows = daysFrom(FIRST, TODAY).flatMap((day) =>
    [
      ["w1", "emergency"],
      ["w1", "nothing anybody knows"],
      ["w2", "urgent"],
      ["w1", "elective"],
      ["w2", "elective"],
    ].map(([wardId, kind], n) => ({ id: `${day}-${n}`, day, wardId: wardId!, features: featuresOf(kind!) })),
  );
  await house.database.transaction(async (tx) => {
    await tx.insert(patients).values({ id: "many", identity, synthetic: true, updatedAt: house.now });
    for (let from = 0; from < rows.length; from += 200) {
      const some = rows.slice(from, from + 200).map((row) => ({ ...row, predictionId: randomUUID() }));
      await tx.insert(stays).values(
        some.map(({ id, day, wardId, predictionId }) => ({
          ...{ id, patientId: "many", wardId, predictionId, isCurrent: false, updatedAt: house.now },
          // Late in the evening of London's day in winter.
          admittedAt: new Date(`${day}T23:30:00Z`),
          dischargedAt: new Date(`${dayAfter(day)}T11:00:00Z`),
        })),
      );
      await tx.insert(predictions).values(
        some.map(({ id, day, features, predictionId }) => ({
          ...{ id: predictionId, stayId: id, patientId: "many", at: new Date(`${day}T23:59:00Z`) },
          ...{ modelVersion: "1.0.0", target: "any-readmission-30d", view: "discharge" as const, features },
          ...{ probability: 0.2, tier: "low" as const, sentences: [], fingerprint: randomUUID() },
          // Neither is looked at by what is tested here.
          ...{ scored: {} as never, summary: {} as PredictionSummary },
        })),
      );
    }
  });
}

async function storeVisit(house: TestHouse, id: string, rest: object): Promise<void> {
  const resource = {
    ...{ resourceType: "Encounter", id, status: "finished", class: { code: "EMER" } },
    period: { start: `${dayAfter(TODAY, -2)}T10:00:00Z`, end: `${dayAfter(TODAY, -2)}T12:00:00Z` },
    ...rest,
  };
  const made = toStoredResource(house.vault, "many", { resource });
  const row = { patientId: "many", type: made.type, id: made.id, fingerprint: made.fingerprint, body: made.seal() };
  await house.database.transaction((tx) =>
    tx
      .insert(resources)
      .values({ ...row, updatedAt: house.now })
      .onConflictDoUpdate({
        target: [resources.patientId, resources.type, resources.id],
        set: { body: row.body, updatedAt: house.now },
      }),
  );
}

describeHouse("forecasts on a database", ({ house }) => {
  beforeAll(async () => {
    house.now = new Date(`${TODAY}T04:00:00Z`);
    await fill(house);
    await storeVisit(house, "came", {});
    await storeVisit(house, "never", { status: "cancelled" });
  });
  const read = () => readForecasts(house, house.people.administrator, {});
  const judge = (input = {}) => readForecastAccuracy(house, house.people["data-scientist"], input);
  const kept = () =>
    house.database.transaction((tx) =>
      tx.select().from(demandForecasts).orderBy(demandForecasts.kind, demandForecasts.wardId, demandForecasts.madeOn),
    );

  it("say that there are none before the first night", async () => {
    expect(await read()).toMatchObject({ madeOn: null, methodVersion: null, series: [{ unit: null, days: [] }, {}] });
    expect(await judge()).toMatchObject({ madeDays: 0, dayBefore: [] });
  });

  it("are made once for each day, the weeks before in hindsight, and once only by two at a time", async () => {
    const both = await Promise.all([1, 2].map(() => makeForecasts(house, operator, {})));
    expect(both.reduce((sum, { daysKept }) => sum + daysKept, 0)).toBe(LOOKED_BACK_DAYS + 1);
    expect(await lastAudit(house)).toMatchObject({ verb: "make-forecasts", outcome: "done" });
    const before = await kept();
    expect(await makeForecasts(house, operator, {})).toMatchObject({ madeOn: TODAY, daysKept: 0 });
    expect(await kept()).toEqual(before);
    const runs = await house.database.transaction((tx) => tx.select().from(demandRuns));
    expect(runs.filter(({ inHindsight }) => !inHindsight).map(({ madeOn }) => madeOn)).toEqual([TODAY]);
  });

  it("count unplanned admissions on the hospital's days, and what left, by unit", async () => {
    const rows = await house.database.transaction((tx) =>
      tx
        .select()
        .from(demandDays)
        .where(eq(demandDays.day, dayAfter(TODAY, -2))),
    );
    const counts = rows.map(({ kind, wardId, count }) => `${kind} ${wardId} ${count}`).sort();
    expect(counts).toEqual([
      "discharges w1 3",
      "discharges w2 2",
      "ed-attendances  1",
      "unscheduled-admissions w1 2",
      "unscheduled-admissions w2 1",
    ]);
  });

  it("are read with their quantiles, of the hospital and the reader's own units", async () => {
    const view = await read();
    expect(view).toMatchObject({ madeOn: TODAY, kind: "unscheduled-admissions" });
    expect(view.series.map(({ unit }) => unit?.id ?? null)).toEqual([null, "w1"]);
    const [whole, own] = view.series;
    expect(whole?.days).toHaveLength(HORIZON_DAYS);
    expect(whole?.days[0]?.day).toBe(TODAY);
    expect(whole?.days[0]?.point).toBeCloseTo(3, 0);
    expect(own?.days[0]?.point).toBeCloseTo(2, 0);
    expect(own?.history.at(-1)).toEqual({ day: dayAfter(TODAY, -1), count: 2 });
    expect(await lastAudit(house)).toMatchObject({ verb: "read-forecasts", detail: { series: 2 } });
    const short = await readForecasts(house, house.people.administrator, { kind: "ed-attendances" });
    expect(short.series).toMatchObject([{ unit: null, isTooShort: true, historyDays: 2, days: [] }]);
  });

  it("are held against what came, beside seasonal naive, once there are enough of them", async () => {
    const view = await judge();
    // The record begins when somebody first left, a day after the first came.
    const made = DAYS - 1 - HISTORY_DAYS.least;
    const counts = { madeDays: made, hindsightDays: made, tooShortDays: LOOKED_BACK_DAYS - made };
    expect(view).toMatchObject({ ...counts, maySet: false });
    const [week] = view.series[0]!.horizons;
    // The same every day: nobody errs.
    expect(week).toMatchObject({ isTooFew: false, naive: { mae: 0, bias: 0 } });
    expect(week?.ensemble.wmape).toBeLessThan(0.02);
    expect(view.dayBefore.at(-1)).toMatchObject({ day: dayAfter(TODAY, -1), came: 3 });
    expect(await lastAudit(house)).toMatchObject({ verb: "read-forecast-accuracy", outcome: "done" });
  });

  it("of the census are held against the patients that were there at midnight", async () => {
    const view = await judge({ kind: "census" });
    const [week] = view.series[0]!.horizons;
    expect(week).toMatchObject({ isTooFew: false, naive: { mae: 0 } });
    expect(view.series.map(({ unit }) => unit?.id ?? null)).toEqual([null, "w1"]);
    // Everybody stays one night: five in the hospital.
    expect(view.dayBefore.at(-1)).toMatchObject({ day: dayAfter(TODAY, -1), came: 5, naive: 5 });
    // Stays of one night are far from what the length of stay was fitted on: it learns them, and slowly.
    expect(week?.ensemble.mae).toBeLessThan(3.5);
  });

  it("are made anew the next night, and those that were kept stay as they were", async () => {
    const before = await kept();
    house.now = new Date(`${dayAfter(TODAY)}T04:00:00Z`);
    await storeVisit(house, "came", { status: "entered-in-error" });
    expect(await judge()).toMatchObject({ through: dayAfter(TODAY, -1) });
    expect(await makeForecasts(house, operator, {})).toMatchObject({ madeOn: dayAfter(TODAY), daysKept: 1 });
    const after = await kept();
    expect(after.filter(({ madeOn }) => madeOn <= TODAY)).toEqual(before);
    expect(after.length).toBeGreaterThan(before.length);
    const attended = await house.database.transaction((tx) =>
      tx.select().from(demandDays).where(eq(demandDays.kind, "ed-attendances")),
    );
    expect(attended).toEqual([]);
  });

  it("cannot be changed or taken away by anybody", async () => {
    const database = (statement: ReturnType<typeof sql>) => house.database.transaction((tx) => tx.execute(statement));
    for (const table of ["demand_runs", "demand_forecasts"]) {
      await expect(database(sql`update ${sql.raw(table)} set made_on = '2026-01-01'`)).rejects.toThrow();
      await expect(database(sql`delete from ${sql.raw(table)}`)).rejects.toThrow();
    }
    expect((await kept()).length).toBeGreaterThan(0);
  });

  it("are made from what the hospital says of itself", async () => {
    const setting = {
      holidays: { countries: ["england" as const], own: [{ on: "12-06", name: "Kept here" }] },
      countFrom: dayAfter(TODAY, -20),
    };
    await setForecastSetting(house, house.people.administrator, setting);
    expect(await lastAudit(house)).toMatchObject({
      verb: "set-forecast-setting",
      detail: { countries: "england", ownHolidays: 1, countFrom: setting.countFrom },
    });
    expect((await judge()).setting).toEqual(setting);
    house.now = new Date(`${dayAfter(TODAY, 2)}T04:00:00Z`);
    expect(await makeForecasts(house, operator, {})).toMatchObject({ forecasts: 0 });
    expect((await read()).series[0]).toMatchObject({ isTooShort: true, historyDays: 22 });
    await setForecastSetting(house, house.people.administrator, NO_FORECAST_SETTING);
  });

  it("are what the census is worked out from", async () => {
    const day = dayAfter(TODAY, 3);
    const countFrom = dayAfter(TODAY, -40);
    const say = (setting = NO_FORECAST_SETTING) => setForecastSetting(house, house.people.administrator, setting);
    house.now = new Date(`${day}T04:00:00Z`);
    const arrivalDays = async () => {
      await learnCensus(house, operator, {});
      return (await readCensus(house, house.people.administrator, {})).facts.arrivalDays;
    };
    // Nothing was kept of this day yet: the census makes one of its own, from the day after the first.
    expect(await arrivalDays()).toBe(DAYS + 2);
    await say({ ...NO_FORECAST_SETTING, countFrom });
    house.now = new Date(house.now.getTime() + 1000);
    expect(await arrivalDays()).toBe(43);
    // The night's was made from so many days, whatever the census would make of its own.
    await makeForecasts(house, operator, {});
    await say();
    house.now = new Date(house.now.getTime() + 1000);
    expect(await arrivalDays()).toBe(43);
  });

  it("are not for a nurse, nor a unit for whoever is not on it, nor the setting for a data scientist", async () => {
    await expect(readForecasts(house, house.people.nurse, {})).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({ verb: "read-forecasts", outcome: "refused" });
    const elsewhere = { wardId: "w2" };
    await expect(readForecasts(house, house.people.administrator, elsewhere)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(judge(elsewhere)).rejects.toMatchObject({ code: "forbidden" });
    await expect(setForecastSetting(house, house.people["data-scientist"], NO_FORECAST_SETTING)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
