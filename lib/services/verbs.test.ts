import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  changes,
  flags,
  patients,
  predictions,
  signInFailures,
  users,
  userWards,
  wards,
} from "@/lib/io/database/schema";
import { hashPassword } from "@/lib/io/password";
import { flagPrediction, withdrawFlag } from "@/lib/services/flags";
import { readStay } from "@/lib/services/patient";
import { signIn } from "@/lib/services/sign-in";
import { lastAudit, readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { verb } from "@/lib/services/verb";
import { verifyAudit } from "@/lib/services/verify-audit";
import { listWorklist } from "@/lib/services/worklist";

describeHouse("verbs on a database", ({ house }) => {
  beforeAll(async () => {
    await store(house, readingOf("p1", { probability: 0.31, plannedEndAt: "2026-03-11T10:00:00Z" }));
    await store(house, readingOf("p2", { probability: 0.12, plannedEndAt: "2026-03-10T15:00:00Z" }));
    await store(house, readingOf("p3", { probability: null, plannedEndAt: "2026-03-10T15:00:00Z" }));
    await store(house, readingOf("p4", { probability: 0.5, wardId: "w2" }));
    await store(house, readingOf("p5", { dischargedAt: "2026-03-09T10:00:00Z" }));
  });

  const predictionOf = async (stayId: string): Promise<string> => {
    const view = await readStay(house, house.people.clinician, { stayId });
    return view.predictionId ?? "none";
  };
  const actorOf = (name: keyof TestHouse["people"]): string => (house.people[name] as { userId: string }).userId;

  describe("list-worklist", () => {
    it("shows the current inpatients of the reader's wards, unscored ones apart, and says so in the audit", async () => {
      const list = await listWorklist(house, house.people.nurse, {});
      expect(list.rows.map(({ stayId }) => stayId)).toEqual(["stay-p2", "stay-p1", "stay-p3"]);
      expect(list.wards).toEqual([{ id: "w1", name: "Ward 1", physicalBeds: 20, patientCount: 3 }]);
      expect(list.rows[1]).toMatchObject({
        probability: 0.31,
        tier: "moderate",
        view: "stay",
        leaving: "tomorrow",
        dayOfStay: 3,
        issueCount: 1,
        lace: { low: 5, high: 8 },
        patient: { familyName: "Testcase", ageYears: 75, mrn: "mrn-p1", synthetic: true },
      });
      expect(list.rows[2]).toMatchObject({
        probability: null,
        abstentionReasons: ["No diabetes on record."],
        topDrivers: [],
      });
      expect(await lastAudit(house)).toMatchObject({
        actorId: actorOf("nurse"),
        verb: "list-worklist",
        outcome: "done",
        detail: { stays: 3 },
      });
    });

    it("refuses a ward that is not the reader's", async () => {
      await expect(listWorklist(house, house.people.nurse, { wardId: "w2" })).rejects.toMatchObject({
        code: "forbidden",
      });
      expect(await lastAudit(house)).toMatchObject({
        outcome: "refused",
        target: { wardId: "w2" },
        detail: { code: "forbidden" },
      });
    });

    it("refuses a role without patients", async () => {
      await expect(listWorklist(house, house.people.compliance, {})).rejects.toMatchObject({ code: "forbidden" });
    });
  });

  describe("read-stay", () => {
    it("shows the score and why, and records who saw which score", async () => {
      const view = await readStay(house, house.people.nurse, { stayId: "stay-p1" });
      expect(view).toMatchObject({
        patient: { familyName: "Testcase" },
        scored: { probability: 0.31, drivers: [{ contribution: 0.6 }] },
        evidence: [{ reference: "Encounter/stay-p1" }],
        model: { version: "1.0.0" },
        may: { flag: true },
      });
      expect(view.driverSentences).toHaveLength(1);
      expect(await lastAudit(house)).toMatchObject({
        actorId: actorOf("nurse"),
        actorRole: "nurse",
        verb: "read-stay",
        target: { stayId: "stay-p1", patientId: "p1", predictionId: view.predictionId },
        detail: { scoreShown: true },
      });
    });

    it("lets a data scientist read and not flag", async () => {
      const view = await readStay(house, house.people["data-scientist"], { stayId: "stay-p1" });
      expect(view.may.flag).toBe(false);
    });

    it("refuses another ward's patient, an unknown one, and an administrator; each refusal is audited", async () => {
      await expect(readStay(house, house.people.nurse, { stayId: "stay-p4" })).rejects.toMatchObject({
        code: "forbidden",
      });
      expect(await lastAudit(house)).toMatchObject({ outcome: "refused", target: { stayId: "stay-p4" } });
      await expect(readStay(house, house.people.nurse, { stayId: "nobody" })).rejects.toMatchObject({
        code: "not-found",
      });
      expect(await lastAudit(house)).toMatchObject({ outcome: "refused", detail: { code: "not-found" } });
      await expect(readStay(house, house.people.administrator, { stayId: "stay-p1" })).rejects.toMatchObject({
        code: "forbidden",
      });
      expect(await lastAudit(house)).toMatchObject({ actorId: actorOf("administrator"), outcome: "refused" });
    });

    it("asks the database for the role each time: an account disabled a moment ago sees nothing", async () => {
      const id = actorOf("nurse");
      const set = (disabledAt: Date | null) =>
        house.database.transaction((tx) => tx.update(users).set({ disabledAt }).where(eq(users.id, id)));
      await set(house.now);
      await expect(readStay(house, house.people.nurse, { stayId: "stay-p1" })).rejects.toMatchObject({
        code: "unauthenticated",
      });
      expect(await lastAudit(house)).toMatchObject({ actorId: id, outcome: "refused" });
      await set(null);
      await readStay(house, house.people.nurse, { stayId: "stay-p1" });
    });

    it("loses sight of a ward the moment it is taken away", async () => {
      const userId = actorOf("visitor");
      await readStay(house, house.people.visitor, { stayId: "stay-p4" });
      await house.database.transaction((tx) => tx.delete(userWards).where(eq(userWards.userId, userId)));
      await expect(readStay(house, house.people.visitor, { stayId: "stay-p4" })).rejects.toMatchObject({
        code: "forbidden",
      });
      await house.database.transaction((tx) => tx.insert(userWards).values({ userId, wardId: "w2" }));
    });
  });

  describe("flag-prediction and withdraw-flag", () => {
    it("records a clinician's word, which the next reader sees", async () => {
      const predictionId = await predictionOf("stay-p1");
      const note = "Mrs Testcase's HbA1c is from another patient";
      const input = { stayId: "stay-p1", predictionId, kind: "wrong-data" as const, feature: "hba1c", note };
      const flag = await flagPrediction(house, house.people.clinician, input);
      expect(flag).toMatchObject({ kind: "wrong-data", feature: "hba1c", note, mine: true, withdrawnAt: null });
      const entry = await lastAudit(house);
      expect(entry).toMatchObject({
        verb: "flag-prediction",
        target: { stayId: "stay-p1", predictionId, flagId: flag.id },
      });
      expect(JSON.stringify(entry)).not.toContain("Testcase");

      const seen = await readStay(house, house.people.nurse, { stayId: "stay-p1" });
      expect(seen.flags).toMatchObject([
        { id: flag.id, note, mine: false, by: { name: "Test clinician", role: "clinician" } },
      ]);
      const list = await listWorklist(house, house.people.nurse, {});
      const row = list.rows.find(({ stayId }) => stayId === "stay-p1");
      expect(row).toMatchObject({ openFlagCount: 1, latestFlag: { kind: "wrong-data", byName: "Test clinician" } });
    });

    it("takes the same word said twice as one flag", async () => {
      const predictionId = await predictionOf("stay-p2");
      const input = { stayId: "stay-p2", predictionId, kind: "too-low" as const, note: " again " };
      const both = await Promise.all([
        flagPrediction(house, house.people.nurse, input),
        flagPrediction(house, house.people.nurse, input),
      ]);
      expect(both[0].id).toBe(both[1].id);
      expect((await readStay(house, house.people.nurse, { stayId: "stay-p2" })).flags).toHaveLength(1);
    });

    it("refuses a flag about a prediction that has been replaced, and keeps the old flag in sight", async () => {
      const predictionId = await predictionOf("stay-p2");
      await store(house, readingOf("p2", { probability: 0.44 }));
      const input = { stayId: "stay-p2", predictionId, kind: "too-high" as const };
      await expect(flagPrediction(house, house.people.nurse, input)).rejects.toMatchObject({ code: "conflict" });
      expect(await lastAudit(house)).toMatchObject({ outcome: "refused", detail: { code: "conflict" } });
      const { flags: kept } = await readStay(house, house.people.nurse, { stayId: "stay-p2" });
      expect(kept).toMatchObject([{ kind: "too-low", aboutEarlierPrediction: true }]);
    });

    it("refuses bad input by field, other roles and other wards, and stores nothing", async () => {
      const predictionId = await predictionOf("stay-p1");
      const good = { stayId: "stay-p1", predictionId, kind: "too-high" as const };
      const count = async () => (await house.database.transaction((tx) => tx.select().from(flags))).length;
      const before = await count();
      const tries = [
        [house.people.clinician, { ...good, note: "x".repeat(1001) }, "bad-input"],
        [house.people.clinician, { ...good, feature: "hatSize" }, "bad-input"],
        [house.people.clinician, { ...good, kind: "silly" as "too-high" }, "bad-input"],
        [house.people["data-scientist"], good, "forbidden"],
        [house.people.administrator, good, "forbidden"],
        [house.people.visitor, good, "forbidden"],
      ] as const;
      for (const [caller, input, code] of tries) {
        await expect(flagPrediction(house, caller, input)).rejects.toMatchObject({ code });
        expect(await lastAudit(house)).toMatchObject({ outcome: "refused", detail: { code } });
      }
      expect(await count()).toBe(before);
    });

    it("lets only its author withdraw a flag, and keeps it in sight as withdrawn", async () => {
      const predictionId = await predictionOf("stay-p1");
      const flag = await flagPrediction(house, house.people.clinician, {
        stayId: "stay-p1",
        predictionId,
        kind: "not-appropriate",
      });
      await expect(withdrawFlag(house, house.people.nurse, { flagId: flag.id })).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(withdrawFlag(house, house.people.visitor, { flagId: flag.id })).rejects.toMatchObject({
        code: "forbidden",
      });
      const withdrawn = await withdrawFlag(house, house.people.clinician, { flagId: flag.id });
      expect(withdrawn.withdrawnAt).toBe(house.now.toISOString());
      expect(await lastAudit(house)).toMatchObject({
        verb: "withdraw-flag",
        outcome: "done",
        target: { flagId: flag.id },
      });
      const seen = await readStay(house, house.people.nurse, { stayId: "stay-p1" });
      expect(seen.flags.find(({ id }) => id === flag.id)).toMatchObject({ withdrawnAt: withdrawn.withdrawnAt });
    });
  });

  describe("storing predictions", () => {
    it("makes no new prediction when nothing changed, and a new one beside the old when something did", async () => {
      const count = async () =>
        (await house.database.transaction((tx) => tx.select().from(predictions).where(eq(predictions.patientId, "p3"))))
          .length;
      expect(await count()).toBe(1);
      await store(house, readingOf("p3", { probability: null }));
      expect(await count()).toBe(1);
      await store(house, readingOf("p3", { probability: 0.3 }));
      expect(await count()).toBe(2);
    });

    it("takes a stay that left the record off the list, and brings it back", async () => {
      const listed = async () => (await listWorklist(house, house.people.nurse, {})).rows.map(({ stayId }) => stayId);
      await store(house, { ...readingOf("p3"), stays: [] });
      expect(await listed()).not.toContain("stay-p3");
      await store(house, readingOf("p3", { probability: 0.3 }));
      expect(await listed()).toContain("stay-p3");
    });

    it("stores no name in the clear", async () => {
      await store(house, readingOf("p6", { familyName: "Unmistakable" }));
      const rows = await house.database.transaction((tx) => tx.select().from(patients).where(eq(patients.id, "p6")));
      const identity = rows[0]?.identity ?? Buffer.alloc(0);
      expect(Buffer.from(identity).length).toBeGreaterThan(30);
      expect(Buffer.from(identity).toString("latin1")).not.toContain("Unmistakable");
    });
  });

  describe("the verb itself", () => {
    it("rolls everything back when its work fails, and audits the failure without the error's words", async () => {
      const failing = verb({
        name: "read-stay",
        input: z.object({}),
        about: () => ({}),
        wards: async () => [],
        run: async ({ tx }) => {
          await tx.insert(wards).values({ id: "ghost", name: "Ghost" });
          throw new Error("secret words");
        },
      });
      await expect(failing(house, house.people.nurse, {})).rejects.toThrow("secret words");
      const left = await house.database.transaction((tx) => tx.select().from(wards).where(eq(wards.id, "ghost")));
      expect(left).toEqual([]);
      const entry = await lastAudit(house);
      expect(entry).toMatchObject({ outcome: "failed", detail: { code: "error" } });
      expect(JSON.stringify(entry)).not.toContain("secret");
    });

    it("commits nothing when it audits nothing", async () => {
      const silent = verb({
        name: "read-stay",
        input: z.object({}),
        about: () => ({}),
        wards: async () => [],
        // @ts-expect-error an outcome without an audit note does not compile
        run: async ({ tx }) => {
          await tx.insert(wards).values({ id: "silent", name: "Silent" });
          return { output: 1 };
        },
      });
      await expect(silent(house, house.people.nurse, {})).rejects.toThrow("audits nothing");
      const left = await house.database.transaction((tx) => tx.select().from(wards).where(eq(wards.id, "silent")));
      expect(left).toEqual([]);
    });
  });

  describe("sign-in", () => {
    it("knows a right password, refuses a wrong one, rests after ten tries, and audits each", async () => {
      const passwordHash = await hashPassword("correct horse");
      await house.database.transaction((tx) =>
        tx.update(users).set({ passwordHash }).where(eq(users.email, "nurse@test")),
      );
      const good = { email: "Nurse@Test ", password: "correct horse" };
      expect(await signIn(house, good)).toMatchObject({ id: actorOf("nurse") });
      expect(await lastAudit(house)).toMatchObject({ verb: "sign-in", outcome: "done", actorId: actorOf("nurse") });
      expect(await signIn(house, { ...good, password: "wrong" })).toBeNull();
      expect(await signIn(house, { email: "nobody@test", password: "x" })).toBeNull();
      const entry = await lastAudit(house);
      expect(entry).toMatchObject({ outcome: "refused", actorId: null, detail: { code: "wrong-credentials" } });
      expect(JSON.stringify(entry)).not.toContain("nobody");
      const guesses = await Promise.allSettled(
        Array.from({ length: 9 }, (_, i) => signIn(house, { ...good, password: `guess ${i}` })),
      );
      expect(guesses.every((guess) => guess.status === "fulfilled" && guess.value === null)).toBe(true);
      await expect(signIn(house, good)).rejects.toMatchObject({ code: "too-many" });
      house.now = new Date(house.now.getTime() + 16 * 60_000);
      expect(await signIn(house, good)).toMatchObject({ id: actorOf("nurse") });
      // Rows of addresses that were only guessed do not pile up once their window is over.
      expect(await house.database.transaction((tx) => tx.$count(signInFailures))).toBe(0);
    });
  });

  describe("the audit", () => {
    it("is one unbroken chain after everything above, many at once included, and changes follow commits", async () => {
      await Promise.all(Array.from({ length: 15 }, () => readStay(house, house.people.nurse, { stayId: "stay-p1" })));
      const verdict = await verifyAudit(house, house.people.compliance, {});
      expect(verdict).toMatchObject({ intact: true, unsealed: 0, problems: [] });
      expect(verdict.rows).toBeGreaterThan(15);
      const [{ n }] = (await house.database.transaction((tx) =>
        tx.select({ n: sql<number>`count(*)::int` }).from(changes),
      )) as [{ n: number }];
      expect(n).toBeGreaterThan(0);
    });
  });
});
