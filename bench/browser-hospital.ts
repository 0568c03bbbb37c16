import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "@playwright/test";
import { parseEnvironment } from "@/lib/io/environment";
import type { House } from "@/lib/services/house";
import { openHouse } from "@/lib/services/open-house";
import { makeHospital } from "./list-hospital";
import { cookieOf, serverEnvironment, startServer, stopped } from "./list-server";
import { freePort, startPostgres } from "./postgres";

const executablePath = [process.env.CHROMIUM_PATH, "/usr/bin/chromium"].find((path) => path && existsSync(path));

/**
 * A hospital with so many patients on a PostgreSQL of its own, the built server on it, and Chromium with somebody signed
 * in; all of it gone afterwards, and the process ended.
 */
export async function inBrowser(
  current: number,
  hospital: Parameters<typeof makeHospital>[3],
  run: (context: BrowserContext, base: string) => Promise<void>,
  fillUp: (house: House) => Promise<void> = async () => {},
): Promise<never> {
  const directory = mkdtempSync(join(tmpdir(), "wardlight-bench-"));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const postgres = await startPostgres();
  const environment = parseEnvironment(serverEnvironment(postgres.url, port, directory));
  const house = await openHouse(environment);
  const [reader] = await makeHospital(house, current, 1, hospital);
  await fillUp(house);
  await house.close();
  const server = await startServer(postgres.url, port, directory);
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const [name, value] = (await cookieOf(reader!, environment.sessionSecret)).split(/=(.*)/s) as [string, string];
    await context.addCookies([{ name, value, url: base }]);
    await run(context, base);
  } finally {
    await browser.close();
    await stopped(server);
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
  process.exit(0);
}
