import { expect, test } from "@playwright/test";
import { signIn, untilAlive } from "./sign-in";

test("a clinician says a number is wrong, the nurse reads it, the clinician takes it back", async ({ browser }) => {
  const nurseContext = await browser.newContext();
  const clinicianContext = await browser.newContext();
  const nurse = await nurseContext.newPage();
  const clinician = await clinicianContext.newPage();
  await signIn(nurse, "nurse@demo");
  await signIn(clinician, "clinician@demo");

  await nurse.getByRole("row").filter({ hasText: /\d\s%/ }).first().getByRole("link").click();
  await expect(nurse.getByRole("region", { name: "Any readmission within 30 days" })).toBeVisible();
  const path = new URL(nurse.url()).pathname;

  await clinician.goto(path);
  await untilAlive(clinician);
  await clinician.getByRole("button", { name: "This looks wrong" }).click();
  const dialog = clinician.getByRole("dialog", { name: "This looks wrong" });
  await dialog.getByRole("button", { name: "Flag it" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Choose what is wrong.");
  await dialog.getByText("Wrong data").click();
  await dialog.getByLabel("Which one?").selectOption({ index: 1 });
  await dialog.getByLabel("In your words (optional)").fill("One of these was day surgery.");
  await dialog.getByRole("button", { name: "Flag it" }).click();
  await expect(dialog).toBeHidden();
  const said = clinician.getByRole("region", { name: "Flags" });
  await expect(said).toContainText("One of these was day surgery.");
  await expect(said.getByRole("button", { name: "Withdraw", exact: true })).toBeVisible();

  await nurse.goto(path);
  await expect(nurse.getByRole("region", { name: "Flags" })).toContainText("One of these was day surgery.");
  await expect(nurse.getByRole("region", { name: "Flags" })).toContainText("Demo clinician");
  await expect(nurse.getByRole("button", { name: "Withdraw", exact: true })).toHaveCount(0);
  await nurse.goto("/");
  await expect(nurse.getByRole("table")).toContainText("Flagged wrong data");

  await said.getByRole("button", { name: "Withdraw", exact: true }).click();
  await expect(clinician.getByRole("alert").filter({ hasText: "not withdrawn" })).toHaveCount(0);
  await expect(said).toContainText("1 withdrawn flag");
  await expect(said.getByRole("button", { name: "Withdraw", exact: true })).toHaveCount(0);
  await nurse.reload();
  await expect(nurse.getByRole("table")).not.toContainText("Flagged wrong data");
  await nurseContext.close();
  await clinicianContext.close();
});

test("a flag that cannot be saved is undone, with the words kept", async ({ page, context }) => {
  await signIn(page, "clinician@demo");
  await page.getByRole("row").filter({ hasText: /\d\s%/ }).nth(1).getByRole("link").click();
  await page.getByRole("button", { name: "This looks wrong" }).click();
  await page.getByRole("dialog").getByText("Too high").click();
  await page.getByLabel("In your words (optional)").fill("Will not arrive.");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Flag it" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Your flag was not saved" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Flags" })).toHaveCount(0);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Look at it again" }).click();
  await expect(page.getByLabel("In your words (optional)")).toHaveValue("Will not arrive.");
});
