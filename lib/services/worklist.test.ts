import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeValue } from "@/lib/core/features/encode";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { placeCutoff } from "@/lib/core/worklist/cutoff";
import { cutoffs, shownLists, stays, users, viewings } from "@/lib/io/database/schema";
import { setCutoff } from "@/lib/services/cutoffs";
import { noteIntervention, withdrawIntervention } from "@/lib/services/interventions";
import { readStay } from "@/lib/services/patient";
import { respondToPrediction } from "@/lib/services/responses";
import type { PatientReading } from "@/lib/services/store-reading";
import { lastAudit, readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

/** A reading whose second diagnosis is this, at this much log-odds. */
function withDiagnosis(reading: PatientReading, group: string, contribution: number): PatientReading {
  const column = featureIndex("secondDiagnosis");
  return {
    ...reading,
    stays: reading.stays.map(({ prepared, scored }) => ({
      prepared: {
        ...prepared,
        encoded: prepared.encoded.map((value, at) => (at === column ? encodeValue(FEATURES[column]!, group) : value)),
      },
      scored: {
        ...scored,
        drivers: [{ feature: "secondDiagnosis", label: "", value: group, contribution, evidence: [] }],
      },
    })),
  };
}

describeHouse("the discharge list on a database", ({ house }) => {
  beforeAll(async () => {
    await store(house, readingOf("p1", { probability: 0.31, plannedEndAt: "2026-03-11T10:00:00Z" }));
    await store(house, readingOf("p2", { probability: 0.12, plannedEndAt: "2026-03-10T15:00:00Z" }));
    await store(house, readingOf("p3", { probability: null, plannedEndAt: "2026-03-10T15:00:00Z" }));
    await store(house, readingOf("p4", { probability: 0.5, wardId: "w2" }));
  });

  const list = () => listWorklist(house, house.people.nurse, {});
  const rowOf = async (stayId: string) => (await list()).rows.find((row) => row.stayId === stayId);
  const idOf = (name: keyof TestHouse["people"]): string => (house.people[name] as { userId: string }).userId;
  const viewingsOf = (name: keyof TestHouse["people"], place: "list" | "patient") =>
    house.database.transaction(async (tx) =>
      (
        await tx
          .select()
          .from(viewings)
          .where(eq(viewings.userId, idOf(name)))
      )
        .filter((row) => row.place === place)
        .sort((a, b) => a.at.getTime() - b.at.getTime()),
    );
  const later = (minutes: number): void => {
    house.now = new Date(house.now.getTime() + minutes * 60_000);
  };

  describe("who was shown which score", () => {
    it("is one viewing while the same list is looked at, and a new one when it is another", async () => {
      const shown = await list();
      later(1);
      await list();
      const [first, ...others] = await viewingsOf("nurse", "list");
      expect(others).toEqual([]);
      expect(first).toMatchObject({ reads: 2, untilAt: house.now });
      const [ids] = await house.database.transaction((tx) =>
        tx
          .select()
          .from(shownLists)
          .where(eq(shownLists.id, first?.shownListId ?? "")),
      );
      expect(ids?.predictionIds).toEqual(
        shown.rows.flatMap(({ predictionId, probability }) => (probability === null ? [] : [predictionId])),
      );
      await store(house, readingOf("p2", { probability: 0.14, plannedEndAt: "2026-03-10T15:00:00Z" }));
      later(1);
      await list();
      expect(await viewingsOf("nurse", "list")).toMatchObject([{ reads: 2 }, { reads: 1, at: house.now }]);
    });

    it("is a new viewing after a break, and another person's is their own", async () => {
      later(31);
      await list();
      expect(await viewingsOf("nurse", "list")).toHaveLength(3);
      await listWorklist(house, house.people.clinician, {});
      expect(await viewingsOf("clinician", "list")).toHaveLength(1);
    });

    it("holds on a patient's own page too, and says nothing where no score was shown", async () => {
      const { predictionId } = await readStay(house, house.people.nurse, { stayId: "stay-p1" });
      await readStay(house, house.people.nurse, { stayId: "stay-p1" });
      await readStay(house, house.people.nurse, { stayId: "stay-p3" });
      expect(await viewingsOf("nurse", "patient")).toMatchObject([{ stayId: "stay-p1", predictionId, reads: 2 }]);
    });

    it("is not written for somebody who is refused", async () => {
      await expect(listWorklist(house, house.people.visitor, { wardId: "w1" })).rejects.toMatchObject({
        code: "forbidden",
      });
      expect(await viewingsOf("visitor", "list")).toEqual([]);
    });
  });

  describe("a list kept ready", () => {
    it("is handed out again as it is while nothing changed", async () => {
      const [one, two] = [await list(), await list()];
      expect(two.rows).toBe(one.rows);
      expect(two.version).toBe(one.version);
    });

    it("is never shared between readers of other wards", async () => {
      await list();
      const other = await listWorklist(house, house.people.visitor, {});
      expect(other.rows.map(({ stayId }) => stayId)).toEqual(["stay-p4"]);
    });

    it("shows a new bed at once, though no number changed", async () => {
      const before = await list();
      const reading = readingOf("p1", { probability: 0.31, plannedEndAt: "2026-03-11T10:00:00Z" });
      const [stay] = reading.stays;
      if (!stay) throw new Error("no stay");
      const moved = { ...stay.prepared, summary: { ...stay.prepared.summary, bed: "A-9" } };
      await store(house, { ...reading, stays: [{ ...stay, prepared: moved }] });
      expect((await rowOf("stay-p1"))?.bed).toBe("A-9");
      expect((await list()).version).not.toBe(before.version);
    });

    it("moves to the next day at midnight", async () => {
      const now = house.now;
      expect((await rowOf("stay-p1"))?.leaving).toBe("tomorrow");
      house.now = new Date("2026-03-11T00:00:30Z");
      expect((await rowOf("stay-p1"))?.leaving).toBe("today");
      house.now = now;
    });

    it("takes a renamed colleague's name within a minute", async () => {
      await noteIntervention(house, house.people.nurse, { stayIds: ["stay-p3"], kind: "visit" });
      await list();
      const rename = (name: string) =>
        house.database.transaction((tx) =>
          tx
            .update(users)
            .set({ name })
            .where(eq(users.id, idOf("nurse"))),
        );
      await rename("Another name");
      later(1);
      expect((await rowOf("stay-p3"))?.lastAction?.byName).toBe("Another name");
      await rename("Test nurse");
      later(1);
    });
  });

  describe("what was done and answered", () => {
    it("stands in the row at once, the newest that was not taken back", async () => {
      await noteIntervention(house, house.people.nurse, { stayIds: ["stay-p1"], kind: "call" });
      later(3);
      const [second] = await noteIntervention(house, house.people.clinician, {
        stayIds: ["stay-p1"],
        kind: "referral",
      });
      expect((await rowOf("stay-p1"))?.lastAction).toMatchObject({ kind: "referral", byName: "Test clinician" });
      await withdrawIntervention(house, house.people.clinician, { interventionIds: [second?.id ?? ""] });
      expect((await rowOf("stay-p1"))?.lastAction).toMatchObject({ kind: "call", byName: "Test nurse" });
    });

    it("says whether an answer was to an earlier prediction", async () => {
      const predictionId = (await rowOf("stay-p2"))?.predictionId ?? "";
      await respondToPrediction(house, house.people.nurse, {
        stayId: "stay-p2",
        predictionId,
        kind: "dismissed",
        reason: "already-handled",
      });
      expect((await rowOf("stay-p2"))?.lastResponse).toMatchObject({
        kind: "dismissed",
        reason: "already-handled",
        aboutEarlierPrediction: false,
      });
      await store(house, readingOf("p2", { probability: 0.2, plannedEndAt: "2026-03-10T15:00:00Z" }));
      expect((await rowOf("stay-p2"))?.lastResponse).toMatchObject({ aboutEarlierPrediction: true });
    });
  });

  describe("a rise", () => {
    it("is kept with the prediction, with its reason, and is news for two days", async () => {
      await store(house, withDiagnosis(readingOf("p5", { probability: 0.35 }), "asthma", 0));
      expect((await rowOf("stay-p5"))?.change).toBeNull();
      await store(house, withDiagnosis(readingOf("p5", { probability: 0.41 }), "heart-failure", 0.25));
      const change = { from: 0.35, to: 0.41, because: "heart failure was coded" };
      expect((await rowOf("stay-p5"))?.change).toMatchObject(change);
      // A result that moves nothing does not take the news away.
      await store(house, withDiagnosis(readingOf("p5", { probability: 0.412 }), "heart-failure", 0.255));
      expect((await rowOf("stay-p5"))?.change).toMatchObject(change);
      const now = house.now;
      house.now = new Date("2026-03-12T09:00:00Z");
      expect((await rowOf("stay-p5"))?.change).toBeNull();
      house.now = now;
    });
  });

  describe("set-cutoff", () => {
    it("keeps the day's ranking as the server has it, and shows the line again", async () => {
      const ranked = (await list()).rows.filter(({ probability }) => probability !== null);
      const set = await setCutoff(house, house.people.nurse, { capacity: 2 });
      expect(set).toMatchObject({
        capacity: 2,
        byName: "Test nurse",
        stayIds: ranked.slice(0, 2).map((r) => r.stayId),
      });
      expect(await lastAudit(house)).toMatchObject({ verb: "set-cutoff", detail: { capacity: 2, ranked: 3 } });
      const [row] = await house.database.transaction((tx) => tx.select().from(cutoffs));
      expect(row).toMatchObject({
        day: "2026-03-10",
        wardIds: ["w1"],
        stayIds: ranked.map(({ stayId }) => stayId),
        predictionIds: ranked.map(({ predictionId }) => predictionId),
        probabilities: ranked.map(({ probability }) => probability),
      });
      const again = await list();
      expect(again.cutoff).toEqual(set);
      expect(placeCutoff(again.rows, set).afterStayId).toBe(ranked[1]?.stayId);
      // The same wards, asked for one by one, are the same wards.
      expect((await listWorklist(house, house.people.clinician, { wardId: "w1" })).cutoff).toEqual(set);
      expect((await listWorklist(house, house.people.visitor, {})).cutoff).toBeNull();
    });

    it("set again the same is one row; the newest holds; 0 takes it away; a new day has none", async () => {
      const count = async () => (await house.database.transaction((tx) => tx.select().from(cutoffs))).length;
      await setCutoff(house, house.people.nurse, { capacity: 2 });
      expect(await count()).toBe(1);
      later(1);
      await setCutoff(house, house.people.clinician, { wardId: "w1", capacity: 3 });
      expect((await list()).cutoff).toMatchObject({ capacity: 3, byName: "Test clinician" });
      const now = house.now;
      house.now = new Date("2026-03-11T08:00:00Z");
      expect((await list()).cutoff).toBeNull();
      house.now = now;
      later(1);
      await setCutoff(house, house.people.nurse, { capacity: 0 });
      expect((await list()).cutoff).toBeNull();
      expect(await count()).toBe(3);
    });

    it("refuses other wards, other roles and nonsense, and audits each refusal", async () => {
      const tries = [
        [house.people.nurse, { wardId: "w2", capacity: 2 }, "forbidden"],
        [house.people.administrator, { capacity: 2 }, "forbidden"],
        [house.people["data-scientist"], { capacity: 2 }, "forbidden"],
        [house.people.compliance, { capacity: 2 }, "forbidden"],
        [house.people.nurse, { capacity: -1 }, "bad-input"],
        [house.people.nurse, { capacity: 1.5 }, "bad-input"],
        [house.people.nurse, { capacity: 501 }, "bad-input"],
      ] as const;
      for (const [caller, input, code] of tries) {
        await expect(setCutoff(house, caller, input)).rejects.toMatchObject({ code });
        expect(await lastAudit(house)).toMatchObject({ verb: "set-cutoff", outcome: "refused", detail: { code } });
      }
    });
  });

  it("touches a stay's row only where something of it changed", async () => {
    const versions = () =>
      house.database.transaction((tx) =>
        tx.select({ id: stays.id, at: stays.updatedAt }).from(stays).orderBy(stays.id),
      );
    const before = await versions();
    later(1);
    await store(house, readingOf("p4", { probability: 0.5, wardId: "w2" }));
    expect(await versions()).toEqual(before);
  });
});
