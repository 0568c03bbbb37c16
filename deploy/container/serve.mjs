// What a container runs: the demo hospital is made first where the demo is asked for, then the server takes this process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
process.env.WARDLIGHT_ROOT ||= root;

// As a container's first process nothing ends this one unless it listens. Once the server has opened its database it
// listens too, and closes it before it ends.
let child;
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    child?.kill(signal);
    if (process.listenerCount(signal) === 1) process.exit(0);
  });

async function makeDemo() {
  child = spawn(process.execPath, [join(root, "dist/cli.js"), "demo-setup"], { stdio: ["ignore", "pipe", "inherit"] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  child = undefined;
  if (code !== 0) process.exit(code ?? 1);
  console.log("Demo accounts; every patient is synthetic:");
  for (const { email, password, role } of JSON.parse(printed).accounts)
    console.log(`  ${email}  ${password}  (${role})`);
}

if (process.env.WARDLIGHT_DEMO === "1") await makeDemo();

// A container engine sets HOSTNAME to the container's own name, which the server would take for the address to bind.
process.env.HOSTNAME = process.env.BIND_ADDRESS || "0.0.0.0";
await import(pathToFileURL(join(root, "scripts/serve.mjs")).href);
