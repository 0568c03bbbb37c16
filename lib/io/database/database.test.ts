import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateDatabase } from "@/lib/io/database/migrate-database";
import { audit, instance, patients, predictions, resources, stays, wards } from "@/lib/io/database/schema";
import { type TestDatabase, testDatabases, testRoot } from "@/lib/io/database/test-database";
import { openVault } from "@/lib/io/vault";

const at = new Date("2026-03-01T08:00:00.123Z");

describe.each(testDatabases)("a database, $kind", ({ open }) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    if (open) opened = await open();
  });
  afterAll(async () => opened?.close());

  it.skipIf(!open)("stores all of a transaction or nothing", async () => {
    const { database } = opened;
    const failing = database.transaction(async (tx) => {
      await tx.insert(wards).values({ id: "half", name: "Half-written" });
      throw new Error("stopped in the middle");
    });
    await expect(failing).rejects.toThrow("stopped in the middle");
    const found = await database.transaction((tx) => tx.select().from(wards));
    expect(found.filter(({ id }) => id === "half")).toEqual([]);
  });

  it.skipIf(!open)("never lets two transactions see each other's half-written rows", async () => {
    const { database } = opened;
    const seen: number[] = [];
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        database.transaction(async (tx) => {
          await tx.execute(sql`select pg_advisory_xact_lock(42)`);
          const before = await tx.select().from(instance).where(sql`${instance.name} like 'turn-%'`);
          seen.push(before.length);
          await tx.insert(instance).values({ name: `turn-${i}`, value: "x" });
          await new Promise((wake) => setTimeout(wake, 2));
        }),
      ),
    );
    expect(seen).toEqual([...seen.keys()]);
  });

  it.skipIf(!open)("gives every kind of value back as it was", async () => {
    const { database } = opened;
    const body = Buffer.from([0, 255, 92, 39, 10]);
    const scored = { probability: 0.1 + 0.2, note: 'quote " backslash \\ newline \n é 🙂' };
    await database.transaction(async (tx) => {
      await tx.insert(patients).values({ id: "p", identity: body, synthetic: true, updatedAt: at });
      await tx.insert(resources).values({ patientId: "p", type: "T", id: "1", fingerprint: "f", body, updatedAt: at });
      await tx.insert(stays).values({ id: "s", patientId: "p", isCurrent: true, admittedAt: at, updatedAt: at });
      await tx.insert(predictions).values({
        stayId: "s",
        patientId: "p",
        at,
        modelVersion: "1.0.0",
        target: "t",
        view: "stay",
        probability: 0.1 + 0.2,
        features: [-1, -2, 3.5],
        scored: scored as never,
        sentences: [],
        summary: {} as never,
        fingerprint: "f",
      });
    });
    const [row] = await database.transaction((tx) => tx.select().from(predictions));
    expect(row).toMatchObject({ at, probability: 0.1 + 0.2, features: [-1, -2, 3.5], scored, tier: null });
    const [resource] = await database.transaction((tx) => tx.select().from(resources));
    expect(Buffer.from(resource?.body ?? []).equals(body)).toBe(true);
    const [patient] = await database.transaction((tx) => tx.select().from(patients));
    expect(patient?.synthetic).toBe(true);
  });

  it.skipIf(!open)("refuses to change a prediction or an audit row", async () => {
    const { database } = opened;
    await database.transaction((tx) =>
      tx
        .insert(audit)
        .values({ seq: 1, at, verb: "v", outcome: "done", target: {}, detail: {}, previousHash: "0", hash: "1" }),
    );
    for (const statement of [
      sql`update predictions set probability = 0.9`,
      sql`update audit set verb = 'other'`,
      sql`delete from audit`,
      sql`truncate audit`,
    ]) {
      await expect(database.transaction((tx) => tx.execute(statement))).rejects.toMatchObject({
        cause: { code: "23001" },
      });
    }
  });

  it.skipIf(!open)("may be migrated again, and refuses another encryption key by name", async () => {
    const { database, vault } = opened;
    await migrateDatabase(database, vault, testRoot);
    const other = openVault(Buffer.alloc(32, 8));
    await expect(migrateDatabase(database, other, testRoot)).rejects.toThrow("WARDLIGHT_ENCRYPTION_KEY");
  });

  it.skipIf(!open)("adopts a database that was written before there were keyrings", async () => {
    const { database } = opened;
    const key = Buffer.alloc(32, 9);
    const before = openVault(key);
    const sealed = before.seal("Ada", "a");
    await database.transaction(async (tx) => {
      await tx.execute(sql`delete from instance`);
      await tx.execute(
        sql`insert into instance (name, value) values ('key-check', ${before.fingerprint("wardlight key check")})`,
      );
    });
    await expect(migrateDatabase(database, openVault(Buffer.alloc(32, 8)), testRoot)).rejects.toThrow(
      "WARDLIGHT_ENCRYPTION_KEY",
    );
    const after = openVault(Buffer.alloc(32, 8), [key]);
    await migrateDatabase(database, after, testRoot);
    expect(after.open(sealed, "a")).toBe("Ada");
    expect(after.fingerprint("x")).toBe(before.fingerprint("x"));
  });
});
