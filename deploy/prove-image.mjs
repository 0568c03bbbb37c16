// `node deploy/prove-image.mjs [WORKDIR]`, as root, after deploy/build-local.sh: runs the image and shows that it does
// what deploy/README.md says of it. Twice: by buildah against a PostgreSQL server started for it, and on a read-only
// root file system with the embedded database. Prints what was measured as JSON; whatever is not so ends it.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, copyFileSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const work = resolve(process.argv[2] ?? "/var/tmp/wardlight-image");
const port = process.env.PORT ?? "3000";
const base = `http://127.0.0.1:${port}`;
const name = `prove-${process.pid}`;
const storage = ["--storage-driver", "vfs", "--root", join(work, "storage"), "--runroot", join(work, "run")];
const buildah = (...args) => execFileSync("buildah", [...storage, ...args], { encoding: "utf8" }).trim();
const image = JSON.parse(buildah("inspect", "--type", "image", "wardlight:local"));
const { User, Cmd, Env, Healthcheck, WorkingDir } = image.Docker.config;
const [uid, gid] = User.split(":").map(Number);
const healthCheck = Healthcheck.Test.slice(1);
const assignments = (env) => Object.entries(env).map(([key, value]) => `${key}=${value}`);

/** Ways to run a command in the image as its own user, on this machine's network; each answers [program, arguments]. */
const ways = {
  buildah: (data, env, command) => {
    const settings = assignments(env).flatMap((setting) => ["--env", setting]);
    return [
      "buildah",
      [...storage, "run", "--isolation", "chroot", "--volume", `${data}:/data`, ...settings, name, "--", ...command],
    ];
  },
  readOnly: (data, env, command) => {
    const script = `root=$1 data=$2; shift 2
      mount --bind "$root" "$root"; mount --rbind /dev "$root/dev"; mount -t proc proc "$root/proc"
      mount -t tmpfs tmpfs "$root/tmp"; mount --bind "$data" "$root/data"; mount -o remount,bind,ro "$root"
      exec chroot "$root" setpriv --reuid=${uid} --regid=${gid} --clear-groups --no-new-privs --bounding-set=-all \
        --inh-caps=-all env -i --chdir=${WorkingDir} "$@"`;
    const settings = [...Env, ...assignments(env)];
    return ["unshare", ["--mount", "sh", "-ec", script, "sh", buildah("mount", name), data, ...settings, ...command]];
  },
};

function descendants(pid) {
  const parents = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  const parentOf = (entry) => {
    try {
      return Number(readFileSync(`/proc/${entry}/stat`, "utf8").split(") ").pop().split(" ")[1]);
    } catch {
      return 0;
    }
  };
  const children = parents.filter((entry) => parentOf(entry) === pid).map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** The server's own process among those that were started to run it. */
function serverOf(pid) {
  return [pid, ...descendants(pid)].filter((one) => readlinkSync(`/proc/${one}/exe`).endsWith("/node")).at(0);
}

async function untilReady(child) {
  const started = performance.now();
  while (child.exitCode === null && performance.now() - started < 900_000) {
    const answer = await fetch(`${base}/api/health/ready`).catch(() => null);
    if (answer?.ok) return (performance.now() - started) / 1000;
    await sleep(50);
  }
  throw new Error("It did not become ready.");
}

/** Signs in as a person does, over HTTP, and asks for the list. */
async function listPatients({ email, password }) {
  const cookies = new Map();
  const call = async (path, options = {}) => {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const answer = await fetch(base + path, {
      redirect: "manual",
      ...options,
      headers: { cookie, "accept-encoding": "identity" },
    });
    for (const set of answer.headers.getSetCookie()) cookies.set(...set.split(";")[0].split(/=(.*)/s).slice(0, 2));
    return answer;
  };
  const { csrfToken } = await (await call("/api/auth/csrf")).json();
  const body = new URLSearchParams({ csrfToken, email, password, json: "true" });
  await call("/api/auth/callback/credentials", { method: "POST", body });
  const answer = await call("/api/v1/stays");
  assert.equal(answer.status, 200);
  return (await answer.json()).rows;
}

async function prove(way, settings) {
  const data = join(work, `data-${way}`);
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { mode: 0o700 });
  chownSync(data, uid, gid);
  copyFileSync(fileURLToPath(new URL("sample-stay.json", import.meta.url)), join(data, "sample.json"));
  const once = (command, env = {}) => {
    const [program, args] = ways[way](data, { PORT: port, ...env }, command);
    return spawnSync(program, args, { encoding: "utf8" });
  };

  assert.equal(once(["id", "-u"]).stdout.trim(), String(uid));
  assert.notEqual(once(["touch", "/app/written"]).status, 0, "the image can be written to");
  const refused = once(Cmd);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /NEXTAUTH_SECRET is missing|WARDLIGHT_ENCRYPTION_KEY is missing/);
  assert.equal(once(healthCheck).status, 1, "healthy although nothing runs");
  const scored = JSON.parse(once(["wardlight", "score", "--fhir", "/data/sample.json"]).stdout);
  assert.ok(scored.probability > 0 && scored.probability < 1);

  const env = { WARDLIGHT_DEMO: "1", BIND_ADDRESS: "127.0.0.1", NEXTAUTH_URL: base, PORT: port, ...settings };
  const run = async () => {
    const [program, args] = ways[way](data, env, Cmd);
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
    // What is proved wrong must not go on running.
    const end = () => {
      for (const one of descendants(child.pid)) process.kill(one, "SIGKILL");
    };
    process.on("exit", end);
    child.on("exit", () => process.off("exit", end));
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    const seconds = await untilReady(child);
    const accounts = [...said.matchAll(/^ {2}(\S+@demo) {2}(\S+)/gm)].map(([, email, password]) => ({
      email,
      password,
    }));
    const pid = serverOf(child.pid);
    const stop = async () => {
      const from = performance.now();
      process.kill(pid, "SIGTERM");
      const code = await new Promise((done) => child.on("exit", done));
      assert.equal(code, 0, "stopped, but not cleanly");
      return (performance.now() - from) / 1000;
    };
    return { seconds, accounts, pid, stop };
  };

  const first = await run();
  const status = readFileSync(`/proc/${first.pid}/status`, "utf8");
  assert.deepEqual(/^Uid:\s+(.*)$/m.exec(status)[1].split(/\s+/), Array(4).fill(String(uid)));
  const health = once(healthCheck);
  assert.equal(health.status, 0, health.stderr);
  const rows = await listPatients(first.accounts[0]);
  assert.ok(rows.length > 0 && rows.some(({ probability }) => probability !== null));
  const memoryMb = Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) / 1024);
  const stopSeconds = await first.stop();
  const second = await run();
  const again = await listPatients(second.accounts[0]);
  assert.equal(again.length, rows.length, "patients were lost over a restart");
  await second.stop();
  return {
    way,
    sampleProbability: scored.probability,
    patientsListed: rows.length,
    firstStartSeconds: first.seconds,
    secondStartSeconds: second.seconds,
    stopSeconds,
    memoryMb,
  };
}

async function withPostgres(act) {
  const bin = execFileSync("sh", ["-c", "ls -d /usr/lib/postgresql/*/bin | tail -1"], { encoding: "utf8" }).trim();
  const id = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const account = { uid: id("-u"), gid: id("-g"), cwd: "/" };
  const home = join(work, "postgres");
  const password = randomBytes(16).toString("hex");
  rmSync(home, { recursive: true, force: true });
  execFileSync("install", ["-d", "-o", "postgres", "-m", "0700", home]);
  execFileSync("sh", ["-c", `umask 077; printf %s "$0" > ${home}/password`, password], account);
  const setup = [
    "-D",
    `${home}/data`,
    "-U",
    "wardlight",
    "-A",
    "scram-sha-256",
    `--pwfile=${home}/password`,
    "-E",
    "UTF8",
  ];
  execFileSync(join(bin, "initdb"), setup, { ...account, stdio: "pipe" });
  const pgPort = String(Number(port) + 1);
  const options = ["-D", `${home}/data`, "-p", pgPort, "-c", "listen_addresses=127.0.0.1", "-k", home];
  const server = spawn(join(bin, "postgres"), options, { ...account, stdio: "ignore" });
  try {
    for (let tries = 0; spawnSync(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", pgPort]).status !== 0; tries++) {
      if (tries > 100) throw new Error("PostgreSQL did not start.");
      await sleep(100);
    }
    return await act(`postgres://wardlight:${password}@127.0.0.1:${pgPort}/postgres`);
  } finally {
    server.kill("SIGQUIT");
    await new Promise((done) => server.on("exit", done));
    rmSync(home, { recursive: true, force: true });
  }
}

buildah("from", "--pull-never", "--name", name, "wardlight:local");
// buildah would put an empty volume of its own over the directory that is given to it.
buildah("config", "--volume", "/data-", name);
try {
  const node = execFileSync(...ways.buildah(work, {}, ["node", "--version"]), { encoding: "utf8" }).trim();
  const imageSize = buildah("images", "--format", "{{.Size}}", "wardlight:local");
  const onServer = await withPostgres((url) => prove("buildah", { DATABASE_URL: url }));
  const embedded = await prove("readOnly", {});
  console.log(JSON.stringify({ node, imageSize, user: User, runs: [onServer, embedded] }, null, 2));
} finally {
  buildah("rm", name);
}
