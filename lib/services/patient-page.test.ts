import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { cdsCards } from "@/lib/io/database/connection-schema";
import { predictions, stays } from "@/lib/io/database/schema";
import { readStay } from "@/lib/services/patient";
import { placeOf } from "@/lib/services/sealed-columns";
import type { PatientReading } from "@/lib/services/store-reading";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

/** The same reading, scored a little differently. */
function rescored(reading: PatientReading, change: Partial<ScoredStay>): PatientReading {
  return {
    ...reading,
    stays: reading.stays.map(({ prepared, scored }) => ({ prepared, scored: { ...scored, ...change } })),
  };
}

describeHouse("the patient page on a database", ({ house }) => {
  const later = (minutes: number) => {
    house.now = new Date(house.now.getTime() + minutes * 60_000);
  };

  it("tells a stay's scores newest first, with what changed", async () => {
    await store(house, readingOf("h1", { probability: 0.2 }));
    later(60);
    await store(house, rescored(readingOf("h1", { probability: 0.3 }), { view: "discharge" }));
    later(60);
    await store(house, readingOf("h1", { probability: null }));
    const { history, predictionId } = await readStay(house, house.people.nurse, { stayId: "stay-h1" });
    expect(history[0]?.id).toBe(predictionId);
    expect(history.map(({ probability }) => probability)).toEqual([null, 0.3, 0.2]);
    expect(history.map(({ changed }) => changed)).toEqual([
      expect.stringMatching(/^No score from here on\. No diabetes on record\./),
      expect.stringMatching(/^Now from the whole stay/),
      "The first score of this stay.",
    ]);
  });

  it("tells what was done in the EHR with cards about this very stay, and of no other's", async () => {
    await store(house, readingOf("e1"));
    const card = {
      connectionId: house.program.connectionId,
      service: "wardlight-patient-view",
      at: house.now,
    } as const;
    const scored = { modelVersion: "1.0.0", view: "stay", probability: 0.2 } as const;
    const said = { outcome: "overridden", outcomeAt: house.now, reason: "too-high", heardAt: house.now } as const;
    const here = { stayId: "stay-e1", patientId: "e1", wardId: "w1" };
    const rows = [here, { ...here, patientId: "another" }, { ...here, wardId: null }].map((about) => {
      const id = randomUUID();
      const comment = house.vault.seal("Palliative care.", placeOf(cdsCards.comment, id));
      return { id, comment, ...card, ...scored, ...said, ...about };
    });
    const unheard = { id: randomUUID(), ...card, ...scored, ...here };
    await house.database.transaction((tx) => tx.insert(cdsCards).values([...rows, unheard]));
    const { cardFeedback } = await readStay(house, house.people.nurse, { stayId: "stay-e1" });
    expect(cardFeedback).toMatchObject([
      {
        id: rows[0]?.id,
        outcome: "overridden",
        reason: "too-high",
        comment: "Palliative care.",
        byName: "Test program",
      },
    ]);
  });

  it("keeps how far retraining would move a number, and makes no new prediction of that alone", async () => {
    const reading = readingOf("h2", { probability: 0.3 });
    await store(house, rescored(reading, { stability: { low: 0.25, high: 0.36 } }));
    const first = await readStay(house, house.people.nurse, { stayId: "stay-h2" });
    expect(first.scored?.stability).toEqual({ low: 0.25, high: 0.36 });
    later(5);
    await store(house, rescored(reading, { stability: { low: 0.24, high: 0.36 } }));
    const kept = await house.database.transaction((tx) =>
      tx.select({ id: predictions.id }).from(predictions).where(eq(predictions.stayId, "stay-h2")),
    );
    expect(kept).toEqual([{ id: first.predictionId }]);
  });

  it("says of a stay that left the record what became of it, only to those of its ward", async () => {
    await store(house, readingOf("h3"));
    await house.database.transaction((tx) =>
      tx.update(stays).set({ goneAt: house.now }).where(eq(stays.id, "stay-h3")),
    );
    await expect(readStay(house, house.people.nurse, { stayId: "stay-h3" })).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining("no longer in the record"),
    });
    await expect(readStay(house, house.people.visitor, { stayId: "stay-h3" })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await lastAudit(house)).toMatchObject({ outcome: "refused", target: { stayId: "stay-h3" } });
  });
});
