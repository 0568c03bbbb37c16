// `npm run test:interop`: Wardlight beside HAPI FHIR's JPA server, which is built and started here. Needs Java 17 and
// Maven, which fetches about half a gigabyte the first time; where they are missing it says so and does nothing.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const folder = join(import.meta.dirname, "../e2e/hapi");
const has = (command, ...flags) => spawnSync(command, flags, { stdio: "ignore" }).status === 0;
if (!has("java", "-version") || !has("mvn", "-v")) {
  console.log("Java and Maven are not both on this machine: skipped.");
  process.exit(0);
}

const built = spawnSync("mvn", ["-q", "-B", "package"], { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
if (built.status !== 0) process.exit(1);
const packages = readFileSync(join(folder, "target/classpath.txt"), "utf8").trim();
const hapi = spawn("java", ["-Xmx2g", "-cp", `${join(folder, "target/classes")}:${packages}`, "wardlight.HapiServer"], {
  stdio: ["ignore", "pipe", process.env.HAPI_LOG ? "inherit" : "ignore"],
});
process.on("exit", () => hapi.kill());
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
hapi.on("exit", (code) => {
  tests?.kill();
  console.error(`HAPI FHIR ended (${code}). HAPI_LOG=1 shows what it says.`);
  process.exit(1);
});

let tests = null;
createInterface({ input: hapi.stdout }).on("line", (line) => {
  if (process.env.HAPI_LOG) console.error(line);
  const [, baseUrl] = /^HAPI FHIR (http\S+)$/.exec(line) ?? [];
  if (baseUrl === undefined || tests !== null) return;
  console.log(`HAPI FHIR serves at ${baseUrl}`);
  const flags = ["run", "--config", "e2e/hapi/vitest.config.ts"];
  tests = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", ...flags], {
    cwd: join(import.meta.dirname, ".."),
    stdio: "inherit",
    env: { ...process.env, HAPI_BASE_URL: baseUrl },
  });
  tests.on("exit", (code) => process.exit(code ?? 1));
});
