import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { audit, changes, interventions, responses, stays } from "@/lib/io/database/schema";
import { lockStay } from "@/lib/services/find-stay";
import { noteIntervention, withdrawIntervention } from "@/lib/services/interventions";
import { readStay } from "@/lib/services/patient";
import { respondToPrediction, withdrawResponse } from "@/lib/services/responses";
import { storeReadings } from "@/lib/services/store-reading";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("acting on a database", ({ house }) => {
  beforeAll(async () => {
    for (const id of ["p1", "p2", "p3"]) await store(house, readingOf(id, { probability: 0.3 }));
    await store(house, readingOf("other", { wardId: "w2" }));
  });

  const count = async (table: typeof interventions | typeof responses | typeof audit) =>
    (await house.database.transaction((tx) => tx.select().from(table))).length;
  const predictionOf = async (stayId: string): Promise<string> =>
    (await readStay(house, house.people.nurse, { stayId })).predictionId ?? "none";
  /** Beyond the time in which the same said again is a double click. */
  const wait = () => {
    house.now = new Date(house.now.getTime() + 10 * 60_000);
  };

  describe("note-intervention and withdraw-intervention", () => {
    it("writes down what was done with the score of that moment, and the next reader sees it", async () => {
      const predictionId = await predictionOf("stay-p1");
      const note = "Spoke with Mrs Testcase's daughter";
      const [noted] = await noteIntervention(house, house.people.nurse, { stayIds: ["stay-p1"], kind: "call", note });
      expect(noted).toMatchObject({
        stayId: "stay-p1",
        predictionId,
        kind: "call",
        note,
        mine: true,
        withdrawnAt: null,
      });
      const entry = await lastAudit(house);
      expect(entry).toMatchObject({
        verb: "note-intervention",
        outcome: "done",
        target: { stayId: "stay-p1", predictionId, interventionId: noted?.id },
        detail: { kind: "call", stays: 1 },
      });
      expect(JSON.stringify(entry)).not.toContain("Testcase");
      const row = (await house.database.transaction((tx) => tx.select().from(interventions)))[0];
      expect(Buffer.from(row?.note ?? "").toString("utf8")).not.toContain("daughter");

      await store(house, readingOf("p1", { probability: 0.4 }));
      const seen = await readStay(house, house.people.clinician, { stayId: "stay-p1" });
      expect(seen.predictionId).not.toBe(predictionId);
      expect(seen.interventions).toMatchObject([
        { id: noted?.id, predictionId, note, mine: false, by: { name: "Test nurse", role: "nurse" } },
      ]);
    });

    it("acts on several at once: one audit row with the count, one change each", async () => {
      wait();
      const rows = await count(audit);
      const stayIds = ["stay-p3", "stay-p1", "stay-p2"];
      const noted = await noteIntervention(house, house.people.nurse, { stayIds, kind: "pharmacist-review" });
      expect(noted.map(({ stayId }) => stayId).sort()).toEqual([...stayIds].sort());
      expect(noted.every(({ predictionId }) => predictionId !== null)).toBe(true);
      expect(await count(audit)).toBe(rows + 1);
      const entry = await lastAudit(house);
      expect(entry.detail).toMatchObject({ stays: 3, repeated: 0 });
      expect(entry.target.stayIds?.split(" ").sort()).toEqual([...stayIds].sort());
      const told = await house.database.transaction((tx) =>
        tx.select().from(changes).where(eq(changes.kind, "intervention")),
      );
      expect(told.map(({ ref }) => ref)).toEqual(expect.arrayContaining(noted.map(({ id }) => id)));
    });

    it("takes a double click as one, and the same a while later as another", async () => {
      wait();
      const before = await count(interventions);
      const input = { stayIds: ["stay-p2"], kind: "visit" as const, note: " by the bed " };
      const both = await Promise.all([
        noteIntervention(house, house.people.nurse, input),
        noteIntervention(house, house.people.nurse, input),
      ]);
      expect(both[0]?.[0]?.id).toBe(both[1]?.[0]?.id);
      await noteIntervention(house, house.people.clinician, input);
      expect(await count(interventions)).toBe(before + 2);
      wait();
      await noteIntervention(house, house.people.nurse, input);
      expect(await count(interventions)).toBe(before + 3);
    });

    it("and a reading of the same patients never block each other, whatever order they come in", async () => {
      const system = { id: "system", name: "test", role: "system", wardIds: [] } as const;
      let isHeld = (): void => {};
      const held = new Promise<void>((done) => {
        isHeld = done;
      });
      // A note for two patients that stops between them, as long as it takes the reading to come to them.
      const noting = house.database.transaction(async (tx) => {
        const scope = { house, tx, actor: system, now: house.now };
        await lockStay(scope, "stay-p1");
        isHeld();
        await new Promise((done) => setTimeout(done, 400));
        await lockStay(scope, "stay-p2");
      });
      await held;
      const reading = house.database.transaction((tx) =>
        storeReadings({ house, tx, actor: system, now: house.now }, [
          readingOf("p2", { probability: 0.3 }),
          readingOf("p1", { probability: 0.3 }),
        ]),
      );
      expect((await Promise.allSettled([noting, reading])).map(({ status }) => status)).toEqual([
        "fulfilled",
        "fulfilled",
      ]);
    });

    it("refuses other roles, wards, unknown stays and bad input, wholly, and audits each refusal", async () => {
      const before = await count(interventions);
      const good = { stayIds: ["stay-p1"], kind: "call" as const };
      const tries = [
        [house.people["data-scientist"], good, "forbidden"],
        [house.people.administrator, good, "forbidden"],
        [house.people.compliance, good, "forbidden"],
        [house.people.visitor, good, "forbidden"],
        [house.people.nurse, { ...good, stayIds: ["stay-p1", "stay-other"] }, "forbidden"],
        [house.people.nurse, { ...good, stayIds: ["stay-p1", "nobody"] }, "not-found"],
        [house.people.nurse, { ...good, stayIds: [] }, "bad-input"],
        [house.people.nurse, { ...good, stayIds: Array.from({ length: 101 }, (_, i) => `s${i}`) }, "bad-input"],
        [house.people.nurse, { ...good, note: "x".repeat(1001) }, "bad-input"],
        [house.people.nurse, { ...good, kind: "surgery" as "call" }, "bad-input"],
      ] as const;
      for (const [caller, input, code] of tries) {
        await expect(noteIntervention(house, caller, { ...input, stayIds: [...input.stayIds] })).rejects.toMatchObject({
          code,
        });
        expect(await lastAudit(house)).toMatchObject({
          verb: "note-intervention",
          outcome: "refused",
          detail: { code },
        });
      }
      expect(await count(interventions)).toBe(before);
    });

    it("lets only its author take a note back, whole batches too, and keeps it in sight", async () => {
      wait();
      const noted = await noteIntervention(house, house.people.nurse, {
        stayIds: ["stay-p1", "stay-p2"],
        kind: "referral",
      });
      const interventionIds = noted.map(({ id }) => id);
      for (const caller of [house.people.clinician, house.people.visitor])
        await expect(withdrawIntervention(house, caller, { interventionIds })).rejects.toMatchObject({
          code: "forbidden",
        });
      const back = await withdrawIntervention(house, house.people.nurse, { interventionIds });
      expect(back.map(({ withdrawnAt }) => withdrawnAt)).toEqual([house.now.toISOString(), house.now.toISOString()]);
      expect(await lastAudit(house)).toMatchObject({
        verb: "withdraw-intervention",
        outcome: "done",
        detail: { stays: 2, repeated: 0 },
      });
      await withdrawIntervention(house, house.people.nurse, { interventionIds });
      expect(await lastAudit(house)).toMatchObject({ detail: { stays: 2, repeated: 2 } });
      const seen = await readStay(house, house.people.clinician, { stayId: "stay-p1" });
      expect(seen.interventions.find(({ id }) => interventionIds.includes(id))?.withdrawnAt).not.toBeNull();
    });
  });

  describe("respond-to-prediction and withdraw-response", () => {
    it("records an answer to the very prediction that was read", async () => {
      const predictionId = await predictionOf("stay-p1");
      const input = { stayId: "stay-p1", predictionId, kind: "dismissed" as const, reason: "not-at-risk" as const };
      const answer = await respondToPrediction(house, house.people.clinician, { ...input, note: "Sister moves in." });
      expect(answer).toMatchObject({ kind: "dismissed", reason: "not-at-risk", note: "Sister moves in.", mine: true });
      const entry = await lastAudit(house);
      expect(entry).toMatchObject({
        verb: "respond-to-prediction",
        target: { stayId: "stay-p1", predictionId, responseId: answer.id },
        detail: { kind: "dismissed", reason: "not-at-risk", override: true },
      });
      expect(JSON.stringify(entry)).not.toContain("Sister");
      const seen = await readStay(house, house.people.nurse, { stayId: "stay-p1" });
      expect(seen.responses).toMatchObject([
        { id: answer.id, mine: false, by: { name: "Test clinician" }, aboutEarlierPrediction: false },
      ]);
    });

    it("keeps one standing answer a person and prediction; the one before stays as withdrawn", async () => {
      const predictionId = await predictionOf("stay-p2");
      const say = (kind: "acknowledged" | "agree-later") =>
        respondToPrediction(house, house.people.nurse, { stayId: "stay-p2", predictionId, kind });
      const first = await say("acknowledged");
      expect((await say("acknowledged")).id).toBe(first.id);
      expect(await lastAudit(house)).toMatchObject({ detail: { repeated: true } });
      const second = await say("agree-later");
      expect(await lastAudit(house)).toMatchObject({ detail: { repeated: false, replaced: true, override: false } });
      const standing = await house.database.transaction((tx) =>
        tx
          .select()
          .from(responses)
          .where(and(eq(responses.stayId, "stay-p2"), isNull(responses.withdrawnAt))),
      );
      expect(standing.map(({ id }) => id)).toEqual([second.id]);
    });

    it("refuses an answer to a prediction that has been replaced", async () => {
      const predictionId = await predictionOf("stay-p3");
      await store(house, readingOf("p3", { probability: 0.44 }));
      const input = { stayId: "stay-p3", predictionId, kind: "acknowledged" as const };
      await expect(respondToPrediction(house, house.people.nurse, input)).rejects.toMatchObject({ code: "conflict" });
    });

    it("wants a reason with a dismissal and with nothing else; refuses other roles and wards", async () => {
      const predictionId = await predictionOf("stay-p1");
      const before = await count(responses);
      const good = { stayId: "stay-p1", predictionId, kind: "acknowledged" as const };
      const tries = [
        [house.people.nurse, { ...good, kind: "dismissed" as const }, "bad-input"],
        [house.people.nurse, { ...good, reason: "other" as const }, "bad-input"],
        [house.people.nurse, { ...good, kind: "dismissed" as const, reason: "bored" as "other" }, "bad-input"],
        [house.people["data-scientist"], good, "forbidden"],
        [house.people.administrator, good, "forbidden"],
        [house.people.visitor, good, "forbidden"],
      ] as const;
      for (const [caller, input, code] of tries) {
        await expect(respondToPrediction(house, caller, input)).rejects.toMatchObject({ code });
        expect(await lastAudit(house)).toMatchObject({ outcome: "refused", detail: { code } });
      }
      expect(await count(responses)).toBe(before);
    });

    it("lets only its author take an answer back", async () => {
      const predictionId = await predictionOf("stay-p3");
      const { id: responseId } = await respondToPrediction(house, house.people.clinician, {
        stayId: "stay-p3",
        predictionId,
        kind: "agree-later",
      });
      for (const caller of [house.people.nurse, house.people.visitor])
        await expect(withdrawResponse(house, caller, { responseId })).rejects.toMatchObject({ code: "forbidden" });
      const back = await withdrawResponse(house, house.people.clinician, { responseId });
      expect(back.withdrawnAt).toBe(house.now.toISOString());
      expect(await lastAudit(house)).toMatchObject({ verb: "withdraw-response", target: { responseId } });
    });
  });

  it("says nothing about a stay that is gone from the record", async () => {
    await house.database.transaction((tx) =>
      tx.update(stays).set({ goneAt: house.now }).where(eq(stays.id, "stay-p3")),
    );
    const input = { stayIds: ["stay-p3"], kind: "call" as const };
    await expect(noteIntervention(house, house.people.nurse, input)).rejects.toMatchObject({ code: "not-found" });
  });
});
