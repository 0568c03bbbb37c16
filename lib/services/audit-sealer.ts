import { sql } from "drizzle-orm";
import { makeAnchor } from "@/lib/core/audit/anchor";
import { type Head, sealRows } from "@/lib/core/audit/seal";
import { ADVISORY_LOCKS } from "@/lib/io/database/advisory-locks";
import type { Transaction } from "@/lib/io/database/database";
import { auditMacsOf } from "@/lib/services/audit-log";
import { findHead, findLegacyUpTo, insertSeals, listUnsealed } from "@/lib/services/audit-rows";
import type { House } from "@/lib/services/house";

/** Rows in one transaction. */
const PAGE = 500;
/** Seals are written this often, and this soon after a row was written in this process. */
const EVERY_MS = 1_000;
const SOON_MS = 150;
/** The chain's end is anchored after so long or so many rows, whichever comes first, and when the process ends. */
const ANCHOR_EVERY_MS = 60_000;
const ANCHOR_EVERY_ROWS = 1_000;

type SealerHouse = Pick<House, "database" | "vault" | "clock" | "log" | "anchors">;

interface Progress {
  /** No row up to this number will ever need a seal again. */
  floor: number;
  /** The next floor, and the transaction that must be older than all that still run before it is one. */
  candidate: { readonly top: number; readonly xid: number } | null;
  head: Head | null;
  /** How far, how far it was tried, and when that was. */
  anchored: { position: number; tried: number; atMs: number };
  /** Rows without a valid MAC that were met; said once each. */
  readonly refused: Set<number>;
}

export function sealingProgress(): Progress {
  return { floor: 0, candidate: null, head: null, anchored: { position: 0, tried: 0, atMs: 0 }, refused: new Set() };
}

/** Numbers as text: what PostgreSQL counts in 64 bits stays exact to 2^53, which no ward will reach. */
async function numbers<Name extends string>(tx: Transaction, query: ReturnType<typeof sql>) {
  const { rows } = await tx.execute<Record<Name, string>>(query);
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)])) as Record<
    Name,
    number
  >;
}

/** Seals one page of committed rows above `after`; null where another process is sealing. */
async function sealPage(house: SealerHouse, progress: Progress, after: number) {
  const { database, vault, clock, log } = house;
  return database.transaction(async (tx) => {
    const [lock] = (
      await tx.execute<{ got: boolean }>(sql`select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.seal}) as got`)
    ).rows;
    const { oldest } = await numbers<"oldest">(tx, sql`select pg_snapshot_xmin(pg_current_snapshot())::text as oldest`);
    const head = await findHead(tx);
    if (!lock?.got) return { head, rows: null, count: 0 };
    const rows = await listUnsealed(tx, { after, limit: PAGE });
    const sealing = { macs: auditMacsOf(vault), head, legacyUpTo: rows.length > 0 ? await findLegacyUpTo(tx) : 0 };
    const { seals, refused } = sealRows(rows, { ...sealing, sealedAt: clock.now().toISOString() });
    await insertSeals(tx, seals);
    for (const seq of refused.filter((one) => !progress.refused.has(one))) {
      progress.refused.add(seq);
      log.error({ seq }, "an audit row without a valid MAC was found and not sealed");
    }
    return { head: seals.at(-1) ?? head, rows, oldest, count: seals.length };
  });
}

/**
 * Remembers up to where nothing is left to do, so that a long log is not searched each second. A row may appear late,
 * below others: its transaction drew its number early and is still running. Every transaction that drew a number up to
 * `top` had its id before `top` was seen here, so once all running ones are younger than the id drawn after that, no
 * such row can appear any more.
 */
async function raiseFloor({ database }: SealerHouse, progress: Progress, oldest: number): Promise<void> {
  const { candidate } = progress;
  if (candidate !== null && oldest > candidate.xid) {
    progress.floor = candidate.top;
    progress.candidate = null;
  }
  if (progress.candidate !== null) return;
  progress.candidate = await database.transaction(async (tx) => {
    const { top } = await numbers<"top">(tx, sql`select coalesce(max(seq), 0)::text as top from audit`);
    if (top <= progress.floor) return null;
    return { top, xid: (await numbers<"xid">(tx, sql`select pg_current_xact_id()::text as xid`)).xid };
  });
}

/** Seals everything committed that has no seal yet, unless another process is doing so; gives how many rows it sealed. */
export async function sealCommitted(house: SealerHouse, progress: Progress): Promise<number> {
  let sealed = 0;
  let oldest: number | undefined;
  for (let after = progress.floor; ; ) {
    const page = await sealPage(house, progress, after);
    progress.head = page.head;
    if (page.rows === null) return sealed;
    // What counts is who ran before the first page was read.
    oldest ??= page.oldest;
    sealed += page.count;
    after = page.rows.at(-1)?.seq ?? after;
    if (page.rows.length < PAGE) break;
  }
  await raiseFloor(house, progress, oldest ?? 0);
  return sealed;
}

/** Writes the chain's end outside the database where it is time to, or at once. */
export function anchorHead(house: SealerHouse, progress: Progress, { atOnce }: { readonly atOnce: boolean }): void {
  const { head, anchored } = progress;
  if (head === null || head.position <= anchored.position) return;
  const now = house.clock.now();
  const isDue = now.getTime() - anchored.atMs >= ANCHOR_EVERY_MS || head.position - anchored.tried >= ANCHOR_EVERY_ROWS;
  if (!atOnce && !isDue) return;
  // Also where a file cannot be written: tried each second, the other file would get a line each second.
  progress.anchored = { ...anchored, tried: head.position, atMs: now.getTime() };
  house.anchors.append(makeAnchor(auditMacsOf(house.vault), head, now.toISOString()));
  progress.anchored = { position: head.position, tried: head.position, atMs: now.getTime() };
}

export interface Sealer {
  /** A row was written: its seal should not wait for the next round. */
  wake(): void;
  /** Seals what is committed now; comes back when that is done. */
  settle(): Promise<void>;
  /** Seals and anchors what is left, and ends. */
  stop(): Promise<void>;
}

/** Seals and anchors for as long as the house is open. A round that fails is logged and tried again. */
export function startSealer(house: SealerHouse): Sealer {
  const progress = sealingProgress();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let isWoken = false;
  let isStopped = false;

  async function round(atOnce: boolean): Promise<void> {
    try {
      await sealCommitted(house, progress);
      anchorHead(house, progress, { atOnce });
    } catch (error) {
      house.log.error({ err: error }, "the audit could not be sealed or anchored");
    }
  }
  function schedule(afterMs: number): void {
    clearTimeout(timer);
    if (isStopped) return;
    timer = setTimeout(run, afterMs);
    // Sealing must not keep a finished command alive: `stop` does what is left.
    timer.unref();
  }
  function run(): void {
    isWoken = false;
    running = round(false).finally(() => {
      running = null;
      schedule(isWoken ? SOON_MS : EVERY_MS);
    });
  }
  schedule(0);
  return {
    wake: () => {
      if (isWoken) return;
      isWoken = true;
      if (running === null) schedule(SOON_MS);
    },
    settle: async () => {
      await running;
      await round(false);
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
      await round(true);
    },
  };
}
