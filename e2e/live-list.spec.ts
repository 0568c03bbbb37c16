import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./sign-in";

/** A second browser: other cookies, another person. */
async function secondPage(page: Page): Promise<Page> {
  const context = await page.context().browser()?.newContext();
  if (!context) throw new Error("There is no browser.");
  return context.newPage();
}

test("what a clinician notes stands in the nurse's open list within five seconds, and moves nothing under her", async ({
  page,
}) => {
  await signIn(page, "nurse@demo");
  const row = page.getByRole("row").filter({ hasText: /\d\s%/ }).nth(3);
  const link = row.getByRole("link").first();
  const address = await link.getAttribute("href");
  await row.getByRole("checkbox").check();
  await page.getByRole("searchbox").focus();

  const other = await secondPage(page);
  await signIn(other, "clinician@demo");
  await other.goto(address ?? "/");
  await other.getByRole("button", { name: "Note what was done" }).first().click();
  const dialog = other.getByRole("dialog", { name: "Note what was done" });
  await dialog.getByRole("radio", { name: /^Referral/ }).check({ force: true });
  const before = await row.innerText();
  await dialog.getByRole("button", { name: "Note it" }).click();
  await expect(dialog).toBeHidden();
  const began = Date.now();
  await expect(row).toContainText("✓ Referral", { timeout: 5_000 });
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(before).not.toContain("✓ Referral");
  // Her place and her selection are as they were.
  await expect(page.getByRole("searchbox")).toBeFocused();
  await expect(row.getByRole("checkbox")).toBeChecked();
  await expect(link).toHaveAttribute("href", address ?? "");

  // And the other way: what she takes note of in the list is on his open page of that patient.
  await page
    .getByRole("region", { name: "Selected patients" })
    .getByRole("button", { name: "Note what was done" })
    .click();
  const hers = page.getByRole("dialog", { name: "Note what was done" });
  await hers.getByRole("radio", { name: /^Call/ }).check({ force: true });
  await hers.getByRole("button", { name: "Note it" }).click();
  await expect(hers).toBeHidden();
  await expect(other.getByText(/Call/).first()).toBeVisible({ timeout: 5_000 });
  await other.context().close();
});
