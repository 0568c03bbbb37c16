// The embedded database in a thread of its own, so that no query holds up a page. It speaks in PostgreSQL's own
// text values both ways: the asking side parses them exactly as it parses a real server's answers.
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import type { EmbeddedReply, EmbeddedRequest } from "@/lib/io/database/embedded-messages";

const same = (value: string): string => value;

/** Every type written as the text it already is; bytes go as they are. */
const writeText = new Proxy<Record<number, typeof same>>({}, { get: () => same });

/**
 * Every type the database knows how to parse, read as text from now on. Told once: parsers handed over with a query are
 * put together with its own for each query anew, some hundreds of them, which took a tenth of this thread's time.
 */
function readText(database: PGlite): PGlite {
  for (const oid of Object.keys(database.parsers)) database.parsers[oid] = same;
  return database;
}

/**
 * The operating system keeps the files' pages too, so pages kept twice are memory for nothing: half of PostgreSQL's usual.
 * A new segment of the log need not be written with zeros where nothing is waited for to reach the disk anyway.
 */
const SETTINGS = ["shared_buffers=64MB", "wal_init_zero=off"];

const port = parentPort;
if (port === null) throw new Error("This file runs as a worker thread only.");

const { directory } = workerData as { directory: string };

function say(reply: EmbeddedReply): void {
  port?.postMessage(reply);
}

function refusal(id: number, thrown: unknown): EmbeddedReply {
  const error = thrown as { message?: string; code?: string; constraint?: string; table?: string };
  return {
    id,
    error: {
      message: error.message ?? String(thrown),
      ...(error.code === undefined ? {} : { code: error.code }),
      ...(error.constraint === undefined ? {} : { constraint: error.constraint }),
      ...(error.table === undefined ? {} : { table: error.table }),
    },
  };
}

const startParams = [...PGlite.defaultStartParams, ...SETTINGS.flatMap((setting) => ["-c", setting])];
const opening = PGlite.create(directory, { startParams }).then(readText);
opening.then(
  () => say({ id: 0, rows: [], fields: [], rowCount: 0 }),
  (thrown) => say(refusal(0, thrown)),
);

port.on("message", async (request: EmbeddedRequest) => {
  try {
    const database = await opening;
    if (request.kind === "close") {
      await database.close();
      say({ id: request.id, rows: [], fields: [], rowCount: 0 });
      port.close();
      return;
    }
    const result = await database.query<(string | null)[]>(request.text, [...request.params], {
      rowMode: "array",
      serializers: writeText,
    });
    say({
      id: request.id,
      rows: result.rows,
      fields: result.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
      rowCount: Math.max(result.affectedRows ?? 0, result.rows.length),
    });
  } catch (thrown) {
    say(refusal(request.id, thrown));
  }
});
