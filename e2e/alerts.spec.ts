import { expect, type Page, test } from "@playwright/test";
import { expectSound } from "./expect-sound";
import { signIn, untilAlive } from "./sign-in";

const rows = (page: Page) => page.getByRole("list", { name: "Alerts" }).locator("li[data-row]");
const NAME = "Leaves within three days, moderate or above";

test("a rule is written with its burden in view, finds patients, and the nurse answers by keyboard and on a phone", async ({
  page,
}) => {
  await signIn(page, "clinician@demo");
  await page.goto("/alert-rules/new");
  await untilAlive(page);
  await page.getByLabel("Name", { exact: true }).fill(NAME);
  for (const box of await page.getByRole("group", { name: "Wards" }).getByRole("checkbox").all()) await box.check();
  await page.getByLabel("From where on").selectOption("moderate");
  await page.getByLabel("Hours before the planned end").fill("72");
  await page.getByLabel("Hold what comes up then until they end").uncheck();
  await page.getByRole("button", { name: "Show what it would have come to" }).click();
  await expect(page.getByRole("heading", { name: "What it would have come to" })).toBeVisible();
  await expectSound(page);
  await page.getByRole("button", { name: "Save the rule" }).click();
  await expect(page.getByRole("list", { name: "Rules" }).getByText(NAME)).toBeVisible();

  // The nurse's open inbox hears of it by itself.
  const context = await page.context().browser()?.newContext();
  if (!context) throw new Error("There is no browser.");
  const nurse = await context.newPage();
  await signIn(nurse, "nurse@demo");
  await nurse.goto("/alerts");
  await untilAlive(nurse);
  await expect(rows(nurse).filter({ hasText: NAME }).first()).toBeVisible({ timeout: 15_000 });
  await expectSound(nurse);
  // Where a mail about the first one leads somebody who is signed out.
  const alertId = await rows(nurse).first().getByRole("link").getAttribute("data-alert");
  const away = await context.browser()?.newContext();
  const mailed = await away?.newPage();
  if (!mailed) throw new Error("There is no browser.");
  await signIn(mailed, "nurse@demo", `/alerts/${alertId}`);
  await expect(mailed.getByRole("heading", { level: 1, name: "One alert" })).toBeVisible();
  await expect(rows(mailed)).toHaveCount(1);
  await expectSound(mailed);
  await away?.close();

  const waiting = await rows(nurse).count();
  await rows(nurse).first().getByRole("link").focus();
  await nurse.keyboard.press("a");
  await expect(rows(nurse)).toHaveCount(waiting - 1);

  await nurse.setViewportSize({ width: 390, height: 844 });
  const first = rows(nurse).filter({ hasText: NAME }).first();
  const name = (await first.getByRole("link").innerText()).trim();
  await first.getByRole("button", { name: /^Set aside/ }).click();
  await nurse.getByRole("dialog").getByText("Already taken care of").click();
  await nurse.getByRole("button", { name: "Set it aside" }).click();
  await expect(rows(nurse)).toHaveCount(waiting - 2);
  await nurse.getByRole("link", { name: /^Done/ }).click();
  await expect(rows(nurse).filter({ hasText: name }).first()).toContainText("Already taken care of");
  await expectSound(nurse);
  await context.close();
});
