import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { KEPT_LEVELS } from "@/lib/core/demand/forecast-demand";
import { encodeValue } from "@/lib/core/features/encode";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { dayAfter } from "@/lib/core/monitoring/watch-days";
import { type ProcedureProfile, procedureProfile } from "@/lib/core/theatres/procedure-profile";
import { demandDays, demandForecasts, demandRuns } from "@/lib/io/database/demand-schema";
import { predictions, resources, stays } from "@/lib/io/database/schema";
import { procedureProfiles, stockCounts } from "@/lib/io/database/theatre-schema";
import { toStoredResource } from "@/lib/io/stored-resource";
import { makeForecasts } from "@/lib/services/make-forecasts";
import { saveProcedureProfile } from "@/lib/services/procedure-profiles";
import { readTheatres } from "@/lib/services/read-theatres";
import { setStock } from "@/lib/services/stock";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { findOperationsBooked, storeOperations } from "@/lib/services/theatre-bookings";
import { setTheatres } from "@/lib/services/theatre-setting";

/** A Tuesday. */
const TODAY = "2026-03-10";
const HIP: ProcedureProfile = procedureProfile.parse({
  ...{ id: "hip", name: "Hip replacement", codes: [{ code: "0SR9*" }], duration: { median: 100, ninetieth: 140 } },
  ...{ turnover: 20, recovery: 90, team: { surgeon: 2 }, goesAhead: 1 },
  supplies: [{ item: "Hip prosthesis", perCase: 1 }],
});
const SETTING = {
  ...{ rooms: [0, 2, 2, 2, 2, 2, 0], recoveryBeds: 4, usable: 0.85 },
  ...{ roomMinutes: 480, shiftMinutes: 480, recoveryMinutes: 600 },
};
const booking = (reference: string, day: string, code: string, patientId: string | null = null) => ({
  ...{ reference, day, patientId },
  codes: [{ system: "", code, display: "of somebody" }],
});
const KIND = featureIndex("admissionType");

describeHouse("theatres and supplies on a database", ({ house }) => {
  beforeAll(async () => {
    house.now = new Date(`${TODAY}T06:00:00Z`);
  });
  const administrator = () => house.people.administrator;
  const read = () => readTheatres(house, administrator(), {});
  const save = (version: number | null, rest: Partial<ProcedureProfile> = {}, isRetired = false) =>
    saveProcedureProfile(house, administrator(), { profile: { ...HIP, ...rest }, version, isRetired });

  /** A stay of five days with an operation on its second, as its record has them. */
  async function storeStay(id: string, kind: string, code = "0SR9019"): Promise<void> {
    await store(house, readingOf(id));
    const procedure = {
      ...{ resourceType: "Procedure", id: `${id}-done`, status: "completed", code: { coding: [{ code }] } },
      performedPeriod: { start: "2026-03-05T10:00:00Z", end: "2026-03-05T12:30:00Z" },
    };
    const made = toStoredResource(house.vault, id, { resource: procedure });
    const features = FEATURES.map((spec, at) => (at === KIND ? encodeValue(spec, kind) : -1));
    await house.database.transaction(async (tx) => {
      await tx.insert(resources).values({
        ...{ patientId: id, type: made.type, id: made.id, fingerprint: made.fingerprint, body: made.seal() },
        updatedAt: house.now,
      });
      const [stay] = await tx.select().from(stays).where(eq(stays.patientId, id));
      const [said] = await tx
        .select()
        .from(predictions)
        .where(eq(predictions.stayId, stay?.id ?? ""));
      const newer = { ...said!, id: randomUUID(), features, fingerprint: randomUUID() };
      await tx.insert(predictions).values(newer);
      await tx
        .update(stays)
        .set({ predictionId: newer.id, admittedAt: new Date("2026-03-04T10:00:00Z") })
        .where(eq(stays.id, stay?.id ?? ""));
    });
  }

  it("say nothing where nobody said anything", async () => {
    const { days, profiles, supplies, setting, facts } = await read();
    expect([days.length, profiles, supplies, setting]).toEqual([14, [], [], null]);
    expect(days[0]).toMatchObject({ day: TODAY, booked: 0, addOns: null, there: { rooms: null } });
    expect(facts).toMatchObject({ bookingsReadAt: null, addOnsMadeOn: null, isFresh: false });
  });

  it("keep every version of a kind of operation, and refuse one over another's back", async () => {
    expect(await save(null)).toEqual({ id: "hip", version: 1 });
    house.now = new Date(house.now.getTime() + 1000);
    expect(await save(1, { turnover: 30 })).toMatchObject({ version: 2 });
    expect(await lastAudit(house)).toMatchObject({
      ...{ verb: "save-procedure-profile", outcome: "done", target: { profileId: "hip" } },
      detail: { version: 2, codes: 1, supplies: 1, isRetired: false },
    });
    await expect(save(1)).rejects.toMatchObject({ code: "conflict" });
    await expect(save(null)).rejects.toMatchObject({ code: "conflict" });
    await expect(save(3, { id: "knee" })).rejects.toMatchObject({ code: "not-found" });
    await expect(save(2, { goesAhead: 1.2 })).rejects.toMatchObject({ code: "bad-input" });
    const [hip] = (await read()).profiles;
    expect(hip).toMatchObject({
      version: 2,
      recorded: 0,
      said: { by: "Test administrator" },
      profile: { turnover: 30 },
    });
    expect(hip?.versions.map(({ version, profile }) => [version, profile.turnover])).toEqual([
      [2, 30],
      [1, 20],
    ]);
    const two = await Promise.allSettled([save(2), save(2, { turnover: 40 })]);
    expect(two.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await save(3);
  });

  it("plan what is booked in the rooms there are", async () => {
    await setTheatres(house, administrator(), { ...SETTING, recoveryBeds: 9, seen: null });
    await expect(setTheatres(house, administrator(), { ...SETTING, seen: null })).rejects.toMatchObject({
      code: "conflict",
    });
    await setTheatres(house, administrator(), { ...SETTING, seen: { ...SETTING, recoveryBeds: 9 } });
    expect(await lastAudit(house)).toMatchObject({ verb: "set-theatres", detail: { rooms: "0 2 2 2 2 2 0" } });
    const day = dayAfter(TODAY);
    const booked = ["a", "b", "c", "d", "e", "f", "g", "h"].map((id) => booking(`Appointment/${id}`, day, "0SR9019"));
    await house.database.transaction((tx) =>
      storeOperations(tx, [
        ...booked,
        booking("ServiceRequest/x", day, "9Z"),
        booking("ServiceRequest/y", "2026-04-30", "1"),
      ]),
    );
    const { days, facts } = await read();
    expect(days[1]).toMatchObject({ booked: 9, withoutProfile: 1, there: { rooms: 2, recoveryBeds: 4 } });
    expect(days[1]?.needs.cases).toMatchObject({ expected: 8, low95: 8, high95: 8 });
    expect(days[1]?.needs.roomsRunOut).toBeGreaterThan(0.9);
    // Of today some operations are done and some room is used.
    expect(days[0]).toMatchObject({ there: { rooms: 2 }, needs: { roomsRunOut: null, recoveryRunsOut: null } });
    expect(days[2]?.needs.roomsRunOut).toBe(0);
    // Saturday.
    expect(days[4]?.there.rooms).toBe(0);
    expect(facts).toMatchObject({ booked: 9, withoutProfile: 1 });
    // What the source names no more is gone.
    await house.database.transaction((tx) => storeOperations(tx, booked.slice(0, 2)));
    expect((await read()).days[1]?.booked).toBe(2);
  });

  it("say how long stock lasts as it was counted last", async () => {
    const count = (input: Parameters<typeof setStock>[2]) => setStock(house, administrator(), input);
    await count({ item: "Hip prosthesis", count: 50 });
    house.now = new Date(house.now.getTime() + 1000);
    await count({ item: " Hip prosthesis ", count: 1, deliveries: [{ day: dayAfter(TODAY, 3), count: 5 }] });
    await count({ item: "Something old", count: 0 });
    const audited = await lastAudit(house);
    expect(audited).toMatchObject({ verb: "set-stock", outcome: "done", detail: { count: 0, deliveries: 0 } });
    expect(JSON.stringify(audited)).not.toContain("Something");
    const { supplies } = await read();
    expect(supplies.map(({ item }) => item)).toEqual(["Hip prosthesis"]);
    expect(supplies[0]).toMatchObject({
      ...{ isUsed: true, weekUse: { expected: 2 }, cover: { coveredDays: { sure: 1, median: 1 } } },
      stock: { count: 1, daysOld: 0, said: { by: "Test administrator" } },
    });
    // A count of last year goes with the next; the newest of an item nobody counts any more stays.
    const counts = (item: string) =>
      house.database.transaction((tx) => tx.select().from(stockCounts).where(eq(stockCounts.item, item)));
    const lastYear = new Date(house.now.getTime() - 365 * 86_400_000);
    await house.database.transaction((tx) =>
      tx
        .insert(stockCounts)
        .values(
          ["Hip prosthesis", "Something older"].map((item) => ({ item, count: 9, deliveries: [], at: lastYear })),
        ),
    );
    house.now = new Date(house.now.getTime() + 1000);
    await count({ item: "Hip prosthesis", count: 1, deliveries: [{ day: dayAfter(TODAY, 3), count: 5 }] });
    expect((await counts("Hip prosthesis")).map((row) => row.count).sort()).toEqual([1, 1, 50]);
    expect((await read()).supplies.map(({ item, stock }) => [item, stock?.count, stock?.daysOld])).toEqual([
      ["Hip prosthesis", 1, 0],
      ["Something older", 9, 365],
    ]);
    await house.database.transaction((tx) => tx.delete(stockCounts).where(eq(stockCounts.item, "Something older")));
    const thirty = { day: dayAfter(TODAY, 7), count: 30 };
    const before = house.now;
    house.now = new Date(before.getTime() + 1000);
    await count({ item: "Hip prosthesis", count: 40, deliveries: [thirty] });
    const later = async (days: number) => {
      house.now = new Date(house.now.getTime() + days * 86_400_000);
      return (await read()).supplies[0];
    };
    // Nothing is booked by then, so nothing is taken to have been used; what came is added once it is there.
    expect(await later(5)).toMatchObject({ stock: { count: 40, daysOld: 5 }, cover: { leftNow: 40 } });
    expect(await later(5)).toMatchObject({ stock: { count: 40, daysOld: 10 }, cover: { leftNow: 70 } });
    expect(await later(19)).toMatchObject({ stock: { count: 40, daysOld: 29 }, cover: null });
    house.now = before;
    // Over what somebody has seen, and over nobody's back.
    const stands = { count: 40, deliveries: [thirty] };
    await expect(count({ item: "Hip prosthesis", count: 2, seen: { ...stands, count: 50 } })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(count({ item: "Hip prosthesis", count: 2, seen: null })).rejects.toMatchObject({ code: "conflict" });
    house.now = new Date(before.getTime() + 2000);
    const two = await Promise.allSettled([2, 3].map((n) => count({ item: "Hip prosthesis", count: n, seen: stands })));
    expect(two.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    house.now = new Date(house.now.getTime() + 1000);
    await count({ item: "Hip prosthesis", ...stands });
    await expect(count({ item: "", count: 1 })).rejects.toMatchObject({ code: "bad-input" });
    await expect(count({ item: "x", count: -1 })).rejects.toMatchObject({ code: "bad-input" });
  });

  it("learn from recorded operations, and count those nobody had planned", async () => {
    await storeStay("urgent", "emergency");
    await storeStay("planned", "elective");
    await storeStay("unknown", "emergency", "5A1D70Z");
    await makeForecasts(house, { system: "test" }, {});
    const counted = await house.database.transaction((tx) =>
      tx.select().from(demandDays).where(eq(demandDays.kind, "added-operations")),
    );
    expect(counted).toEqual([{ kind: "added-operations", wardId: "", day: "2026-03-05", count: 1 }]);
    const { profiles, facts } = await read();
    const waiting = ["urgent", "planned", "nobody", null].map((id) =>
      booking(`Appointment/${id}`, dayAfter(TODAY, 3), "0SR9019", id),
    );
    const before = await house.database.transaction((tx) => findOperationsBooked(tx, [TODAY, dayAfter(TODAY, 13)]));
    await house.database.transaction((tx) => storeOperations(tx, waiting));
    expect((await read()).facts).toMatchObject({ booked: 4, bookedUnplanned: 1 });
    await house.database.transaction((tx) =>
      storeOperations(
        tx,
        before.map(({ day }, at) => booking(`Appointment/${at}`, day, "0SR9019")),
      ),
    );
    expect(profiles[0]).toMatchObject({ recorded: 2 });
    // 150 minutes twice, against a word that weighs eight.
    expect(profiles[0]?.usual.median).toBeGreaterThan(100);
    expect(profiles[0]?.usual.median).toBeLessThan(120);
    expect(facts).toMatchObject({ recorded: 2, addOnsMadeOn: null });
  });

  it("add what was forecast in the night, and no forecast that is old", async () => {
    const tomorrow = dayAfter(TODAY);
    house.now = new Date(`${tomorrow}T06:00:00Z`);
    const days = Array.from({ length: 13 }, (_, at) => ({
      ...{ day: dayAfter(tomorrow, at), point: 2 },
      quantiles: KEPT_LEVELS.map((level) => 4 * level),
    }));
    await house.database.transaction(async (tx) => {
      const common = { at: house.now, methodVersion: "test", inHindsight: false, tooShort: [] };
      await tx.insert(demandRuns).values({ madeOn: tomorrow, ...common, holidays: { countries: [], own: [] } });
      const series = { kind: "added-operations" as const, wardId: "", madeOn: tomorrow, historyDays: 90, weights: {} };
      await tx.insert(demandForecasts).values({ ...series, days, naive: [] });
    });
    const view = await read();
    expect(view.facts).toMatchObject({ addOnsMadeOn: tomorrow, addOnDays: 90 });
    expect(view.days[1]?.addOns).toBeCloseTo(2, 1);
    // Beyond what was foretold: as the same weekday before. What is left of today alone.
    expect(view.days[13]?.addOns).toBeCloseTo(2, 1);
    expect(view.days[0]?.addOns).toBeCloseTo(1.5, 1);
    house.now = new Date(`${dayAfter(tomorrow, 20)}T06:00:00Z`);
    expect((await read()).facts.addOnsMadeOn).toBeNull();
    house.now = new Date(`${TODAY}T06:00:00Z`);
  });

  it("retire a kind of operation, and keep what it was", async () => {
    await save(4, {}, true);
    expect((await read()).profiles).toEqual([]);
    const kept = await house.database.transaction((tx) => tx.select().from(procedureProfiles));
    expect(kept.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5]);
    await expect(save(5)).rejects.toMatchObject({ code: "conflict" });
    // Nothing stands under its name any more, so a new one may.
    expect(await save(null)).toMatchObject({ version: 6 });
    await save(6, {}, true);
  });

  it("are for administrators; a program may read them and say how much stock there is", async () => {
    const { nurse, compliance } = house.people;
    for (const call of [
      () => readTheatres(house, nurse, {}),
      () => setTheatres(house, nurse, SETTING),
      () => saveProcedureProfile(house, compliance, { profile: HIP, version: null }),
      () => saveProcedureProfile(house, house.program, { profile: HIP, version: null }),
      () => setStock(house, nurse, { item: "x", count: 1 }),
    ])
      await expect(call()).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({ verb: "set-stock", outcome: "refused" });
    expect(await setStock(house, house.program, { item: "x", count: 1 })).toEqual({ item: "x", count: 1 });
    expect(JSON.stringify(await readTheatres(house, house.program, {}))).not.toMatch(/\b(urgent|planned|somebody)\b/);
  });
});
