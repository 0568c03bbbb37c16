import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import type { Manifest } from "@/lib/core/model/manifest";
import { modelGates } from "@/lib/io/database/gate-schema";
import { cutoffs } from "@/lib/io/database/schema";
import { testRoot } from "@/lib/io/database/test-database";
import { adjudicateFlag } from "@/lib/services/adjudicate-flag";
import { findCallCapacity } from "@/lib/services/call-capacity";
import { compareModels } from "@/lib/services/compare-models";
import { findOutcomes } from "@/lib/services/find-outcomes";
import { flagPrediction } from "@/lib/services/flags";
import { findGateVerdict } from "@/lib/services/gate-verdict";
import { readGates } from "@/lib/services/gates";
import { IMPORT_BATCH, importBundles } from "@/lib/services/import-bundles";
import { judgeCandidate } from "@/lib/services/judge-candidate";
import { keepShipped } from "@/lib/services/keep-shipped";
import { findLearntUntil } from "@/lib/services/learnt-until";
import { shelfOf } from "@/lib/services/model-shelf";
import { readStay } from "@/lib/services/patient";
import { insertVersion } from "@/lib/services/registry";
import { promoteModel, rollBackModel, setRollout } from "@/lib/services/rollouts";
import { type BundleStay, bundleOf } from "@/lib/services/test-bundle";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";
import { makeSnapshot } from "@/lib/services/training-snapshots";
import { readVersion, readVersions } from "@/lib/services/versions";

const operator = { system: "test" };
const PATIENTS = 80;
const CANDIDATE = "1.1.0";

const early = (n: number): BundleStay => ({
  ...{ id: `s${n}`, start: "2026-03-01T08:00:00Z", end: "2026-03-05T12:00:00Z", disposition: "01", labs: 3 },
});
const later = (n: number): BundleStay => ({
  ...{ id: `b${n}`, start: "2026-03-20T08:00:00Z", end: "2026-03-22T12:00:00Z", disposition: "01", labs: 1 },
});

describeScoringHouse("a candidate on a database", ({ house, model }) => {
  let snapshotId = "";
  const scientist = () => house.people["data-scientist"];
  const clinician = () => house.people.clinician;

  beforeAll(async () => {
    house.now = new Date("2026-03-24T09:00:00Z");
    const bundles = Array.from({ length: PATIENTS }, (_, n) =>
      bundleOf(`p${n}`, [early(n), ...(n % 4 === 0 ? [later(n)] : [])], {}, "w1"),
    );
    for (let from = 0; from < bundles.length; from += IMPORT_BATCH)
      await importBundles(house, operator, { bundles: bundles.slice(from, from + IMPORT_BATCH), past: "complete" });
    house.now = new Date("2026-06-01T09:00:00Z");
    await keepShipped(house, shelfOf(house), testRoot);
    // The candidate learnt from the earlier stays alone; its graph is the shipped one, and it calls more patients.
    snapshotId = (await makeSnapshot(house, scientist(), { dischargedBefore: "2026-03-10T00:00:00Z" })).id;
    const { manifest } = model;
    const points = { ...manifest.operatingPoints, moderate: 0.001, high: 0.0012, "very-high": 0.0014 };
    const candidate: Manifest = { ...manifest, version: CANDIDATE, operatingPoints: points };
    const onnx = readFileSync(join(testRoot, "models/readmission/1.0.0/model.onnx"));
    const by = { id: "system", name: "test", role: "system", wardIds: [] } as const;
    const rest = { card: "# 1.1.0", source: "trained" as const, parentVersion: "1.0.0", snapshotId };
    await house.database.transaction((tx) =>
      insertVersion({ tx, now: house.now, actor: by }, { manifest: candidate, onnx, ...rest }),
    );
    await store(house, readingOf("here", { probability: 0.2, wardId: "w1", familyName: "Moved" }));
    await store(house, readingOf("elsewhere", { probability: 0.2, wardId: "w2" }));
  }, 120_000);

  it("is judged on the later stays alone, and never passes on too few", async () => {
    const until = await house.database.transaction((tx) => findLearntUntil(tx, "readmission", CANDIDATE));
    expect(until).toBe("2026-03-10T00:00:00.000Z");
    const { id, report } = await judgeCandidate(house, scientist(), { version: CANDIDATE });
    expect(report).toMatchObject({
      ...{ stays: PATIENTS / 4, verdict: "lacks-data", withCorrections: null },
      champion: { version: "1.0.0", learntUntil: "2008-12-31T23:59:59.999Z" },
      candidate: { version: CANDIDATE },
      period: { from: "2026-03-22T12:00:00.000Z", to: "2026-03-22T12:00:00.000Z" },
    });
    // The same graph says the same: nobody's figures differ, and both were timed.
    expect(report.comparison.champion.logLoss).toBe(report.comparison.candidate.logLoss);
    expect(report.gates.find(({ name }) => name === "latency")?.state).toBe("passes");
    expect(report.attrition.at(-1)?.stays).toBe(PATIENTS / 4);
    expect(await lastAudit(house)).toMatchObject({
      ...{ verb: "judge-candidate", outcome: "done" },
      target: { modelVersion: CANDIDATE, champion: "1.0.0", gatesId: id },
      detail: { step: "stored", verdict: "lacks-data", stays: PATIENTS / 4 },
    });
    const said = await house.database.transaction((tx) =>
      findGateVerdict(tx, { task: "readmission", modelVersion: CANDIDATE, championVersion: "1.0.0" }),
    );
    expect(said).toBe("lacks-data");
    const none = await house.database.transaction((tx) =>
      findGateVerdict(tx, { task: "readmission", modelVersion: CANDIDATE, championVersion: "9.9.9" }),
    );
    expect(none).toBe("none");
  });

  it("is judged by data scientists alone, and not where it serves or is unknown", async () => {
    for (const person of [house.people.nurse, clinician(), house.people.administrator, house.people.compliance])
      await expect(judgeCandidate(house, person, { version: CANDIDATE })).rejects.toMatchObject({ code: "forbidden" });
    expect(await lastAudit(house)).toMatchObject({ verb: "judge-candidate", outcome: "refused" });
    await expect(judgeCandidate(house, scientist(), { version: "1.0.0" })).rejects.toMatchObject({ code: "conflict" });
    await expect(judgeCandidate(house, scientist(), { version: "7.7.7" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("has its reports kept as they are, for clinicians and data scientists", async () => {
    const view = await readGates(house, clinician(), { version: CANDIDATE });
    expect(view.judged).toHaveLength(1);
    expect(view.judged[0]).toMatchObject({ verdict: "lacks-data", byName: "Test data-scientist", stays: PATIENTS / 4 });
    expect(view.report?.content.gates.length).toBeGreaterThan(10);
    await expect(readGates(house, house.people.nurse, { version: CANDIDATE })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      readGates(house, clinician(), { version: "1.0.0", gatesId: view.report?.id ?? "" }),
    ).rejects.toMatchObject({ code: "not-found" });
    await expect(
      house.database.transaction((tx) => tx.update(modelGates).set({ verdict: "passes" })),
    ).rejects.toThrow();
  });

  it("stands among the versions with its lineage and its card", async () => {
    const { versions, champion, previous } = await readVersions(house, clinician(), {});
    expect(versions.map(({ version }) => version)).toEqual([CANDIDATE, "1.0.0"]);
    expect({ champion, previous }).toEqual({ champion: "1.0.0", previous: null });
    expect(versions[0]).toMatchObject({ source: "trained", isChampion: false, gates: { verdict: "lacks-data" } });
    const view = await readVersion(house, scientist(), { version: CANDIDATE });
    expect(view.lineage).toMatchObject({
      data: { snapshotId, rows: PATIENTS, positives: PATIENTS / 4 },
      parentVersion: "1.0.0",
    });
    expect(view.card.attributes).toHaveLength(31);
    expect(view.card.attributes.find(({ id }) => id === "(7)(i)")?.value).toMatch(/On 20 later stays here/);
    await expect(readVersion(house, scientist(), { version: "7.7.7" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("names patients whose tier would change to those alone who may see silent scores", async () => {
    const seen = await compareModels(house, scientist(), {});
    expect([seen.first.version, seen.second.version]).toEqual(["1.0.0", CANDIDATE]);
    expect(seen.now.compared).toBe(1);
    expect(seen.now.patients?.map(({ stayId }) => stayId)).toEqual(["stay-here"]);
    expect(seen.now.patients?.[0]?.second.tier).toBe("very-high");
    expect(seen.onSameStays).toMatchObject({ champion: "1.0.0", candidate: CANDIDATE });
    expect(seen.shapes?.shapes.every(({ largestDifference }) => largestDifference === 0)).toBe(true);
    expect(await lastAudit(house)).toMatchObject({
      ...{ verb: "compare-models", detail: { patients: 1, named: true } },
    });
    const counted = await compareModels(house, clinician(), { first: CANDIDATE, second: "1.0.0" });
    expect(counted.now).toMatchObject({ compared: 1, patients: null });
    await expect(compareModels(house, house.people.nurse, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is judged on every stay whatever was flagged, with corrections beside", async () => {
    const decide = async (stayId: string, rest: Pick<Parameters<typeof adjudicateFlag>[2], "decision">) => {
      const { predictionId } = await readStay(house, house.people.nurse, { stayId });
      const said = { stayId, predictionId: predictionId ?? "", kind: "wrong-data" as const, note: "" };
      const { id: flagId } = await flagPrediction(house, house.people.nurse, said);
      await adjudicateFlag(house, scientist(), { flagId, agreement: "agree", note: "Seen in the notes.", ...rest });
    };
    await findOutcomes(house, operator, {});
    await decide("b4", { decision: "exclude" });
    const elsewhere = { evidence: "readmission-elsewhere" as const, readmittedOn: "2026-04-01", wasPlanned: false };
    await decide("b8", { decision: "outcome-wrong", ...elsewhere });
    await decide("b12", { decision: "feature-wrong", ...{ feature: "labTests", correctedValue: 60 } });
    house.now = new Date("2026-06-02T09:00:00Z");
    const { report } = await judgeCandidate(house, scientist(), { version: CANDIDATE });
    expect(report.stays).toBe(PATIENTS / 4);
    expect(report.readmissions).toBe(0);
    expect(report.withCorrections?.correctedStays).toBe(2);
    expect(report.withCorrections?.comparison.stays).toBe(PATIENTS / 4);
    expect(report.withCorrections?.comparison.readmissions).toBe(1);
    expect(report.withCorrections?.comparison.champion.brier).not.toBe(report.comparison.champion.brier);
  });

  it("is asked for on wards of one's own, and confirmed by somebody who has them", async () => {
    const wanted = { version: CANDIDATE, alias: "canary" as const, wardIds: ["w1"], why: "to see it there" };
    await expect(setRollout(house, scientist(), { ...wanted, wardIds: ["w2"] })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await setRollout(house, scientist(), wanted)).toMatchObject({ state: "awaiting" });
    const { wards, wishes } = await readVersions(house, clinician(), {});
    expect(wards).toEqual([{ id: "w1", name: "Ward 1", version: "1.0.0" }]);
    expect(wishes[0]).toMatchObject({ alias: "canary", wards: ["Ward 1"], whyNotConfirm: null });
    const elsewhere = await readVersions(house, house.people.visitor, {});
    expect(elsewhere.wards.map(({ id }) => id)).toEqual(["w2"]);
    expect(elsewhere.wishes[0]?.whyNotConfirm).toMatch(/has all of these wards/);
  });

  it("serves only after a second person of another role, and goes back in one step", async () => {
    const asked = await promoteModel(house, scientist(), { version: CANDIDATE, why: "fits this year" });
    expect(asked.state).toBe("awaiting");
    const [own] = (await readVersions(house, scientist(), {})).wishes;
    expect(own).toMatchObject({ rolloutId: asked.rolloutId, byName: "Test data-scientist", alias: "champion" });
    expect(own?.whyNotConfirm).toMatch(/second person of another role/);
    expect((await readVersions(house, clinician(), {})).wishes[0]?.whyNotConfirm).toBeNull();
    const confirms = asked.rolloutId;
    const done = await promoteModel(house, clinician(), { version: CANDIDATE, why: "agreed", confirms });
    expect(done.state).toBe("serving");
    for (const person of [scientist(), clinician()]) {
      const { champion, previous, wishes, rollouts } = await readVersions(house, person, {});
      expect({ champion, previous, wishes }).toEqual({ champion: CANDIDATE, previous: "1.0.0", wishes: [] });
      expect(rollouts[0]).toMatchObject({
        ...{ alias: "champion", byName: "Test clinician", ended: null },
        overrides: { byName: "Test data-scientist", why: "fits this year" },
      });
    }
    await rollBackModel(house, clinician(), { rolloutId: confirms, why: "too many calls" });
    const after = await readVersions(house, clinician(), {});
    expect(after.champion).toBe("1.0.0");
    expect(after.rollouts[0]?.ended).toMatchObject({ why: "too many calls", cause: "person" });
  });

  it("is judged at the capacity wards set for themselves", async () => {
    const ask = () => house.database.transaction((tx) => findCallCapacity({ tx, now: house.now }));
    expect(await ask()).toMatchObject({ share: 0.2 });
    const line = (capacity: number, at: string) => ({
      ...{ day: "2026-05-30", wardIds: ["w1"], capacity, userId: house.people.nurse.userId, at: new Date(at) },
      ...{ stayIds: ["a", "b", "c", "d"], predictionIds: [], probabilities: [] },
    });
    await house.database.transaction((tx) =>
      tx.insert(cutoffs).values([line(4, "2026-05-30T08:00:00Z"), line(1, "2026-05-30T09:00:00Z")]),
    );
    expect(await ask()).toMatchObject({ share: 0.25 });
  });
});
