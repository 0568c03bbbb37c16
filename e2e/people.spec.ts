import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { signIn, untilAlive } from "./sign-in";

test("an administrator signs somebody out, and the next thing they do is refused and says why", async ({
  page,
  browser,
}) => {
  const nurse = await (await browser.newContext()).newPage();
  await signIn(nurse, "nurse@demo");
  await signIn(page, "administrator@demo");
  await page.getByRole("link", { name: "People" }).click();
  const card = page.getByRole("article", { name: "Demo nurse" });
  await expect(card).toContainText(/\d open sessions?/);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await page.getByRole("button", { name: "Sign out Demo nurse" }).click();
  await expect(page.getByText("Demo nurse was signed out.")).toBeVisible();
  await expect(card).toContainText("not signed in now");

  await nurse.getByRole("button", { name: "Refresh" }).click();
  await expect(nurse).toHaveURL(/\/sign-in/);
  await expect(nurse.getByText("Your sessions were ended by an administrator.")).toBeVisible();
  await nurse.context().close();
});

test("somebody whose account is disabled is out at once and cannot come back until it is enabled", async ({
  page,
  browser,
}) => {
  const scientist = await (await browser.newContext()).newPage();
  await signIn(scientist, "scientist@demo");
  await signIn(page, "administrator@demo");
  await page.goto("/people");
  await untilAlive(page);
  await page.getByRole("button", { name: "Disable Demo data scientist" }).click();
  await expect(page.getByText("Demo data scientist cannot sign in any more.")).toBeVisible();
  expect((await scientist.request.get("/api/v1/stays")).status()).toBe(401);
  await scientist.goto("/");
  await expect(scientist).toHaveURL(/\/sign-in/);
  await page.getByRole("button", { name: "Enable Demo data scientist" }).click();
  await expect(page.getByText("Demo data scientist can sign in again.")).toBeVisible();
  await signIn(scientist, "scientist@demo");
  await scientist.context().close();
});

test("wards are given and taken by keyboard", async ({ page }) => {
  await signIn(page, "administrator@demo");
  await page.goto("/people");
  await untilAlive(page);
  const card = page.getByRole("article", { name: "Demo compliance officer" });
  await expect(card).toContainText(/All \d+ wards/);
  const wardBox = async () => {
    await page.getByRole("button", { name: "Wards of Demo compliance officer" }).press("Enter");
    return page.getByRole("dialog").getByRole("checkbox").first();
  };
  await (await wardBox()).press("Space");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await expect(page.getByText("The wards of Demo compliance officer were changed.")).toBeVisible();
  // The second dialog opens with what the card says: it must say it first.
  await expect(card).not.toContainText(/All \d+ wards/);
  await (await wardBox()).press("Space");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await expect(card).toContainText(/All \d+ wards/);
});

test("nobody else sees who may sign in", async ({ page }) => {
  await signIn(page, "clinician@demo");
  await expect(page.getByRole("link", { name: "People" })).toHaveCount(0);
  await page.goto("/people");
  await expect(page.getByRole("heading", { name: "You cannot see this" })).toBeVisible();
  await expect(page.getByText("nurse@demo")).toHaveCount(0);
});
