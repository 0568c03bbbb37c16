import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./sign-in";

const boxes = (page: Page) => page.getByRole("table", { name: "Discharge list" }).getByRole("checkbox");

test("a nurse narrows the list, notes one call for ten patients, draws the line, and prints, all by keyboard", async ({
  page,
}) => {
  await signIn(page, "nurse@demo");
  const press = async (name: RegExp) => {
    await page.getByRole("button", { name }).focus();
    await page.keyboard.press("Enter");
  };
  const calls = page.getByRole("row").filter({ hasText: "✓ Call" });
  const callsBefore = await calls.count();
  await press(/^Sort and filter/);
  await press(/^Not yet acted on/);
  await expect(page).toHaveURL(/\?only=not-acted$/);
  // The address changes first, then the list: this says that it has.
  await expect(page.getByRole("button", { name: /^Not yet acted on/ })).toHaveAttribute("aria-pressed", "true");
  const before = await boxes(page).count();
  expect(before).toBeGreaterThanOrEqual(10);

  await page.getByRole("searchbox").focus();
  await page.keyboard.press("ArrowDown");
  for (let chosen = 0; chosen < 10; chosen++) {
    await page.keyboard.press("x");
    await page.keyboard.press("j");
  }
  const bar = page.getByRole("region", { name: "Selected patients" });
  await expect(bar).toContainText("10 patients selected");
  await bar.getByRole("button", { name: "Note what was done" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Note what was done" });
  await expect(dialog).toContainText("10 patients");
  await dialog.getByRole("radio", { name: /^Call/ }).focus();
  await page.keyboard.press("Space");
  await dialog.getByRole("button", { name: "Note it" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(bar).toHaveCount(0);
  // Acted on, so no longer among those who are not.
  await expect(boxes(page)).toHaveCount(before - 10);

  await press(/^Clear filters/);
  await expect(calls).toHaveCount(callsBefore + 10);

  await page.getByRole("textbox", { name: "Calls possible today" }).focus();
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  const line = page.getByRole("row", { name: "The 2 calls possible today end here." });
  await expect(line).toBeVisible();
  await expect(page.getByRole("region", { name: "Calls possible today" })).toContainText(
    /of these 2 may be readmitted within 30 days, likely \d/,
  );
  await page.reload();
  await expect(line).toBeVisible();

  await page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "yes");
  });
  await press(/^Print for huddle/);
  await expect(page.locator("body")).toHaveAttribute("data-printed", "yes");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("columnheader", { name: "Notes" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Print/ })).toBeHidden();
});

test("a view is its address: order and filters come back, what was searched for does not travel", async ({ page }) => {
  await signIn(page, "nurse@demo");
  await page.goto("/?sort=bed&only=no-score");
  const beds = page.getByRole("table").getByRole("row").locator("td:nth-of-type(3) span:first-child");
  await expect(page.getByLabel("Order")).toHaveValue("bed");
  await expect(page.getByRole("button", { name: /^Without a score/ })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("row").filter({ hasText: /\d\s%/ })).toHaveCount(0);
  const shown = (await beds.allTextContents()).filter((bed) => /\d/.test(bed));
  const collator = new Intl.Collator("en", { numeric: true });
  expect(shown).toEqual([...shown].sort(collator.compare));
  await page.getByRole("searchbox").fill("a");
  await page.getByRole("button", { name: /^Flagged/ }).click();
  await expect(page).toHaveURL(/only=no-score,flagged$/);
});

test("back from a patient the list stands as it was: ward, filter, search, and the row that was opened", async ({
  page,
}) => {
  await signIn(page, "clinician@demo");
  await page.getByRole("navigation", { name: "Wards" }).getByRole("link").nth(1).click();
  await expect(page).toHaveURL(/ward=/);
  // The address may change before the list does.
  await expect(page.getByRole("heading", { level: 1, name: /^Discharge list, / })).toBeVisible();
  await page.getByRole("button", { name: "Sort and filter" }).click();
  await page.getByRole("button", { name: /^Not yet acted on/ }).click();
  await expect(page).toHaveURL(/only=/);
  const address = page.url();
  const first = page.getByRole("table", { name: "Discharge list" }).getByRole("rowheader").getByRole("link").first();
  const name = (await first.innerText()).trim();
  await page.getByRole("searchbox").fill(name.slice(0, 3));
  await first.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await page.getByRole("link", { name: "← Discharge list" }).click();
  await expect(page).toHaveURL(address);
  await expect(page.getByRole("searchbox")).toHaveValue(name.slice(0, 3));
  await expect(first).toBeFocused();
});

test("finding a patient goes on where it was left, and no address says for whom", async ({ page }) => {
  await signIn(page, "nurse@demo");
  await page.getByRole("link", { name: "Find a patient" }).click();
  // The list's page has a searchbox too: not before the other page is there.
  await expect(page.getByRole("heading", { level: 1, name: "Find a patient" })).toBeVisible();
  await page.getByRole("searchbox").fill("ma");
  const found = page.getByRole("list", { name: "Patients found" });
  await found.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/stays\//);
  await page.goBack();
  await expect(page.getByRole("searchbox")).toHaveValue("ma");
  await expect(found).toBeVisible();
  await expect(page).toHaveURL(/\/find$/);
});
