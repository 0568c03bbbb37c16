import { type ChildProcess, spawn } from "node:child_process";

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * For tests only: runs `wardlight` from its bundle with these variables and no others; `watch` sees what it printed so
 * far and may end it.
 */
export function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  watch: (said: string, child: ChildProcess) => void = () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, ["dist/cli.js", ...args], {
    env: { NODE_ENV: "production", PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (data: Buffer) => {
    out += data.toString();
    watch(out, child);
  });
  child.stderr.on("data", (data: Buffer) => {
    err += data.toString();
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}
