import { inArray } from "drizzle-orm";
import { expect, it } from "vitest";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { encodeValue } from "@/lib/core/features/encode";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { alertDeliveries, alertEvents } from "@/lib/io/database/alert-schema";
import { tasks } from "@/lib/io/database/connection-schema";
import { users, userWards, validationReports, viewings, visibilityDecisions } from "@/lib/io/database/schema";
import { insertRule } from "@/lib/services/alert-rules";
import { countAlerts } from "@/lib/services/alerts";
import { noteIntervention } from "@/lib/services/interventions";
import type { PatientReading } from "@/lib/services/store-reading";
import { testRule } from "@/lib/services/test-alert-rule";
import { testAlerts } from "@/lib/services/test-alerts";
import { readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("raising ward alerts", ({ house }) => {
  const ward = testAlerts(house);
  const { sweep, later, save, score, inbox, rows } = ward;

  it("are raised when a score crosses, once, and end by themselves when it falls", async () => {
    await score("p1", 0.2);
    await save();
    await score("p1", 0.35);
    expect(await sweep()).toMatchObject({ raised: 1, ended: 0 });
    expect(await sweep()).toMatchObject({ changes: 1, raised: 0, repeats: 0 });
    const { alerts: shown, counts } = await inbox();
    expect(shown).toMatchObject([
      { stayId: "stay-p1", because: "The score went from 20\u202f% to 35\u202f% (high).", isMine: true, tier: "high" },
    ]);
    expect(counts).toMatchObject({ open: 1, mine: 1, done: null });
    expect(await countAlerts(house, house.people.clinician, {})).toEqual({ open: 1, mine: 0 });
    // Whose score was shown to whom is written down as for a list; the same again is the same viewing.
    await inbox();
    const seen = await house.database.transaction((tx) => tx.select().from(viewings));
    expect(seen).toMatchObject([{ userId: house.people.nurse.userId, place: "list", reads: 2 }]);
    await score("p1", 0.25);
    expect(await sweep()).toMatchObject({ raised: 0, ended: 1 });
    expect((await inbox("done")).alerts).toMatchObject([
      { state: "resolved", events: [{}, { resolution: "score-fell" }] },
    ]);
  });

  it("are not raised by what was scored before the rule, by another ward, or by an abstention", async () => {
    await score("p1", 0.2);
    await score("p1", 0.35);
    later(1);
    await save({ condition: { ...testRule().condition, firstScoreCounts: true } as AlertRule["condition"] });
    await score("p2", 0.9, { wardId: "w2" });
    await score("p3", null);
    expect(await sweep()).toMatchObject({ raised: 0 });
    // A first score counts where the rule says so.
    await score("p4", 0.5);
    expect(await sweep()).toMatchObject({ raised: 1 });
  });

  it("are not raised twice for one patient while live, nor again before the stated time", async () => {
    await save({ repeatAfterHours: 2 });
    await score("p1", 0.2);
    await score("p1", 0.35);
    await sweep();
    await score("p1", 0.25);
    await sweep();
    await score("p1", 0.4);
    expect(await sweep()).toMatchObject({ raised: 0 });
    await score("p1", 0.2);
    later(120);
    await score("p1", 0.4);
    expect(await sweep()).toMatchObject({ raised: 1 });
    // Down and up between two looks, while it is live: counted, not raised.
    await score("p1", 0.2);
    await score("p1", 0.45);
    expect(await sweep()).toMatchObject({ raised: 0, repeats: 1, ended: 0 });
    expect(await rows()).toHaveLength(2);
  });

  it("are raised late where the score came back before the stated time and stays", async () => {
    await save({ repeatAfterHours: 2 });
    for (const probability of [0.2, 0.35]) await score("p1", probability);
    await sweep();
    await score("p1", 0.25);
    expect(await sweep()).toMatchObject({ ended: 1 });
    await score("p1", 0.4);
    later(118);
    expect(await sweep()).toMatchObject({ raised: 0 });
    later(1);
    expect(await sweep()).toMatchObject({ raised: 1 });
    expect(await sweep()).toMatchObject({ raised: 0, repeats: 0, ended: 0 });
  });

  it("are raised for another stay, however soon after the last", async () => {
    const condition = { ...testRule().condition, firstScoreCounts: true } as AlertRule["condition"];
    await save({ condition, repeatAfterHours: 720 });
    await score("p1", 0.35);
    expect(await sweep()).toMatchObject({ raised: 1 });
    await score("p1", 0.35, { dischargedAt: "2026-03-10T09:05:00Z" });
    expect(await sweep()).toMatchObject({ raised: 0, ended: 1 });
    await score("p1", 0.4, { stayId: "stay-p1-again" });
    expect(await sweep()).toMatchObject({ raised: 1 });
    expect((await inbox()).alerts).toMatchObject([{ stayId: "stay-p1-again" }]);
  });

  it("are silent while the version's scores are", async () => {
    await save();
    await score("p1", 0.2);
    await score("p1", 0.35);
    house.isDemo = false;
    expect(await sweep()).toMatchObject({ raised: 0 });
    // Approved by two people: what is scored from now on is told.
    const report = {
      task: "readmission",
      modelVersion: "1.0.0",
      at: house.now,
      byUser: "test",
      stays: 1,
      readmissions: 1,
    };
    await house.database.transaction(async (tx) => {
      const [made] = await tx
        .insert(validationReports)
        .values({ ...report, verdict: "usable", simulated: false, report: {} })
        .returning();
      for (const role of ["data-scientist", "clinician"] as const) {
        const { userId } = house.people[role];
        const id = crypto.randomUUID();
        const said = {
          id,
          task: "readmission",
          modelVersion: "1.0.0",
          reportId: made?.id ?? null,
          userId,
          role,
          at: house.now,
        };
        await tx.insert(visibilityDecisions).values({ ...said, kind: "approved", note: Buffer.from("") });
      }
    });
    await score("p1", 0.2);
    await score("p1", 0.4);
    expect(await sweep()).toMatchObject({ raised: 1 });
    expect((await inbox()).alerts).toMatchObject([{ probability: 0.4 }]);
    // Taken back: nothing of it is shown, and it ends.
    await house.database.transaction((tx) =>
      tx.insert(visibilityDecisions).values({
        ...{
          id: crypto.randomUUID(),
          task: "readmission",
          modelVersion: "1.0.0",
          userId: house.people.clinician.userId,
        },
        ...{ role: "clinician", at: house.now, kind: "withdrawn", note: Buffer.from("") },
      }),
    );
    expect((await inbox()).alerts).toMatchObject([
      { probability: null, tier: null, because: "Raised while scores were shown; they are not shown at present." },
    ]);
    expect(await sweep()).toMatchObject({ ended: 1 });
  });

  it("find patients about to leave for whom nothing is noted, and end when something is", async () => {
    const condition = {
      kind: "leaving-unattended",
      threshold: { by: "probability", probability: 0.3 },
      withinHours: 24,
    } as const;
    await save({ condition, repeatAfterHours: 12 });
    await score("p1", 0.35, { plannedEndAt: "2026-03-11T15:00:00Z" });
    expect(await sweep()).toMatchObject({ raised: 0 });
    house.now = new Date("2026-03-10T15:00:00Z");
    expect(await sweep()).toMatchObject({ raised: 1 });
    expect(await sweep()).toMatchObject({ raised: 0, repeats: 0 });
    await noteIntervention(house, house.people.nurse, { stayIds: ["stay-p1"], kind: "call" });
    expect(await sweep()).toMatchObject({ ended: 1 });
    const [alert] = await rows();
    expect(alert).toMatchObject({ state: "resolved" });
  });

  it("name the reason of a rise, and only where it accounts for the points", async () => {
    await save({ condition: { kind: "rise-for-reason", points: 5, feature: "insulin" } });
    const reading = (
      id: string,
      probability: number,
      insulin: "no" | "steady",
      weight: number,
      rest = 0.3,
    ): PatientReading => {
      const one = readingOf(id, { probability, tier: "high" });
      const [stay] = one.stays;
      if (stay === undefined) throw new Error("no stay");
      const encoded = new Float32Array(FEATURES.length).fill(-1);
      const column = featureIndex("insulin");
      encoded[column] = encodeValue(FEATURES[column]!, insulin);
      const driver = { label: "", value: null, evidence: [] };
      const drivers = [
        { ...driver, feature: "insulin", contribution: weight },
        { ...driver, feature: "labTests", contribution: insulin === "no" ? 0 : rest },
      ];
      return { ...one, stays: [{ prepared: { ...stay.prepared, encoded }, scored: { ...stay.scored, drivers } }] };
    };
    for (const id of ["p1", "p2", "p3"]) await store(house, reading(id, 0.3, "no", 0));
    later(1);
    // Of ten points insulin accounts for two thirds; of the same ten, for a quarter.
    await store(house, reading("p1", 0.4, "steady", 0.6));
    await store(house, reading("p2", 0.4, "steady", 0.1));
    // Six points by insulin, of which something else took three away.
    await store(house, reading("p3", 0.33, "steady", 0.6, -0.3));
    expect(await sweep()).toMatchObject({ raised: 2 });
    const shown = (await inbox()).alerts.map(({ stayId, because }) => [stayId, because]);
    expect(Object.fromEntries(shown)).toEqual({
      "stay-p1": "The score rose from 30\u202f% to 40\u202f% (high) because insulin was added.",
      "stay-p3": "The score rose from 30\u202f% to 33\u202f% (high) because insulin was added.",
    });
  });

  it("are raised and told however many come up at once: more than one statement holds", async () => {
    // One statement holds 65,535 values: some 4,700 alerts, or 13,100 messages.
    const [patients, rules, nurses] = [132, 37, 100];
    const people = await house.database.transaction(async (tx) => {
      const condition = { ...testRule().condition, firstScoreCounts: true } as AlertRule["condition"];
      for (let n = 0; n < rules; n++) {
        const row = { ruleId: crypto.randomUUID(), version: 1, userId: null, burden: null };
        await insertRule({ tx, now: house.now }, { ...row, rule: testRule({ condition, email: n === 0 }) });
      }
      const accounts = Array.from({ length: nurses }, (_, n) => ({
        ...{ email: `many-${n}@test`, name: `Test nurse ${n}`, role: "nurse" as const, createdAt: house.now },
      }));
      const made = await tx.insert(users).values(accounts).returning({ id: users.id });
      await tx.insert(userWards).values(made.map(({ id }) => ({ userId: id, wardId: "w1" })));
      return made.map(({ id }) => id);
    });
    try {
      for (let n = 0; n < patients; n++) await score(`p${n}`, 0.35);
      expect(await sweep()).toMatchObject({ raised: patients * rules });
      const counted = await house.database.transaction(async (tx) => ({
        events: await tx.$count(alertEvents),
        deliveries: await tx.$count(alertDeliveries),
        tasks: await tx.$count(tasks),
      }));
      const told = patients * (nurses + 1);
      expect(counted).toEqual({ events: patients * rules, deliveries: told, tasks: told });
    } finally {
      await house.database.transaction((tx) => tx.delete(userWards).where(inArray(userWards.userId, people)));
    }
  });
});
