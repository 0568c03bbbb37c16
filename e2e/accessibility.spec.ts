import { expect, test } from "@playwright/test";
import { expectSound } from "./expect-sound";
import { signIn, untilAlive } from "./sign-in";

const SCREENS = [
  { size: "desktop", width: 1440, height: 900 },
  { size: "phone", width: 320, height: 640 },
] as const;

for (const colorScheme of ["light", "dark"] as const) {
  for (const { size, width, height } of SCREENS) {
    test.describe(`${colorScheme}, ${size}`, () => {
      test.use({ colorScheme, viewport: { width, height } });

      test("signing in", async ({ page }) => {
        await page.goto("/sign-in");
        await expectSound(page);
      });

      test("the list, a patient with a number, the curve, the table, the dialog, a patient without", async ({
        page,
      }) => {
        await signIn(page, "clinician@demo");
        await expect(page.getByRole("table")).toBeVisible();
        await expectSound(page);
        await page.getByRole("searchbox").fill("nobody is called this");
        await expect(page.getByRole("heading", { name: "No patient matches" })).toBeVisible();
        await expectSound(page);
        await page.getByRole("searchbox").fill("");

        await page.getByRole("row").filter({ hasText: /\d\s%/ }).first().getByRole("link").click();
        await expect(page.getByRole("region", { name: /^Why/ })).toBeVisible();
        await expectSound(page);
        const curve = page
          .getByRole("region", { name: /^Why/ })
          .locator("li button[aria-expanded]:not([aria-label])")
          .first();
        await curve.click();
        await page.getByRole("button", { name: "Show this curve as a table" }).click();
        for (const made of await page.getByRole("button", { name: /^How it is made up/ }).all()) await made.click();
        await expectSound(page);
        await page.getByRole("button", { name: "Show all as a table" }).click();
        await expectSound(page);
        await page.getByRole("button", { name: "This looks wrong" }).click();
        await page.getByRole("dialog").getByText("Wrong data").click();
        await expectSound(page);
        await page.keyboard.press("Escape");

        await page.goto("/");
        await untilAlive(page);
        await page
          .getByRole("rowgroup", { name: /No model score, use judgement/ })
          .getByRole("link")
          .first()
          .click();
        await expect(page.getByRole("heading", { name: "Outside this model" })).toBeVisible();
        await expectSound(page);
      });

      test("a refusal, and a page that is not there", async ({ page }) => {
        await signIn(page, "compliance@demo");
        await page.goto("/stays/enc-0001");
        await expect(page.getByRole("heading", { name: "You cannot see this" })).toBeVisible();
        await expectSound(page);
        await page.goto("/nowhere/at/all");
        await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
        await expectSound(page);
      });
    });
  }
}
