import { expect, test } from "@playwright/test";
import { answered } from "./answered";
import { signIn } from "./sign-in";

test("everything works without a mouse: skip, search, move, open, flag, withdraw", async ({ page }) => {
  await signIn(page, "clinician@demo");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  // Outside the list no single key does anything.
  await page.keyboard.press("/");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Tab");
  while (!(await page.getByRole("searchbox").evaluate((box) => box === document.activeElement)))
    await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  const links = page.locator("a[data-patient]");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/stays\//);
  await page.getByRole("link", { name: "Discharge list" }).last().press("Enter");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/stays\//);

  const flag = page.getByRole("button", { name: "This looks wrong" });
  await flag.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "This looks wrong" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(flag).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("radio", { name: /^Too high/ }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^Too low/ })).toBeChecked();
  await page.keyboard.press("Tab");
  await page.keyboard.type("From the keyboard.");
  await page.getByRole("button", { name: "Flag it" }).focus();
  await page.keyboard.press("Enter");
  const said = page.getByRole("region", { name: "Flags" });
  await expect(said).toContainText("From the keyboard.");
  await said.getByRole("button", { name: "Withdraw", exact: true }).focus();
  const saved = answered(page, "flagId");
  await page.keyboard.press("Enter");
  await expect(said.getByRole("button", { name: "Withdraw", exact: true })).toHaveCount(0);
  await saved;
  await page.reload();
  await expect(said.getByRole("button", { name: /withdrawn flag/ })).toBeVisible();
  await expect(said.getByRole("button", { name: "Withdraw", exact: true })).toHaveCount(0);
});

test("a theme is chosen once and kept", async ({ page }) => {
  await signIn(page, "nurse@demo");
  await page.getByRole("radio", { name: "Dark" }).focus();
  await page.keyboard.press("Space");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
