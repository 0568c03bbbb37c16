import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { PGlite } from "@electric-sql/pglite";

/** A hospital outside the demo, served by the built product for one file of journeys. */
export interface OwnServer {
  readonly url: string;
  /** Runs the command line beside the running server; stdout. */
  wardlight(...args: string[]): Promise<string>;
  /** Ends the server and tells what its audit says of signing in, oldest first: outcome and code. */
  stopAndReadSignIns(): Promise<string[]>;
  stop(): Promise<void>;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await exit;
}

/** Starts a child and waits for a sign of life; fails where it ends first. */
export async function startChild(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  isUp: () => Promise<boolean>,
): Promise<{ stop(): Promise<void> }> {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "inherit"] });
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${args[0]} ended with ${child.exitCode}.`);
    if (await isUp().catch(() => false)) return { stop: () => ended(child) };
    await new Promise((wake) => setTimeout(wake, 200));
  }
  await ended(child);
  throw new Error(`${args[0]} did not come up.`);
}

/** RELEASE_TREE: the journeys go through the very files that ship; otherwise through the build in this repository. */
const release = process.env.RELEASE_TREE;
const cli = release ? join(release, "dist/cli.js") : "scripts/wardlight.mjs";

export async function startOwnServer(port: number, settings: Readonly<Record<string, string>>): Promise<OwnServer> {
  const directory = mkdtempSync(join(tmpdir(), "wardlight-e2e-own-"));
  const url = `http://127.0.0.1:${port}`;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    // Next would end the process before the database is closed.
    NEXT_MANUAL_SIG_HANDLE: "1",
    WARDLIGHT_DATA_DIR: directory,
    WARDLIGHT_ENCRYPTION_KEY: Buffer.alloc(32, 5).toString("base64"),
    NEXTAUTH_SECRET: "a secret for the journeys only, 32 characters and more",
    NEXTAUTH_URL: url,
    LOG_LEVEL: "error",
    ...(release ? { WARDLIGHT_ROOT: release } : {}),
    HOSTNAME: "127.0.0.1",
    PORT: String(port),
    ...settings,
  };
  const server = await startChild(
    [join(release ?? ".", "scripts/serve.mjs")],
    env,
    async () => (await fetch(`${url}/api/health/ready`)).ok,
  );
  return {
    url,
    wardlight: async (...args) => (await promisify(execFile)(process.execPath, [cli, ...args], { env })).stdout,
    stopAndReadSignIns: async () => {
      await server.stop();
      const database = new PGlite(join(directory, "database"));
      const { rows } = await database.query<{ said: string }>(
        "select outcome || ' ' || (detail->>'code') as said from audit where verb = 'sign-in' order by seq",
      );
      await database.close();
      return rows.map(({ said }) => said);
    },
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
