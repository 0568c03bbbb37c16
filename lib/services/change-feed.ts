import { max, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/lib/io/database/database";
import { type Listener, listenToServer } from "@/lib/io/database/listen";
import { changes } from "@/lib/io/database/schema";
import type { Log } from "@/lib/io/log";
import type { House } from "@/lib/services/house";

const CHANNEL = "wardlight_changes";

/** Looked at this often whoever woke or did not: a NOTIFY that was lost delays nobody for longer. */
const LOOK_EVERY_MS = 2_500;
/** Many transactions in a row are looked at together. */
const SOON_MS = 50;

/** How whoever follows the changes of the database learns that there is something new. */
export interface ChangeFeed {
  /** In the transaction that writes changes, after writing them: once it commits, every process looks. */
  announce(tx: Transaction): Promise<void>;
  /** Calls back with the newest change's number whenever it has gone up; the first time soon. Ends by what it returns. */
  follow(onTop: (seq: number) => void): () => void;
  /** Calls back once when nobody can follow any more. */
  readonly closing: AbortSignal;
  close(): Promise<void>;
}

/** Number of the newest change; 0 before there is any. */
export async function newestChange(tx: Transaction): Promise<number> {
  const [found] = await tx.select({ seq: max(changes.seq) }).from(changes);
  return found?.seq ?? 0;
}

/** The same for a page that is about to be read; where it cannot be told 0: everything counts as new. */
export const newestChangeNow = ({ database }: Pick<House, "database">): Promise<number> =>
  database.transaction(newestChange).catch(() => 0);

interface FeedHouse {
  readonly database: Database;
  readonly log: Log;
  /** Where the database is a server: its URL, to listen there. */
  readonly databaseUrl: string | null;
}

/**
 * One a process. It does nothing until somebody follows. Between processes it is PostgreSQL's NOTIFY that wakes; in the
 * embedded database, which one process owns, a timer: its one connection is given out in turn, so that whoever looks
 * after the announcement sees the transaction that announced.
 */
export function startChangeFeed({ database, log, databaseUrl }: FeedHouse): ChangeFeed {
  const followers = new Set<(seq: number) => void>();
  const ended = new AbortController();
  let top = 0;
  let listener: Listener | null = null;
  let regular: NodeJS.Timeout | null = null;
  let soon: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let again = false;

  const look = async (): Promise<void> => {
    const seq = await database.transaction(newestChange);
    if (seq <= top) return;
    top = seq;
    for (const tell of [...followers]) tell(top);
  };

  /** One look at a time; asked for meanwhile, another one follows. */
  const lookOnce = (): void => {
    if (ended.signal.aborted || followers.size === 0) return;
    again = looking !== null;
    looking ??= look()
      .catch((error: unknown) => {
        // Tried again with the next look; a database that is gone is reported by those who need it.
        if (!ended.signal.aborted) log.warn({ err: error }, "changes could not be looked at");
      })
      .finally(() => {
        looking = null;
        if (again) lookOnce();
      });
  };

  const wake = (): void => {
    if (ended.signal.aborted || soon !== null || followers.size === 0) return;
    soon = setTimeout(() => {
      soon = null;
      lookOnce();
    }, SOON_MS);
    soon.unref();
  };

  const begin = (): void => {
    regular ??= setInterval(lookOnce, LOOK_EVERY_MS).unref();
    if (databaseUrl === null) return;
    const onLost = (error: Error): void =>
      log.warn({ err: error }, "changes are looked for, not heard of, for a while");
    listener ??= listenToServer(databaseUrl, { channel: CHANNEL, onWake: wake, onLost });
  };

  return {
    closing: ended.signal,
    announce: async (tx) => {
      if (database.kind === "server") await tx.execute(sql`select pg_notify(${CHANNEL}, '')`);
      wake();
    },
    follow: (onTop) => {
      if (ended.signal.aborted) return () => {};
      followers.add(onTop);
      begin();
      if (top > 0) queueMicrotask(() => followers.has(onTop) && onTop(top));
      wake();
      return () => {
        followers.delete(onTop);
        if (followers.size > 0 || regular === null) return;
        clearInterval(regular);
        regular = null;
      };
    },
    close: async () => {
      ended.abort();
      if (regular !== null) clearInterval(regular);
      if (soon !== null) clearTimeout(soon);
      await Promise.all([listener?.close(), looking]);
      followers.clear();
    },
  };
}
