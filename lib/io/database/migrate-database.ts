import { existsSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Fault } from "@/lib/core/fault";
import { ADVISORY_LOCKS } from "@/lib/io/database/advisory-locks";
import type { Database } from "@/lib/io/database/database";
import { openKeyring } from "@/lib/io/database/keyring-store";
import type { Vault } from "@/lib/io/vault";

/**
 * Brings the database to the schema this code was written for, one process at a time, then opens its
 * keyring: a Fault where it was written under another encryption key.
 */
export async function migrateDatabase(database: Database, vault: Vault, root: string): Promise<void> {
  const migrationsFolder = join(root, "lib/io/database/migrations");
  if (!existsSync(migrationsFolder))
    throw new Fault("not-ready", `The database migrations are missing: ${migrationsFolder}.`);
  await database.session(async (connection) => {
    await connection.execute(sql`select pg_advisory_lock(${ADVISORY_LOCKS.migration})`);
    try {
      await migrate(connection, { migrationsFolder });
      await openKeyring(connection, vault);
    } finally {
      await connection.execute(sql`select pg_advisory_unlock(${ADVISORY_LOCKS.migration})`);
    }
  });
}
