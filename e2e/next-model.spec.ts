import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { signIn, untilAlive } from "./sign-in";
import { wardlight } from "./wardlight";

const WHY = "The journey of the next model.";
const VERSION = "7.1.0";

/** The shipped graph under another number, registered beside the running server, as a model made elsewhere is. */
async function registerVersion(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "wardlight-e2e-model-"));
  cpSync("models/readmission/1.0.0", directory, { recursive: true });
  const file = join(directory, "manifest.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), version: VERSION }));
  await wardlight("models", "register", "--dir", directory);
  rmSync(directory, { recursive: true });
}

async function open(browser: Browser, email: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, email);
  return page;
}

async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await untilAlive(page);
}

/** Opens a dialog by its button, gives the reason and sends it. */
async function decide(page: Page, opens: string, sends: string): Promise<void> {
  await page.getByRole("button", { name: opens }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill(WHY);
  await dialog.getByRole("button", { name: sends, exact: true }).click();
  await expect(dialog).toBeHidden();
}

test("a version is held against the one that serves, serves by two people's word, and goes back", async ({
  browser,
}) => {
  await registerVersion();
  const scientist = await open(browser, "scientist@demo");
  await goTo(scientist, `/models/versions/${VERSION}`);
  await scientist.getByRole("button", { name: "Hold against 1.0.0" }).click();
  const gates = scientist.getByRole("region", { name: `Gates: ${VERSION} against 1.0.0` });
  // Some weeks of stays hold too few events: what cannot be judged is never passed.
  await expect(gates.getByRole("heading", { name: "Not every gate could be judged" })).toBeVisible({ timeout: 30_000 });
  await decide(scientist, "Promote to champion", "Promote");
  const waiting = scientist.getByRole("region", { name: "Waiting for a second person" });
  await expect(waiting).toContainText(WHY);
  await expect(waiting.getByRole("button", { name: "Confirm against the gates" })).toHaveCount(0);

  const clinician = await open(browser, "clinician@demo");
  await goTo(clinician, "/models/versions");
  await decide(clinician, "Confirm against the gates", "Confirm");
  await expect(clinician.getByRole("heading", { name: `Champion: ${VERSION}` })).toBeVisible();
  await goTo(clinician, "/");
  await clinician.getByRole("row").filter({ hasText: /\d\s%/ }).first().getByRole("link").click();
  await expect(clinician.getByRole("region", { name: "Any readmission within 30 days" })).toBeVisible();
  await expect(clinician.getByText(VERSION).first()).toBeVisible();

  await goTo(clinician, "/models/versions");
  await decide(clinician, "Roll back to 1.0.0", "Roll back");
  await expect(clinician.getByRole("heading", { name: "Champion: 1.0.0" })).toBeVisible();
});
