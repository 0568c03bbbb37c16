import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { signIn, untilAlive } from "./sign-in";

/** Opens the first patient with a number on the list. */
async function openScored(page: Page, rank = 0): Promise<void> {
  await page.getByRole("row").filter({ hasText: /\d\s%/ }).nth(rank).getByRole("link").first().click();
  await expect(page.getByRole("region", { name: "Any readmission within 30 days" })).toBeVisible();
}

test("a nurse notes a call, the clinician reads it, the nurse takes it back", async ({ browser }) => {
  const nurse = await (await browser.newContext()).newPage();
  const clinician = await (await browser.newContext()).newPage();
  await signIn(nurse, "nurse@demo");
  await openScored(nurse, 2);
  const path = new URL(nurse.url()).pathname;
  const done = nurse.getByRole("region", { name: "What was done and said" });
  await nurse.getByRole("button", { name: "Note what was done" }).click();
  const dialog = nurse.getByRole("dialog", { name: "Note what was done" });
  await dialog.getByRole("button", { name: "Note it" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Choose what was done.");
  await dialog.getByText("Follow-up booked").click();
  await dialog.getByLabel("In your words (optional)").fill("Diabetes clinic next week.");
  await dialog.getByRole("button", { name: "Note it" }).click();
  await expect(dialog).toBeHidden();
  await expect(done).toContainText("Diabetes clinic next week.");
  await expect(done.getByRole("button", { name: "Undo: Follow-up booked" })).toBeVisible();

  await signIn(clinician, "clinician@demo");
  await clinician.goto(path);
  const read = clinician.getByRole("region", { name: "What was done and said" });
  await expect(read).toContainText("Diabetes clinic next week.");
  await expect(read.getByRole("button", { name: /^Undo/ })).toHaveCount(0);

  await done.getByRole("button", { name: "Undo: Follow-up booked" }).click();
  await expect(done).toContainText("1 taken back");
  await clinician.reload();
  await expect(read).toContainText("1 taken back");
  await nurse.context().close();
  await clinician.context().close();
});

test("a clinician answers a score in one press, changes their mind with a reason, and takes it back", async ({
  page,
}) => {
  await signIn(page, "clinician@demo");
  await openScored(page, 3);
  const risk = page.getByRole("region", { name: "Any readmission within 30 days" });
  await risk.getByRole("button", { name: "Acknowledge" }).click();
  await expect(risk).toContainText("You acknowledged this score");
  await risk.getByRole("button", { name: "Take your answer back" }).click();
  await risk.getByRole("button", { name: /^Dismiss/ }).click();
  const dialog = page.getByRole("dialog", { name: "Dismiss this score" });
  await dialog.getByText("Already taken care of").click();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await dialog.getByRole("button", { name: "Dismiss it" }).click();
  await expect(risk).toContainText("You dismissed this score: already taken care of");
  await page.reload();
  await expect(risk).toContainText("You dismissed this score");
  await risk.getByRole("button", { name: "Take your answer back" }).click();
  await expect(risk.getByRole("button", { name: "Acknowledge" })).toBeVisible();
});

test("what could not be saved is undone, with the words kept; all of it without a mouse", async ({ page, context }) => {
  await signIn(page, "nurse@demo");
  await openScored(page, 1);
  await untilAlive(page);
  await page.getByRole("button", { name: "Note what was done" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: /^Call/ })).toBeFocused();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^Visit/ })).toBeChecked();
  await page.keyboard.press("Tab");
  await page.keyboard.type("Will not arrive.");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Note it" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "What was done was not saved" })).toBeVisible();
  await expect(page.getByRole("region", { name: "What was done and said" })).not.toContainText("Will not arrive.");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Look at it again" }).press("Enter");
  await expect(page.getByLabel("In your words (optional)")).toHaveValue("Will not arrive.");
  await page.keyboard.press("Escape");
});

test("smaller items open to each of them, with a curve and no point lost", async ({ page }) => {
  await signIn(page, "nurse@demo");
  await openScored(page);
  const why = page.getByRole("region", { name: /^Why: from the model/ });
  await why.getByRole("button", { name: /smaller items? together$/ }).click();
  await expect(why.getByText(/^Before rounding, together/)).toBeVisible();
  const small = why.getByRole("listitem").filter({ hasText: "Before rounding" }).getByRole("listitem");
  expect(await small.count()).toBeGreaterThan(3);
  await small.first().getByRole("button").first().click();
  await expect(why.getByText(/^What the model adds/).first()).toBeVisible();
});
