/**
 * What is left after kill -9 in the middle of 50 acknowledged writes a second, on both databases. Each round starts a
 * process that opens the database as the server does, checks that every write acknowledged in any round before is
 * there, that nothing is half-written and that the audit verifies, and then writes until it is killed at a random
 * moment. On PostgreSQL every second round also kills the database server with all its processes.
 * Run: npm run build; node bench/run.mjs crash [--times 50] [--on pglite|postgresql]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CrashServer, findBinaries } from "./crash/server";
import { runWriter } from "./crash/writer";

/** From a round's first acknowledged write to the kill. */
const LONGEST_MS = 4_000;
const SHORTEST_MS = 200;

interface Checked {
  readonly acknowledged: number;
  readonly lost: number;
  readonly halves: number;
  readonly intact: boolean;
  readonly rows: number;
  readonly unsealed: number;
  readonly problems: readonly unknown[];
  readonly openMs: number;
}

interface Place {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly server: CrashServer | null;
}

class Run {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #text = "";

  constructor(environment: Readonly<Record<string, string>>, args: readonly string[]) {
    this.#child = spawn(process.execPath, [fileURLToPath(import.meta.url), "--writer", ...args], {
      env: { ...process.env, ORT_DISABLE_TELEMETRY: "1", WARDLIGHT_DEMO: "1", LOG_LEVEL: "silent", ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#ended = Promise.all([once(this.#child, "exit"), once(this.#child.stdout as NodeJS.ReadableStream, "end")]);
    this.#child.stdout?.on("data", (data: Buffer) => {
      this.#text += data.toString();
    });
  }

  /** What it has said, whole lines only: a line cut off by its death was not said. */
  lines(): string[] {
    return this.#text.split("\n").slice(0, -1);
  }

  async until(count: number): Promise<void> {
    while (this.lines().length < count) {
      if (this.#child.exitCode !== null) throw new Error("The writer ended by itself.");
      await new Promise((wake) => setTimeout(wake, 2));
    }
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  async end(): Promise<void> {
    await this.#ended;
  }
}

function read(line: string | undefined): Checked {
  const { checked } = JSON.parse(line ?? "{}") as { checked?: Checked };
  if (checked === undefined) throw new Error("The writer did not say what it found.");
  return checked;
}

async function crash({ name, environment, server }: Place, times: number, acknowledged: string) {
  writeFileSync(acknowledged, "");
  const total = { database: name, rounds: times, serverKilled: 0, acknowledged: 0, writingSeconds: 0, lost: 0 };
  const worst = { halves: 0, brokenAudits: 0, slowestOpenMs: 0 };
  const judge = (checked: Checked, round: number): void => {
    total.lost = Math.max(total.lost, checked.lost);
    worst.halves = Math.max(worst.halves, checked.halves);
    worst.brokenAudits += checked.intact ? 0 : 1;
    worst.slowestOpenMs = Math.max(worst.slowestOpenMs, checked.openMs);
    if (checked.lost > 0 || checked.halves > 0 || !checked.intact)
      console.error(`${name}, after round ${round}: ${JSON.stringify(checked)}`);
  };
  for (let round = 1; round <= times; round++) {
    const run = new Run(environment, [String(round), acknowledged]);
    await run.until(2);
    judge(read(run.lines()[0]), round - 1);
    const from = performance.now();
    await new Promise((wake) => setTimeout(wake, SHORTEST_MS + Math.random() * (LONGEST_MS - SHORTEST_MS)));
    total.writingSeconds += (performance.now() - from) / 1000;
    const serverToo = server !== null && round % 2 === 0;
    if (serverToo) {
      await server.kill();
      total.serverKilled += 1;
    }
    run.kill();
    await run.end();
    const acks = run.lines().slice(1);
    total.acknowledged += acks.length;
    appendFileSync(acknowledged, acks.map((line) => `${line}\n`).join(""));
    if (serverToo) await server.start();
    console.error(`${name} round ${round}/${times}: ${acks.length} acknowledged${serverToo ? ", server killed" : ""}`);
  }
  const last = new Run(environment, ["last", acknowledged, "check"]);
  await last.end();
  const checked = read(last.lines()[0]);
  judge(checked, times);
  const perSecond = Number((total.acknowledged / total.writingSeconds).toFixed(1));
  const { writingSeconds, ...rest } = total;
  return {
    ...rest,
    ...worst,
    perSecond,
    writingSeconds: Math.round(writingSeconds),
    auditRows: checked.rows,
    unsealed: checked.unsealed,
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { times: { type: "string", default: "50" }, on: { type: "string" } } });
  const times = Number(values.times);
  const scratch = mkdtempSync(join(tmpdir(), "wardlight-crash-"));
  // Apart: the server's account may not look into ours.
  const home = mkdtempSync(join(tmpdir(), "wardlight-crash-server-"));
  const bin = findBinaries();
  const results: Awaited<ReturnType<typeof crash>>[] = [];
  try {
    if (values.on !== "postgresql") {
      const place = { name: "pglite", environment: { WARDLIGHT_DATA_DIR: join(scratch, "pglite") }, server: null };
      results.push(await crash(place, times, join(scratch, "pglite.acks")));
    }
    if (values.on !== "pglite" && bin !== null) {
      const server = await CrashServer.make(bin, home);
      await server.start();
      const environment = { WARDLIGHT_DATA_DIR: join(scratch, "postgresql"), DATABASE_URL: server.url };
      try {
        results.push(await crash({ name: "postgresql", environment, server }, times, join(scratch, "postgresql.acks")));
      } finally {
        await server.kill();
      }
    }
  } finally {
    for (const directory of [scratch, home]) rmSync(directory, { recursive: true, force: true });
  }
  for (const result of results) console.log(JSON.stringify(result));
  const isGood = results.every(({ lost, halves, brokenAudits }) => lost + halves + brokenAudits === 0);
  process.exitCode = isGood && results.length > 0 ? 0 : 1;
}

if (process.argv[2] === "--writer") await runWriter(process.argv.slice(3));
else await main();
