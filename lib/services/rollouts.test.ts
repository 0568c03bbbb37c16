import { and, eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import type { PreparedStay } from "@/lib/core/model/prepared-stay";
import { modelVersions, rollouts, shadowPredictions } from "@/lib/io/database/registry-schema";
import { predictions, stays } from "@/lib/io/database/schema";
import { breaksOn, describedAs, graphBytes, shiftedModel } from "@/lib/io/onnx/test-graphs";
import { setCutoff } from "@/lib/services/cutoffs";
import { runFastGuard, runSlowGuard } from "@/lib/services/guard-models";
import { listVersions } from "@/lib/services/list-versions";
import { championOf, makeShelf, shelfOf } from "@/lib/services/model-shelf";
import { registerModel } from "@/lib/services/register-model";
import { promoteModel, rollBackModel, setRollout } from "@/lib/services/rollouts";
import { scoreHere, scoreInShadow } from "@/lib/services/score-here";
import { storeShadows } from "@/lib/services/store-shadows";
import { lastAudit, readingOf, store } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";
import { listWorklist } from "@/lib/services/worklist";

/** No real stay has it and no probe asks about it: the check of a file cannot find everything. */
const BAD = 7.5;

const never = (): never => {
  throw new Error("missing");
};

describeScoringHouse("rollouts on a database", ({ house, model }) => {
  beforeAll(async () => {
    for (const [id, wardId] of [
      ["p1", "w1"],
      ["p2", "w1"],
      ["p3", "w2"],
    ] as const)
      await store(house, readingOf(id, { wardId }));
    const { manifest, bytes } = shiftedModel("2.0.0", 0.1);
    await register(manifest, bytes);
  });

  const register = (manifest: object, bytes: Uint8Array) =>
    registerModel(house, house.people["data-scientist"], {
      onnx: Buffer.from(bytes).toString("base64"),
      manifest: manifest as Record<string, unknown>,
    });
  /** Asked for by a data scientist and confirmed by a clinician, as it takes while no gate has passed. */
  async function promote(version: string) {
    const asked = await promoteModel(house, house.people["data-scientist"], { version, why: "better here" });
    return promoteModel(house, house.people.clinician, { version, why: "agreed", confirms: asked.rolloutId });
  }
  async function canary(version: string, wardIds: string[]) {
    const wanted = { version, alias: "canary" as const, wardIds, why: "to see" };
    const asked = await setRollout(house, house.people["data-scientist"], wanted);
    return setRollout(house, house.people.clinician, { ...wanted, confirms: asked.rolloutId });
  }
  /** Version and part by stay. */
  async function served() {
    const rows = await house.database.transaction((tx) =>
      tx
        .select({
          id: stays.id,
          version: predictions.modelVersion,
          as: predictions.servedAs,
          by: predictions.rolloutId,
        })
        .from(stays)
        .innerJoin(predictions, eq(predictions.id, stays.predictionId))
        .orderBy(stays.id),
    );
    return Object.fromEntries(
      rows.map(({ id, version, as, by }) => [id, `${version} ${as} ${by === null ? "-" : "+"}`]),
    );
  }
  const preparedWith = (feature: string, code: number): PreparedStay => {
    const [{ prepared } = never()] = readingOf("sent").stays;
    const encoded = new Float32Array(FEATURES.length).fill(-1);
    encoded[featureIndex(feature)] = code;
    return { ...prepared, encoded };
  };

  it("registers a version once, says so in the audit, and lets it serve nobody", async () => {
    const { manifest, bytes } = shiftedModel("2.0.0", 0.1);
    expect(await register(manifest, bytes)).toMatchObject({ version: "2.0.0", isExplained: true, isNew: false });
    expect(await lastAudit(house)).toMatchObject({
      verb: "register-model",
      outcome: "done",
      target: { modelVersion: "2.0.0" },
    });
    const other = shiftedModel("2.0.0", 0.2);
    await expect(register(other.manifest, other.bytes)).rejects.toMatchObject({ code: "conflict" });
    await expect(register(other.manifest, bytes)).rejects.toThrow(/SHA-256/);
    await expect(registerModel(house, house.people.nurse, { onnx: "AAAA", manifest: {} })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await served()).toEqual({
      "stay-p1": "1.0.0 champion -",
      "stay-p2": "1.0.0 champion -",
      "stay-p3": "1.0.0 champion -",
    });
  });

  it("refuses a hostile file with the reason, and keeps nothing of it", async () => {
    const bytes = graphBytes({ outputs: [] });
    await expect(register(describedAs("6.6.6"), bytes)).rejects.toThrow(/refused: its outputs.*wrong-outputs/);
    const { versions } = await listVersions(house, house.people["data-scientist"], {});
    expect(versions.map(({ version }) => version)).toEqual(["2.0.0"]);
  });

  it("shows no ward a version that predicts something else than screens say, and lets it run in shadow", async () => {
    const { manifest, bytes } = shiftedModel("2.1.0", 0.1);
    await register({ ...manifest, target: "unplanned-readmission-30d" }, bytes);
    const scientist = house.people["data-scientist"];
    await expect(promoteModel(house, scientist, { version: "2.1.0", why: "better here" })).rejects.toThrow(/in shadow/);
    const wanted = { version: "2.1.0", wardIds: ["w1"], why: "to see" };
    await expect(setRollout(house, scientist, { ...wanted, alias: "canary" })).rejects.toMatchObject({
      code: "conflict",
    });
    const shadow = await setRollout(house, scientist, { ...wanted, alias: "shadow" });
    expect(shadow.state).toBe("serving");
    await rollBackModel(house, scientist, { rolloutId: shadow.rolloutId });
  });

  it("keeps versions and decisions as they are, whoever asks the database", async () => {
    const asked = house.database.transaction((tx) => tx.update(modelVersions).set({ card: "better" }));
    await expect(asked).rejects.toThrow();
  });

  it("promotes only when a second person of another role confirms", async () => {
    const scientist = house.people["data-scientist"];
    const asked = await promoteModel(house, scientist, { version: "2.0.0", why: "better here" });
    expect(asked).toMatchObject({ state: "awaiting", rescored: 0 });
    await expect(promoteModel(house, { system: "test" }, { version: "2.0.0", why: "better" })).rejects.toThrow(/gates/);
    const again = { version: "2.0.0", why: "still", confirms: asked.rolloutId };
    await expect(promoteModel(house, scientist, again)).rejects.toMatchObject({ code: "forbidden" });
    await expect(promoteModel(house, { system: "test" }, again)).rejects.toMatchObject({ code: "forbidden" });
    await expect(promoteModel(house, house.people.nurse, again)).rejects.toMatchObject({ code: "forbidden" });
    expect(house.model.facts.version).toBe("1.0.0");
    const done = await promoteModel(house, house.people.clinician, again);
    expect(done).toEqual({ state: "serving", rolloutId: asked.rolloutId, modelVersion: "2.0.0", rescored: 3 });
    expect(await lastAudit(house)).toMatchObject({ verb: "promote-model", detail: { rescored: 3, overridden: true } });
    expect(house.model.facts.version).toBe("2.0.0");
    expect(new Set(Object.values(await served()))).toEqual(new Set(["2.0.0 champion +"]));
    const { rows } = await listWorklist(house, house.people.nurse, { wardId: "w1" });
    expect(rows.map(({ modelVersion }) => modelVersion)).toEqual(["2.0.0", "2.0.0"]);
  });

  it("rolls back at once, and another process goes by it with its next question", async () => {
    const other = { ...house, model: championOf(makeShelf(model)) };
    const ask = () =>
      house.database.transaction((tx) =>
        scoreHere({ house: other, tx }, [{ prepared: preparedWith("priorInpatient", 2), wardId: "w1" }]),
      );
    expect((await ask())[0]).toMatchObject({ served: { modelVersion: "2.0.0", insteadOf: null } });
    const begun = performance.now();
    const back = await rollBackModel(house, house.people.administrator, {});
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(back).toMatchObject({ from: "2.0.0", to: "1.0.0", rescored: 3 });
    expect((await ask())[0]).toMatchObject({ served: { modelVersion: "1.0.0" }, scored: { modelVersion: "1.0.0" } });
    expect(other.model.facts.version).toBe("1.0.0");
    expect(new Set(Object.values(await served()))).toEqual(new Set(["1.0.0 champion -"]));
    await expect(rollBackModel(house, house.people.clinician, {})).rejects.toMatchObject({ code: "conflict" });
    await expect(rollBackModel(house, house.people.nurse, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("shows a canary on its ward alone, to whoever may see that ward", async () => {
    const elsewhere = { version: "2.0.0", alias: "canary" as const, wardIds: ["w2"], why: "to see" };
    await expect(setRollout(house, house.people["data-scientist"], elsewhere)).rejects.toMatchObject({
      code: "forbidden",
    });
    const { rolloutId } = await canary("2.0.0", ["w1"]);
    expect(await served()).toEqual({
      "stay-p1": "2.0.0 canary +",
      "stay-p2": "2.0.0 canary +",
      "stay-p3": "1.0.0 champion -",
    });
    // Nobody it served has an outcome yet: the slow guard looks, and has nothing to say.
    expect(await runSlowGuard(house)).toEqual([]);
    // Outside the demo nobody on that ward sees a number of a version that nobody approved here.
    house.isDemo = false;
    try {
      const silent = await listWorklist(house, house.people.nurse, { wardId: "w1" });
      expect(silent.silentBecause).toMatch(/not been checked/);
      expect(silent.rows.map(({ probability }) => probability)).toEqual([null, null]);
    } finally {
      house.isDemo = true;
    }
    await rollBackModel(house, house.people.clinician, { rolloutId });
    expect(new Set(Object.values(await served()))).toEqual(new Set(["1.0.0 champion -"]));
  });

  it("draws no line through a list of two models", async () => {
    const { rolloutId } = await canary("2.0.0", ["w1"]);
    await house.database.transaction((tx) => tx.update(stays).set({ wardId: "w1" }).where(eq(stays.id, "stay-p3")));
    await expect(setCutoff(house, house.people.nurse, { wardId: "w1", capacity: 1 })).rejects.toThrow(/Several model/);
    await house.database.transaction((tx) => tx.update(stays).set({ wardId: "w2" }).where(eq(stays.id, "stay-p3")));
    expect(await setCutoff(house, house.people.nurse, { wardId: "w1", capacity: 1 })).toMatchObject({ capacity: 1 });
    await rollBackModel(house, house.people.clinician, { rolloutId });
  });

  it("answers by the champion where a canary fails, marks it, and rolls the canary back", async () => {
    await register(describedAs("3.0.0"), breaksOn({ lengthOfStayDays: BAD }));
    const { rolloutId } = await canary("3.0.0", ["w1"]);
    const ask = (code: number) =>
      house.database.transaction((tx) =>
        scoreHere({ house, tx }, [{ prepared: preparedWith("lengthOfStayDays", code), wardId: "w1" }]),
      );
    const [sound] = await ask(3);
    expect(sound).toMatchObject({ served: { modelVersion: "3.0.0", alias: "canary", rolloutId, insteadOf: null } });
    // Unexplained: a number without reasons, and no starting point.
    expect(sound?.scored).toMatchObject({ drivers: [], baseline: null, modelVersion: "3.0.0" });
    const [stoodIn] = await ask(BAD);
    expect(stoodIn).toMatchObject({ served: { modelVersion: "1.0.0", insteadOf: "3.0.0" } });
    expect(stoodIn?.scored.probability).toBeGreaterThan(0);
    expect(await runFastGuard(house)).toEqual(["3.0.0"]);
    expect(await lastAudit(house)).toMatchObject({
      verb: "roll-back-model",
      actorRole: "system",
      detail: { cause: "fast-guard" },
    });
    expect((await ask(3))[0]).toMatchObject({ served: { modelVersion: "1.0.0", insteadOf: null } });
    expect(await runFastGuard(house)).toEqual([]);
  });

  it("never lets a version begin that cannot score those it is for", async () => {
    await register(describedAs("3.1.0"), breaksOn({ lengthOfStayDays: BAD }));
    const reading = readingOf("p4");
    const prepared = {
      ...(reading.stays[0] ?? never()).prepared,
      encoded: preparedWith("lengthOfStayDays", BAD).encoded,
    };
    const { scored } = reading.stays[0] ?? never();
    await store(house, { ...reading, stays: [{ prepared, scored }] });
    await expect(canary("3.1.0", ["w1"])).rejects.toThrow(/could not score/);
    expect(new Set(Object.values(await served()))).toEqual(new Set(["1.0.0 champion -"]));
    const [started] = await house.database.transaction((tx) =>
      tx
        .select()
        .from(rollouts)
        .where(and(eq(rollouts.modelVersion, "3.1.0"), eq(rollouts.kind, "start"))),
    );
    expect(started).toBeUndefined();
  });

  it("keeps what a shadow says apart, and shows it to no ward", async () => {
    await setRollout(house, house.people["data-scientist"], { version: "2.0.0", alias: "shadow", why: "to compare" });
    await house.database.transaction(async (tx) => {
      const scope = { house, tx, now: house.now };
      const plan = await shelfOf(house).plan(tx);
      const prepared = { ...preparedWith("priorInpatient", 2), stayId: "stay-p1", patientId: "p1" };
      await storeShadows(scope, await scoreInShadow(scope, plan, [{ prepared, wardId: "w1" }]));
    });
    const rows = await house.database.transaction((tx) => tx.select().from(shadowPredictions));
    expect(rows).toMatchObject([{ modelVersion: "2.0.0" }]);
    const list = await listWorklist(house, house.people.nurse, { wardId: "w1" });
    expect(new Set(list.rows.map(({ modelVersion }) => modelVersion))).toEqual(new Set(["1.0.0"]));
    expect(JSON.stringify(list)).not.toContain(String(rows[0]?.probability));
  });

  it("goes back to the champion before, over several", async () => {
    const { manifest, bytes } = shiftedModel("4.0.0", -0.1);
    await register(manifest, bytes);
    await promote("2.0.0");
    await promote("4.0.0");
    expect(await rollBackModel(house, house.people.clinician, {})).toMatchObject({ from: "4.0.0", to: "2.0.0" });
    expect(await rollBackModel(house, house.people.clinician, {})).toMatchObject({ from: "2.0.0", to: "1.0.0" });
  });
});
