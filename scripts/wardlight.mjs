// `npm run -s wardlight -- VERB …`: builds the command line if its sources changed, then runs it.
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, "dist/cli.js");

function newestChange(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).reduce(
    (newest, entry) =>
      entry.isFile() ? Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs) : newest,
    0,
  );
}

if (!existsSync(target) || newestChange(join(root, "lib")) > statSync(target).mtimeMs) {
  const { bundle } = await import("./bundle.mjs");
  await bundle();
}
process.env.WARDLIGHT_ROOT ??= root;
await import(pathToFileURL(target).href);
