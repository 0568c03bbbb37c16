/**
 * What a training of 100,000 stays does to those who read the discharge list meanwhile: 30 readers over HTTP against the
 * built server (npm run build first) on a PostgreSQL of its own, before the training and all through it, in one run.
 * Simulated stays; the server trains them as it does any training set.
 * Run: node bench/run.mjs retraining-list [--stays 100000] [--seconds 15]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FEATURES } from "@/lib/core/features/feature-table";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import { simulateStays, VISITS_AND_DISPOSITION_CHANGED } from "@/lib/core/retraining/simulated-world";
import type { SnapshotRow } from "@/lib/core/snapshots/snapshot-row";
import { trainingSnapshotParts, trainingSnapshots } from "@/lib/io/database/training-schema";
import { parseEnvironment } from "@/lib/io/environment";
import type { House } from "@/lib/services/house";
import { openHouse } from "@/lib/services/open-house";
import { sealParts } from "@/lib/services/snapshot-store";
import { readTrainingRuns, startTraining } from "@/lib/services/training-runs";
import { makeHospital } from "./list-hospital";
import { readAtOnce, toPercentiles } from "./list-load";
import { cookieOf, serverEnvironment, startServer, stopped } from "./list-server";
import { freePort, startPostgres } from "./postgres";
import { addPerson } from "./rollout-hospital";

const BAR = 2;
const [CURRENT, READERS] = [500, 30];
const NEVER = { labelId: 0, predictionId: "none", predictionThenId: null, interventionIds: [] };
const NOBODY = { sex: null, age: null, race: null, ethnicity: null, payer: null, language: null };

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { stays: { type: "string", default: "100000" }, seconds: { type: "string", default: "15" } },
});
const [count, seconds] = [Number(values.stays), Number(values.seconds)];
const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** Simulated stays as a training set in the database; the set's id. */
async function storeTrainingSet(house: House): Promise<string> {
  const { encoded, labels } = simulateStays(count, "list", VISITS_AND_DISPOSITION_CHANGED);
  const width = FEATURES.length;
  const rows = Array.from(labels, (label, row): SnapshotRow => {
    const features = Array.from(encoded.subarray(row * width, (row + 1) * width));
    const who = { stayId: `s${row}`, patientId: `p${row}`, wardId: "w0", dischargedAt: "2026-01-10T10:00:00.000Z" };
    const then = { tierThen: "moderate" as const, probabilityThen: 0.1, modelVersionThen: "1.0.0" };
    const rest = { died: false, treated: row % 4 === 0 ? (["call"] as const) : [], lace: null, hospital: null };
    const outcome = label === 1 ? 1 : 0;
    return { ...who, features, label: outcome, ...then, ...rest, subgroups: NOBODY, simulated: true, sources: NEVER };
  });
  const id = crypto.randomUUID();
  const parts = await sealParts(house, id, rows);
  const asOf = "2026-03-10T09:00:00.000Z";
  const target = "any-readmission-30d" as const;
  await house.database.transaction(async (tx) => {
    await tx.insert(trainingSnapshots).values({
      ...{ id, at: new Date(), byUser: "bench", featureTableHash: featureTableHash(), labelRuleVersion: "bench" },
      query: { asOf, target, dischargedFrom: null, dischargedBefore: null, adjudications: "none" },
      ...{ adjudicationIds: [], attrition: [], rows: count, died: 0, simulated: true, sha256: "0".repeat(64) },
      positives: labels.reduce((sum, label) => sum + label, 0),
    });
    for (const part of parts) await tx.insert(trainingSnapshotParts).values(part);
  });
  return id;
}

const directory = mkdtempSync(join(tmpdir(), "wardlight-bench-"));
const port = await freePort();
const postgres = await startPostgres();
const environment = parseEnvironment(serverEnvironment(postgres.url, port, directory));
const house = await openHouse(environment);
let server: Awaited<ReturnType<typeof startServer>> | null = null;
try {
  const readers = await makeHospital(house, CURRENT, READERS);
  const scientist = await addPerson(house, "data-scientist", ["w0"]);
  const snapshotId = await storeTrainingSet(house);
  server = await startServer(postgres.url, port, directory);
  const cookies = await Promise.all(readers.map((reader) => cookieOf(reader, environment.sessionSecret)));
  const url = `http://127.0.0.1:${port}/api/v1/stays`;
  /** As browsers do: the same instant once a second, and as fast as they are answered. */
  const loads = { "once a second": { rate: 1 }, "closed loop": {} } as const;
  const names = Object.keys(loads) as (keyof typeof loads)[];
  const read = async (name: keyof typeof loads, forSeconds: number): Promise<readonly number[]> =>
    (await readAtOnce({ url, cookies, seconds: forSeconds, isCompressed: true, ...loads[name] })).taken;

  await read("closed loop", 5);
  const idle = new Map<string, readonly number[]>();
  for (const name of names) idle.set(name, await read(name, seconds));

  const from = performance.now();
  const { id } = await startTraining(house, scientist, { snapshotId, why: "how the list fares" });
  const runNow = async () => (await readTrainingRuns(house, scientist, {})).runs.find((one) => one.id === id);
  while ((await runNow())?.state === "waiting") await new Promise((wake) => setTimeout(wake, 250));
  const during = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; (await runNow())?.state === "running"; round++) {
    const name = names[round % names.length]!;
    for (const one of await read(name, 5)) during.get(name)?.push(one);
  }
  const { state } = (await runNow()) ?? {};
  const took = (performance.now() - from) / 1000;
  console.log(
    `\nPostgreSQL, ${CURRENT} current stays, ${READERS} readers, ${availableParallelism()} cores; a training of ${count.toLocaleString("en")} stays beside them took ${took.toFixed(0)} s and is ${state}\n`,
  );
  console.log("| readers | p95 idle | p95 during the training | ratio (bar 2) |\n| --- | --- | --- | --- |");
  const ratios = names.map((name) => {
    const [before, meanwhile] = [toPercentiles(idle.get(name) ?? []), toPercentiles(during.get(name) ?? [])];
    const ratio = meanwhile.p95 / before.p95;
    console.log(`| ${name} | ${ms(before.p95)} | ${ms(meanwhile.p95)} | ${ratio.toFixed(2)} |`);
    return ratio;
  });
  process.exitCode = state === "done" && ratios.every((ratio) => ratio <= BAR) ? 0 : 1;
} finally {
  if (server !== null) await stopped(server);
  await house.close();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
