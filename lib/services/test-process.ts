import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

/**
 * For tests only: makes a program of its own out of TypeScript, in an empty directory, so that a test can kill it.
 * @param contents an ES module that imports from `@/`
 */
export function buildTestProcess(directory: string, contents: string): string {
  const outfile = join(directory, "process.mjs");
  symlinkSync(join(process.cwd(), "node_modules"), join(directory, "node_modules"));
  buildSync({
    stdin: { contents, resolveDir: process.cwd(), loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    alias: { "@": process.cwd() },
    packages: "external",
  });
  return outfile;
}

/** A program under way and what it has printed so far. */
export interface TestProcess {
  readonly child: ChildProcess;
  said(): string;
}

export function startTestProcess(script: string, args: readonly string[]): TestProcess {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: process.cwd(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (data: Buffer) => {
    said += data.toString();
  });
  return { child, said: () => said };
}

/** Ends a program as a dying machine would, once it has come so far; fails where it ends by itself before. */
export async function killWhen({ child }: TestProcess, isSoFar: () => boolean): Promise<void> {
  while (!isSoFar() && child.exitCode === null) await new Promise((wake) => setTimeout(wake, 2));
  if (child.exitCode !== null) throw new Error("The program ended by itself.");
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
