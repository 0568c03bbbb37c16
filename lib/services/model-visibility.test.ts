import { beforeAll, expect, it } from "vitest";
import { flagPrediction } from "@/lib/services/flags";
import { readStay } from "@/lib/services/patient";
import { readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { describeHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

/** Every number and every word of an answer, wherever it stands. */
function leaves(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [value];
  return Object.values(value).flatMap(leaves);
}

/** Everything the model said of these patients: probability, tier, log-odds. */
const SAID = [0.3141, 0.1271, "moderate", 0.6, -2, "priorInpatient"];

describeHouse("a silent model on a database", ({ house }) => {
  /** As in the demo, and as anywhere else. */
  let silentHouse: TestHouse;
  beforeAll(async () => {
    silentHouse = { ...house, isDemo: false };
    await store(house, readingOf("p1", { probability: 0.3141 }));
    await store(house, readingOf("p2", { probability: 0.1271 }));
  });

  it("would be found out: shown, the list and the page hold what the model said", async () => {
    const list = await listWorklist(house, house.people.nurse, {});
    expect(leaves(list)).toContain(0.3141);
    const page = await readStay(house, house.people.nurse, { stayId: "stay-p1" });
    for (const said of [0.3141, "moderate", 0.6, -2, "priorInpatient"]) expect(leaves(page)).toContain(said);
    expect(page).toMatchObject({ silentBecause: null, provenance: "Learnt from nowhere; not yet checked here." });
  });

  it.each(["nurse", "clinician", "administrator"] as const)("tells a %s nothing of it", async (role) => {
    const list = await listWorklist(silentHouse, house.people[role], {});
    for (const said of SAID) expect(leaves(list)).not.toContain(said);
    expect(list.silentBecause).toMatch(/not been checked on this hospital’s own outcomes/);
    expect(list.rows[0]).toMatchObject({ predictionId: null, probability: null, lace: { low: 5, high: 8 } });
    if (role === "administrator") return;
    const page = await readStay(silentHouse, house.people[role], { stayId: "stay-p1" });
    for (const said of SAID) expect(leaves(page)).not.toContain(said);
    expect(page).toMatchObject({
      predictionId: null,
      evidence: [],
      driverSentences: [],
      may: { flag: false },
      scored: { probability: null, scores: { lace: { low: 5, high: 8 } } },
    });
  });

  it("orders by leaving, then LACE, never by risk", async () => {
    const more = readingOf("p0", { probability: 0.01 });
    const [{ prepared, scored } = never()] = more.stays;
    const lace = { ...scored.scores.lace, low: 12, high: 12 };
    const scores = { ...scored.scores, lace };
    await store(house, { ...more, stays: [{ prepared, scored: { ...scored, scores } }] });
    const silent = await listWorklist(silentHouse, house.people.nurse, {});
    expect(silent.rows.map(({ stayId }) => stayId)).toEqual(["stay-p0", "stay-p1", "stay-p2"]);
    const shown = await listWorklist(house, house.people.nurse, {});
    expect(shown.rows.map(({ stayId }) => stayId)).toEqual(["stay-p1", "stay-p2", "stay-p0"]);
  });

  it("shows a data scientist the score, and lets nobody flag one that nobody saw", async () => {
    const page = await readStay(silentHouse, house.people["data-scientist"], { stayId: "stay-p1" });
    expect(page).toMatchObject({ scored: { probability: 0.3141 }, silentBecause: null });
    const flag = { stayId: "stay-p1", predictionId: page.predictionId ?? "", kind: "too-high" as const };
    await expect(flagPrediction(silentHouse, house.people.nurse, flag)).rejects.toMatchObject({ code: "conflict" });
    await flagPrediction(house, house.people.nurse, flag);
    const silent = await readStay(silentHouse, house.people.nurse, { stayId: "stay-p1" });
    expect(silent.flags).toEqual([]);
  });
});

function never(): never {
  throw new Error("no stay was made");
}
