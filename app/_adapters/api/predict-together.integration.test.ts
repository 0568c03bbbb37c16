import { gt } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDoor, type TestDoor } from "@/app/_adapters/api/test-door";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { Fault } from "@/lib/core/fault";
import { audit } from "@/lib/io/database/schema";
import { type TestDatabase, testDatabases, testRoot } from "@/lib/io/database/test-database";
import { addConnection } from "@/lib/services/connections";
import type { ServingModel } from "@/lib/services/house";
import { openServingModel } from "@/lib/services/serving-model";
import { openTestHouse, type TestHouse } from "@/lib/services/test-house";

const PROGRAMS = 10;
const bundles = makeHospital({ seed: "together", now: "2026-03-10T09:00:00.000Z", pastDays: 0 }).current.slice(0, 20);
const patientOf = ({ entry }: (typeof bundles)[number]) =>
  entry?.find(({ resource }) => resource?.resourceType === "Patient")?.resource?.id;

describe.each(testDatabases)("predictions asked for at once, $kind", ({ open }) => {
  let opened: TestDatabase;
  let house: TestHouse;
  let model: ServingModel;
  let door: TestDoor;
  const keys: string[] = [];
  /** Whom no version can score. */
  let broken: string | null = null;
  /** Transactions begun so far. */
  let begun = 0;

  beforeAll(async () => {
    if (!open) return;
    opened = await open();
    const { database } = opened;
    const counted = Object.assign(Object.create(database), {
      transaction: (work: never) => {
        begun += 1;
        return database.transaction(work);
      },
    });
    model = await openServingModel(testRoot);
    const { score } = model;
    model = {
      ...model,
      score: (stays) =>
        stays.some(({ patientId }) => patientId === broken)
          ? Promise.reject(new Fault("not-ready", "The model ended."))
          : score(stays),
    };
    house = await openTestHouse({ ...opened, database: counted }, model);
    door = openTestDoor(house);
    for (let at = 0; at < PROGRAMS; at++) {
      const wanted = { kind: "api-client" as const, name: `Board ${at}`, settings: { scopes: ["predict" as const] } };
      keys.push((await addConnection(house, { system: "test" }, { ...wanted, wardIds: ["w1"] })).secret ?? "");
    }
    for (const at of keys.keys()) await ask(at, bundles[at]);
  });
  afterAll(async () => {
    await model?.close();
    await opened?.close();
  });
  beforeEach(() => {
    begun = 0;
  });

  const ask = (at: number, body: unknown, isLengthSaid = true) =>
    door.ask("predict", {
      headers: {
        "X-API-Key": keys[at % PROGRAMS] ?? "",
        ...(isLengthSaid ? { "Content-Length": String(JSON.stringify(body).length) } : {}),
      },
      body,
    });
  const auditSince = (seq: number) =>
    house.database.transaction((tx) => tx.select().from(audit).where(gt(audit.seq, seq)).orderBy(audit.seq));
  const newest = async () => (await auditSince(0)).at(-1)?.seq ?? 0;

  it.skipIf(!open)("are answered in few transactions, each as it would be alone, with an audit row each", async () => {
    const alone: unknown[] = [];
    for (const [at, bundle] of bundles.entries()) alone.push(await (await ask(at, bundle)).json());
    const mark = await newest();
    begun = 0;
    const together = await Promise.all(bundles.map(async (bundle, at) => (await ask(at, bundle)).json()));
    expect(begun).toBeLessThan(bundles.length);
    expect(together).toEqual(alone);
    const rows = await auditSince(mark);
    expect(rows.map(({ verb, outcome }) => `${verb} ${outcome}`)).toEqual(bundles.map(() => "predict done"));
    expect(new Set(rows.map(({ actorId }) => actorId)).size).toBe(PROGRAMS);
    expect(rows.map(({ target }) => target.patientId).sort()).toEqual(bundles.map(patientOf).sort());
  });

  it.skipIf(!open)("are refused alone: a Bundle that cannot be read beside others that can", async () => {
    const mark = await newest();
    const twoPatients = { resourceType: "Bundle", entry: bundles.slice(0, 2).flatMap(({ entry }) => entry ?? []) };
    const sent = bundles.map((bundle, at) => (at === 7 ? twoPatients : bundle));
    const answers = await Promise.all(sent.map((body, at) => ask(at, body)));
    expect(answers.map(({ status }) => status)).toEqual(sent.map((_, at) => (at === 7 ? 400 : 200)));
    expect(await answers[7]?.json()).toMatchObject({
      detail: "bundle: it holds several patients; send one at a time.",
    });
    const rows = await auditSince(mark);
    expect(rows.filter(({ outcome }) => outcome === "done")).toHaveLength(sent.length - 1);
    expect(rows.filter(({ outcome }) => outcome === "refused").map(({ detail }) => detail)).toEqual([
      { code: "bad-input" },
    ]);
  });

  it.skipIf(!open)("are refused alone: a patient whom no version can score beside others", async () => {
    const mark = await newest();
    broken = patientOf(bundles[7]!) ?? null;
    const answers = await Promise.all(bundles.map((bundle, at) => ask(at, bundle)));
    broken = null;
    expect(answers.map(({ status }) => status)).toEqual(bundles.map((_, at) => (at === 7 ? 503 : 200)));
    const rows = await auditSince(mark);
    expect(rows.filter(({ outcome }) => outcome === "done")).toHaveLength(bundles.length - 1);
  });

  it.skipIf(!open)(
    "wait for nobody while they are small, and are sent away while what is under way is large",
    async () => {
      const statuses = async (isLengthSaid: boolean): Promise<number[]> => {
        const answers = await Promise.all(bundles.map((bundle, at) => ask(at, bundle, isLengthSaid)));
        return answers.map(({ status }) => status);
      };
      expect(new Set(await statuses(true))).toEqual(new Set([200]));
      // Without a length each may be as large as any: four of those at once.
      const unsaid = await statuses(false);
      expect(unsaid.filter((status) => status === 200)).toHaveLength(4);
      expect(unsaid.filter((status) => status === 503)).toHaveLength(bundles.length - 4);
      expect(new Set(await statuses(true))).toEqual(new Set([200]));
    },
  );
});
