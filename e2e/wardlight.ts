import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const port = Number(process.env.E2E_PORT ?? 3190);
export const wardlightUrl = `http://127.0.0.1:${port}`;
const release = process.env.RELEASE_TREE;

/** The command line beside the demo's running server. */
export async function wardlight(...args: string[]): Promise<string> {
  const cli = release ? join(release, "dist/cli.js") : "scripts/wardlight.mjs";
  const settings = { WARDLIGHT_DEMO: "1", NEXTAUTH_URL: wardlightUrl, ...(release ? { WARDLIGHT_ROOT: release } : {}) };
  const env = { ...process.env, ...settings };
  return (await promisify(execFile)(process.execPath, [cli, ...args], { env })).stdout;
}
