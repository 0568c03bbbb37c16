import { existsSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "@/lib/core/fault";

/** The bundled worker thread `dist/workers/NAME.worker.js` under the project root. Throws Fault misconfigured where it was not built. */
export function workerFile(name: string): string {
  const file = join(process.env.WARDLIGHT_ROOT ?? process.cwd(), "dist", "workers", `${name}.worker.js`);
  if (!existsSync(file)) throw new Fault("misconfigured", `${file} is missing: run "node scripts/bundle.mjs" first.`);
  return file;
}
