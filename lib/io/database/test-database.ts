import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openEmbeddedDatabase, openServerDatabase } from "@/lib/io/database/database";
import { migrateDatabase } from "@/lib/io/database/migrate-database";
import { openVault, type Vault } from "@/lib/io/vault";

/** For tests only: the same suite on both kinds of database. */
export interface TestDatabase {
  readonly database: Database;
  readonly vault: Vault;
  /** Where another process finds the same database; null for the embedded one. */
  readonly url: string | null;
  /** Where the embedded one lies, for one process at a time; null for a server. */
  readonly directory: string | null;
  /** For whatever else a test writes: gone when it is closed. */
  readonly scratch: string;
  close(): Promise<void>;
}

export const testRoot = process.cwd();
const TEST_KEY = Buffer.alloc(32, 7);
export const testVault = openVault(TEST_KEY);

interface Place {
  readonly url: string | null;
  readonly directory: string | null;
  readonly scratch: string;
}

async function migrated(database: Database, place: Place, stop: () => Promise<void> | void): Promise<TestDatabase> {
  // One each: a vault holds the keys of one database.
  const vault = openVault(TEST_KEY);
  await migrateDatabase(database, vault, testRoot);
  return {
    database,
    vault,
    ...place,
    close: async () => {
      await database.close();
      await stop();
      rmSync(place.scratch, { recursive: true, force: true });
    },
  };
}

async function openEmbedded(): Promise<TestDatabase> {
  const directory = mkdtempSync(join(tmpdir(), "wardlight-test-"));
  const place = { url: null, directory: join(directory, "database"), scratch: directory };
  return migrated(await openEmbeddedDatabase(place.directory, testRoot), place, () => {});
}

/** The newest PostgreSQL server installed here, or null. */
function findServerBinaries(): string | null {
  const home = "/usr/lib/postgresql";
  if (!existsSync(home)) return null;
  const versions = readdirSync(home).sort((a, b) => Number(b) - Number(a));
  const found = versions.map((version) => join(home, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
  return found ?? null;
}

/** PostgreSQL refuses to run as root; its own account is used where there is one. */
function unprivileged(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function openServer(bin: string): Promise<TestDatabase> {
  const directory = mkdtempSync(join(tmpdir(), "wardlight-pg-"));
  const account = unprivileged();
  chmodSync(directory, 0o700);
  if (account.uid !== undefined) chownSync(directory, account.uid, account.gid as number);
  const data = join(directory, "data");
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "wardlight", "-A", "trust", "--no-sync", "-E", "UTF8"], {
    ...account,
    cwd: directory,
    stdio: "pipe",
  });
  const port = await freePort();
  const options = [
    "-D",
    data,
    "-p",
    String(port),
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    `unix_socket_directories=${directory}`,
    "-F",
  ];
  const server = spawn(join(bin, "postgres"), options, { ...account, cwd: directory, stdio: "ignore" });
  const url = `postgres://wardlight@127.0.0.1:${port}/postgres`;
  const database = openServerDatabase(url, () => {});
  await untilAnswering(database, server);
  return migrated(database, { url, directory: null, scratch: directory }, async () => {
    // Waited for: a process that ends before the server has would leave all of its files behind.
    const ended = once(server, "exit");
    server.kill("SIGQUIT");
    await ended;
  });
}

async function untilAnswering(database: Database, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200 && server.exitCode === null; tries++) {
    const answers = await database.session(async () => true).catch(() => false);
    if (answers) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error("The test PostgreSQL server did not start.");
}

const serverBinaries = findServerBinaries();

/** Both kinds, for `describe.each`; `open` null where that kind is not on this machine, so that it is skipped visibly. */
export const testDatabases: readonly { readonly kind: string; readonly open: (() => Promise<TestDatabase>) | null }[] =
  [
    { kind: "embedded (PGlite)", open: openEmbedded },
    { kind: "server (PostgreSQL)", open: serverBinaries === null ? null : () => openServer(serverBinaries) },
  ];
