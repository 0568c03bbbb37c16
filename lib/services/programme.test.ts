import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { cutoffs, interventions, outcomes, predictions, visibilityDecisions } from "@/lib/io/database/schema";
import type { PersonCaller } from "@/lib/services/find-actor";
import { readProgramme } from "@/lib/services/programme";
import { placeOf } from "@/lib/services/sealed-columns";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const LEFT = "2026-01-20T10:00:00Z";

describeHouse("read-programme on a database", ({ house }) => {
  const leave = async (
    id: string,
    status: "readmitted" | "not-readmitted" | "died" | "pending",
    { probability = 0.3 as number | null, wardId = "w1", maturesAt = "2026-02-19T10:00:00Z" } = {},
  ): Promise<void> => {
    await store(house, readingOf(id, { dischargedAt: LEFT, probability, wardId }));
    await house.database.transaction((tx) =>
      tx.insert(outcomes).values({
        stayId: `stay-${id}`,
        target: "any-readmission-30d",
        status,
        dischargedAt: new Date(LEFT),
        readmittedAt: status === "readmitted" ? new Date("2026-01-25T10:00:00Z") : null,
        maturesAt: new Date(maturesAt),
        simulated: false,
        updatedAt: house.now,
      }),
    );
  };
  const draw = async (
    wardIds: string[],
    capacity: number,
    ids: string[],
    at = "2026-01-20T08:00:00Z",
  ): Promise<void> => {
    const found = await house.database.transaction((tx) => tx.select().from(predictions));
    const numbers = found.filter(({ probability }) => probability !== null);
    const predictionIds = ids.map((id) => numbers.find(({ stayId }) => stayId === `stay-${id}`)!.id);
    await house.database.transaction((tx) =>
      tx.insert(cutoffs).values({
        day: at.slice(0, 10),
        wardIds,
        capacity,
        userId: house.people.nurse.userId,
        at: new Date(at),
        stayIds: ids.map((id) => `stay-${id}`),
        predictionIds,
        probabilities: ids.map((_, place) => 0.5 - place / 10),
      }),
    );
  };
  const read = (caller: PersonCaller, wardId?: string) => readProgramme(house, caller, { wardId });

  beforeAll(async () => {
    await leave("back", "readmitted");
    await leave("home", "not-readmitted");
    await leave("gone", "died");
    await leave("unscored", "not-readmitted", { probability: null });
    await leave("early", "not-readmitted", { maturesAt: "2026-03-11T10:00:00Z" });
    await leave("elsewhere", "readmitted", { wardId: "w2" });
  });

  it("counts stays whose 30 days are over, beside what was expected of them", async () => {
    const { course, died, withoutNumber, wards } = await read(house.people.administrator);
    expect(wards).toEqual([{ id: "w1", name: "Ward 1" }]);
    expect(course?.points).toMatchObject([
      { month: "2026-01", stays: 2, readmitted: 1, expected: 0.6, state: "within" },
    ]);
    expect({ died, withoutNumber }).toEqual({ died: 1, withoutNumber: 1 });
    expect(await lastAudit(house)).toMatchObject({
      verb: "read-programme",
      actorId: house.people.administrator.userId,
      detail: { wards: 1, stays: 2, lines: 0 },
    });
  });

  it("takes the newest line of a day, only of the reader's wards, and what was noted after it", async () => {
    await draw(["w1"], 2, ["back", "home"]);
    await draw(["w1"], 1, ["back", "home", "gone"], "2026-01-20T09:00:00Z");
    await draw(["w1", "w2"], 1, ["back", "home"], "2026-01-20T09:30:00Z");
    await draw(["w1"], 0, ["back", "home"], "2026-01-21T09:00:00Z");
    const id = "00000000-0000-4000-8000-000000000001";
    await house.database.transaction((tx) =>
      tx.insert(interventions).values({
        id,
        stayId: "stay-back",
        userId: house.people.nurse.userId,
        kind: "call",
        note: house.vault.seal("", placeOf(interventions.note, id)),
        at: new Date("2026-01-21T09:00:00Z"),
      }),
    );
    const { comparison, steps } = await read(house.people["data-scientist"]);
    expect(comparison).toMatchObject({ lists: 1, stays: 2, verdict: "too-few", effect: null });
    expect(steps).toEqual([]);
  });

  it("leaves out a day of which not every outcome is settled: those that are, are readmissions", async () => {
    const { administrator } = house.people;
    const before = await read(administrator);
    await leave("waiting", "pending");
    const after = await read(administrator);
    expect(before.unsettled).toBe(0);
    expect(after).toMatchObject({
      unsettled: before.course!.all.stays + before.died + before.withoutNumber,
      died: 0,
    });
    expect(after.course?.all.stays).toBe(0);
    expect(after.comparison?.stays).toBe(0);
    await house.database.transaction((tx) =>
      tx.update(outcomes).set({ status: "not-readmitted" }).where(eq(outcomes.stayId, "stay-waiting")),
    );
    expect(await read(administrator)).toMatchObject({
      unsettled: 0,
      course: { all: { stays: before.course!.all.stays + 1 } },
    });
  });

  it("is nobody else's, and about no other ward", async () => {
    await expect(read(house.people.nurse)).rejects.toMatchObject({ code: "forbidden" });
    await expect(read(house.people.compliance)).rejects.toMatchObject({ code: "forbidden" });
    await expect(read(house.people.clinician, "w2")).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({ verb: "read-programme", outcome: "refused" });
    expect((await read(house.people.visitor)).course?.points).toMatchObject([{ stays: 1, readmitted: 1 }]);
  });

  it("takes no number, and no line, of a version that never served or is not shown to the reader", async () => {
    const before = await read(house.people.administrator);
    await leave("other", "readmitted", { probability: null });
    await house.database.transaction(async (tx) => {
      const [one] = await tx.select().from(predictions).where(eq(predictions.stayId, "stay-back"));
      const other = { stayId: "stay-other", patientId: "other", modelVersion: "0.9.0", fingerprint: "of 0.9.0" };
      await tx.insert(predictions).values({ ...one!, ...other, id: "00000000-0000-4000-8000-000000000009" });
    });
    await draw(["w1"], 1, ["other", "home"], "2026-01-22T08:00:00Z");
    const after = await read(house.people.administrator);
    expect(after.course?.all.stays).toBe(before.course?.all.stays);
    expect(after.withoutNumber).toBe(before.withoutNumber + 1);
    expect(after.comparison?.lists).toBe(before.comparison?.lists);
  });

  it("has a demo's stays among those with numbers shown, until somebody withdraws them", async () => {
    const { course } = await read(house.people.administrator);
    expect(course).toMatchObject({ shown: { stays: course?.all.stays }, notShown: { stays: 0 }, mixed: 0 });
    const { clinician } = house.people;
    const decision = { task: house.model.facts.task, modelVersion: "1.0.0", role: "clinician" as const };
    const withdrawal = { ...decision, userId: clinician.userId, kind: "withdrawn" as const, note: Buffer.from("") };
    // Before all of these stays.
    await house.database.transaction((tx) =>
      tx.insert(visibilityDecisions).values({ ...withdrawal, at: new Date("2026-01-10T00:00:00Z") }),
    );
    const scientist = (await read(house.people["data-scientist"])).course;
    expect(scientist).toMatchObject({ notShown: { stays: scientist?.all.stays }, shown: { stays: 0 } });
    expect((await read(house.people.administrator)).course).toBeNull();
    await house.database.transaction((tx) => tx.delete(visibilityDecisions));
  });

  it("shows nothing where the model is silent, but to those who judge it", async () => {
    house.isDemo = false;
    try {
      const silent = await read(house.people.administrator);
      expect(silent).toMatchObject({ course: null, comparison: null, steps: [] });
      expect(silent.silentBecause).toContain("not");
      expect((await read(house.people["data-scientist"])).course).not.toBeNull();
    } finally {
      house.isDemo = true;
    }
  });
});
