// `npm run demo`: from a fresh clone to a served demo hospital. Node built-ins only: it runs before `npm ci`.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const port = Number(process.env.PORT ?? 3000);
const dataDirectory = resolve(process.env.WARDLIGHT_DATA_DIR ?? ".wardlight");
const env = {
  ...process.env,
  NODE_ENV: "production",
  NEXT_TELEMETRY_DISABLED: "1",
  ORT_DISABLE_TELEMETRY: "1",
  // The runtime's own binaries come with its package; its install script would go looking for CUDA.
  ONNXRUNTIME_NODE_INSTALL: "skip",
  WARDLIGHT_DEMO: "1",
  // Whoever tries the demo reads this terminal: a line for every request would bury the accounts.
  LOG_LEVEL: process.env.LOG_LEVEL || "warn",
  // Wardlight closes its database itself when it is told to stop.
  NEXT_MANUAL_SIG_HANDLE: "1",
  WARDLIGHT_DATA_DIR: dataDirectory,
  WARDLIGHT_ROOT: root,
  PORT: String(port),
  NEXTAUTH_URL: process.env.NEXTAUTH_URL ?? `http://localhost:${port}`,
};

let child;
let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    stopping = true;
    if (child && child.exitCode === null) child.kill("SIGTERM");
    else process.exit(0);
  });
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Runs a command to its end; returns its stdout when asked to, shows its output only when it fails. */
function run(label, command, args, options = {}) {
  console.error(`${label} …`);
  const started = Date.now();
  return new Promise((done) => {
    const chunks = { out: "", err: "" };
    child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], ...options });
    child.stdout.on("data", (data) => {
      chunks.out += data;
    });
    child.stderr.on("data", (data) => {
      chunks.err += data;
    });
    child.on("error", (error) => fail(`${label} could not start: ${error.message}`));
    child.on("exit", (code) => {
      if (stopping) process.exit(0);
      if (code !== 0) fail(`${label} did not finish (exit ${code}).\n${(chunks.out + chunks.err).trim().slice(-4000)}`);
      console.error(`${label} took ${((Date.now() - started) / 1000).toFixed(1)} s`);
      done(chunks.out);
    });
  });
}

function fingerprint(paths) {
  const hash = createHash("sha256");
  for (const path of paths.filter(existsSync).sort()) {
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
      : [path];
    for (const file of files) hash.update(file).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Does `work` unless the stamp file already holds this fingerprint. */
async function once(stampFile, mark, work) {
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === mark) return;
  await work();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, mark);
}

function assertPortIsFree() {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () =>
      fail(`Port ${port} is in use. Stop what uses it, or choose another: PORT=3001 npm run demo`),
    );
    probe.listen(port, "127.0.0.1", () => probe.close(done));
  });
}

async function untilReady(url, server) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    if (server.exitCode !== null) return false;
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return true;
    await new Promise((wake) => setTimeout(wake, 150));
  }
  return false;
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Wardlight needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
}
const unknown = process.argv.slice(2).filter((argument) => argument !== "--reset");
if (unknown.length > 0) fail(`Unknown option ${unknown[0]}. The demo takes only --reset.`);
if (!Number.isInteger(port) || port < 1 || port > 65535)
  fail(`PORT must be a number from 1 to 65535, not "${process.env.PORT}".`);
await assertPortIsFree();

if (process.argv.includes("--reset") && existsSync(dataDirectory)) {
  // Only a directory Wardlight made itself is ever removed.
  const ours = ["demo.json", "database", "lock"].some((name) => existsSync(join(dataDirectory, name)));
  if (!ours && readdirSync(dataDirectory).length > 0) {
    fail(`${dataDirectory} does not look like a Wardlight data directory, so --reset leaves it alone.`);
  }
  const holder = existsSync(join(dataDirectory, "lock")) ? readFileSync(join(dataDirectory, "lock"), "utf8") : "";
  const pid = Number(/\d+/.exec(holder)?.[0] ?? 0);
  if (pid > 0 && existsSync(`/proc/${pid}`))
    fail(`Wardlight (process ${pid}) is using ${dataDirectory}; stop it before --reset.`);
  rmSync(dataDirectory, { recursive: true });
}

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
// Building needs the development packages, whatever NODE_ENV says.
await once("node_modules/.wardlight-installed", fingerprint(["package-lock.json"]), () =>
  run("Installing packages", npm, ["ci", "--include=dev", "--no-audit", "--no-fund"]),
);
const sources = [
  "app",
  "components",
  "lib",
  "public",
  "scripts/bundle.mjs",
  "next.config.js",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
  "package-lock.json",
  "tsconfig.json",
];
await once(".next/wardlight-built", fingerprint(sources), () => run("Building", npm, ["run", "build"]));

const setup = JSON.parse(await run("Preparing the demo hospital", process.execPath, ["dist/cli.js", "demo-setup"]));

const server = spawn(process.execPath, ["scripts/serve.mjs"], {
  env: { ...env, HOSTNAME: "127.0.0.1" },
  stdio: ["ignore", "ignore", "inherit"],
});
child = server;
server.on("exit", (code) => process.exit(stopping ? 0 : (code ?? 1) || 1));
if (!(await untilReady(`http://127.0.0.1:${port}/api/health/ready`, server))) {
  server.kill("SIGTERM");
  fail("Wardlight did not become ready; the lines above say why.");
}
console.log(`Wardlight is ready at http://localhost:${port}`);
console.log("Synthetic patients only. Demo accounts:");
for (const account of setup.accounts) {
  console.log(`  ${account.email.padEnd(22)} ${account.password}   ${account.role}`);
}
console.log("Ctrl-C stops it; its data stays for next time (npm run demo -- --reset starts over).");
