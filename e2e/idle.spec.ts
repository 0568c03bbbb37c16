import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./sign-in";

const MINUTE = 60_000;

/** Signed in, with a clock in the browser that the test moves. */
async function signedIn(page: Page): Promise<void> {
  await page.clock.install();
  await signIn(page, "nurse@demo");
}

const warning = (page: Page) => page.getByRole("alertdialog", { name: "Are you still there?" });

/** Whether the session of this browser still opens anything on the server. */
const isOpen = async (page: Page): Promise<boolean> =>
  (await page.request.get("/api/v1/stays", { headers: { "x-wardlight-background": "1" } })).ok();

test("a page nobody uses warns at 13 minutes, in words and with a countdown, and stays when asked to", async ({
  page,
}) => {
  await signedIn(page);
  await page.clock.fastForward(13 * MINUTE - 10_000);
  await expect(warning(page)).toHaveCount(0);
  await page.clock.runFor(12_000);
  await expect(warning(page)).toBeVisible();
  await expect(warning(page).getByRole("timer")).toHaveText(/^1:5\d$/);
  await expect(warning(page).getByRole("status")).toHaveText("You will be signed out in 2 minutes.");
  await expect(page.getByRole("button", { name: "Stay signed in" })).toBeFocused();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);

  const [told] = await Promise.all([
    page.waitForRequest((request) => request.url().endsWith("/api/session") && request.method() === "POST"),
    page.keyboard.press("Enter"),
  ]);
  expect(told.postDataJSON()).toEqual({ agoMs: 0 });
  await expect(warning(page)).toHaveCount(0);
  await page.clock.fastForward(12 * MINUTE);
  await expect(warning(page)).toHaveCount(0);
  expect(await isOpen(page)).toBe(true);
});

test("at 15 minutes the page is cleared, the session is over on the server, and signing in leads back", async ({
  page,
}) => {
  await signedIn(page);
  await page.getByRole("table").getByRole("rowheader").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/stays\//);
  const path = new URL(page.url()).pathname;
  const name = await page.getByRole("heading", { level: 1 }).innerText();
  await page.clock.fastForward(15 * MINUTE + 2000);
  await expect(
    page.getByText("You were signed out after 15 minutes without use; nothing you had saved was lost."),
  ).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await expect(page.getByText(name)).toHaveCount(0);
  expect(await isOpen(page)).toBe(false);
  await signIn(page, "nurse@demo", page.url());
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
});

test("use is told to the server once a minute, a list that refreshes itself is not, and it never warns meanwhile", async ({
  page,
}) => {
  await signedIn(page);
  const told: number[] = [];
  const refreshed: boolean[] = [];
  page.on("request", (request) => {
    const path = new URL(request.url()).pathname;
    if (path === "/api/session") told.push(request.postDataJSON().agoMs);
    if (path === "/api/v1/stays") refreshed.push(request.headers()["x-wardlight-background"] === "1");
  });
  for (let minute = 0; minute < 16; minute += 1) {
    await page.keyboard.press("ArrowDown");
    await page.clock.runFor(MINUTE);
  }
  await expect(warning(page)).toHaveCount(0);
  expect(told.length).toBeGreaterThanOrEqual(12);
  expect(told.length).toBeLessThanOrEqual(17);
  expect(Math.max(...told)).toBeLessThanOrEqual(MINUTE + 2000);
  // Minutes pass quicker here than answers come.
  expect(refreshed.length).toBeGreaterThan(0);
  expect(refreshed.every(Boolean)).toBe(true);
});

test("tabs of one browser are used, and left, together", async ({ context }) => {
  const first = await context.newPage();
  await signedIn(first);
  const second = await context.newPage();
  await second.goto("/");
  await second.waitForLoadState("networkidle");
  // One clock for all the pages of a context.
  await first.clock.fastForward(14 * MINUTE);
  await expect(warning(second)).toBeVisible();
  await expect(warning(first)).toBeVisible();
  await first.getByRole("button", { name: "Stay signed in" }).click();
  await expect(warning(first)).toHaveCount(0);
  await first.clock.runFor(2000);
  await expect(warning(second)).toHaveCount(0);

  await first.getByRole("button", { name: "Sign out" }).click();
  await expect(first).toHaveURL(/\/sign-in/);
  await first.clock.runFor(2000);
  await expect(second).toHaveURL(/\/sign-in/);
  await expect(second.getByRole("table")).toHaveCount(0);
});
