import { type ChildProcess, spawn } from "node:child_process";
import { encode } from "next-auth/jwt";
import type { BenchReader } from "./list-hospital";

/** The server as it is run, over this database; the demo's rules, so that scores are shown. */
export async function startServer(url: string, port: number, directory: string): Promise<ChildProcess> {
  const server = spawn(process.execPath, [...(process.env.BENCH_NODE_ARGS?.split(" ") ?? []), "scripts/serve.mjs"], {
    env: serverEnvironment(url, port, directory),
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (let tries = 0; tries < 600 && server.exitCode === null; tries++) {
    const ready = await fetch(`http://127.0.0.1:${port}/api/health/ready`).catch(() => null);
    if (ready?.ok) return server;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  server.kill("SIGKILL");
  throw new Error("The server did not become ready. Was it built (npm run build)?");
}

export const serverEnvironment = (url: string | null, port: number, directory: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  NODE_ENV: "production",
  WARDLIGHT_DEMO: "1",
  WARDLIGHT_DATA_DIR: directory,
  ...(url === null ? {} : { DATABASE_URL: url }),
  NEXTAUTH_URL: `http://127.0.0.1:${port}`,
  PORT: String(port),
  LOG_LEVEL: "error",
  NEXT_TELEMETRY_DISABLED: "1",
  ORT_DISABLE_TELEMETRY: "1",
});

export const stopped = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });

export async function cookieOf({ userId, sessionId }: BenchReader, secret: string): Promise<string> {
  return `next-auth.session-token=${await encode({ token: { sub: userId, sid: sessionId }, secret })}`;
}
