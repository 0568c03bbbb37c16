import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { LABEL_RULE_VERSION } from "@/lib/core/labels/label";
import { labels } from "@/lib/io/database/training-schema";
import { adjudicateFlag } from "@/lib/services/adjudicate-flag";
import { flagPrediction } from "@/lib/services/flags";
import { IMPORT_BATCH, importBundles } from "@/lib/services/import-bundles";
import { noteIntervention, withdrawIntervention } from "@/lib/services/interventions";
import { readStay } from "@/lib/services/patient";
import { readSnapshotContent } from "@/lib/services/snapshot-store";
import { type BundleStay, bundleOf } from "@/lib/services/test-bundle";
import { lastAudit } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";
import { compareSnapshots, makeSnapshot, readSnapshots, rebuildSnapshot } from "@/lib/services/training-snapshots";

const operator = { system: "test" };
/** So many patients with one past stay each; every fourth came back. */
const PATIENTS = 100;
const WRONG = 2;

const index = (n: number, labs: number): BundleStay => ({
  ...{ id: `s${n}`, start: "2026-03-01T08:00:00Z", end: "2026-03-05T12:00:00Z", disposition: "01", labs },
});
const back = (n: number): BundleStay => ({
  ...{ id: `b${n}`, start: "2026-03-20T08:00:00Z", end: "2026-03-22T12:00:00Z", disposition: "01", labs: 1 },
});
const bundle = (n: number, labs: number) =>
  bundleOf(`p${n}`, [index(n, labs), ...(n % 4 === 0 ? [back(n)] : [])], {}, n % 10 === 9 ? "w2" : "w1");

describeScoringHouse("training sets on a database", ({ house }) => {
  const scientist = () => house.people["data-scientist"];
  const send = async (bundles: readonly unknown[]) => {
    for (let from = 0; from < bundles.length; from += IMPORT_BATCH)
      await importBundles(house, operator, { bundles: bundles.slice(from, from + IMPORT_BATCH), past: "complete" });
  };
  beforeAll(async () => {
    // Read on the day they leave: what is said then is what a ward was shown.
    house.now = new Date("2026-03-05T13:00:00Z");
    await send(
      Array.from({ length: PATIENTS }, (_, n) => bundleOf(`p${n}`, [index(n, 3)], {}, n % 10 === 9 ? "w2" : "w1")),
    );
    house.now = new Date("2026-03-24T09:00:00Z");
    await send(Array.from({ length: PATIENTS }, (_, n) => bundle(n, 3)));
  });

  let first = "";

  it("hold every index stay once, with what followed, what was said and what was done in time", async () => {
    house.now = new Date("2026-03-10T09:00:00Z");
    const [noted] = await noteIntervention(house, house.people.nurse, { stayIds: ["s1"], kind: "call" });
    await noteIntervention(house, house.people.nurse, { stayIds: ["s1"], kind: "visit" });
    await noteIntervention(house, house.people.nurse, { stayIds: ["s2"], kind: "none" });
    await withdrawIntervention(house, house.people.nurse, { interventionIds: [noted?.id ?? ""] });
    house.now = new Date("2026-04-01T09:00:00Z");
    // After the return: it cannot have helped against it.
    await noteIntervention(house, house.people.nurse, { stayIds: ["s4"], kind: "referral" });
    house.now = new Date("2026-06-01T09:00:00Z");
    const made = await makeSnapshot(house, scientist(), {});
    expect(made).toMatchObject({
      ...{
        rows: PATIENTS + PATIENTS / 4,
        positives: PATIENTS / 4,
        died: 0,
        simulated: false,
        labelRuleVersion: LABEL_RULE_VERSION,
      },
      ...{ byName: "Test data-scientist", target: "any readmission within 30 days of discharge" },
    });
    expect(await lastAudit(house)).toMatchObject({
      ...{ verb: "make-snapshot", outcome: "done", target: { snapshotId: made.id } },
      detail: { step: "stored", rows: made.rows, positives: made.positives },
    });
    first = made.id;
    const { rows } = await readSnapshotContent(house, made.id);
    const row = (stayId: string) => rows.find((one) => one.stayId === stayId);
    expect(row("s1")).toMatchObject({
      ...{ patientId: "p1", wardId: "w1", dischargedAt: "2026-03-05T12:00:00.000Z", label: 0, died: false },
      ...{ treated: ["visit"], modelVersionThen: "1.0.0", simulated: false },
      subgroups: { sex: "female", age: "70–79", race: null },
    });
    expect(row("s1")?.tierThen).not.toBeNull();
    expect(row("s2")?.treated).toEqual([]);
    expect(row("s4")).toMatchObject({ label: 1, treated: [] });
    // Nothing was said of it before it had been over for a day.
    expect(row("b4")).toMatchObject({ label: 0, tierThen: null, probabilityThen: null });
    expect(made.attrition[0]).toMatchObject({ stays: PATIENTS * 1.25 });
    expect(made.attrition.at(-1)).toMatchObject({ stays: made.rows });
  });

  it("are the same bytes when the same is asked again, and when they are made from their sources", async () => {
    const { query, sha256 } = (await readSnapshots(house, scientist(), {}))[0] ?? { query: null, sha256: "" };
    house.now = new Date("2026-06-02T09:00:00Z");
    const again = await makeSnapshot(house, scientist(), { ...query });
    expect(again.sha256).toBe(sha256);
    expect(again.id).not.toBe(first);
    expect(await rebuildSnapshot(house, scientist(), { snapshotId: first })).toEqual({
      ...{ rows: PATIENTS * 1.25, sha256, isSame: true },
    });
  });

  it("show corrected data on 2 % of rows, each of them and nothing else", async () => {
    house.now = new Date("2026-06-03T09:00:00Z");
    await send(Array.from({ length: PATIENTS }, (_, n) => bundle(n, 3)));
    const wrong = [11, 23, 37].slice(0, Math.round((PATIENTS * 1.25 * WRONG) / 100));
    await send(wrong.map((n) => bundle(n, 8)));
    const corrected = await makeSnapshot(house, scientist(), {});
    const diff = await compareSnapshots(house, scientist(), { before: first, after: corrected.id });
    expect(diff.changed).toEqual(
      wrong.map((n) => ({ stayId: `s${n}`, wardId: "w1", field: "labTests", before: 3, after: 8 })),
    );
    expect(diff).toMatchObject({
      ...{ added: [], removed: [], otherSources: 0, targets: null, elsewhere: { added: 0, removed: 0, changed: 0 } },
      head: [{ field: "query.asOf" }],
    });
    // What was made before is not touched by it.
    expect((await rebuildSnapshot(house, scientist(), { snapshotId: first })).isSame).toBe(true);
  });

  it("show a corrected outcome, and tell of other wards only how much", async () => {
    house.now = new Date("2026-06-04T09:00:00Z");
    const late = (n: number) => bundleOf(`p${n}`, [index(n, 3), back(n)], {}, n % 10 === 9 ? "w2" : "w1");
    const before = (await readSnapshots(house, scientist(), {}))[0]?.id ?? "";
    await send([late(13), late(19)]);
    const after = await makeSnapshot(house, scientist(), {});
    const diff = await compareSnapshots(house, scientist(), { before, after: after.id });
    expect(diff.added).toEqual([{ stayId: "b13", wardId: "w1" }]);
    expect(diff.changed).toEqual([{ stayId: "s13", wardId: "w1", field: "label", before: 0, after: 1 }]);
    expect(diff.elsewhere).toEqual({ added: 1, removed: 0, changed: 1 });
    expect(JSON.stringify(diff)).not.toContain("s19");
    const system = await compareSnapshots(house, operator, { before, after: after.id });
    expect(system.changed).toHaveLength(2);
  });

  it("apply what reviewers decided by then, each of it and nothing else; and not where nobody may", async () => {
    house.now = new Date("2026-06-05T09:00:00Z");
    const before = (await makeSnapshot(house, scientist(), {})).id;
    const flagged = async (stayId: string, kind: "wrong-data" | "not-appropriate" | "too-low") => {
      const { predictionId } = await readStay(house, house.people.nurse, { stayId });
      const flag = { stayId, predictionId: predictionId ?? "", kind, note: "" };
      return (await flagPrediction(house, house.people.nurse, flag)).id;
    };
    const decide = async (
      stayId: string,
      rest: Partial<Parameters<typeof adjudicateFlag>[2]> & Pick<Parameters<typeof adjudicateFlag>[2], "decision">,
    ) =>
      adjudicateFlag(house, scientist(), {
        ...{ flagId: await flagged(stayId, "wrong-data"), agreement: "agree" as const, note: "Seen in the notes." },
        ...rest,
      });
    const value = { decision: "feature-wrong" as const, feature: "labTests", correctedValue: 6 };
    const elsewhere = { evidence: "readmission-elsewhere" as const, readmittedOn: "2026-03-15", wasPlanned: false };
    const made = [
      await decide("s21", value),
      await decide("s22", { decision: "outcome-wrong", ...elsewhere }),
      await decide("s25", { decision: "exclude" }),
    ];
    await flagged("s26", "too-low");
    house.now = new Date("2026-06-06T09:00:00Z");
    const applied = await makeSnapshot(house, scientist(), {});
    expect(applied.adjudicationIds).toEqual(made.map(({ id }) => id).sort());
    expect(applied.attrition.flatMap(({ leftOut }) => leftOut)).toContainEqual({
      ...{ reason: "Left out of training by a reviewer", stays: 1 },
    });
    const changed = [
      { stayId: "s21", wardId: "w1", field: "labTests", before: 3, after: 6 },
      { stayId: "s22", wardId: "w1", field: "label", before: 0, after: 1 },
    ];
    const compared = (after: string) => compareSnapshots(house, scientist(), { before, after });
    const removed = [{ stayId: "s25", wardId: "w1" }];
    expect(await compared(applied.id)).toMatchObject({ changed, removed, added: [], otherSources: 0 });
    const corrected = await makeSnapshot(house, scientist(), { adjudications: "corrections-only" });
    expect(await compared(corrected.id)).toMatchObject({ changed, removed: [], added: [] });
    const recorded = await makeSnapshot(house, scientist(), { adjudications: "none" });
    expect(await compared(recorded.id)).toMatchObject({ changed: [], removed: [], added: [] });
    const past = await makeSnapshot(house, scientist(), { asOf: "2026-06-05T08:59:59.000Z" });
    expect(await compared(past.id)).toMatchObject({ changed: [], removed: [] });
    expect((await rebuildSnapshot(house, scientist(), { snapshotId: applied.id })).isSame).toBe(true);
  });

  it("state the difference where two targets are compared", async () => {
    const unplanned = await makeSnapshot(house, scientist(), { target: "unplanned-readmission-30d" });
    const diff = await compareSnapshots(house, scientist(), { before: first, after: unplanned.id });
    expect(diff.targets).toMatch("These are figures of two targets");
  });

  it("take only what was known then, and only the period asked for", async () => {
    const past = await makeSnapshot(house, scientist(), { asOf: "2026-06-01T09:00:00Z" });
    expect(past.positives).toBe(PATIENTS / 4);
    const march = { dischargedBefore: "2026-03-10T00:00:00Z", dischargedFrom: "2026-03-01T00:00:00Z" };
    const early = { ...march, adjudications: "none" as const };
    const indexOnly = await makeSnapshot(house, scientist(), early);
    expect(indexOnly.rows).toBe(PATIENTS);
    expect(indexOnly.attrition.flatMap(({ leftOut }) => leftOut)).toContainEqual({
      ...{ reason: "Discharged in another period", stays: PATIENTS / 4 + 2 },
    });
    await expect(makeSnapshot(house, scientist(), { asOf: "2026-04-01T09:00:00Z" })).rejects.toThrow(
      "no stay to learn",
    );
    await expect(makeSnapshot(house, scientist(), { asOf: "2030-01-01T00:00:00Z" })).rejects.toThrow("a time to come");
  });

  it("are never changed, and one whose sources are not what they were is told apart", async () => {
    const change = (statement: ReturnType<typeof sql>) => house.database.transaction((tx) => tx.execute(statement));
    await expect(change(sql`update training_snapshots set rows = 1`)).rejects.toThrow();
    await expect(change(sql`delete from training_snapshot_parts`)).rejects.toThrow();
    // Somebody with the database's own keys.
    await change(sql`alter table labels disable trigger labels_immutable`);
    await change(sql`update ${labels} set status = 'readmitted' where stay_id = 's1' and target like 'any%'`);
    const { isSame, rows } = await rebuildSnapshot(house, scientist(), { snapshotId: first });
    expect({ isSame, rows }).toEqual({ isSame: false, rows: PATIENTS * 1.25 });
    await change(sql`update ${labels} set status = 'not-readmitted' where stay_id = 's1' and target like 'any%'`);
    await change(sql`alter table labels enable trigger labels_immutable`);
  });

  it("are no clinician's to make or read", async () => {
    for (const person of [house.people.clinician, house.people.nurse, house.people.administrator]) {
      await expect(makeSnapshot(house, person, {})).rejects.toMatchObject({ code: "forbidden" });
      await expect(readSnapshots(house, person, {})).rejects.toMatchObject({ code: "forbidden" });
      await expect(rebuildSnapshot(house, person, { snapshotId: first })).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await lastAudit(house)).toMatchObject({ verb: "read-snapshots", outcome: "refused" });
  });
});
