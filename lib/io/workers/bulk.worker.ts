// Reads, sorts, prepares and seals what a bulk import brings, away from the event loop that serves pages.
import { parentPort, workerData } from "node:worker_threads";
import { isFault } from "@/lib/core/fault";
import type { BulkMethods, BulkReply, BulkRequest, BulkSetting } from "@/lib/io/bulk/bulk-messages";
import { BulkReader } from "@/lib/io/bulk/bulk-reader";
import { isUnknownDataKey } from "@/lib/io/vault";

const port = parentPort;
if (port === null) throw new Error("This file runs as a worker thread only.");
const say = (reply: BulkReply): void => port.postMessage(reply);

const reader: BulkMethods = new BulkReader(workerData as BulkSetting, {
  complain: (complaint) => say({ complaint }),
  read: (file, lines) => say({ read: { file, lines } }),
});

function refusal(thrown: unknown): { readonly code: string; readonly message: string } {
  if (isUnknownDataKey(thrown)) return { code: "unknown-data-key", message: "" };
  if (isFault(thrown)) return { code: thrown.code, message: thrown.message };
  const { name, code } = thrown as NodeJS.ErrnoException;
  // Its own words might hold what was read.
  return { code: "error", message: `${name}${code === undefined ? "" : ` ${code}`}` };
}

// One after the other, in the order asked.
let turn: Promise<unknown> = Promise.resolve();
port.on("message", ({ id, method, argument }: BulkRequest) => {
  turn = turn.then(async () => {
    try {
      const result = await (reader[method] as (argument: unknown) => Promise<unknown>).call(reader, argument);
      say({ id, result });
    } catch (thrown) {
      say({ id, error: refusal(thrown) });
    }
  });
});
