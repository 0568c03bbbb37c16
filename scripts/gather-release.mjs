// `node scripts/gather-release.mjs OUT`: puts what runs in a container, and nothing else, into OUT.
// Needs a build with BUILD_STANDALONE=1. Next.js traces what the server loads; the command line and the worker threads
// are not its own, so the packages they name, and those these need, are found here and taken whole.
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDERS = ["dist", "models", "lib/io/database/migrations", "deploy/container", "public"];
/** The API's document is read with these as they are (`app/_adapters/api/docs-page.ts`). */
const BROWSER = ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"];
const FILES = ["LICENSE", "scripts/serve.mjs", ...BROWSER.map((name) => `node_modules/swagger-ui-dist/${name}`)];
/** Image resizing, which Wardlight does not use; the tracer takes it along. */
const UNUSED = new Set(["sharp", "@img"]);

/** "pg/lib/x" is of "pg", "@a/b/c" of "@a/b"; null for Node's own. */
function packageOf(path) {
  if (path.startsWith("node:") || builtinModules.includes(path)) return null;
  return path.split("/", path.startsWith("@") ? 2 : 1).join("/");
}

/** Where Node would find a package from a directory, as a folder under the project's root; null where it is not installed. */
function findPackage(name, from) {
  for (let directory = from; ; directory = dirname(directory)) {
    const found = join(directory, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return found;
    if (directory === root) return null;
  }
}

function findAll(names) {
  const found = new Set();
  const visit = (name, from, isOptional) => {
    const directory = findPackage(name, from);
    if (directory === null && !isOptional) throw new Error(`${name}, needed in ${from}, is not installed.`);
    if (directory === null || found.has(directory)) return;
    found.add(directory);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(join(directory, "package.json")));
    for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies }))
      visit(dependency, directory, dependency in optionalDependencies);
  };
  for (const name of names) visit(name, root, false);
  return found;
}

/** Types and maps are for developers; a runtime's binaries for other systems are for other systems. */
function isNeeded(path) {
  if (/\.(map|d\.[cm]?ts|flow)$/.test(path)) return false;
  // The demo's FHIR server searches by three of R4's definition files; the package holds 90 MB of others.
  const definition = /@medplum\/definitions\/dist\/fhir\/(.*\.json)$/.exec(path.split(sep).join("/"));
  if (definition !== null)
    return /^r4\/(profiles-types|profiles-resources|search-parameters)\.json$/.test(definition[1]);
  const binary = /onnxruntime-node\/bin\/napi-v\d+\/([^/]+)(?:\/([^/]+))?/.exec(path.split(sep).join("/"));
  if (binary === null) return true;
  const [, platform, architecture] = binary;
  return platform === process.platform && (architecture === undefined || architecture === process.arch);
}

const copy = (from, to) => cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: isNeeded });

export async function gatherRelease(target) {
  const out = resolve(target);
  const standalone = join(root, ".next/standalone");
  if (!existsSync(join(standalone, "server.js")))
    throw new Error("There is no standalone build: BUILD_STANDALONE=1 npm run build.");
  const names = new Set((await bundle()).map(packageOf).filter((name) => name !== null));
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const name of ["package.json", ".next", "node_modules"]) copy(join(standalone, name), join(out, name));
  for (const name of UNUSED) rmSync(join(out, "node_modules", name), { recursive: true, force: true });
  copy(join(root, ".next/static"), join(out, ".next/static"));
  for (const folder of FOLDERS) if (existsSync(join(root, folder))) copy(join(root, folder), join(out, folder));
  for (const file of FILES) copy(join(root, file), join(out, file));
  for (const directory of findAll(names)) copy(directory, join(out, relative(root, directory)));
  chmodSync(out, 0o755);
  return out;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [target] = process.argv.slice(2);
  if (target === undefined) {
    console.error("Say where to: node scripts/gather-release.mjs OUT");
    process.exit(2);
  }
  try {
    console.log(await gatherRelease(target));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
