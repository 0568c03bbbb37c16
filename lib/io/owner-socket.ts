import { chmodSync, closeSync, openSync, rmSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { FAULT_CODES, Fault } from "@/lib/core/fault";

/** What an operator at the machine asks of the process that owns a data directory. */
const requestSchema = z.object({
  verb: z.string().min(1).max(100),
  /** What the audit calls whoever asks, e.g. the command. */
  operator: z.string().min(1).max(100),
  input: z.unknown(),
});
export type OwnerRequest = z.infer<typeof requestSchema>;

const replySchema = z.union([
  z.object({ ok: z.literal(true), output: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.enum([...FAULT_CODES, "error"]), message: z.string() }) }),
]);
export type OwnerReply = z.infer<typeof replySchema>;

/** What is said while the work goes on, one line each, before the reply. */
const toldSchema = z.object({ told: z.record(z.string(), z.union([z.string(), z.number()])) });
export type Told = z.infer<typeof toldSchema>["told"];

const REQUEST_BYTES = 256 * 1024 * 1024;
/** A socket's path may not be longer than this on Linux. */
const PATH_BYTES = 100;
const NAME = "owner.sock";

/** Gives `use` a path to the socket that is short enough: a long one goes through the directory's open handle. */
function withSocketPath<Result>(directory: string, use: (path: string, done: () => void) => Result): Result {
  const path = join(directory, NAME);
  if (Buffer.byteLength(path) <= PATH_BYTES) return use(path, () => {});
  const handle = openSync(directory, "r");
  return use(`/proc/self/fd/${handle}/${NAME}`, () => closeSync(handle));
}

/** All that the other side says before it stops talking; the socket stays open for an answer. */
function readAll(socket: Socket, limit: number, onLine?: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    socket.on("data", (data: Buffer) => {
      let chunk = data;
      for (let end = onLine ? chunk.indexOf(10) : -1; end >= 0; end = chunk.indexOf(10)) {
        onLine?.(Buffer.concat([...chunks.splice(0), chunk.subarray(0, end)]).toString("utf8"));
        chunk = chunk.subarray(end + 1);
      }
      bytes += chunk.length;
      if (bytes > limit) reject(new Fault("bad-input", "The request is too large."));
      else chunks.push(chunk);
    });
    socket.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("The connection was closed.")));
  });
}

/**
 * Answers operators' requests on a socket in the data directory that only its owner may open (0600). The caller holds
 * the directory's lock, so a socket left behind by a killed process is nobody's and is replaced.
 */
export async function serveOwner(
  directory: string,
  answer: (request: OwnerRequest, tell: (told: Told) => void) => Promise<OwnerReply>,
): Promise<{ close(): void }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => socket.destroy());
    void (async () => {
      const request = requestSchema.safeParse(JSON.parse(await readAll(socket, REQUEST_BYTES)));
      const reply: OwnerReply = request.success
        ? await answer(request.data, (told) => void (socket.writable && socket.write(`${JSON.stringify({ told })}\n`)))
        : { ok: false, error: { code: "bad-input", message: "This is not a request Wardlight knows." } };
      socket.end(JSON.stringify(reply));
    })().catch(() => socket.destroy());
  });
  rmSync(join(directory, NAME), { force: true });
  const finish = await withSocketPath(
    directory,
    (path, done) =>
      new Promise<() => void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(path, () => resolve(done));
      }),
  );
  chmodSync(join(directory, NAME), 0o600);
  // Asking must not keep a stopping server alive.
  server.unref();
  return {
    close: () => {
      server.close();
      rmSync(join(directory, NAME), { force: true });
      finish();
    },
  };
}

/** Nobody listens there: no such socket, or one left behind by a process that was killed. */
const NOBODY = ["ENOENT", "ECONNREFUSED", "ENOTDIR"];

/**
 * Sends a request to the process that owns the directory; null where nobody answers. Waits as long as the work takes;
 * `onTold` hears what is said meanwhile.
 */
export async function askOwner(
  directory: string,
  request: OwnerRequest,
  onTold: (told: Told) => void = () => {},
): Promise<OwnerReply | null> {
  const text = JSON.stringify(request);
  let connected: { socket: Socket; done: () => void };
  try {
    connected = await withSocketPath(
      directory,
      (path, done) =>
        new Promise((resolve, reject) => {
          const socket = createConnection({ path, allowHalfOpen: true });
          socket.once("connect", () => resolve({ socket, done }));
          socket.once("error", (error) => {
            done();
            reject(error);
          });
        }),
    );
  } catch (error) {
    if (NOBODY.includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw new Fault("busy", `The Wardlight that uses ${directory} could not be asked.`, { cause: error });
  }
  const { socket, done } = connected;
  try {
    socket.end(text);
    const reply = await readAll(socket, Number.POSITIVE_INFINITY, (line) =>
      onTold(toldSchema.parse(JSON.parse(line)).told),
    );
    return replySchema.parse(JSON.parse(reply));
  } catch (cause) {
    throw new Fault("busy", `The Wardlight that uses ${directory} stopped before it answered.`, { cause });
  } finally {
    socket.destroy();
    done();
  }
}
