import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { flags, predictions } from "@/lib/io/database/schema";
import { adjudicateFlag, withdrawAdjudication } from "@/lib/services/adjudicate-flag";
import { assignFlag } from "@/lib/services/assign-flag";
import { listFlags } from "@/lib/services/flag-review";
import { flagPrediction, withdrawFlag } from "@/lib/services/flags";
import { readStay } from "@/lib/services/patient";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";

describeHouse("list-flags on a database", ({ house }) => {
  const flag = async (
    who: "nurse" | "clinician" | "visitor",
    stayId: string,
    said: { kind: "too-high" | "too-low" | "wrong-data"; feature?: string; note?: string },
  ) => {
    const { predictionId } = await readStay(house, house.people[who], { stayId });
    house.now = new Date(house.now.getTime() + 60_000);
    return flagPrediction(house, house.people[who], { stayId, predictionId: predictionId ?? "", ...said });
  };
  const list = (input = {}) => listFlags(house, house.people["data-scientist"], input);

  beforeAll(async () => {
    await store(house, readingOf("a", { probability: 0.4 }));
    await store(house, readingOf("b", { probability: null }));
    await store(house, readingOf("c", { probability: 0.2, wardId: "w2" }));
    await flag("nurse", "stay-a", { kind: "too-high", feature: "priorInpatient", note: "Came for planned care" });
    await flag("clinician", "stay-a", { kind: "too-low" });
    await flag("clinician", "stay-b", { kind: "wrong-data", note: "Has diabetes" });
    await flag("visitor", "stay-c", { kind: "too-high" });
    const taken = await flag("nurse", "stay-a", { kind: "too-low" });
    await withdrawFlag(house, house.people.nurse, { flagId: taken.id });
    // The same patient scored anew: the first flags are about an earlier prediction.
    await store(house, readingOf("a", { probability: 0.45 }));
  });

  it("lists open flags of the reader's wards, newest first, each with the score it is about", async () => {
    const review = await list();
    expect(review.total).toBe(3);
    expect(review.flags.map(({ kind, byRole, stayId }) => [kind, byRole, stayId])).toEqual([
      ["wrong-data", "clinician", "stay-b"],
      ["too-low", "clinician", "stay-a"],
      ["too-high", "nurse", "stay-a"],
    ]);
    expect(review.flags[2]).toMatchObject({
      feature: "priorInpatient",
      note: "Came for planned care",
      probability: 0.4,
      modelVersion: "1.0.0",
      view: "stay",
      wardName: "Ward 1",
      isReplaced: true,
    });
    expect(review.flags[2]?.saidThen).toBeTruthy();
    expect(review.flags[0]).toMatchObject({
      probability: null,
      isReplaced: false,
      saidThen: null,
      featureLabel: null,
    });
    expect(review.byKind.map(({ count }) => count)).toEqual([1, 1, 1, 0, 0, 0]);
    expect(review.byFeature).toMatchObject([{ name: "priorInpatient", count: 1 }]);
    expect(review.wards).toEqual([{ id: "w1", name: "Ward 1" }]);
    expect(JSON.stringify(review)).not.toContain("Test nurse");
    expect(await lastAudit(house)).toMatchObject({
      verb: "list-flags",
      outcome: "done",
      detail: { flags: 3, forExport: false },
    });
  });

  it("filters by kind and by version, and goes on counting what another kind would show", async () => {
    const high = await list({ kind: "too-high", forExport: true });
    expect(high.flags.map(({ stayId }) => stayId)).toEqual(["stay-a"]);
    expect(high.total).toBe(1);
    expect(high.byKind.map(({ count }) => count)).toEqual([1, 1, 1, 0, 0, 0]);
    expect(await lastAudit(house)).toMatchObject({ detail: { flags: 1, forExport: true, kind: "too-high" } });
    const older = await list({ modelVersion: "0.9.0" });
    expect([older.total, older.flags.length, older.modelVersions]).toEqual([0, 0, ["1.0.0"]]);
    expect((await list({ wardId: "w1" })).total).toBe(3);
  });

  it("says how far the review of each is, and takes that back with the decision", async () => {
    const reviews = async () => (await list()).flags.map(({ review }) => [review?.state, review?.decision]);
    const [wrong, low] = (await list()).flags;
    const scientist = house.people["data-scientist"];
    await assignFlag(house, scientist, { flagId: low?.id ?? "", assigneeId: scientist.userId });
    const said = { flagId: wrong?.id ?? "", decision: "exclude" as const, agreement: "agree" as const };
    await adjudicateFlag(house, scientist, { ...said, note: "Seen in the notes." });
    expect(await reviews()).toEqual([
      ["decided", "exclude"],
      ["assigned", null],
      ["open", null],
    ]);
    expect((await list()).flags[0]?.review).toMatchObject({ agreement: "agree", decidedAt: house.now.toISOString() });
    await withdrawAdjudication(house, scientist, { flagId: said.flagId, note: "The wrong chart." });
    expect((await reviews())[0]).toEqual(["open", null]);
  });

  it("refuses another ward, and everybody who does not judge the model", async () => {
    await expect(list({ wardId: "w2" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({ outcome: "refused", target: { wardId: "w2" } });
    for (const role of ["nurse", "clinician", "administrator", "compliance"] as const) {
      await expect(listFlags(house, house.people[role], {})).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  it("refuses a kind that does not exist", async () => {
    await expect(list({ kind: "wrong" })).rejects.toMatchObject({ code: "bad-input" });
  });

  it("shows at most 200 on a screen and says how many there are", async () => {
    await house.database.transaction(async (tx) => {
      const [one] = await tx.select().from(flags).limit(1);
      const [prediction] = await tx.select({ id: predictions.id }).from(predictions).limit(1);
      if (!one || !prediction) throw new Error("there is no flag to copy");
      // Copies of one flag under new ids would not open: their notes are sealed to the row, so each is sealed anew.
      const copies = Array.from({ length: 210 }, (_, index) => {
        const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
        return { ...one, id, withdrawnAt: null, note: house.vault.seal("", `flags/${id}`) };
      });
      await tx.insert(flags).values(copies);
      await tx.execute(sql`analyze flags`);
    });
    const review = await list();
    expect(review.flags).toHaveLength(200);
    expect(review.total).toBe(213);
    expect((await list({ forExport: true })).flags).toHaveLength(213);
  });
});
