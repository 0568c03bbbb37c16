import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lockDirectory } from "@/lib/io/data-directory-lock";

const scratch = mkdtempSync(join(tmpdir(), "wardlight-lock-"));
const script = join(scratch, "hold.mjs");
let directory: string;

/** Another process that takes the lock, says so, and holds it. */
async function holder(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [script, directory], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return { child, said: said.toString().trim() };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

beforeAll(() => {
  buildSync({
    stdin: {
      contents: `import { lockDirectory } from "@/lib/io/data-directory-lock";
        process.on("SIGTERM", () => process.exit(0));
        try { lockDirectory(process.argv[2]); console.log("held"); setInterval(() => {}, 1000); }
        catch (error) { console.log(error.message); }
`,
      resolveDir: process.cwd(),
    },
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    alias: { "@": process.cwd() },
    packages: "bundle",
  });
});
beforeEach(() => {
  directory = mkdtempSync(join(scratch, "data-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the lock on a data directory", () => {
  it("refuses a second process in one sentence naming the directory and the process", async () => {
    const { child, said } = await holder();
    expect(said).toBe("held");
    expect(() => lockDirectory(directory)).toThrow(
      `${directory} is in use by another Wardlight, process ${child.pid}.`,
    );
    expect((await holder()).said).toContain(`process ${child.pid}`);
    await end(child, "SIGKILL");
  });

  it("is free again when its process ends, and is taken over when it was killed", async () => {
    const first = await holder();
    await end(first.child, "SIGTERM");
    expect(existsSync(join(directory, "lock"))).toBe(false);
    const second = await holder();
    expect(second.said).toBe("held");
    await end(second.child, "SIGKILL");
    expect(existsSync(join(directory, "lock"))).toBe(true);
    lockDirectory(directory).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it("lets exactly one of many take a dead process's lock over", async () => {
    const dead = await holder();
    await end(dead.child, "SIGKILL");
    const tries = await Promise.all(Array.from({ length: 6 }, () => holder()));
    expect(tries.filter(({ said }) => said === "held")).toHaveLength(1);
    await Promise.all(tries.map(({ child }) => end(child, "SIGKILL")));
  });

  it("is not fooled by another process that got the dead one's number", () => {
    const { place } = JSON.parse(holding()) as { place: string };
    const impostor = { pid: process.pid, startedAt: "another-boot/1", place, token: "t" };
    writeFileSync(join(directory, "lock"), JSON.stringify(impostor));
    lockDirectory(directory).release();
  });

  it("believes a holder elsewhere until it has been silent for a minute", () => {
    const file = join(directory, "lock");
    writeFileSync(file, JSON.stringify({ pid: 1, startedAt: "x", place: "another-machine", token: "t" }));
    expect(() => lockDirectory(directory)).toThrow("in use");
    const longAgo = new Date(Date.now() - 61_000);
    utimesSync(file, longAgo, longAgo);
    lockDirectory(directory).release();
  });
});

/** What a lock file of this process says. */
function holding(): string {
  const lock = lockDirectory(directory);
  const said = readFileSync(join(directory, "lock"), "utf8");
  lock.release();
  return said;
}
