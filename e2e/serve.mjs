// The built product over a demo hospital of its own, in a directory that is thrown away.
import { spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";

const directory = process.env.WARDLIGHT_DATA_DIR;

// A directory of this name can only be left over from a run that was killed.
if (directory.includes("wardlight-e2e-")) rmSync(directory, { recursive: true, force: true });

// RELEASE_TREE: the journeys go through the very files that ship, from outside the repository, so that what is missing
// from them is missing. Otherwise the build in this repository is served.
const release = process.env.RELEASE_TREE;
if (release) process.env.WARDLIGHT_ROOT = release;
const cli = release ? join(release, "dist/cli.js") : "scripts/wardlight.mjs";
// Six weeks of past stays are enough for every screen, and quicker than a year.
const setup = spawnSync(process.execPath, [cli, "demo-setup", "--past-days", "45"], { encoding: "utf8" });
if (setup.status !== 0) {
  console.error(setup.stderr);
  process.exit(1);
}

// The nurse has one ward, so that there is a patient she must not reach. Nobody else has the database open yet.
const database = new PGlite(join(directory, "database"));
await database.exec(
  `delete from user_wards where user_id = (select id from users where email = 'nurse@demo')
     and ward_id <> (select id from wards order by name limit 1)`,
);
await database.close();

const server = spawn(process.execPath, [join(release || ".", "scripts/serve.mjs")], {
  stdio: ["ignore", "ignore", "inherit"],
  env: { ...process.env, HOSTNAME: "127.0.0.1", LOG_LEVEL: process.env.LOG_LEVEL || "warn" },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill("SIGTERM"));
server.on("exit", (code) => {
  if (directory.includes("wardlight-e2e-")) rmSync(directory, { recursive: true, force: true });
  process.exit(code ?? 0);
});
