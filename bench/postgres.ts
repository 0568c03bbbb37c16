import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface BenchServer {
  readonly pid: number;
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function newestBinaries(): string {
  const home = "/usr/lib/postgresql";
  const versions = existsSync(home) ? readdirSync(home).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(home, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
  if (found === undefined) throw new Error("No PostgreSQL server is installed here.");
  return found;
}

/** PostgreSQL refuses to run as root; its own account is used where there is one. */
function account(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function untilAccepting(bin: string, port: number, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300 && server.exitCode === null; tries++) {
    try {
      execFileSync(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
      return;
    } catch {
      await new Promise((wake) => setTimeout(wake, 100));
    }
  }
  throw new Error("PostgreSQL did not start.");
}

/**
 * A PostgreSQL of its own in a temporary directory, with its ordinary settings: what is committed is on disk, as it
 * would be in a hospital (the tests' server skips that).
 */
export async function startPostgres(): Promise<BenchServer> {
  const bin = newestBinaries();
  const as = account();
  const directory = mkdtempSync(join(tmpdir(), "wardlight-bench-pg-"));
  chmodSync(directory, 0o700);
  if (as.uid !== undefined) chownSync(directory, as.uid, as.gid as number);
  const data = join(directory, "data");
  const options = { ...as, cwd: directory } as const;
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "wardlight", "-A", "trust", "-E", "UTF8"], {
    ...options,
    stdio: "pipe",
  });
  const port = await freePort();
  const set = ["listen_addresses=127.0.0.1", `unix_socket_directories=${directory}`, "shared_buffers=512MB"];
  const server = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), ...set.flatMap((one) => ["-c", one])], {
    ...options,
    stdio: "ignore",
  });
  await untilAccepting(bin, port, server);
  return {
    pid: server.pid ?? 0,
    url: `postgres://wardlight@127.0.0.1:${port}/postgres`,
    stop: () =>
      new Promise((resolve) => {
        server.once("exit", () => {
          rmSync(directory, { recursive: true, force: true });
          resolve();
        });
        server.kill("SIGINT");
      }),
  };
}
