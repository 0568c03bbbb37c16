// `npm run check`: lint, types, architecture and unit tests; the quick half of `npm test`.
import { addVitest, bin, close, step, tests } from "./steps.mjs";

const tally = { passed: 0, failed: 0, skipped: 0 };
const report = "test-results/check.json";
await step("Types of routes", tally, bin("next"), ["typegen"], { NEXT_TELEMETRY_DISABLED: "1" });
// The tests leave one processor idle: what else there is to check uses it.
await Promise.all([
  step("Lint", tally, bin("biome"), ["check", "."]).then(() => step("Types", tally, bin("tsc"), ["--noEmit"])),
  tests(
    "Unit tests",
    tally,
    bin("vitest"),
    ["run", "--project", "unit", "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`],
    { report, add: addVitest },
  ),
]);
close(tally);
