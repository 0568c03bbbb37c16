/**
 * How long the discharge list of 500 patients takes with 30 readers at once, over HTTP against the built server
 * (npm run build first) on a PostgreSQL of its own, and how that grows with the stays stored; then the verb in process
 * on the embedded database. Run: node bench/run.mjs worklist [--sizes 10000,100000,1000000] [--seconds 15]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { BACKGROUND_HEADER } from "@/lib/core/access/session-rules";
import { parseEnvironment } from "@/lib/io/environment";
import type { House } from "@/lib/services/house";
import { openHouse } from "@/lib/services/open-house";
import { listWorklist } from "@/lib/services/worklist";
import { cpuMilliseconds } from "./cpu-time";
import { type BenchReader, fillPast, makeHospital } from "./list-hospital";
import { type LoadResult, readAtOnce, toPercentiles } from "./list-load";
import { cookieOf, serverEnvironment, startServer, stopped } from "./list-server";
import { freePort, startPostgres } from "./postgres";

const CURRENT = 500;
const READERS = 30;
const BAR_P95 = 60;
const BAR_GROWTH = 1.3;

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    sizes: { type: "string", default: "10000,100000,1000000" },
    seconds: { type: "string", default: "15" },
    embedded: { type: "boolean", default: false },
  },
});
const sizes = values.sizes.split(",").map(Number);
const seconds = Number(values.seconds);

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const row = (...cells: readonly (string | number)[]): void => console.log(`| ${cells.join(" | ")} |`);

function say(name: string, { p50, p95, p99, perSecond, megabytesPerSecond }: LoadResult, cpu: readonly number[]): void {
  row(name, ms(p50), ms(p95), ms(p99), Math.round(perSecond), megabytesPerSecond.toFixed(0), ...cpu.map(ms));
}

async function onServer(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "wardlight-bench-"));
  const port = await freePort();
  const postgres = await startPostgres();
  const environment = parseEnvironment(serverEnvironment(postgres.url, port, directory));
  const withHouse = async <T>(work: (house: House) => Promise<T>): Promise<T> => {
    const house = await openHouse(environment);
    return work(house).finally(() => house.close());
  };
  try {
    const readers = await withHouse((house) => makeHospital(house, CURRENT, READERS));
    const cookies = await Promise.all(readers.map((reader) => cookieOf(reader, environment.sessionSecret)));
    const url = `http://127.0.0.1:${port}/api/v1/stays`;
    console.log(`\nPostgreSQL, ${CURRENT} current stays, ${READERS} readers, ${availableParallelism()} cores\n`);
    row("stays stored, how it is read", "p50", "p95", "p99", "requests/s", "MB/s", "CPU, server", "CPU, PostgreSQL");
    row("---", "---", "---", "---", "---", "---", "---", "---");
    const p95s: number[] = [];
    for (const size of sizes) {
      const from = performance.now();
      await withHouse((house) => fillPast(house, size));
      console.error(
        `${size.toLocaleString("en")} stays stored after ${((performance.now() - from) / 1000).toFixed(0)} s`,
      );
      const server = await startServer(postgres.url, port, directory);
      try {
        const headers = { cookie: cookies[0] ?? "", [BACKGROUND_HEADER]: "1" };
        const one = await fetch(url, { headers });
        const list = (await one.json()) as { rows: unknown[] };
        if (list.rows.length !== CURRENT) throw new Error(`The list shows ${list.rows.length}.`);
        await readAtOnce({ url, cookies, seconds: 5 });
        const named = size.toLocaleString("en");
        const pids = [server.pid ?? 0, postgres.pid];
        const measure = async (name: string, load: Partial<Parameters<typeof readAtOnce>[0]>): Promise<LoadResult> => {
          const before = pids.map(cpuMilliseconds);
          const result = await readAtOnce({ url, cookies, seconds, ...load });
          say(
            `${named}, ${name}`,
            result,
            pids.map((pid, at) => (cpuMilliseconds(pid) - (before[at] ?? 0)) / result.count),
          );
          return result;
        };
        p95s.push((await measure("closed loop", {})).p95);
        await measure("closed loop, asking for gzip as browsers do", { isCompressed: true });
        await measure("each once a second, all at the same instant", { rate: 1 });
        await measure("closed loop, nothing new (304)", { etag: one.headers.get("etag") ?? "" });
        await measure("the page itself, one reader", {
          url: `http://127.0.0.1:${port}/`,
          cookies: cookies.slice(0, 1),
          isCompressed: true,
        });
      } finally {
        await stopped(server);
      }
    }
    await withHouse((house) => inProcess(house, readers, "PostgreSQL"));
    const growth = Math.max(...p95s) / (p95s[0] ?? Number.NaN);
    console.log(
      `\nclosed loop p95 ${ms(Math.max(...p95s))} (bar ${BAR_P95}), growth ${growth.toFixed(2)} (bar ${BAR_GROWTH})`,
    );
  } finally {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The verb itself, asked by 30 at once without a door in front of it. */
async function inProcess(house: House, readers: readonly BenchReader[], database: string): Promise<void> {
  const taken: number[] = [];
  const spent = process.cpuUsage();
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    readers.map(async (reader) => {
      while (performance.now() < until) {
        const from = performance.now();
        await listWorklist(house, { ...reader, isBackground: true }, {});
        taken.push(performance.now() - from);
      }
    }),
  );
  const { user, system } = process.cpuUsage(spent);
  const { p50, p95, p99 } = toPercentiles(taken);
  const cpu = (user + system) / 1000 / taken.length;
  console.log(
    `\nthe verb in process, ${database}, ${READERS} at once: p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}, ` +
      `${Math.round(taken.length / seconds)} requests/s, CPU ${ms(cpu)} each`,
  );
}

async function onEmbedded(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "wardlight-bench-"));
  const house = await openHouse(parseEnvironment(serverEnvironment(null, 3000, directory)));
  try {
    await inProcess(house, await makeHospital(house, CURRENT, READERS), "embedded database");
  } finally {
    await house.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

if (!values.embedded) await onServer();
await onEmbedded();
process.exit(0);
