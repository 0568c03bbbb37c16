import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSynthea } from "./bulk-folders";
import { contents, measured, opened } from "./bulk-measure";
import { CrashServer, findBinaries } from "./crash/server";

/** This bench again in a process of its own. */
type Again = (args: readonly string[], environment: Readonly<Record<string, string>>) => ChildProcess;

/** Killed at a random moment again and again, and asked for again until it ends by itself. */
export async function kill(
  again: Again,
  { scratch, on, rounds }: { scratch: string; on: string | undefined; rounds: number },
): Promise<void> {
  const folder = join(scratch, "export");
  await writeSynthea(folder, 1);
  const whole = await opened(join(scratch, "whole"), async (house) => {
    await measured(house, folder);
    return contents(house);
  });
  const bin = findBinaries();
  const places = [
    ...(on === "postgresql" ? [] : [{ name: "pglite", server: null }]),
    ...(on === "pglite" || bin === null ? [] : [{ name: "postgresql", server: bin }]),
  ];
  for (const { name, server: binaries } of places) {
    const home = mkdtempSync(join(tmpdir(), "wardlight-bulk-server-"));
    const server = binaries === null ? null : await CrashServer.make(binaries, home);
    await server?.start();
    const environment: Record<string, string> = { WARDLIGHT_DATA_DIR: join(scratch, name) };
    if (server !== null) environment.DATABASE_URL = server.url;
    let kills = 0;
    try {
      for (let ended = false; !ended; ) {
        const child = again(["--measure", folder], environment);
        const exit = once(child, "exit");
        const timer = kills < rounds ? setTimeout(() => child.kill("SIGKILL"), 4_000 + Math.random() * 12_000) : null;
        const [code, signal] = (await exit) as [number | null, string | null];
        if (timer !== null) clearTimeout(timer);
        if (signal === "SIGKILL") kills += 1;
        else if (code === 0) ended = true;
        else throw new Error(`The import ended with ${code}.`);
      }
      Object.assign(process.env, environment);
      const left = await opened(environment.WARDLIGHT_DATA_DIR ?? "", contents);
      delete process.env.DATABASE_URL;
      delete process.env.WARDLIGHT_DATA_DIR;
      const isSame = JSON.stringify(left) === JSON.stringify(whole);
      const files = readdirSync(join(scratch, name, "bulk"));
      console.log(JSON.stringify({ database: name, kills, isSame, filesLeft: files.length, ...left }));
      if (!isSame || files.length > 0) process.exitCode = 1;
    } finally {
      await server?.kill();
      rmSync(home, { recursive: true, force: true });
    }
  }
}
