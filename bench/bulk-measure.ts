import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { bulkJobs } from "@/lib/io/database/connection-schema";
import { outcomes, patients, predictions, resources, stays } from "@/lib/io/database/schema";
import { parseEnvironment } from "@/lib/io/environment";
import { importBulk } from "@/lib/services/import-bulk";
import { openHouse } from "@/lib/services/open-house";
import type { RunningHouse } from "@/lib/services/running-house";
import { verifyAudit } from "@/lib/services/verify-audit";

const OPERATOR = { system: "bulk bench" };

const rss = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) / 1024;

/** Imports in this process, measured against what it held before. */
export async function measured(house: RunningHouse, path: string) {
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

export async function opened<T>(directory: string, work: (house: RunningHouse) => Promise<T>): Promise<T> {
  const environment = { WARDLIGHT_DEMO: "1", LOG_LEVEL: "silent", WARDLIGHT_DATA_DIR: directory, ...process.env };
  const house = await openHouse(parseEnvironment(environment));
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

/** What is in a database, in a few numbers that do not depend on how it came there. */
export async function contents(house: RunningHouse) {
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
