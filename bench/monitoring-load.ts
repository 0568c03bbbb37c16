/**
 * How long a look over many predictions takes, and what memory: a real PostgreSQL filled with simulated stays, then
 * `run-monitoring` from nothing, in this process. Run: node bench/run.mjs monitoring-load [PREDICTIONS] [DAYS]
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { FEATURES } from "@/lib/core/features/feature-table";
import { NO_DRIFT, simulateStays } from "@/lib/core/retraining/simulated-world";
import { parseEnvironment } from "@/lib/io/environment";
import { openHouse } from "@/lib/services/open-house";
import { runMonitoring } from "@/lib/services/run-monitoring";
import { startPostgres } from "./postgres";

const [total = 1_000_000, days = 100] = process.argv.slice(2).map(Number);
/** Distinct stays; each is stored many times over. */
const DRAWN = 5000;
const WARDS = 10;

const postgres = await startPostgres();
const directory = mkdtempSync(join(tmpdir(), "wardlight-monitoring-"));
const environment = parseEnvironment({
  WARDLIGHT_DATA_DIR: directory,
  WARDLIGHT_DEMO: "1",
  DATABASE_URL: postgres.url,
});
const house = await openHouse(environment);
try {
  const drawn = simulateStays(DRAWN, "load", NO_DRIFT);
  const version = house.model.facts.version;
  await house.database.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = 0`);
    await tx.execute(
      sql`insert into wards (id, name) select 'w' || n, 'Ward ' || n from generate_series(0, ${WARDS - 1}) n`,
    );
    await tx.execute(
      sql`create temporary table drawn (row_number int primary key, features real[], p float8, back boolean)`,
    );
    for (let from = 0; from < DRAWN; from += 500) {
      const rows = Array.from({ length: 500 }, (_, i) => {
        const row = from + i;
        const features = Array.from(drawn.encoded.slice(row * FEATURES.length, (row + 1) * FEATURES.length));
        return sql`(${row}::int, ${`{${features.join()}}`}::real[], ${drawn.truth[row]}::float8, ${drawn.labels[row] === 1}::boolean)`;
      });
      await tx.execute(sql`insert into drawn values ${sql.join(rows, sql`, `)}`);
    }
    await tx.execute(
      sql`insert into patients (id, identity, synthetic, updated_at) values ('many', '\\x00', true, now())`,
    );
    const left = sql`date_trunc('day', now()) - make_interval(days => ${days} - (n % ${days})) + interval '12 hours'`;
    await tx.execute(sql`insert into stays (id, patient_id, ward_id, is_current, admitted_at, discharged_at, updated_at)
      select 's' || n, 'many', 'w' || (n % ${WARDS}), false, ${left} - interval '3 days', ${left}, now()
      from generate_series(0, ${total - 1}) n`);
    await tx.execute(sql`insert into predictions
      (stay_id, patient_id, at, model_version, target, view, probability, tier, features, scored, sentences, summary, fingerprint)
      select 's' || n, 'many', ${left} - interval '1 hour', ${version}::text, 'any-readmission-30d', 'discharge', d.p,
        case when d.p > 0.2 then 'high' else 'low' end, d.features, '{}', '{}', '{}', ${randomUUID()}::text || n
      from generate_series(0, ${total - 1}) n join drawn d on d.row_number = n % ${DRAWN}`);
    // Outcomes of those who left long enough ago; without subgroups, which open records and are measured apart.
    await tx.execute(sql`insert into outcomes
      (stay_id, target, status, discharged_at, matures_at, simulated, updated_at)
      select s.id, 'any-readmission-30d', case when d.back then 'readmitted' else 'not-readmitted' end,
        s.discharged_at, s.discharged_at + interval '30 days', true, now()
      from stays s join drawn d on d.row_number = substr(s.id, 2)::int % ${DRAWN}
      where s.discharged_at < now() - interval '185 days'`);
  });
  await house.database.transaction((tx) => tx.execute(sql`analyze`));
  console.log(
    `${total.toLocaleString("en")} predictions of ${FEATURES.length} features on ${days} days and ${WARDS} wards`,
  );
  const idle = process.memoryUsage().rss;
  let most = idle;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 100);
  const started = performance.now();
  const { found, throughDay } = await runMonitoring(house, { system: "bench" }, {});
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  const mb = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
  console.log(
    `first look, through ${throughDay}: ${seconds.toFixed(1)} s, ${found} incidents; memory ${mb(most)} (before ${mb(idle)})`,
  );
  const again = performance.now();
  await runMonitoring(house, { system: "bench" }, {});
  console.log(`a look again: ${((performance.now() - again) / 1000).toFixed(1)} s`);
} finally {
  await house.close();
  await postgres.stop();
}
