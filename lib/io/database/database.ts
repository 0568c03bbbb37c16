import { sql } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { EmbeddedPool } from "@/lib/io/database/embedded-pool";
import type * as schema from "@/lib/io/database/schema";
import { watchClient, watchWait } from "@/lib/io/operations/watch-database";

/** A transaction under way: everything drizzle can do, on one connection. */
export type Transaction = NodePgDatabase<typeof schema>;

export interface Database {
  readonly kind: "embedded" | "server";
  /** Runs `work` in one transaction: all of it is stored, or none. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Runs `work` on one connection outside a transaction; migrations and checks only. */
  session<T>(work: (connection: Transaction) => Promise<T>): Promise<T>;
  /** How many connections this process has, how many of them do nothing, and how many transactions wait for one. */
  connections(): { readonly open: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

/** How long one statement may run on a server before it is given up. */
const STATEMENT_TIMEOUT_MS = 60_000;

type AnyPool = Pool | EmbeddedPool;

function toDatabase(kind: Database["kind"], pool: AnyPool): Database {
  /** `discard` is for a connection that cannot even roll back: it is thrown away, not given to the next. */
  async function withConnection<T>(work: (connection: Transaction, discard: () => void) => Promise<T>): Promise<T> {
    const client = await watchWait(async () => pool.connect());
    let discarded = false;
    try {
      // Both kinds of client answer the same `query(config, params)` that drizzle's driver asks.
      return await work(drizzle(watchClient(client as never) as never) as unknown as Transaction, () => {
        discarded = true;
      });
    } finally {
      (client.release as (destroy?: boolean) => void)(discarded);
    }
  }
  return {
    kind,
    session: withConnection,
    transaction: (work) =>
      withConnection(async (tx, discard) => {
        await tx.execute(sql`begin`);
        try {
          const result = await work(tx);
          await tx.execute(sql`commit`);
          return result;
        } catch (error) {
          await tx.execute(sql`rollback`).catch(discard);
          throw error;
        }
      }),
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

/** The embedded database in `directory`; the caller holds the lock of the data directory it is in. */
export async function openEmbeddedDatabase(directory: string, root: string): Promise<Database> {
  return toDatabase("embedded", await EmbeddedPool.open(directory, root));
}

/** A PostgreSQL server by URL. `onLost` hears of connections that the server dropped. */
export function openServerDatabase(url: string, onLost: (error: Error) => void): Database {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: "wardlight",
  });
  pool.on("error", onLost);
  // The pool listens to idle connections only: one lost in the middle of a transaction would end the whole process.
  pool.on("connect", (client) => client.on("error", onLost));
  return toDatabase("server", pool);
}
