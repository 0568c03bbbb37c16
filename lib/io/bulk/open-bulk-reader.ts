import { FAULT_CODES, Fault, type FaultCode } from "@/lib/core/fault";
import type { BulkMethods, BulkReply, BulkRequest, BulkSetting } from "@/lib/io/bulk/bulk-messages";
import type { BulkListener } from "@/lib/io/bulk/bulk-reader";
import { startWorker } from "@/lib/io/start-worker";

export interface OpenBulkReader extends BulkMethods {
  close(): Promise<void>;
}

/** The thread stopped on a value sealed with a data key it has not heard of: it is to be asked again with a fresh keyring. */
export class StaleKeyring extends Error {
  override readonly name = "StaleKeyring";
}

/** So much is garbage between collections that nothing is gained by more. */
const YOUNG_MEGABYTES = 48;

function toError({ code, message }: { readonly code: string; readonly message: string }): Error {
  if (code === "unknown-data-key") return new StaleKeyring();
  if ((FAULT_CODES as readonly string[]).includes(code)) return new Fault(code as FaultCode, message);
  return new Error(`The reading thread failed: ${message}.`);
}

/** A thread that reads, sorts, prepares and seals; the caller removes the directory afterwards. */
export function openBulkReader(setting: BulkSetting, listener: BulkListener): OpenBulkReader {
  const worker = startWorker("bulk", {
    workerData: setting,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let gone: Error | null = null;
  const lose = (error: Error): void => {
    gone ??= error;
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };
  worker.on("message", (reply: BulkReply) => {
    if ("complaint" in reply) listener.complain(reply.complaint);
    else if ("read" in reply) listener.read(reply.read.file, reply.read.lines);
    else {
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ("error" in reply) asked?.reject(toError(reply.error));
      else asked?.resolve(reply.result as never);
    }
  });
  worker.on("error", (error: NodeJS.ErrnoException) => {
    const full = error.code === "ERR_WORKER_OUT_OF_MEMORY";
    lose(full ? new Fault("bad-input", "One patient's record is too large for the memory there is.") : error);
  });
  worker.on("exit", () => lose(new Error("The reading thread has stopped.")));
  const ask = <Name extends keyof BulkMethods>(method: Name) =>
    ((argument?: unknown) => {
      if (gone !== null) return Promise.reject(gone);
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, method, argument } satisfies BulkRequest);
      });
    }) as BulkMethods[Name];
  return {
    spool: ask("spool"),
    deleted: ask("deleted"),
    assignDeleted: ask("assignDeleted"),
    next: ask("next"),
    prepare: ask("prepare"),
    done: ask("done"),
    close: async () => {
      gone ??= new Error("The reading thread was closed.");
      await worker.terminate();
    },
  };
}
