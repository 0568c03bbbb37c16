/** A PostgreSQL server of the bench's own, that can be killed with everything it started. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Client } from "pg";

/** The newest PostgreSQL server installed here, or null. */
export function findBinaries(): string | null {
  const home = "/usr/lib/postgresql";
  if (!existsSync(home)) return null;
  const versions = readdirSync(home).sort((a, b) => Number(b) - Number(a));
  return versions.map((one) => join(home, one, "bin")).find((bin) => existsSync(join(bin, "initdb"))) ?? null;
}

/** PostgreSQL refuses to run as root. */
function account(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** Every living process that `parent` started, by what the kernel says. */
function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
}

export class CrashServer {
  readonly #bin: string;
  readonly #home: string;
  readonly #port: number;
  #process: ChildProcess | null = null;

  private constructor(bin: string, home: string, port: number) {
    this.#bin = bin;
    this.#home = home;
    this.#port = port;
  }

  /** A new server in an empty directory. */
  static async make(bin: string, home: string): Promise<CrashServer> {
    const { uid, gid } = account();
    if (uid !== undefined) chownSync(home, uid, gid as number);
    const options = ["-D", join(home, "data"), "-U", "wardlight", "-A", "trust", "-E", "UTF8"];
    execFileSync(join(bin, "initdb"), options, { ...account(), cwd: home, stdio: "pipe" });
    return new CrashServer(bin, home, await freePort());
  }

  get url(): string {
    return `postgres://wardlight@127.0.0.1:${this.#port}/postgres`;
  }

  /** Starts it and waits until it has recovered and answers; fsync is as delivered: on. */
  async start(): Promise<void> {
    const options = ["-D", join(this.#home, "data"), "-p", String(this.#port)];
    const places = ["-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${this.#home}`];
    this.#process = spawn(join(this.#bin, "postgres"), [...options, ...places], {
      ...account(),
      cwd: this.#home,
      stdio: "ignore",
    });
    for (let tries = 0; tries < 600; tries++) {
      const client = new Client({ connectionString: this.url });
      const answers = await client.connect().then(
        () => true,
        () => false,
      );
      await client.end().catch(() => undefined);
      if (answers) return;
      if (this.#process.exitCode !== null) throw new Error("The PostgreSQL server ended by itself.");
      await new Promise((wake) => setTimeout(wake, 50));
    }
    throw new Error("The PostgreSQL server did not start.");
  }

  /** kill -9 for the server and every process it started; comes back when all of them are gone. */
  async kill(): Promise<void> {
    const server = this.#process;
    if (server?.pid === undefined || server.exitCode !== null) return;
    const ended = once(server, "exit");
    const pids = childrenOf(server.pid);
    server.kill("SIGKILL");
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // Gone already: it saw its parent die.
      }
    }
    await ended;
    while (pids.some((pid) => existsSync(`/proc/${pid}`))) await new Promise((wake) => setTimeout(wake, 10));
    this.#process = null;
  }
}
