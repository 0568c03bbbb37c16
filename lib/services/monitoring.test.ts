import { randomUUID } from "node:crypto";
import { eq, inArray } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { dayAfter } from "@/lib/core/monitoring/watch-days";
import { NO_DRIFT, simulateStays } from "@/lib/core/retraining/simulated-world";
import type { PredictionSummary } from "@/lib/core/worklist/prediction-summary";
import {
  monitoringDays,
  monitoringIncidents,
  monitoringNotes,
  monitoringSources,
} from "@/lib/io/database/monitoring-schema";
import { outcomes, patients, predictions, resources, stays } from "@/lib/io/database/schema";
import { toStoredResource } from "@/lib/io/stored-resource";
import { answerIncident, readMonitoring } from "@/lib/services/monitoring";
import { countDays } from "@/lib/services/monitoring-days";
import { findDischargeDays } from "@/lib/services/monitoring-outcomes";
import { sealIdentity } from "@/lib/services/patient-identity";
import { runMonitoring } from "@/lib/services/run-monitoring";
import { lastAudit, readingOf, type TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const FIRST = "2026-01-05";
const DAYS = 36;
const A_DAY = 40;
const AGE = featureIndex("age");
const operator = { system: "test" };

/** Five weeks of stays on both wards; in the last one everybody is thirty years older on both. */
async function fill(house: TestHouse): Promise<void> {
  const drawn = simulateStays(DAYS * A_DAY, "monitored", NO_DRIFT);
  const rows = Array.from({ length: DAYS * A_DAY }, (_, row) => {
    const day = dayAfter(FIRST, Math.floor(row / A_DAY));
    const features = Array.from(drawn.encoded.slice(row * FEATURES.length, (row + 1) * FEATURES.length));
    if (day >= dayAfter(FIRST, 29)) features[AGE] = Math.min(90, features[AGE]! + 30);
    return { id: `m${row}`, day, features, probability: drawn.truth[row]!, back: drawn.labels[row] === 1 };
  });
  const at = (day: string, hour: number) => new Date(`${day}T${hour}:00:00Z`);
  const { id: _, deceased: __, deceasedAt: ___, synthetic: ____, ...person } = readingOf("many").patient;
  const identity = sealIdentity(house.vault, "many", person);
  await house.database.transaction(async (tx) => {
    await tx.insert(patients).values({ id: "many", identity, synthetic: true, updatedAt: house.now });
    for (let from = 0; from < rows.length; from += 200) {
      const some = rows.slice(from, from + 200);
      const common = (day: string) => ({ admittedAt: at(dayAfter(day, -3), 10), dischargedAt: at(day, 14) });
      await tx.insert(stays).values(
        some.map(({ id, day }, i) => ({
          ...{ id, patientId: "many", wardId: i % 2 ? "w1" : "w2", isCurrent: false, updatedAt: house.now },
          ...common(day),
        })),
      );
      await tx.insert(predictions).values(
        some.map(({ id, day, features, probability }) => ({
          ...{ stayId: id, patientId: "many", at: at(day, 12), modelVersion: "1.0.0", target: "any-readmission-30d" },
          ...{ view: "discharge" as const, probability, tier: "low" as const, features, sentences: [] },
          // Neither is looked at by what is tested here.
          ...{ scored: {} as never, summary: {} as PredictionSummary, fingerprint: randomUUID() },
        })),
      );
      await tx.insert(outcomes).values(
        some.map(({ id, day, back }) => ({
          ...{
            stayId: id,
            target: "any-readmission-30d",
            status: back ? ("readmitted" as const) : ("not-readmitted" as const),
          },
          ...{ dischargedAt: at(day, 14), maturesAt: at(dayAfter(day, 30), 14), simulated: true, updatedAt: house.now },
        })),
      );
    }
  });
}

const glucose = (id: string) => ({
  ...{ resourceType: "Observation", id, status: "final" },
  code: { coding: [{ system: "http://loinc.org", code: "2345-7" }] },
  valueQuantity: { value: 110, unit: "mg/dL" },
});

describeHouse("monitoring on a database", ({ house }) => {
  beforeAll(async () => {
    await fill(house);
  });
  const read = () => readMonitoring(house, house.people["data-scientist"], {});

  it("says that nobody has looked before somebody has", async () => {
    expect(await read()).toMatchObject({ looked: null, incidents: [], mayRun: true, mayAnswer: true });
  });

  it("waits for a reference, and counts each stay once", async () => {
    house.now = new Date(`${dayAfter(FIRST, 20)}T09:00:00Z`);
    await runMonitoring(house, operator, {});
    const early = await read();
    expect(early.looked?.report).toMatchObject({
      reference: null,
      soFar: { days: 20, stays: 20 * A_DAY },
      features: [],
    });
    const counted = await house.database.transaction((tx) =>
      tx.select().from(monitoringDays).where(eq(monitoringDays.day, FIRST)),
    );
    expect(counted.map(({ wardId, counts }) => [wardId, counts.stays]).sort()).toEqual([
      ["w1", A_DAY / 2],
      ["w2", A_DAY / 2],
    ]);
    const ages = Object.values(counted[0]?.counts.features.age ?? {});
    expect(ages.reduce((sum, count) => sum + count, 0)).toBe(A_DAY / 2);
  });

  it("finds once that patients are older, everywhere, on the day it is sure", async () => {
    house.now = new Date(`${dayAfter(FIRST, DAYS)}T09:00:00Z`);
    const done = await runMonitoring(house, operator, {});
    expect(done).toMatchObject({ version: "1.0.0", throughDay: dayAfter(FIRST, DAYS - 1) });
    expect(await lastAudit(house)).toMatchObject({ verb: "run-monitoring", outcome: "done" });
    const { incidents, looked } = await read();
    const ages = incidents.filter(({ subject }) => subject === "age");
    expect(ages).toMatchObject([{ kind: "input-moved", wardId: null, endedOn: null }]);
    expect(ages[0]!.foundOn <= dayAfter(FIRST, 31)).toBe(true);
    expect(looked?.report.reference).toMatchObject({ from: FIRST, to: dayAfter(FIRST, 27), stays: 28 * A_DAY });
    expect(looked?.report.features.find(({ name }) => name === "age")?.psi).toBeGreaterThan(0.25);
    // The same day again finds the same.
    expect(await runMonitoring(house, house.people["data-scientist"], {})).toMatchObject({ found: 0 });
    expect((await read()).incidents).toHaveLength(incidents.length);
  });

  it("shows the estimate first and the truth when it is known", async () => {
    expect((await read()).looked?.report.performance.map(({ realised }) => realised)).toEqual([null, null]);
    house.now = new Date(`${dayAfter(FIRST, DAYS + 31)}T09:00:00Z`);
    await runMonitoring(house, operator, {});
    const { report } = (await read()).looked!;
    const [first] = report.performance;
    expect(first).toMatchObject({ stays: 28 * A_DAY, realised: { stays: 28 * A_DAY } });
    const [low, high] = first?.realised?.aurocCi95 ?? [1, 0];
    expect(first!.estimated.auroc!).toBeGreaterThan(low);
    expect(first!.estimated.auroc!).toBeLessThan(high);
    expect(report).toMatchObject({ simulated: true, lastPredictionDay: dayAfter(FIRST, DAYS - 1) });
    expect(report.soFar).toEqual({ days: DAYS, stays: DAYS * A_DAY });
  });

  it("settles outcomes before it counts them, and knows a day only when all of it is known", async () => {
    const pending = (status: "pending" | "not-readmitted") =>
      house.database.transaction((tx) =>
        tx
          .update(outcomes)
          .set({ status })
          .where(eq(outcomes.status, status === "pending" ? "not-readmitted" : "pending")),
      );
    const first = async () => (await read()).looked?.report.performance[0]?.realised;
    const before = await first();
    expect(before?.events).toBeGreaterThan(0);
    await pending("pending");
    const unsettled = await house.database.transaction((tx) =>
      findDischargeDays({ tx, house, now: house.now }, "1.0.0"),
    );
    // Every day has somebody who did not come back.
    expect(unsettled.days.every(({ matured }) => Object.keys(matured).length === 0)).toBe(true);
    house.now = new Date(house.now.getTime() + 60_000);
    await runMonitoring(house, operator, {});
    const after = await first();
    expect(after?.stays).toBe(before?.stays);
    await pending("not-readmitted");
  });

  it("counts every day anew where an upgrade has put the counts away", async () => {
    const counted = () =>
      house.database.transaction((tx) =>
        tx.select().from(monitoringDays).orderBy(monitoringDays.day, monitoringDays.wardId),
      );
    const before = await counted();
    await house.database.transaction((tx) => tx.delete(monitoringDays));
    await runMonitoring(house, operator, {});
    expect(await counted()).toEqual(before);
    expect(before.length).toBeGreaterThan(2 * 28);
  });

  it("counts who got no probability as abstained on, and among no scores", async () => {
    const day = dayAfter(FIRST, -200);
    const [first] = await house.database.transaction((tx) =>
      tx.select().from(predictions).where(eq(predictions.stayId, "m0")),
    );
    const range = { version: "1.0.0", timeZone: house.timeZone, from: day, to: day };
    const counted = await house.database.transaction(async (tx) => {
      for (const [id, probability] of [["spoken", 0.2] as const, ["silent", null] as const]) {
        const at = new Date(`${day}T12:00:00Z`);
        const stay = { id, patientId: "many", wardId: "w1", isCurrent: false, updatedAt: house.now };
        await tx.insert(stays).values({ ...stay, admittedAt: at, dischargedAt: new Date(`${day}T14:00:00Z`) });
        const said = { probability, tier: probability === null ? null : ("low" as const) };
        await tx.insert(predictions).values({ ...first!, ...said, id: randomUUID(), stayId: id, at, fingerprint: id });
      }
      await countDays(tx, range);
      const rows = await tx.select().from(monitoringDays).where(eq(monitoringDays.day, day));
      await tx.delete(monitoringDays).where(eq(monitoringDays.day, day));
      await tx
        .update(stays)
        .set({ goneAt: house.now })
        .where(inArray(stays.id, ["spoken", "silent"]));
      return rows.map(({ counts }) => counts);
    });
    expect(counted).toMatchObject([{ stays: 2, abstained: 1, called: 0 }]);
    expect(Object.values(counted[0]!.scores)).toEqual([{ n: 1, expected: 0.2, squared: 0.2 ** 2, events: 0 }]);
  });

  it("keeps what was done beside an incident, sealed and audited, for those who run it", async () => {
    const incident = (await read()).incidents.find(({ subject }) => subject === "age")!;
    const said = { incidentId: incident.id, answer: "expected" as const, note: "A ward for older people opened." };
    await expect(answerIncident(house, house.people.clinician, said)).rejects.toMatchObject({ code: "forbidden" });
    await answerIncident(house, house.people.administrator, said);
    expect(await lastAudit(house)).toMatchObject({
      verb: "answer-incident",
      outcome: "done",
      target: { incidentId: incident.id },
      detail: { answer: "expected" },
    });
    expect((await read()).incidents.find(({ id }) => id === incident.id)?.notes).toMatchObject([
      { answer: "expected", note: said.note, byName: "Test administrator" },
    ]);
    const answered = (await read()).incidents.find(({ id }) => id === incident.id)!;
    expect(answered.said).toEqual(incident.figures);
    const [row] = await house.database.transaction((tx) => tx.select().from(monitoringNotes));
    expect(row?.note.toString("latin1")).not.toContain("older people");
  });

  it("keeps what lasts on the page however much came since, and counts other people's wards", async () => {
    const one = (n: number, over: Partial<typeof monitoringIncidents.$inferInsert>) => ({
      ...{ modelVersion: "1.0.0", kind: "missing-more" as const, subject: `s${n}`, wardId: null, p: null },
      ...{ figures: { before: 0.1, now: 0.3 }, foundOn: "2026-02-01", lastOn: "2026-02-01", endedOn: "2026-02-08" },
      ...over,
    });
    const oldest = one(-1, { foundOn: "2025-12-01", endedOn: null });
    const elsewhere = one(-2, { foundOn: "2025-12-02", endedOn: null, wardId: "w1" });
    const over = Array.from({ length: 70 }, (_, n) => one(n, {}));
    const kept = await house.database.transaction((tx) =>
      tx
        .insert(monitoringIncidents)
        .values([oldest, elsewhere, ...over])
        .returning({ id: monitoringIncidents.id }),
    );
    const seen = await readMonitoring(house, house.people.visitor, {});
    const subjects = seen.incidents.map(({ subject }) => subject);
    expect(subjects).toContain("s-1");
    expect(subjects.filter((name) => /^s\d/.test(name))).toHaveLength(60);
    expect(subjects).not.toContain("s-2");
    expect(seen.elsewhere).toEqual({ count: 1, since: "2025-12-02" });
    await house.database.transaction((tx) =>
      tx.delete(monitoringIncidents).where(
        inArray(
          monitoringIncidents.id,
          kept.map(({ id }) => id),
        ),
      ),
    );
  });

  it("is for those who judge and run the model; nurses have none of it", async () => {
    await expect(readMonitoring(house, house.people.nurse, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(runMonitoring(house, house.people.clinician, {})).rejects.toMatchObject({ code: "forbidden" });
    expect((await readMonitoring(house, house.people.clinician, {})).mayAnswer).toBe(false);
  });

  it("counts what the EHR sent on whole days, each once, also those on which nothing came", async () => {
    const through = dayAfter(FIRST, DAYS + 30);
    const people = Array.from({ length: 210 }, (_, n) => `sent-${n}`);
    await house.database.transaction(async (tx) => {
      const { identity } = (await tx.select().from(patients).where(eq(patients.id, "many")))[0]!;
      await tx.insert(patients).values(people.map((id) => ({ id, identity, synthetic: true, updatedAt: house.now })));
    });
    const arrive = (day: string, patientIds: readonly string[], id: string) =>
      house.database.transaction((tx) =>
        tx.insert(resources).values(
          patientIds.map((patientId) => {
            const { type, fingerprint, seal } = toStoredResource(house.vault, patientId, { resource: glucose(id) });
            return { patientId, type, id, fingerprint, body: seal(), updatedAt: new Date(`${day}T22:00:00Z`) };
          }),
        ),
      );
    await arrive(dayAfter(through, -2), people, "a");
    await arrive(through, people.slice(0, 3), "b");
    // Today is not over.
    await arrive(dayAfter(through), people.slice(0, 5), "c");
    const counted = async () => {
      house.now = new Date(house.now.getTime() + 60_000);
      await runMonitoring(house, operator, {});
      const rows = await house.database.transaction((tx) => tx.select().from(monitoringSources));
      return rows.map(({ day, counts }) => [day, counts.arrivals]).sort();
    };
    const found = [
      [dayAfter(through, -2), { Observation: 210, "lab:glucose": 210 }],
      [dayAfter(through, -1), {}],
      [through, { Observation: 3, "lab:glucose": 3 }],
    ];
    expect(await counted()).toEqual(found);
    expect(await counted()).toEqual(found);
    expect((await read()).looked?.report.sourceDays).toBe(3);
  });
});
