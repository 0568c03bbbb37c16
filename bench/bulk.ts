/**
 * Bulk import: how fast, in how much memory, and what is left after kill -9.
 * Run: npm run build; node bench/run.mjs bulk speed|kill|bad-line|stays [--times 1|10] [--on pglite|postgresql] [--rounds 10]
 *   speed     synthea-r4 as a Bulk Export leaves it (a file a type), `--times` 10 with ids of their own: twice in a row
 *   stays     10,000 stays of the demo hospital's patients: how long they are scored beside being read
 *   kill      `--rounds` imports of it, each killed at a random moment and asked for again until it ends
 *   bad-line  a gigabyte with one bad line
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeBadLine, writeStays, writeSynthea } from "./bulk-folders";
import { kill } from "./bulk-kill";
import { measured, opened } from "./bulk-measure";

const MEGABYTE = 1024 * 1024;

/** This file again in a process of its own: what it said on stdout. */
async function own(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const child = again(args, environment);
  const said: Buffer[] = [];
  child.stdout?.on("data", (part: Buffer) => said.push(part));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}.`);
  return Buffer.concat(said).toString("utf8");
}

function again(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [fileURLToPath(import.meta.url), ...args], {
    env: { ...process.env, WARDLIGHT_DEMO: "1", LOG_LEVEL: "silent", ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** The folder written, the database made, and each import done by a process of its own: idle is a server that has just started. */
async function speed(scratch: string, times: number): Promise<void> {
  const folder = join(scratch, "export");
  const total = Number(await own(["--write", folder, String(times)]));
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  console.error(`${total} resources, ${Math.round(bytes / MEGABYTE)} MB, ${615 * times} patients`);
  const environment = { WARDLIGHT_DATA_DIR: join(scratch, "data") };
  await own(["--open"], environment);
  for (const run of ["first", "again"]) {
    const result = JSON.parse(await own(["--measure", folder], environment)) as Awaited<ReturnType<typeof measured>>;
    const perSecond = Math.round(total / result.seconds);
    const perCpuSecond = Math.round(total / result.cpuSeconds);
    console.log(JSON.stringify({ run, ...result, perSecond, perCpuSecond }));
  }
}

async function scored(scratch: string): Promise<void> {
  const folder = join(scratch, "export");
  const total = await writeStays(folder, 10_000);
  await opened(join(scratch, "data"), async (house) => {
    let scoringMs = 0;
    const score: typeof house.model.score = async (some) => {
      const from = performance.now();
      const answers = await house.model.score(some);
      scoringMs += performance.now() - from;
      return answers;
    };
    const result = await measured({ ...house, model: { ...house.model, score } }, folder);
    console.log(JSON.stringify({ sent: total, scoringSeconds: Math.round(scoringMs / 100) / 10, ...result }));
  });
}

async function badLine(scratch: string): Promise<void> {
  const folder = join(scratch, "export");
  const { bytes, lines } = await writeBadLine(folder);
  await opened(join(scratch, "data"), async (house) => {
    const result = await measured(house, folder);
    console.log(JSON.stringify({ megabytes: Math.round(bytes / MEGABYTE), lines, ...result }));
  });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      times: { type: "string", default: "1" },
      rounds: { type: "string", default: "10" },
      on: { type: "string" },
    },
  });
  const scratch = mkdtempSync(join(tmpdir(), "wardlight-bulk-"));
  try {
    const [what] = positionals;
    if (what === "speed") await speed(scratch, Number(values.times));
    else if (what === "stays") await scored(scratch);
    else if (what === "bad-line") await badLine(scratch);
    else if (what === "kill") await kill(again, { scratch, on: values.on, rounds: Number(values.rounds) });
    else throw new Error("Say what to measure: speed, stays, kill or bad-line.");
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.env.ORT_DISABLE_TELEMETRY = "1";
const [, , what, folder = "", times] = process.argv;
if (what === "--write") console.log(await writeSynthea(folder, Number(times)));
else if (what === "--open") await opened(process.env.WARDLIGHT_DATA_DIR ?? "", async () => {});
else if (what === "--measure")
  await opened(process.env.WARDLIGHT_DATA_DIR ?? "", async (house) => {
    console.log(JSON.stringify(await measured(house, folder)));
  });
else await main();
