import { desc, eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { FEATURES } from "@/lib/core/features/feature-table";
import { audit } from "@/lib/io/database/schema";
import { shiftedModel } from "@/lib/io/onnx/test-graphs";
import { runSlowGuard } from "@/lib/services/guard-models";
import { keepModels } from "@/lib/services/keep-models";
import { listVersions } from "@/lib/services/list-versions";
import { registerModel } from "@/lib/services/register-model";
import { promoteModel, setRollout } from "@/lib/services/rollouts";
import type { RunningHouse } from "@/lib/services/running-house";
import { readingOf, store } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";

const SAID = 0.2;

describeScoringHouse("the slow guard on a database", ({ house }) => {
  beforeAll(async () => {
    await store(house, readingOf("p1"));
    for (const [version, shift] of [
      ["2.0.0", 0.1],
      ["3.0.0", 0.2],
    ] as const) {
      const { manifest, bytes } = shiftedModel(version, shift);
      const onnx = Buffer.from(bytes).toString("base64");
      await registerModel(house, house.people["data-scientist"], { onnx, manifest: { ...manifest } });
    }
  });

  /** Stays that a version said 20 % of since it serves, and whose 30 days are over: so many came back. */
  const matured = (
    version: string,
    { stays, readmitted }: { stays: number; readmitted: number },
    { wardId = "w1", others = "not-readmitted" } = {},
  ) =>
    house.database.transaction(async (tx) => {
      const dischargedAt = new Date(house.now.getTime() + 86_400_000).toISOString();
      const maturesAt = new Date(house.now.getTime() + 31 * 86_400_000).toISOString();
      const name = sql`${`${version}-${wardId}-`} || n`;
      const numbers = sql`generate_series(1, ${stays}::int) as n`;
      await tx.execute(sql`
        insert into stays (id, patient_id, ward_id, is_current, admitted_at, discharged_at, updated_at)
        select ${name}, 'p1', ${wardId}, false, ${house.now.toISOString()}::timestamptz, ${dischargedAt}::timestamptz, now()
        from ${numbers}`);
      await tx.execute(sql`
        insert into predictions (id, stay_id, patient_id, at, model_version, target, view, probability, tier, features,
          scored, sentences, summary, fingerprint)
        select gen_random_uuid(), ${name}, 'p1', ${house.now.toISOString()}::timestamptz, ${version}, 'any-readmission-30d',
          'discharge', ${SAID}, 'high', array_fill(1::real, array[${FEATURES.length}::int]), '{}'::jsonb, '{}'::text[],
          '{"topDrivers": [], "abstentionReasons": [], "issueCount": 0}'::jsonb, md5(${name})
        from ${numbers}`);
      await tx.execute(sql`
        insert into outcomes (stay_id, target, status, discharged_at, matures_at, readmitted_at, simulated, updated_at)
        select ${name}, 'any-readmission-30d',
          case when n <= ${readmitted}::int then 'readmitted' else ${others} end, ${dischargedAt}::timestamptz,
          ${maturesAt}::timestamptz,
          case when n <= ${readmitted}::int then ${maturesAt}::timestamptz - interval '1 day' end, true, now()
        from ${numbers}`);
    });
  const later = (days: number): void => {
    house.now = new Date(house.now.getTime() + days * 86_400_000);
  };
  async function start(version: string, wardIds: string[] | null) {
    const { clinician, "data-scientist": scientist } = house.people;
    if (wardIds === null) {
      const { rolloutId } = await promoteModel(house, scientist, { version, why: "better here" });
      return promoteModel(house, clinician, { version, why: "agreed", confirms: rolloutId });
    }
    const wanted = { version, alias: "canary" as const, wardIds, why: "to see" };
    const { rolloutId } = await setRollout(house, scientist, wanted);
    return setRollout(house, clinician, { ...wanted, confirms: rolloutId });
  }
  const registry = () => listVersions(house, house.people["data-scientist"], {});

  it("leaves a version alone whose patients came back as often as it said, or less often", async () => {
    await start("2.0.0", null);
    // Readmissions are stored at once; that the others did not come back nobody has settled yet.
    await matured("2.0.0", { stays: 600, readmitted: 120 }, { others: "pending" });
    // Their 30 days are not over.
    expect(await runSlowGuard(house)).toEqual([]);
    later(40);
    expect(await runSlowGuard(house)).toEqual([]);
    expect((await registry()).plan.champion.modelVersion).toBe("2.0.0");
  });

  it("ends a canary whose patients came back more often than it said, and the champion stays", async () => {
    const { rolloutId } = await start("3.0.0", ["w1"]);
    // Twice as many as it said; still open for another 31 days.
    await matured("3.0.0", { stays: 300, readmitted: 120 });
    expect(await runSlowGuard(house)).toEqual([]);
    later(40);
    expect(await runSlowGuard(house)).toEqual(["3.0.0"]);
    const { plan, rollouts } = await registry();
    expect(plan).toMatchObject({ champion: { modelVersion: "2.0.0" }, visible: [] });
    expect(rollouts.find(({ id }) => id === rolloutId)?.ended).toMatchObject({ cause: "slow-guard" });
    expect(await runSlowGuard(house)).toEqual([]);
  });

  it("looks after a start, and rolls back a champion by the same, with the figure and audited", async () => {
    // Together with the 600 before: 420 came back of 1,000 of whom 200 were expected.
    await matured("2.0.0", { stays: 400, readmitted: 300 }, { wardId: "w2" });
    later(40);
    const kept = keepModels(house as unknown as RunningHouse, 0);
    const champion = async () => (await registry()).plan.champion.modelVersion;
    await expect.poll(champion, { timeout: 30_000, interval: 500 }).toBe("1.0.0");
    await kept.close();
    const { plan, rollouts } = await registry();
    expect(plan.champion.modelVersion).toBe("1.0.0");
    const ended = rollouts.findLast(({ modelVersion }) => modelVersion === "2.0.0")?.ended;
    expect(ended).toMatchObject({
      cause: "slow-guard",
      why: "2.10 readmissions happened for each that it expected.",
    });
    const [row] = await house.database.transaction((tx) =>
      tx.select().from(audit).where(eq(audit.verb, "roll-back-model")).orderBy(desc(audit.seq)).limit(1),
    );
    expect(row).toMatchObject({
      actorRole: "system",
      outcome: "done",
      target: { modelVersion: "2.0.0" },
      detail: { cause: "slow-guard", to: "1.0.0" },
    });
  });
});
