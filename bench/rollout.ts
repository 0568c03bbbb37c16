/**
 * What switching the model's versions does to those who are being served, over HTTP against the built server (npm run
 * build first), one process or several on one PostgreSQL of their own: whole FHIR Bundles sent to `/api/v1/predict`
 * while the champion is switched over and over, and while a version that breaks is a canary on one ward.
 * Run: node bench/run.mjs rollout [--seconds 20] [--rate 200] [--servers 2]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseEnvironment } from "@/lib/io/environment";
import { openHouse } from "@/lib/services/open-house";
import { serverEnvironment, startServer, stopped } from "./list-server";
import { freePort, startPostgres } from "./postgres";
import { breakCanary, type RolloutBench, switchChampion } from "./rollout-cases";
import { addPerson, addPrograms, fillHospital, toInpatient } from "./rollout-hospital";

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    seconds: { type: "string", default: "20" },
    rate: { type: "string", default: "200" },
    servers: { type: "string", default: "2" },
  },
});
const [seconds, rate, count] = [Number(values.seconds), Number(values.rate), Number(values.servers)];
/** Patients sent in turn. */
const SENT = 60;
/** What one program may ask of one process in a minute. */
const BUDGET = 600;

const directory = mkdtempSync(join(tmpdir(), "wardlight-rollout-"));
const postgres = await startPostgres();
const ports: number[] = [];
for (let at = 0; at < count; at++) ports.push(await freePort());
// A house of its own: who decides sits at a third process.
const house = await openHouse(parseEnvironment(serverEnvironment(postgres.url, ports[0] ?? 0, directory)));
const servers: Awaited<ReturnType<typeof startServer>>[] = [];
try {
  const current = await fillHospital(house);
  for (const port of ports) servers.push(await startServer(postgres.url, port, directory));
  const bench: RolloutBench = {
    house,
    ...{ rate, seconds, current },
    scientist: await addPerson(house, "data-scientist"),
    clinician: await addPerson(house, "clinician"),
    keys: await addPrograms(house, Math.ceil((rate * 60) / count / BUDGET) * 2),
    patients: current.flatMap((bundle) => toInpatient(bundle) ?? []).slice(0, SENT),
    servers: ports.map((port) => `http://127.0.0.1:${port}`),
    pids: [...servers.map(({ pid }) => pid ?? 0), postgres.pid],
  };
  const bytes = bench.patients.reduce((sum, { body }) => sum + body.length, 0) / bench.patients.length;
  console.log(
    `${count} server${count === 1 ? "" : "s"}, ${rate} Bundles/s of ${(bytes / 1024).toFixed(0)} KB for ${seconds} s, ${current.length} stays in hospital, ${availableParallelism()} cores\n`,
  );
  console.log("| what | measured | bar | met |\n| --- | --- | --- | --- |");
  const isSwitched = await switchChampion(bench);
  const isRolledBack = await breakCanary(bench);
  process.exitCode = isSwitched && isRolledBack ? 0 : 1;
} finally {
  await Promise.all(servers.map(stopped));
  await house.close();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
