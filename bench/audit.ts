/**
 * How long verifying the audit takes, and how much memory, as the log grows: rows are written and sealed as the product
 * does it (in bulk), on PostgreSQL, and then the whole log is verified. Run: node bench/run.mjs audit [--rows 10000,100000,1000000]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { rowText } from "@/lib/core/audit/audit-entry";
import { openAnchorFiles } from "@/lib/io/anchor-files";
import { systemClock } from "@/lib/io/clock";
import { openServerDatabase } from "@/lib/io/database/database";
import { migrateDatabase } from "@/lib/io/database/migrate-database";
import { openLog } from "@/lib/io/log";
import { openVault } from "@/lib/io/vault";
import { auditMacsOf } from "@/lib/services/audit-log";
import { anchorHead, sealCommitted, sealingProgress } from "@/lib/services/audit-sealer";
import { checkAudit } from "@/lib/services/verify-audit";
import { CrashServer, findBinaries } from "./crash/server";

const BATCH = 5_000;

const { values } = parseArgs({ options: { rows: { type: "string", default: "10000,100000,1000000" } } });
const home = mkdtempSync(join(tmpdir(), "wardlight-audit-bench-"));
const scratch = mkdtempSync(join(tmpdir(), "wardlight-audit-bench-"));
const bin = findBinaries();
if (bin === null) throw new Error("There is no PostgreSQL server here.");
const server = await CrashServer.make(bin, home);
await server.start();
try {
  const database = openServerDatabase(server.url, () => {});
  const vault = openVault(Buffer.alloc(32, 7));
  await migrateDatabase(database, vault, process.cwd());
  const anchors = openAnchorFiles([join(scratch, "anchors.jsonl")]);
  const house = { database, vault, clock: systemClock, log: openLog("silent"), anchors };
  const macs = auditMacsOf(vault);
  const progress = sealingProgress();

  const write = (from: number) =>
    database.transaction(async (tx) => {
      const at = new Date().toISOString();
      const rows = Array.from({ length: BATCH }, (_, n) => ({
        seq: from + n + 1,
        stayId: `stay-${(from + n) % 5_000}`,
      }));
      const signed = rows.map(({ seq, stayId }) => {
        const said = { at, actorId: "u1", actorRole: "nurse", verb: "read-stay", outcome: "done" as const };
        const row = { ...said, seq, target: { stayId }, detail: { scoreShown: true }, previousHash: null, hash: null };
        return macs.make("row", rowText(row));
      });
      await tx.execute(sql`
        insert into audit (seq, at, actor_id, actor_role, verb, outcome, target, detail, mac)
        select seq, ${at}::timestamptz, 'u1', 'nurse', 'read-stay', 'done',
          jsonb_build_object('stayId', stay), '{"scoreShown": true}', mac
        from unnest(${sql.param(rows.map(({ seq }) => seq))}::bigint[],
          ${sql.param(rows.map(({ stayId }) => stayId))}::text[], ${sql.param(signed)}::text[]) as t(seq, stay, mac)`);
    });

  let rows = 0;
  for (const size of values.rows.split(",").map(Number)) {
    const writing = performance.now();
    for (; rows < size; rows += BATCH) {
      await write(rows);
      await sealCommitted(house, progress);
      anchorHead(house, progress, { atOnce: false });
    }
    anchorHead(house, progress, { atOnce: true });
    const writeSeconds = (performance.now() - writing) / 1000;
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().heapUsed);
    }, 50);
    const started = performance.now();
    const verdict = await checkAudit(house, anchors.read().anchors);
    const seconds = (performance.now() - started) / 1000;
    clearInterval(watch);
    const round = performance.now();
    await sealCommitted(house, progress);
    console.log(
      JSON.stringify({
        rows: verdict.rows,
        intact: verdict.intact,
        verifySeconds: Number(seconds.toFixed(1)),
        rowsPerSecond: Math.round(verdict.rows / seconds),
        peakHeapMegabytes: Math.round(peak / 1e6),
        idleSealingRoundMs: Number((performance.now() - round).toFixed(1)),
        writeAndSealSeconds: Number(writeSeconds.toFixed(1)),
      }),
    );
  }
  await database.close();
} finally {
  await server.kill();
  for (const directory of [home, scratch]) rmSync(directory, { recursive: true, force: true });
}
