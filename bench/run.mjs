// Bundles one bench file (they import the product's TypeScript) and runs it: node bench/run.mjs fhir [arguments].
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const name = process.argv[2] ?? "";
const entry = join(root, "bench", `${name}.ts`);
if (!/^[a-z0-9-]+$/.test(name) || !existsSync(entry)) {
  console.error("Say which: node bench/run.mjs NAME, where bench/NAME.ts exists.");
  process.exit(2);
}
await mkdir(join(root, "dist/bench"), { recursive: true });
const outfile = join(root, "dist/bench", `${name}.js`);
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  alias: { "@": root },
  logLevel: "warning",
});
process.argv.splice(2, 1);
await import(pathToFileURL(outfile).href);
