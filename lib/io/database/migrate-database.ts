import { existsSync } from "node:fs";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Fault } from "@/lib/core/fault";
import type { Database } from "@/lib/io/database/database";
import { instance } from "@/lib/io/database/schema";
import type { Vault } from "@/lib/io/vault";

/** Any fixed number: processes that start together take turns on it. */
const MIGRATION_LOCK = 7_261_830;

/**
 * Brings the database to the schema this code was written for, one process at a time, then makes sure that the
 * encryption key is the one its contents were sealed with.
 */
export async function migrateDatabase(database: Database, vault: Vault, root: string): Promise<void> {
  const migrationsFolder = join(root, "lib/io/database/migrations");
  if (!existsSync(migrationsFolder))
    throw new Fault("not-ready", `The database migrations are missing: ${migrationsFolder}.`);
  await database.session(async (connection) => {
    await connection.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
    try {
      await migrate(connection, { migrationsFolder });
      const mark = vault.fingerprint("wardlight key check");
      await connection.insert(instance).values({ name: "key-check", value: mark }).onConflictDoNothing();
      const [stored] = await connection.select().from(instance).where(eq(instance.name, "key-check"));
      if (stored?.value !== mark)
        throw new Fault("misconfigured", "WARDLIGHT_ENCRYPTION_KEY is not the key this database was written with.");
    } finally {
      await connection.execute(sql`select pg_advisory_unlock(${MIGRATION_LOCK})`);
    }
  });
}
