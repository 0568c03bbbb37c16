/**
 * How long a training set of many stays takes to be made, and made again, and how much memory: stays, two predictions
 * each and labels are written by the database, on a PostgreSQL of its own, and the product's verbs do the rest.
 * Run: node bench/run.mjs snapshots [--stays 100000]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { FEATURES } from "@/lib/core/features/feature-table";
import { LABEL_RULE_VERSION, type LabelTarget } from "@/lib/core/labels/label";
import { wards } from "@/lib/io/database/schema";
import { labels } from "@/lib/io/database/training-schema";
import { parseEnvironment } from "@/lib/io/environment";
import type { House } from "@/lib/services/house";
import { openHouse } from "@/lib/services/open-house";
import { placeOf } from "@/lib/services/sealed-columns";
import { compareSnapshots, makeSnapshot, rebuildSnapshot } from "@/lib/services/training-snapshots";
import { serverEnvironment } from "./list-server";
import { freePort, startPostgres } from "./postgres";

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { stays: { type: "string", default: "100000" } },
});
const count = Number(values.stays);
const BATCH = 2_000;
const TARGET: LabelTarget = "any-readmission-30d";
const caller = { system: "bench" };

/** Patients, stays of two years, and what was said of each during the stay and when it was over. */
async function fill({ database }: House): Promise<void> {
  await database.transaction((tx) =>
    tx.insert(wards).values(Array.from({ length: 10 }, (_, at) => ({ id: `w${at}`, name: `Ward ${at}` }))),
  );
  await database.session(async (connection) => {
    await connection.execute(sql`set statement_timeout = 0`);
    await connection.execute(sql`
      insert into patients (id, identity, synthetic, updated_at)
      select 'p' || n, decode(repeat(md5(n::text), 6), 'hex'), true, now() from generate_series(0, ${count}::int / 2) n`);
    await connection.execute(sql`
      insert into stays (id, patient_id, ward_id, is_current, admitted_at, discharged_at, updated_at)
      select 's' || n, 'p' || (n / 2), 'w' || (n % 10), false, now() - interval '45 days' - n * interval '10 minutes',
        now() - interval '40 days' - n * interval '10 minutes', now() from generate_series(0, ${count}::int - 1) n`);
    for (const [view, when] of [
      ["stay", sql`interval '-1 day'`],
      ["discharge", sql`interval '1 hour'`],
    ] as const)
      await connection.execute(sql`
        insert into predictions (stay_id, patient_id, at, model_version, target, view, probability, tier, features,
          scored, sentences, summary, fingerprint)
        select s.id, s.patient_id, s.discharged_at + ${when}, '1.0.0', ${TARGET}, ${view}, random() / 2, 'moderate',
          (select array_agg(v) from (select floor(random() * 6)::real as v, s.id from generate_series(1, ${FEATURES.length}::int)) f),
          '{}', '{}', '{"lace": {"low": 5, "high": 8}, "hospital": {"low": 3, "high": 4}}', md5(s.id || ${view})
        from stays s`);
    await connection.execute(sql`analyze`);
  });
}

/** One stay in eight came back, one in fifty died. */
async function label(house: House): Promise<void> {
  const { database, vault } = house;
  for (let from = 0; from < count; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) => {
      const n = from + at;
      const stayId = `s${n}`;
      const dischargedAt = new Date(Date.now() - (40 * 1_440 + n * 10) * 60_000);
      const status =
        n % 8 === 0 ? ("readmitted" as const) : n % 50 === 1 ? ("died" as const) : ("not-readmitted" as const);
      const groups = { sex: n % 2 ? "female" : "male", age: "65 to 74", race: null, ethnicity: null };
      const subgroups = { ...groups, payer: n % 3 ? "Medicare" : "Commercial", language: "en" };
      return {
        ...{
          stayId,
          patientId: `p${Math.floor(n / 2)}`,
          wardId: `w${n % 10}`,
          target: TARGET,
          status,
          simulated: true,
        },
        ...{
          ruleVersion: LABEL_RULE_VERSION,
          dischargedAt,
          maturesAt: new Date(dischargedAt.getTime() + 30 * 86_400_000),
        },
        readmittedAt: status === "readmitted" ? new Date(dischargedAt.getTime() + 10 * 86_400_000) : null,
        evidence: { stayIds: [stayId], encounters: [`Encounter/${stayId}`], planned: null },
        subgroups: vault.seal(subgroups, placeOf(labels.subgroups, stayId, TARGET)),
        fingerprint: stayId,
        at: new Date(),
      } as const;
    });
    await database.transaction((tx) => tx.insert(labels).values([...rows]));
  }
}

/** Seconds, and the most memory the process held meanwhile (resident, MB). */
async function measured<T>(name: string, work: () => Promise<T>): Promise<T> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 50);
  const began = performance.now();
  const result = await work().finally(() => clearInterval(timer));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const mb = (bytes: number): string => (bytes / 1_048_576).toFixed(0);
  console.log(`| ${name} | ${seconds} s | ${mb(most)} MB | ${mb(before)} MB |`);
  return result;
}

const directory = mkdtempSync(join(tmpdir(), "wardlight-bench-"));
const postgres = await startPostgres();
const house = await openHouse(parseEnvironment(serverEnvironment(postgres.url, await freePort(), directory)));
try {
  await fill(house);
  await label(house);
  console.log(`\n${count.toLocaleString("en")} stays\n\n| | time | most memory | before |\n|---|---|---|---|`);
  const first = await measured("made", () => makeSnapshot(house, caller, {}));
  const rebuilt = await measured("made again", () => rebuildSnapshot(house, caller, { snapshotId: first.id }));
  const later = await makeSnapshot(house, caller, { dischargedBefore: new Date().toISOString() });
  const pair = { before: first.id, after: later.id };
  const { added, removed, changed } = await measured("compared", () => compareSnapshots(house, caller, pair));
  console.log(
    `\n${first.rows.toLocaleString("en")} rows, ${first.positives.toLocaleString("en")} readmitted, ${first.died.toLocaleString("en")} died; the same bytes again: ${rebuilt.isSame}; differences ${added.length + removed.length + changed.length}.`,
  );
  if (first.rows !== count || !rebuilt.isSame) process.exitCode = 1;
} finally {
  await house.close();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
