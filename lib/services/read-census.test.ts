import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { ED_FEATURES } from "@/lib/core/admission/ed-features";
import type { StaffingRule } from "@/lib/core/capacity/staffing";
import { bookedAdmissions, censusLearnt, edVisits } from "@/lib/io/database/capacity-schema";
import { stays, userWards } from "@/lib/io/database/schema";
import { noteSuccess } from "@/lib/services/connection-states";
import { learnCensus } from "@/lib/services/learn-census";
import { readCensus } from "@/lib/services/read-census";
import { readEdBoard } from "@/lib/services/read-ed-board";
import { setStaffing } from "@/lib/services/staffing";
import { BOOKINGS_STATE, DEMAND_STATE } from "@/lib/services/sync-demand";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { setUnitBeds } from "@/lib/services/unit-beds";

const RULE: StaffingRule = {
  ...{ role: "Nurse", shift: "Day", shiftHours: 12, minimum: 1 },
  need: { kind: "ratio", patientsPerNurse: 4 },
};
const BEDS = { wardId: "w1", service: "Medicine", physicalBeds: 4, staffedBeds: 3 };

describeHouse("read-census on a database", ({ house }) => {
  const visit = (id: string, patientId: string, probability: number | null) => ({
    ...{ id, patientId, probability, place: "Bay 1", synthetic: true, readAt: house.now },
    arrivedAt: new Date("2026-03-10T08:00:00Z"),
    features: ED_FEATURES.map(() => -1),
    outside: probability === null ? ["The patient is under 18."] : [],
    modelVersion: probability === null ? null : "1.0.0",
  });
  const booking = (id: string, patientId: string, more: object = {}) => ({
    ...{ id, patientId, wardId: "w1", day: "2026-03-12", isAppointed: true, readAt: house.now },
    ...more,
  });

  beforeAll(async () => {
    for (const id of ["a", "b", "c"]) await store(house, readingOf(id));
    await store(house, readingOf("other", { wardId: "w2" }));
    await store(house, readingOf("left", { dischargedAt: "2026-03-09T10:00:00Z", probability: 0.3 }));
    await store(house, readingOf("daycase", { dischargedAt: "2026-03-10T08:00:00Z", probability: null }));
    await house.database.transaction(async (tx) => {
      const admittedAt = new Date("2026-03-10T06:00:00Z");
      await tx.update(stays).set({ admittedAt }).where(eq(stays.patientId, "daycase"));
      await tx.insert(edVisits).values([visit("v1", "x1", 0.5), visit("v2", "x2", null), visit("v3", "a", 0.9)]);
      await tx.insert(edVisits).values({ ...visit("v4", "x4", 0.9), goneAt: house.now });
      await tx.insert(bookedAdmissions).values([
        booking("Appointment/1", "y1"),
        booking("Appointment/2", "y2", { wardId: "w2" }),
        booking("Appointment/3", "a", { day: "2026-03-10" }),
        booking("Appointment/4", "y4", { day: "2026-03-09" }),
        booking("Appointment/5", "y5", { goneAt: house.now }),
        // A day case who has gone home again.
        booking("Appointment/6", "daycase", { day: "2026-03-10" }),
      ]);
      for (const name of [DEMAND_STATE, BOOKINGS_STATE]) await noteSuccess(tx, name, house.now);
    });
  });

  const read = (input = {}) => readCensus(house, house.people.administrator, input);

  it("counts who is here, who may come from the emergency department, and who is booked, each once", async () => {
    const { input, facts, forecast } = await read();
    expect(input.units.map(({ id }) => id)).toEqual(["w1"]);
    expect(input.days[0]).toBe("2026-03-10");
    expect(input.here).toHaveLength(3);
    // Who has a bed by now is not waited for, and who has gone is gone.
    expect(input.emergency).toEqual([{ chance: 0.5 }]);
    expect(input.booked).toEqual([{ unit: 0, day: 2, chance: 0.95 }]);
    expect(input.returning).toHaveLength(1);
    expect(facts).toMatchObject({
      emergency: 1,
      emergencyOutside: 1,
      emergencySilent: null,
      booked: 1,
      bookedElsewhere: 1,
    });
    expect(forecast.find(({ kind }) => kind === "hospital")!.days).toHaveLength(14);
    expect(await lastAudit(house)).toMatchObject({
      verb: "read-census",
      outcome: "done",
      detail: { units: 1, here: 3 },
    });
    expect(JSON.stringify(input)).not.toMatch(/stay-|Testcase|mrn/);
  });

  it("takes a unit's own beds before the register's, with the rules and the roster that were said last", async () => {
    const before = await read();
    expect(before.input.units[0]).toMatchObject({ physicalBeds: 20, staffedBeds: 20, service: "No service given" });
    const { administrator } = house.people;
    // By what there is room for is asked before by how many it is nursed.
    await expect(setStaffing(house, administrator, { wardId: "w1", rules: [RULE] })).rejects.toMatchObject({
      code: "conflict",
    });
    await setUnitBeds(house, administrator, BEDS);
    expect(await lastAudit(house)).toMatchObject({
      ...{ verb: "set-unit-beds", target: { wardId: "w1" }, detail: { physicalBeds: 4, staffedBeds: 3 } },
    });
    house.now = new Date(house.now.getTime() + 1000);
    const shift = { day: "2026-03-10", role: "Nurse", shift: "Day" };
    const roster = [
      { ...shift, people: 2 },
      { ...shift, people: 1 },
    ];
    await setStaffing(house, administrator, { wardId: "w1", rules: [RULE], roster });
    expect(await lastAudit(house)).toMatchObject({
      ...{ verb: "set-staffing", target: { wardId: "w1" }, detail: { rules: 1, roster: 2 } },
    });
    house.now = new Date(house.now.getTime() + 1000);
    await setUnitBeds(house, administrator, { ...BEDS, staffedBeds: 2 });
    const { input, staffing, forecast } = await read();
    expect(input.units[0]).toMatchObject({ service: "Medicine", physicalBeds: 4, staffedBeds: 2 });
    // Rules that were not sent again stay.
    expect(staffing).toMatchObject([{ unitId: "w1", rules: [RULE] }]);
    expect(staffing[0]?.rostered.slice(0, 2)).toEqual([[1], [null]]);
    expect(forecast.find(({ kind }) => kind === "unit")!.days[0]!.overStaffed).toBeGreaterThan(0.5);
  });

  it("rests on what was learnt last, says when, and says so where nothing was or it is too old", async () => {
    const before = await read();
    expect(before.facts).toMatchObject({ learntAt: null, localStays: 0, arrivalDays: 0 });
    await learnCensus(house, { system: "test" }, {});
    expect(await lastAudit(house)).toMatchObject({ verb: "learn-census", outcome: "done", actorRole: "system" });
    const { facts } = await read();
    expect(facts.learntAt).toBe(house.now.toISOString());
    const learntAt = house.now;
    house.now = new Date(learntAt.getTime() + 2 * 86_400_000);
    expect((await read()).facts.learntAt).toBe(learntAt.toISOString());
    await learnCensus(house, { system: "test" }, {});
    expect((await read()).facts.learntAt).toBe(house.now.toISOString());
    house.now = new Date(house.now.getTime() + 8 * 86_400_000);
    expect((await read()).facts).toMatchObject({ learntAt: null, localStays: 0 });
    house.now = learntAt;
    await house.database.transaction((tx) => tx.delete(censusLearnt));
  });

  it("counts no bookings that were not read for a day, and says so, nor takes none read for none there", async () => {
    const { now } = house;
    const { facts } = await read();
    expect(facts).toMatchObject({ booked: 1, bookingsReadAt: expect.any(String) });
    house.now = new Date(Date.parse(facts.bookingsReadAt!) + 86_400_000 + 60_000);
    const later = await read();
    expect(later.facts).toMatchObject({ booked: null, bookedElsewhere: 0, bookingsReadAt: facts.bookingsReadAt });
    expect(later.input.booked).toEqual([]);
    house.now = now;
  });

  it("works out a scenario, and refuses one of a unit that is not the reader's", async () => {
    const { forecast } = await read({ scenario: { closedBeds: { w1: 4 }, electivesDelayed: 1 } });
    const unit = forecast.find(({ kind }) => kind === "unit")!;
    expect(unit.physicalBeds).toBe(0);
    expect(unit.days[2]!.parts.booked).toBe(0);
    expect(unit.days[9]!.parts.booked).toBeGreaterThan(0.9);
    await expect(read({ scenario: { closedBeds: { w2: 1 } } })).rejects.toMatchObject({ code: "forbidden" });
    await expect(read({ scenario: { surgeFactor: 9 } })).rejects.toMatchObject({ code: "bad-input" });
  });

  it("says nothing of the emergency department outside the demo, where no version was approved", async () => {
    house.isDemo = false;
    try {
      const { input, facts } = await read();
      expect(input.emergency).toEqual([]);
      expect(facts.emergencySilent).toContain("not been checked on this hospital");
      expect(facts.returningSilent).not.toBeNull();
      expect(input.returning).toEqual([]);
      const board = await readEdBoard(house, house.people.administrator, {});
      expect(board.beds).toBeNull();
      expect(board.rows.map(({ chance }) => chance)).toEqual([null, null]);
      expect(board.silentBecause).not.toBeNull();
    } finally {
      house.isDemo = true;
    }
  });

  it("shows the board without who anybody is, and does not count what is old", async () => {
    const board = await readEdBoard(house, house.people.administrator, {});
    expect(board.rows.map(({ visitId, chance }) => [visitId, chance])).toEqual([
      ["v1", 0.5],
      ["v2", null],
    ]);
    expect(board.beds).toMatchObject({ expected: 0.5, visits: 1 });
    expect(JSON.stringify(board)).not.toContain("x1");
    expect(await lastAudit(house)).toMatchObject({ verb: "read-ed-board", detail: { visits: 2, chances: 1 } });
    house.now = new Date(house.now.getTime() + 3 * 3_600_000);
    const { input, facts } = await read();
    expect(input.emergency).toEqual([]);
    expect(facts.emergencySilent).toContain("not read for two hours");
    expect((await readEdBoard(house, house.people.administrator, {})).isFresh).toBe(false);
  });

  it("refuses beds, rules, acuity and shifts that somebody else changed since they were looked at", async () => {
    const { administrator } = house.people;
    const conflict = { code: "conflict" };
    const { wardId, ...beds } = { ...BEDS, staffedBeds: 2 };
    const before = house.now;
    const later = () => {
      house.now = new Date(house.now.getTime() + 1000);
    };
    await expect(setUnitBeds(house, administrator, { ...BEDS, seen: null })).rejects.toMatchObject(conflict);
    await expect(
      setUnitBeds(house, administrator, { ...BEDS, seen: { ...beds, staffedBeds: 3 } }),
    ).rejects.toMatchObject(conflict);
    // Of two who looked at the same, one is told.
    later();
    const two = await Promise.allSettled(
      [1, 3].map((staffedBeds) => setUnitBeds(house, administrator, { ...BEDS, staffedBeds, seen: beds })),
    );
    expect(two.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    later();
    await setUnitBeds(house, administrator, { wardId, ...beds });
    const rules = [{ ...RULE, minimum: 2 }];
    await expect(setStaffing(house, administrator, { wardId, rules, seenRules: [] })).rejects.toMatchObject(conflict);
    const cell = { day: "2026-03-10", role: "Nurse", shift: "Day" };
    const other = { ...cell, day: "2026-03-11", people: 4, seen: null };
    await expect(
      setStaffing(house, administrator, { wardId, roster: [{ ...cell, people: 5, seen: 2 }, other] }),
    ).rejects.toMatchObject(conflict);
    const said = async () => (await read()).staffing[0];
    expect((await said())?.rostered.slice(0, 2)).toEqual([[1], [null]]);
    const roster = [{ ...cell, people: 5, seen: 1 }, other];
    const acuity = { weight: 1.3, source: "Own tool, 9 March" };
    later();
    await setStaffing(house, administrator, {
      ...{ wardId, rules, seenRules: [RULE], roster },
      ...{ acuity, seenAcuity: null },
    });
    expect(await lastAudit(house)).toMatchObject({
      verb: "set-staffing",
      detail: { rules: 1, acuity: 1.3, roster: 2 },
    });
    const measured = { ...acuity, at: house.now.toISOString() };
    expect(await said()).toMatchObject({ rules: [{ minimum: 2 }], acuity: measured });
    expect((await said())?.rostered.slice(0, 2)).toEqual([[5], [4]]);
    // What is left out stays, and neither beds nor rules make acuity look newer than it is.
    later();
    await setUnitBeds(house, administrator, { wardId, ...beds });
    expect((await said())?.acuity).toEqual(measured);
    await expect(setStaffing(house, administrator, { wardId, acuity: null, seenAcuity: null })).rejects.toMatchObject(
      conflict,
    );
    later();
    await setStaffing(house, administrator, {
      ...{ wardId, rules: [RULE], roster: [{ ...cell, people: 1 }] },
      ...{ acuity: null, seenAcuity: acuity },
    });
    expect((await said())?.acuity).toBeNull();
    // Acuity alone is told too, so that rules can be made beside it; and it is as fine as the form shows it.
    later();
    await setStaffing(house, administrator, { wardId, rules: [], acuity });
    expect(await said()).toMatchObject({ rules: [], acuity: { weight: 1.3 } });
    await setStaffing(house, administrator, { wardId, rules: [RULE], acuity: null, seenRules: [], seenAcuity: acuity });
    expect((await lastAudit(house))?.detail).toMatchObject({ acuity: 0 });
    // At the same moment by the clock, and yet in force.
    expect(await said()).toMatchObject({ rules: [RULE], acuity: null });
    const fine = { ...acuity, weight: 1.0833 };
    await expect(setStaffing(house, administrator, { wardId, acuity: fine })).rejects.toMatchObject({
      code: "bad-input",
    });
    house.now = before;
  });

  it("refuses more staffed beds than there are, units of others, and whoever plans no beds", async () => {
    const { administrator, nurse } = house.people;
    await expect(setUnitBeds(house, administrator, { ...BEDS, staffedBeds: 5 })).rejects.toMatchObject({
      code: "bad-input",
    });
    await expect(setUnitBeds(house, administrator, { ...BEDS, wardId: "w2" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const rules = [RULE, RULE];
    await expect(setStaffing(house, administrator, { wardId: "w1", rules })).rejects.toMatchObject({
      code: "bad-input",
    });
    await expect(setStaffing(house, administrator, { wardId: "w2", rules: [] })).rejects.toMatchObject({
      code: "forbidden",
    });
    for (const call of [
      () => setUnitBeds(house, nurse, BEDS),
      () => setStaffing(house, nurse, { wardId: "w1", rules: [] }),
      () => readEdBoard(house, nurse, {}),
    ])
      await expect(call()).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({ outcome: "refused", detail: { code: "forbidden" } });
  });

  it("shows a ward its own beds ahead to read, and nothing of another ward", async () => {
    for (const person of [house.people.nurse, house.people.clinician]) {
      const { input, maySet } = await readCensus(house, person, {});
      expect([input.units.map(({ id }) => id), input.here.length, maySet]).toEqual([["w1"], 3, false]);
      const scenario = { closedBeds: { w2: 1 } };
      await expect(readCensus(house, person, { scenario })).rejects.toMatchObject({ code: "forbidden" });
    }
    expect((await read()).maySet).toBe(true);
    await expect(readCensus(house, house.people.compliance, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("shows a reader of more units more of the same hospital", async () => {
    const { userId } = house.people.administrator;
    await house.database.transaction((tx) => tx.insert(userWards).values({ userId, wardId: "w2" }));
    const { input, facts } = await read();
    expect(input.units.map(({ id }) => id)).toEqual(["w1", "w2"]);
    expect(input.here).toHaveLength(4);
    expect(facts.bookedElsewhere).toBe(0);
    await house.database.transaction((tx) => tx.delete(userWards).where(eq(userWards.wardId, "w2")));
  });
});
