// Bundles what Next.js does not: the command line and the worker threads. Next's own build leaves them out.
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Every `lib/io/workers/*.worker.ts` becomes `dist/workers/NAME.worker.js`; `lib/cli/main.ts` becomes `dist/cli.js`.
 * Resolves to the paths they import from packages, which stay outside the bundle.
 */
export async function bundle() {
  const workerDir = join(root, "lib/io/workers");
  const workers = existsSync(workerDir) ? readdirSync(workerDir).filter((name) => name.endsWith(".worker.ts")) : [];
  const entryPoints = Object.fromEntries(
    workers.map((name) => [`workers/${basename(name, ".ts")}`, join(workerDir, name)]),
  );
  const cli = join(root, "lib/cli/main.ts");
  if (existsSync(cli)) entryPoints.cli = cli;
  if (Object.keys(entryPoints).length === 0) return [];
  const { metafile } = await build({
    entryPoints,
    outdir: join(root, "dist"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    sourcemap: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    alias: { "@": root },
    logLevel: "warning",
    metafile: true,
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return [...new Set(imports.flatMap(({ path, external }) => (external ? [path] : [])))];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
