import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import type { Stopwatch } from "./stopwatch";

interface Account {
  readonly email: string;
  readonly password: string;
}

/** The password that the demo made for itself. */
function passwordOf(email: string): string {
  const file = join(process.env.WARDLIGHT_DATA_DIR ?? "", "demo.json");
  const { accounts } = JSON.parse(readFileSync(file, "utf8")) as { accounts: Account[] };
  const account = accounts.find((one) => one.email === email);
  if (account === undefined) throw new Error(`The demo has no account ${email}`);
  return account.password;
}

/** Signs in as a person would, from where they were sent to sign in; leaves the page on the first screen. */
export async function signIn(page: Page, email: string, from = "/sign-in", watch?: Stopwatch): Promise<void> {
  await page.goto(from);
  await untilAlive(page);
  await page.getByLabel("Account").fill(email);
  await page.getByLabel("Password").fill(passwordOf(email));
  const asked = Date.now();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Sign in");
  await untilAlive(page);
  watch?.add((await paintedAt(page)) - asked);
}

/** When a whole new page was first painted, by the browser's own clock: asked from outside, it answers later than that. */
function paintedAt(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return performance.timeOrigin + (paint?.startTime ?? Number.NaN);
  });
}

/** Waits until a page that was asked for anew answers keys and clicks: its scripts have come and the network is quiet. */
export async function untilAlive(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  // A past list is a table of the same name, under another heading.
  const heading = page.getByRole("heading", { level: 1, name: /^Discharge list/ });
  const list = page.getByRole("table", { name: "Discharge list" });
  // How long ago data came is written by the browser alone. Asked as one question: a list that a pressed link is
  // about to replace would otherwise be waited for on the page that came after it.
  const answers = async (): Promise<boolean> =>
    !(await heading.isVisible()) ||
    !(await list.isVisible()) ||
    (await page
      .getByText(/just now|ago$/)
      .first()
      .isVisible());
  await expect.poll(answers).toBe(true);
}
