// `npm test`: everything that decides whether a change may land, from a fresh clone.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addPlaywright, addVitest, bin, close, run, step, tests } from "./steps.mjs";

const tally = { passed: 0, failed: 0, skipped: 0 };
// The ONNX runtime's binaries come with its package; its install script would go looking for CUDA.
const quiet = { NEXT_TELEMETRY_DISABLED: "1", ORT_DISABLE_TELEMETRY: "1", ONNXRUNTIME_NODE_INSTALL: "skip" };
rmSync("test-results", { recursive: true, force: true });
const release = join(tmpdir(), `wardlight-release-${process.pid}`);
process.on("exit", () => rmSync(release, { recursive: true, force: true }));

const stamp = "node_modules/.wardlight-installed";
const lock = createHash("sha256").update("package-lock.json").update(readFileSync("package-lock.json")).digest("hex");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  if (!(await step("Install packages", tally, "npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], quiet)))
    close(tally);
  writeFileSync(stamp, lock);
}

/** A Chromium for the journeys: one that is there, else the system's package, else Playwright's download. */
async function ensureChromium() {
  const candidates = [
    process.env.CHROMIUM_PATH,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  const present = () => candidates.find((path) => path && existsSync(path));
  if (present()) return present();
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    await run("apt-get", ["update", "-q"]);
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], {
      DEBIAN_FRONTEND: "noninteractive",
    });
    if (present()) return present();
  }
  const playwright = spawnSync(bin("playwright"), ["install", "chromium"], { stdio: "inherit" });
  return playwright.status === 0 ? "" : undefined;
}

await step("Lint", tally, bin("biome"), ["check", "."]);
await step("Types of routes", tally, bin("next"), ["typegen"], quiet);
await step("Types", tally, bin("tsc"), ["--noEmit"]);
await step("Unused code", tally, bin("knip"), []);

const unitReport = "test-results/vitest.json";
await tests(
  "Unit and integration tests",
  tally,
  bin("vitest"),
  ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${unitReport}`],
  { report: unitReport, add: addVitest, env: quiet },
);

const chromium = await ensureChromium();
if (chromium === undefined) {
  console.error("No Chromium could be found or installed; the browser journeys cannot run.");
  tally.failed += 1;
} else if (
  (await step("Build", tally, "npm", ["run", "build"], { ...quiet, BUILD_STANDALONE: "1" })) &&
  (await step("Gather what ships", tally, process.execPath, ["scripts/gather-release.mjs", release]))
) {
  await tests("Browser journeys", tally, bin("playwright"), ["test"], {
    report: "test-results/e2e.json",
    add: addPlaywright,
    env: { ...quiet, RELEASE_TREE: release, ...(chromium ? { CHROMIUM_PATH: chromium } : {}) },
  });
}
close(tally);
