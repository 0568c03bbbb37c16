import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { expectSound } from "./expect-sound";
import { signIn, untilAlive } from "./sign-in";

const LOOKS = [
  { colorScheme: "light", width: 1440, height: 900 },
  { colorScheme: "dark", width: 1440, height: 900 },
  { colorScheme: "light", width: 320, height: 640 },
  { colorScheme: "dark", width: 320, height: 640 },
] as const;

/** Light and dark, desktop and the narrowest phone, and on paper. */
async function expectSoundEverywhere(page: Page): Promise<void> {
  for (const { colorScheme, ...size } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await expectSound(page);
  }
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 1440, height: 900 });
}

test("an administrator sees the week by unit, as a picture and as a table, and what it is not", async ({ page }) => {
  await signIn(page, "administrator@demo");
  await page.getByRole("link", { name: "Capacity" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Capacity" })).toBeVisible();
  const week = page.getByRole("table", { name: /^The next 7 days/ });
  await expect(week.getByRole("row")).toHaveCount(8);
  await expect(page.locator("svg.recharts-surface").first()).toBeVisible();
  await expect(
    page.getByText("Not here: patients who come for the first time, which are under Beds ahead"),
  ).toBeVisible();
  await expect(page.getByText("these are simulated numbers")).toBeVisible();

  // What the units are said to lose in the week is what all of them are said to lose.
  const units = page.getByRole("table", { name: "The week by unit" });
  const numbers = await units
    .getByRole("row")
    .evaluateAll((rows) => rows.slice(1).map((row) => Number(row.querySelectorAll("td")[1]?.textContent)));
  expect(numbers.at(-1)).toBe(numbers.slice(0, -1).reduce((sum, count) => sum + count, 0));
  await expectSoundEverywhere(page);

  const unit = page.getByRole("navigation", { name: "Units" }).getByRole("link").nth(1);
  const name = (await unit.textContent())?.trim() ?? "";
  await unit.click();
  await expect(page.getByRole("table", { name: `The next 7 days, ${name}` })).toBeVisible();
});

test("a ward sees nothing of it, and neither does anybody see another unit", async ({ browser }) => {
  const nurse = await browser.newPage();
  await signIn(nurse, "nurse@demo");
  await expect(nurse.getByRole("link", { name: "Capacity" })).toHaveCount(0);
  await nurse.goto("/capacity");
  await expect(nurse.getByRole("heading", { name: "You cannot see this" })).toBeVisible();
  await nurse.goto("/flags");
  await expect(nurse.getByRole("heading", { name: "You cannot see this" })).toBeVisible();
  expect((await nurse.request.get("/api/v1/flags")).status()).toBe(403);
  await nurse.close();

  const administrator = await browser.newPage();
  await signIn(administrator, "administrator@demo");
  await administrator.goto("/capacity?unit=not-mine");
  await expect(administrator.getByText("This unit is not one of yours.")).toBeVisible();
  await administrator.close();
});

test("what a clinician flags is reviewed with the score it is about, and exported without naming anybody", async ({
  browser,
}) => {
  const clinicianContext = await browser.newContext();
  const scientistContext = await browser.newContext();
  const clinician = await clinicianContext.newPage();
  await signIn(clinician, "clinician@demo");
  await clinician.getByRole("row").filter({ hasText: /\d\s%/ }).first().getByRole("link").click();
  await expect(clinician.getByRole("region", { name: "Any readmission within 30 days" })).toBeVisible();
  const path = new URL(clinician.url()).pathname;
  await clinician.getByRole("button", { name: "This looks wrong" }).click();
  await clinician.getByRole("dialog").getByText("Too high").click();
  await clinician.getByLabel("In your words (optional)").fill("Goes to a rehabilitation place.");
  await clinician.getByRole("button", { name: "Flag it" }).click();
  const flags = clinician.getByRole("region", { name: "Flags" });
  const said = flags.getByRole("article").filter({ hasText: "Goes to a rehabilitation place." });
  await expect(said.getByRole("button", { name: "Withdraw", exact: true })).toBeVisible();

  const scientist = await scientistContext.newPage();
  await signIn(scientist, "scientist@demo");
  await scientist.getByRole("link", { name: "Review", exact: true }).click();
  await expect(scientist.getByText("are a signal, never a label")).toBeVisible();
  const newest = scientist
    .getByRole("region", { name: /flags? waiting, newest first/ })
    .getByRole("listitem")
    .first();
  await expect(newest).toContainText("Goes to a rehabilitation place.");
  await expect(newest).toContainText("A clinician");
  await expect(newest).not.toContainText("Demo clinician");
  await expectSoundEverywhere(scientist);

  await scientist
    .getByRole("navigation", { name: "Kind" })
    .getByRole("link", { name: /Too low/ })
    .click();
  await expect(scientist).toHaveURL(/kind=too-low/);
  await expect(scientist.getByText("Goes to a rehabilitation place.")).toHaveCount(0);
  await scientist
    .getByRole("navigation", { name: "Kind" })
    .getByRole("link", { name: /Too high/ })
    .click();
  await expect(scientist).toHaveURL(/kind=too-high/);
  const [download] = await Promise.all([
    scientist.waitForEvent("download"),
    scientist.getByRole("link", { name: "Export as CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^flags-\d{4}-\d\d-\d\d\.csv$/);
  const csv = readFileSync(await download.path(), "utf8");
  expect(csv).toContain("too-high");
  for (const secret of ["rehabilitation place", "Demo clinician", path.slice("/stays/".length)])
    expect(csv).not.toContain(secret);

  await newest.getByRole("link", { name: /Open the patient/ }).click();
  await expect(scientist).toHaveURL(new RegExp(`${path}$`));
  await untilAlive(clinician);
  await said.getByRole("button", { name: "Withdraw", exact: true }).click();
  await expect(said).toHaveCount(0);
  await expect(flags).toContainText("withdrawn flag");
  await clinicianContext.close();
  await scientistContext.close();
});
