import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Fault, isFault } from "@/lib/core/fault";
import { openAnchorFiles } from "@/lib/io/anchor-files";
import { type Clock, systemClock } from "@/lib/io/clock";
import { lockDirectory } from "@/lib/io/data-directory-lock";
import { type Database, openEmbeddedDatabase, openServerDatabase } from "@/lib/io/database/database";
import { migrateDatabase } from "@/lib/io/database/migrate-database";
import type { Environment } from "@/lib/io/environment";
import { type Log, openLog } from "@/lib/io/log";
import { startTracing } from "@/lib/io/operations/traces";
import { openVault } from "@/lib/io/vault";
import { admissionDirectory } from "@/lib/services/admission-versions";
import { startSealer } from "@/lib/services/audit-sealer";
import { startChangeFeed } from "@/lib/services/change-feed";
import { keepDataKeysFresh } from "@/lib/services/data-keys";
import type { ServingModel } from "@/lib/services/house";
import { keepShipped } from "@/lib/services/keep-shipped";
import { championOf, makeShelf } from "@/lib/services/model-shelf";
import type { RunningHouse } from "@/lib/services/running-house";
import { openServingModel } from "@/lib/services/serving-model";
import packageJson from "@/package.json" with { type: "json" };

interface OpenDatabase {
  readonly database: Database;
  readonly release: () => void;
}

async function openDatabase(environment: Environment, log: Log): Promise<OpenDatabase> {
  if (environment.databaseUrl !== null) {
    const lost = (error: Error): void => log.warn({ err: error }, "a database connection was lost");
    return { database: openServerDatabase(environment.databaseUrl, lost), release: () => {} };
  }
  const lock = lockDirectory(environment.dataDirectory);
  try {
    const directory = join(environment.dataDirectory, "database");
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return { database: await openEmbeddedDatabase(directory, environment.root), release: lock.release };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** What a database that cannot be used is, in one sentence; the URL may hold a password and is never said. */
function databaseFault(error: unknown): Fault {
  if (isFault(error)) return error;
  return new Fault(
    "not-ready",
    "The database could not be opened or migrated. Is DATABASE_URL right and the server up?",
    {
      cause: error,
    },
  );
}

/** Opens everything outside, or nothing: what was opened before a failure is closed again. */
export async function openHouse(
  environment: Environment,
  { clock = systemClock, model }: { readonly clock?: Clock; readonly model?: ServingModel } = {},
): Promise<RunningHouse> {
  const log = openLog(environment.logLevel);
  const vault = openVault(environment.encryptionKey, environment.olderEncryptionKeys);
  // A model that cannot be served is found out before the database is touched.
  const serving = championOf(makeShelf(model ?? (await openServingModel(environment.root))));
  const closers: (() => Promise<void> | void)[] = [() => serving.close()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    if (environment.tracesEndpoint !== null) {
      const tracing = await startTracing(environment.tracesEndpoint, { version: packageJson.version, log });
      closers.push(() => tracing.close());
    }
    const anchors = openAnchorFiles(environment.auditAnchorFiles);
    const { database, release } = await openDatabase(environment, log);
    closers.push(release, () => database.close());
    await migrateDatabase(database, vault, environment.root);
    await keepShipped({ database, clock }, serving.shelf, environment.root);
    if (!vault.isUnderCurrentKey())
      log.warn("the database's keyring is still under a key of WARDLIGHT_ENCRYPTION_KEYS_OLD: run rotate-keys");
    closers.push(keepDataKeysFresh({ database, vault, log }));
    const sealer = startSealer({ database, vault, clock, log, anchors });
    closers.push(() => sealer.stop());
    const changeFeed = startChangeFeed({ database, log, databaseUrl: environment.databaseUrl });
    closers.push(() => changeFeed.close());
    const { timeZone, isDemo, dataDirectory } = environment;
    const outside = { database, vault, clock, log, anchors, sealer, changeFeed };
    const { fhirBaseUrl: baseUrl, fhirSignIn: signIn, fhirInpatientClasses: inpatientClasses } = environment;
    const fhir = baseUrl === null ? {} : { fhir: { baseUrl, signIn, inpatientClasses } };
    const admissionModel = admissionDirectory(environment.root);
    return { ...outside, ...fhir, admissionModel, environment, model: serving, isDemo, timeZone, dataDirectory, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw databaseFault(error);
  }
}
