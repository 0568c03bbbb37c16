import type { Worker } from "node:worker_threads";
import { Fault } from "@/lib/core/fault";
import type { EmbeddedReply, EmbeddedRequest } from "@/lib/io/database/embedded-messages";
import { toTextParameter } from "@/lib/io/database/text-parameter";
import { startWorker } from "@/lib/io/start-worker";

interface TypeParsers {
  readonly getTypeParser: (oid: number, format?: "text") => (value: string) => unknown;
}

/** What drizzle's PostgreSQL driver hands over for each query. */
interface QueryConfig {
  readonly text: string;
  readonly rowMode?: "array";
  readonly types?: TypeParsers;
}

interface QueryResult {
  readonly rows: unknown[];
  readonly rowCount: number;
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

export interface EmbeddedClient {
  query(config: QueryConfig | string, params?: readonly unknown[]): Promise<QueryResult>;
  release(): void;
}

type Answer = Extract<EmbeddedReply, { rows: unknown }>;
interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** How long a transaction may wait for its turn before it is told that the database is busy. */
const TURN_TIMEOUT_MS = 30_000;

function shape(answer: Answer, config: QueryConfig): QueryResult {
  const parsers = answer.fields.map((field) => config.types?.getTypeParser(field.dataTypeID, "text"));
  const parse = (value: string | null, column: number): unknown =>
    value === null ? null : (parsers[column]?.(value) ?? value);
  const rows = answer.rows.map((row) =>
    config.rowMode === "array"
      ? row.map(parse)
      : Object.fromEntries(answer.fields.map((field, column) => [field.name, parse(row[column] ?? null, column)])),
  );
  return { rows, rowCount: answer.rowCount, fields: answer.fields };
}

/**
 * A pool of exactly one connection over the embedded database's thread. Whoever holds it holds it until they
 * release it, first come first served, so two transactions never interleave on the one connection.
 */
export class EmbeddedPool {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #turn: Promise<void> = Promise.resolve();
  #gone: Error | null = null;
  /** Turns that were asked for and are not over. */
  #turns = 0;

  /** Named as in the driver's own pool. */
  readonly totalCount = 1;

  get idleCount(): number {
    return this.#turns === 0 ? 1 : 0;
  }

  get waitingCount(): number {
    return Math.max(0, this.#turns - 1);
  }

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("message", (reply: EmbeddedReply) => this.#receive(reply));
    worker.on("error", (error) => this.#lose(error));
    worker.on("exit", () => this.#lose(null));
  }

  /** Starts the thread on a directory; the caller holds the directory's lock. */
  static async open(directory: string, root: string): Promise<EmbeddedPool> {
    const worker = startWorker("pglite", { workerData: { directory } }, root);
    const pool = new EmbeddedPool(worker);
    try {
      await new Promise<Answer>((resolve, reject) => pool.#waiting.set(0, { resolve, reject }));
    } catch (cause) {
      await worker.terminate();
      throw new Fault("not-ready", `The database in ${directory} could not be opened.`, { cause });
    }
    return pool;
  }

  async connect(): Promise<EmbeddedClient> {
    let release: () => void = () => {};
    const before = this.#turn;
    this.#turns += 1;
    this.#turn = new Promise((done) => {
      release = () => {
        this.#turns -= 1;
        done();
      };
    });
    // A turn given up while waiting must still be passed on, after the one before it.
    if (!(await within(before, TURN_TIMEOUT_MS))) {
      void before.then(release);
      throw new Fault("busy", "The database is busy. Try again in a moment.");
    }
    let held = true;
    return {
      query: (config, params) => {
        if (!held) return Promise.reject(new Error("Query on a connection that was given back."));
        return this.#query(typeof config === "string" ? { text: config } : config, params ?? []);
      },
      release: () => {
        held = false;
        release();
      },
    };
  }

  async query(config: QueryConfig | string, params?: readonly unknown[]): Promise<QueryResult> {
    const client = await this.connect();
    try {
      return await client.query(config, params);
    } finally {
      client.release();
    }
  }

  /** Waits for the transaction under way, then closes the database cleanly. */
  async end(): Promise<void> {
    if (this.#gone !== null) return;
    const client = await this.connect();
    await this.#ask({ kind: "close" }).catch(() => undefined);
    this.#gone = new Fault("not-ready", "The database is closed.");
    await this.#worker.terminate();
    client.release();
  }

  async #query(config: QueryConfig, params: readonly unknown[]): Promise<QueryResult> {
    // As text, bytes would take twice the room and be read one by one.
    const sent = params.map((value) => (value instanceof Uint8Array ? value : toTextParameter(value)));
    return shape(await this.#ask({ kind: "query", text: config.text, params: sent }), config);
  }

  #ask(request: DistributiveOmit<EmbeddedRequest, "id">): Promise<Answer> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...request, id });
    });
  }

  #receive(reply: EmbeddedReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (waiting === undefined) return;
    if ("error" in reply) {
      const { message, ...facts } = reply.error;
      waiting.reject(Object.assign(new Error(message), facts));
    } else waiting.resolve(reply);
  }

  #lose(cause: Error | null): void {
    this.#gone ??= new Fault("not-ready", "The embedded database has stopped. Restart Wardlight.", { cause });
    for (const { reject } of this.#waiting.values()) reject(this.#gone);
    this.#waiting.clear();
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

async function within(promise: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), milliseconds);
  });
  const inTime = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
