import { Client } from "pg";

export interface Listener {
  close(): Promise<void>;
}

export interface ListenOptions {
  /** A plain name: it stands in the statement as it is. */
  readonly channel: string;
  /** Something was announced, or may have been while nobody was listening. */
  readonly onWake: () => void;
  /** The connection was lost or could not be made; it is tried again by itself. */
  readonly onLost: (error: Error) => void;
}

const LONGEST_PAUSE_MS = 30_000;

/**
 * Listens on a PostgreSQL server (LISTEN) on a connection of its own, which it makes again when it is lost. What was
 * announced meanwhile is gone, so whoever listens is woken at each new connection, and looks for itself now and then.
 */
export function listenToServer(url: string, { channel, onWake, onLost }: ListenOptions): Listener {
  let client: Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failures = 0;
  let closed = false;

  const again = (error: Error): void => {
    if (closed || timer !== null) return;
    onLost(error);
    const pause = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures++);
    timer = setTimeout(() => {
      timer = null;
      void connect();
    }, pause);
    timer.unref();
  };

  const connect = async (): Promise<void> => {
    const mine = new Client({
      connectionString: url,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      application_name: "wardlight-listener",
    });
    client = mine;
    const lost = (error: Error): void => {
      if (client !== mine) return;
      client = null;
      mine.end().catch(() => undefined);
      again(error);
    };
    mine.on("error", lost);
    mine.on("end", () => lost(new Error("The server closed the connection.")));
    mine.on("notification", onWake);
    try {
      await mine.connect();
      await mine.query(`listen ${channel}`);
      failures = 0;
      onWake();
    } catch (error) {
      lost(error instanceof Error ? error : new Error("The connection could not be made."));
    }
  };

  void connect();
  return {
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end().catch(() => undefined);
    },
  };
}
