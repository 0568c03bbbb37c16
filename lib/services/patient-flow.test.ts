import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { readmissionTiming } from "@/lib/core/flow/readmission-timing";
import { returnChances } from "@/lib/core/flow/return-chances";
import { rollouts } from "@/lib/io/database/registry-schema";
import { outcomes, stays, userWards } from "@/lib/io/database/schema";
import { shiftedModel } from "@/lib/io/onnx/test-graphs";
import { readPatientFlow } from "@/lib/services/patient-flow";
import { registerModel } from "@/lib/services/register-model";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

const TARGET = "any-readmission-30d";

describeHouse("read-patient-flow on a database", ({ house }) => {
  /** Someone who left, and what became of them where that is known. */
  const leave = async (id: string, dischargedAt: string, probability: number | null, wardId = "w1"): Promise<void> =>
    store(house, readingOf(id, { dischargedAt, probability, wardId }));
  const outcome = async (
    id: string,
    status: "readmitted" | "died" | "pending",
    [dischargedAt, readmittedAt]: readonly [string, string?],
  ): Promise<void> => {
    const times = { dischargedAt: new Date(dischargedAt), readmittedAt: readmittedAt ? new Date(readmittedAt) : null };
    await house.database.transaction((tx) =>
      tx.insert(outcomes).values({
        stayId: `stay-${id}`,
        target: TARGET,
        status,
        ...times,
        maturesAt: new Date("2026-05-01T00:00:00Z"),
        simulated: false,
        updatedAt: house.now,
      }),
    );
  };

  beforeAll(async () => {
    // 09:00 in London, where nothing is added to UTC in March before the 29th.
    await store(house, readingOf("today", { plannedEndAt: "2026-03-10T15:00:00Z" }));
    await store(house, readingOf("overdue", { plannedEndAt: "2026-03-08T15:00:00Z" }));
    await store(house, readingOf("sunday", { plannedEndAt: "2026-03-15T23:30:00Z" }));
    await store(house, readingOf("later", { plannedEndAt: "2026-03-17T10:00:00Z" }));
    await store(house, readingOf("unplanned"));
    await store(house, readingOf("elsewhere", { wardId: "w2", plannedEndAt: "2026-03-10T15:00:00Z" }));
    await leave("week-ago", "2026-03-03T10:00:00Z", 0.4);
    await leave("yesterday", "2026-03-09T10:00:00Z", 0.2);
    await leave("no-number", "2026-03-09T10:00:00Z", null);
    await leave("long-ago", "2026-02-01T10:00:00Z", 0.9);
    await leave("died", "2026-03-05T10:00:00Z", 0.9);
    await outcome("died", "died", ["2026-03-05T10:00:00Z"]);
    await leave("back", "2026-03-04T10:00:00Z", 0.9);
    await leave("of-w2", "2026-03-09T10:00:00Z", 0.3, "w2");
  });

  const read = (input = {}) => readPatientFlow(house, house.people.administrator, input);

  it("counts who is expected to leave, by the hospital's days", async () => {
    const { days, all, units } = await read();
    expect(days).toEqual([
      "2026-03-10",
      "2026-03-11",
      "2026-03-12",
      "2026-03-13",
      "2026-03-14",
      "2026-03-15",
      "2026-03-16",
    ]);
    expect(units.map(({ unit }) => unit?.id)).toEqual(["w1"]);
    expect(all.inHospital).toBe(5);
    expect(all.leaving).toEqual({ days: [2, 0, 0, 0, 0, 1, 0], overdue: 1, later: 1, withoutPlan: 1 });
    expect(units[0]?.leaving).toEqual(all.leaving);
  });

  it("expects exactly the sum of the chances of those who have not come back", async () => {
    // Back on another ward: no longer someone who may come back from there.
    await house.database.transaction((tx) =>
      tx.insert(stays).values({
        id: "stay-back-again",
        patientId: "back",
        wardId: "w2",
        isCurrent: true,
        admittedAt: new Date("2026-03-08T02:00:00Z"),
        updatedAt: house.now,
      }),
    );
    const { all, localReadmissions, silentBecause } = await read();
    expect(silentBecause).toBeNull();
    expect(localReadmissions).toBe(0);
    const ahead = { dayElapsed: 9 / 24, days: 7 };
    const timing = readmissionTiming([]);
    const chances = [
      returnChances({ probability: 0.4, daysSince: 7 }, timing, ahead),
      returnChances({ probability: 0.2, daysSince: 1 }, timing, ahead),
    ];
    expect(all.returning).toMatchObject({ discharges: 2, withoutEstimate: 1 });
    for (const day of [0, 3, 6])
      expect(all.returning?.days[day]?.expected).toBeCloseTo((chances[0]?.[day] ?? 0) + (chances[1]?.[day] ?? 0), 12);
    const week = chances.flat().reduce((sum, chance) => sum + chance, 0);
    expect(all.returning?.week.expected).toBeCloseTo(week, 12);
    expect(all.returning?.week).toMatchObject({ low: 0, high: 1 });
    expect(await lastAudit(house)).toMatchObject({
      verb: "read-patient-flow",
      outcome: "done",
      detail: { units: 1, inHospital: 5, discharges: 3 },
    });
  });

  it("learns from this hospital's own readmissions when they came, in the hospital's days", async () => {
    await leave("learnt", "2026-01-05T10:00:00Z", 0.5);
    // 00:30 in the night after, by London's clock: the day after discharge.
    await outcome("learnt", "readmitted", ["2026-01-05T10:00:00Z", "2026-01-06T00:30:00Z"]);
    const { all, localReadmissions } = await read();
    expect(localReadmissions).toBe(1);
    const byDay = Array<number>(31).fill(0);
    byDay[1] = 1;
    const timing = readmissionTiming(byDay);
    const ahead = { dayElapsed: 9 / 24, days: 7 };
    const expected =
      (returnChances({ probability: 0.4, daysSince: 7 }, timing, ahead)[0] ?? 0) +
      (returnChances({ probability: 0.2, daysSince: 1 }, timing, ahead)[0] ?? 0);
    expect(all.returning?.days[0]?.expected).toBeCloseTo(expected, 12);
  });

  it("shows leavers only, and says why, while the model is silent", async () => {
    house.isDemo = false;
    const { all, units, silentBecause, simulated } = await read();
    house.isDemo = true;
    expect(silentBecause).toMatch(/^Model scores are not shown: .*\.$/);
    expect(silentBecause).not.toContain("LACE");
    expect([all.returning, units[0]?.returning]).toEqual([null, null]);
    expect(all.leaving.days[0]).toBe(2);
    expect(simulated).toBe(false);
    expect(await lastAudit(house)).toMatchObject({ detail: { discharges: 0 } });
  });

  it("refuses ward roles, and a unit that is not the administrator's", async () => {
    for (const role of ["nurse", "clinician", "data-scientist", "compliance"] as const) {
      await expect(readPatientFlow(house, house.people[role], {})).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(read({ wardId: "w2" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({
      verb: "read-patient-flow",
      outcome: "refused",
      target: { wardId: "w2" },
      detail: { code: "forbidden" },
    });
  });

  it("counts each unit apart and all of them together", async () => {
    const { userId } = house.people.administrator as { userId: string };
    await house.database.transaction((tx) => tx.insert(userWards).values({ userId, wardId: "w2" }));
    const { all, units, wardId } = await read({ wardId: "w2" });
    expect(wardId).toBe("w2");
    expect(units.map(({ unit, inHospital }) => [unit?.id, inHospital])).toEqual([
      ["w1", 5],
      ["w2", 2],
    ]);
    expect(all.inHospital).toBe(7);
    const weeks = units.map(({ returning }) => returning?.week.expected ?? Number.NaN);
    expect(all.returning?.week.expected).toBeCloseTo((weeks[0] ?? 0) + (weeks[1] ?? 0), 12);
  });

  it("counts each unit by the version that serves it, and takes no other's estimate", async () => {
    const { administrator } = house.people;
    const both = () => readPatientFlow(house, administrator, {});
    const estimates = async () =>
      (await both()).units.map(({ unit, returning }) => [unit?.id, returning?.discharges, returning?.withoutEstimate]);
    expect(await estimates()).toEqual([
      ["w1", 2, 1],
      ["w2", 1, 0],
    ]);
    const canary = { task: "readmission", modelVersion: "2.0.0", wardIds: ["w2"], share: null };
    const decided = { visibility: "shown", approvalReference: null, why: "to see", cause: "person" } as const;
    const by = { byUser: "test", byRole: "system", at: house.now } as const;
    const id = randomUUID();
    const note = (kind: "start" | "end") =>
      house.database.transaction((tx) =>
        tx.insert(rollouts).values({ id, kind, ...canary, alias: "canary", ...decided, ...by }),
      );
    const { manifest, bytes } = shiftedModel("2.0.0", 0.1);
    const onnx = Buffer.from(bytes).toString("base64");
    await registerModel(house, house.people["data-scientist"], { onnx, manifest: { ...manifest } });
    await note("start");
    // What the champion said of whoever left that unit is no estimate of its own version.
    expect(await estimates()).toEqual([
      ["w1", 2, 1],
      ["w2", 0, 1],
    ]);
    await leave("by-canary", "2026-03-09T10:00:00Z", 0.3, "w2");
    await house.database.transaction(async (tx) => {
      await tx.execute(sql`
        insert into predictions select (jsonb_populate_record(p, jsonb_build_object('id', ${id}::text, 'model_version', '2.0.0',
          'fingerprint', 'canary'))).* from predictions p where p.stay_id = 'stay-by-canary'`);
      await tx.update(stays).set({ predictionId: id }).where(eq(stays.id, "stay-by-canary"));
    });
    expect(await estimates()).toEqual([
      ["w1", 2, 1],
      ["w2", 1, 1],
    ]);
    await note("end");
    expect((await estimates())[1]).toEqual(["w2", 1, 1]);
  });
});
