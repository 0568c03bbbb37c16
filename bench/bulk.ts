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
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { bulkJobs } from "@/lib/io/database/connection-schema";
import { outcomes, patients, predictions, resources, stays } from "@/lib/io/database/schema";
import { parseEnvironment } from "@/lib/io/environment";
import { importBulk } from "@/lib/services/import-bulk";
import { openHouse } from "@/lib/services/open-house";
import type { RunningHouse } from "@/lib/services/running-house";
import { verifyAudit } from "@/lib/services/verify-audit";
import { CrashServer, findBinaries } from "./crash/server";

const OPERATOR = { system: "bulk bench" };
const MEGABYTE = 1024 * 1024;
const NOW = "2026-03-10T09:00:00.000Z";

interface Resource {
  readonly resourceType: string;
  readonly id?: string;
}

/** Files by type in a folder; each resource of a Bundle under its own type and id, as an export has them. */
class ExportFolder {
  readonly #files = new Map<string, ReturnType<typeof createWriteStream>>();
  readonly #folder: string;
  resources = 0;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  async add(type: string, text: string): Promise<void> {
    const file = this.#files.get(type) ?? createWriteStream(join(this.#folder, `${type}.ndjson`));
    this.#files.set(type, file);
    this.resources += 1;
    if (!file.write(`${text}\n`)) await once(file, "drain");
  }

  async end(): Promise<void> {
    for (const file of this.#files.values()) {
      file.end();
      await once(file, "finish");
    }
  }
}

function syntheaLines(): string[] {
  const data = process.env.WARDLIGHT_DATA ?? join(process.cwd(), "../shared/data");
  const file = join(data, "synthea-r4/bundles.clinical.ndjson.gz");
  if (!existsSync(file))
    throw new Error(`${file} is not here; set WARDLIGHT_DATA to the folder that holds synthea-r4.`);
  return gunzipSync(readFileSync(file)).toString("utf8").split("\n").filter(Boolean);
}

/** synthea-r4 so many times over, each time under other ids. */
async function writeSynthea(folder: string, times: number): Promise<number> {
  const out = new ExportFolder(folder);
  for (const line of syntheaLines()) {
    const { entry } = JSON.parse(line) as { entry: { fullUrl?: string; resource: Resource }[] };
    const typeOf = new Map(entry.map(({ fullUrl, resource }) => [fullUrl ?? "", resource.resourceType]));
    for (let copy = 0; copy < times; copy++) {
      const end = copy === 0 ? "" : `-${copy}`;
      for (const { fullUrl, resource } of entry) {
        const id = resource.id ?? fullUrl?.replace("urn:uuid:", "") ?? "";
        const text = JSON.stringify({ ...resource, id: `${id}${end}` }).replace(
          /"reference":"(urn:uuid:([^"]+))"/g,
          (_, url: string, of: string) => `"reference":"${typeOf.get(url) ?? "Resource"}/${of}${end}"`,
        );
        await out.add(resource.resourceType, text);
      }
    }
  }
  await out.end();
  return out.resources;
}

/** Patients of the demo hospital under other ids, until there are so many stays. */
async function writeStays(folder: string, wanted: number): Promise<number> {
  const out = new ExportFolder(folder);
  const seen = new Set<string>();
  let stays = 0;
  for (let copy = 0; stays < wanted; copy++) {
    for (const { entry } of makeHospital({ seed: `bulk-${copy}`, now: NOW }).current) {
      const found = (entry ?? []).map(({ resource }) => resource as unknown as Resource);
      for (const one of found) {
        const isShared = ["Location", "Organization", "Practitioner", "Medication"].includes(one.resourceType);
        const key = `${one.resourceType}/${one.id}`;
        if (isShared && seen.has(key)) continue;
        seen.add(key);
        const own = `-${copy}`;
        const text = isShared
          ? JSON.stringify(one)
          : JSON.stringify({ ...one, id: `${one.id}${own}` }).replace(
              /"reference":"((Patient|Encounter|Condition)\/[^"]+)"/g,
              (_, of: string) => `"reference":"${of}${own}"`,
            );
        await out.add(one.resourceType, text);
        const { class: kind } = one as { class?: { code?: string } };
        if (one.resourceType === "Encounter" && kind?.code === "IMP") stays += 1;
      }
      if (stays >= wanted) break;
    }
  }
  await out.end();
  return out.resources;
}

const rss = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) / 1024;

/** Imports in this process, measured against what it held before. */
async function measured(house: RunningHouse, path: string) {
  const idle = rss();
  let peak = idle;
  const sampler = setInterval(() => {
    peak = Math.max(peak, rss());
  }, 50);
  const cpu = process.cpuUsage();
  const from = performance.now();
  const said: string[] = [];
  const outcome = await importBulk(house, OPERATOR, { path, past: "complete" }, ({ complaint }) => {
    if (complaint !== undefined) said.push(String(complaint));
  });
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(sampler);
  const { jobId: _, ...rest } = outcome;
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return {
    ...rest,
    said: said.slice(0, 3),
    seconds: tenth(seconds),
    cpuSeconds: tenth((user + system) / 1e6),
    idleMB: Math.round(idle),
    aboveIdleMB: Math.round(peak - idle),
  };
}

async function opened<T>(directory: string, work: (house: RunningHouse) => Promise<T>): Promise<T> {
  const environment = { WARDLIGHT_DEMO: "1", LOG_LEVEL: "silent", WARDLIGHT_DATA_DIR: directory, ...process.env };
  const house = await openHouse(parseEnvironment(environment));
  try {
    return await work(house);
  } finally {
    await house.close();
  }
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
  mkdirSync(folder);
  const file = createWriteStream(join(folder, "Observation.ndjson"));
  const put = async (text: string): Promise<void> => {
    if (!file.write(`${text}\n`)) await once(file, "drain");
  };
  let bytes = 0;
  let lines = 0;
  for (let patient = 0; bytes < 1024 * MEGABYTE; patient++) {
    const id = `p-${patient}`;
    const lot = [JSON.stringify({ resourceType: "Patient", id, gender: "female", birthDate: "1950-03-11" })];
    for (let at = 0; at < 500; at++) {
      const text = "A note of no clinical meaning that makes this line as long as a server's lines are. ".repeat(10);
      lot.push(
        JSON.stringify({
          resourceType: "Observation",
          id: `o-${patient}-${at}`,
          status: "final",
          subject: { reference: `Patient/${id}` },
          effectiveDateTime: "2026-03-01",
          code: { text: "glucose" },
          note: [{ text }],
        }),
      );
    }
    for (const line of lot) {
      lines += 1;
      bytes += line.length + 1;
      await put(lines === 500_000 ? line.slice(0, -30) : line);
    }
  }
  file.end();
  await once(file, "finish");
  await opened(join(scratch, "data"), async (house) => {
    const result = await measured(house, folder);
    console.log(JSON.stringify({ megabytes: Math.round(bytes / MEGABYTE), lines, ...result }));
  });
}

/** What is in a database, in a few numbers that do not depend on how it came there. */
async function contents(house: RunningHouse) {
  const counts = await house.database.transaction(async (tx) => {
    const count = async (table: Parameters<typeof tx.$count>[0]): Promise<number> => tx.$count(table);
    const { rows } = await tx.execute<{ digest: string }>(sql`
      select md5(string_agg(patient_id || ' ' || type || '/' || id, ',' order by patient_id, type, id)) as digest
      from ${resources}`);
    return {
      patients: await count(patients),
      resources: await count(resources),
      stays: await count(stays),
      predictions: await count(predictions),
      outcomes: await count(outcomes),
      digest: rows[0]?.digest,
    };
  });
  const [job] = await house.database.transaction((tx) => tx.select().from(bulkJobs).orderBy(bulkJobs.startedAt));
  const jobs = await house.database.transaction((tx) => tx.$count(bulkJobs));
  const { intact } = await verifyAudit(house, OPERATOR, {});
  return {
    ...counts,
    jobs,
    jobState: job?.state,
    jobPatients: job?.counts.patients,
    jobResources: job?.counts.resources,
    intact,
  };
}

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

/** Killed at a random moment again and again, and asked for again until it ends by itself. */
async function kill(scratch: string, on: string | undefined, rounds: number): Promise<void> {
  const folder = join(scratch, "export");
  await writeSynthea(folder, 1);
  const whole = await opened(join(scratch, "whole"), async (house) => {
    await measured(house, folder);
    return contents(house);
  });
  const bin = findBinaries();
  const places = [
    ...(on === "postgresql" ? [] : [{ name: "pglite", server: null }]),
    ...(on === "pglite" || bin === null ? [] : [{ name: "postgresql", server: bin }]),
  ];
  for (const { name, server: binaries } of places) {
    const home = mkdtempSync(join(tmpdir(), "wardlight-bulk-server-"));
    const server = binaries === null ? null : await CrashServer.make(binaries, home);
    await server?.start();
    const environment: Record<string, string> = { WARDLIGHT_DATA_DIR: join(scratch, name) };
    if (server !== null) environment.DATABASE_URL = server.url;
    let kills = 0;
    try {
      for (let ended = false; !ended; ) {
        const child = again(["--measure", folder], environment);
        const exit = once(child, "exit");
        const timer = kills < rounds ? setTimeout(() => child.kill("SIGKILL"), 4_000 + Math.random() * 12_000) : null;
        const [code, signal] = (await exit) as [number | null, string | null];
        if (timer !== null) clearTimeout(timer);
        if (signal === "SIGKILL") kills += 1;
        else if (code === 0) ended = true;
        else throw new Error(`The import ended with ${code}.`);
      }
      Object.assign(process.env, environment);
      const left = await opened(environment.WARDLIGHT_DATA_DIR ?? "", contents);
      delete process.env.DATABASE_URL;
      delete process.env.WARDLIGHT_DATA_DIR;
      const isSame = JSON.stringify(left) === JSON.stringify(whole);
      const files = readdirSync(join(scratch, name, "bulk"));
      console.log(JSON.stringify({ database: name, kills, isSame, filesLeft: files.length, ...left }));
      if (!isSame || files.length > 0) process.exitCode = 1;
    } finally {
      await server?.kill();
      rmSync(home, { recursive: true, force: true });
    }
  }
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
    else if (what === "kill") await kill(scratch, values.on, Number(values.rounds));
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
