// Runs the steps of `npm run check` and `npm test`, and adds up what the runners themselves reported.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";

/** Runs one command with its output shown; resolves to its exit code. */
export function run(command, args, env = {}) {
  return new Promise((done) => {
    const plain = process.stdout.isTTY ? {} : { NO_COLOR: "1" };
    const child = spawn(command, args, {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...plain, ...env },
    });
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      done(1);
    });
    child.on("exit", (code) => done(code ?? 1));
  });
}

export const bin = (name) => `node_modules/.bin/${name}`;

/** Runs a step that is not a test runner; a failure counts as one failed. */
export async function step(label, tally, command, args, env) {
  console.log(`\n== ${label}`);
  const started = Date.now();
  const code = await run(command, args, env);
  console.log(
    `== ${label}: ${code === 0 ? "ok" : `failed (exit ${code})`}, ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  if (code !== 0) tally.failed += 1;
  return code === 0;
}

/** Adds a Vitest JSON report; a missing report is one failure. */
export function addVitest(tally, file) {
  if (!existsSync(file)) {
    tally.failed += 1;
    return;
  }
  const report = JSON.parse(readFileSync(file, "utf8"));
  tally.passed += report.numPassedTests;
  tally.failed += report.numFailedTests;
  tally.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
  const brokenFiles = report.testResults.filter(
    (result) => result.status === "failed" && result.assertionResults.length === 0,
  );
  tally.failed += brokenFiles.length;
}

/** Runs a test runner and counts its tests by `add` from the report it writes, never from one that an earlier run left. */
export async function tests(label, tally, command, args, { report, add, env }) {
  rmSync(report, { force: true });
  const own = { passed: 0, failed: 0, skipped: 0 };
  const ok = await step(label, { failed: 0 }, command, args, env);
  add(own, report);
  // A runner that fails without a failed test (a crash, an unhandled rejection) still fails the run.
  if (!ok && own.failed === 0) own.failed = 1;
  for (const outcome of Object.keys(own)) tally[outcome] += own[outcome];
}

/** Adds a Playwright JSON report; a missing report is one failure. A flaky test is a failed one. */
export function addPlaywright(tally, file) {
  if (!existsSync(file)) {
    tally.failed += 1;
    return;
  }
  const { stats, errors } = JSON.parse(readFileSync(file, "utf8"));
  tally.passed += stats.expected;
  tally.failed += stats.unexpected + stats.flaky + (errors?.length ?? 0);
  tally.skipped += stats.skipped;
}

/** Prints the closing line and ends the process by it. */
export function close(tally) {
  console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
  process.exit(tally.failed > 0 || tally.passed === 0 ? 1 : 0);
}
