import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Worker, WorkerOptions } from "node:worker_threads";
import { Fault } from "@/lib/core/fault";

/**
 * Starts a bundled worker thread, `dist/workers/NAME.worker.js` under the project's root.
 * The Worker class is asked for at run time: the server's bundler takes a plain `new Worker(path)` for one of its own
 * modules and replaces the path.
 */
export function startWorker(
  name: string,
  options: WorkerOptions = {},
  root = process.env.WARDLIGHT_ROOT ?? process.cwd(),
): Worker {
  const file = join(root, "dist/workers", `${name}.worker.js`);
  if (!existsSync(file))
    throw new Fault("not-ready", `A worker thread is not built: ${file} is missing (npm run build).`);
  const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");
  return new Thread(file, options);
}
