import { expect, type Page, test } from "@playwright/test";
import { answered } from "./answered";
import { signIn } from "./sign-in";
import { Stopwatch } from "./stopwatch";

const list = (page: Page) => page.getByRole("table", { name: "Discharge list" });
const patients = (page: Page) =>
  list(page)
    .getByRole("row")
    .filter({ has: page.locator("a[data-patient]") });
const scored = (page: Page) => patients(page).filter({ hasText: /\d\s%/ });
const noteDialog = (page: Page) => page.getByRole("dialog", { name: "Note what was done" });

/** Printing is the browser's own window: whether it was asked for is what can be seen from here. */
async function watchPrinting(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = window as unknown as { printed: number };
    seen.printed = 0;
    window.print = () => {
      seen.printed += 1;
    };
  });
}
const isPrinted = (page: Page) => page.waitForFunction(() => (window as unknown as { printed: number }).printed === 1);

test("a nurse signs in, acts on ten patients and prints the list for the huddle", async ({ page }) => {
  const watch = new Stopwatch();
  await watchPrinting(page);
  await signIn(page, "nurse@demo", "/sign-in", watch);

  // Four from their own pages, as a phone call to each would be.
  for (let at = 0; at < 4; at++) {
    const row = patients(page).nth(at);
    const name = (await row.getByRole("link").innerText()).trim();
    await watch.time(
      () => row.getByRole("link").click(),
      () => page.getByRole("heading", { level: 1, name }).waitFor(),
    );
    await page.getByRole("button", { name: "Note what was done" }).click();
    await noteDialog(page).getByText("Call", { exact: true }).click();
    await noteDialog(page)
      .getByLabel("In your words (optional)")
      .fill(`Spoke about going home, ${at + 1}.`);
    await watch.time(
      () => noteDialog(page).getByRole("button", { name: "Note it" }).click(),
      () =>
        page
          .getByRole("region", { name: "What was done and said" })
          .getByText(`Spoke about going home, ${at + 1}.`)
          .waitFor(),
    );
    await watch.time(
      () => page.getByRole("link", { name: "Discharge list" }).last().click(),
      () => list(page).waitFor(),
    );
  }

  // Six at once, as a pharmacist's round would be.
  for (let at = 4; at < 10; at++) await patients(page).nth(at).getByRole("checkbox").check();
  const chosen = page.getByRole("region", { name: "Selected patients" });
  await expect(chosen).toContainText("6 patients selected");
  await chosen.getByRole("button", { name: "Note what was done" }).click();
  await noteDialog(page).getByText("Pharmacist review", { exact: true }).click();
  await watch.time(
    () => noteDialog(page).getByRole("button", { name: "Note it" }).click(),
    () => patients(page).filter({ hasText: "Pharmacist review" }).nth(5).waitFor(),
  );
  await expect(patients(page).filter({ hasText: "✓ Call" })).toHaveCount(4);

  await watch.time(
    () => page.getByRole("button", { name: "Print for huddle" }).click(),
    () => isPrinted(page),
  );
  await page.emulateMedia({ media: "print" });
  await expect(patients(page).filter({ hasText: /✓ (Pharmacist review|Call)/ })).toHaveCount(10);
  await expect(page.getByRole("searchbox")).toBeHidden();
  // What was noted is stored, not only shown.
  await page.emulateMedia({ media: "screen" });
  await page.reload();
  await expect(patients(page).filter({ hasText: /✓ (Pharmacist review|Call)/ })).toHaveCount(10);
  watch.tell("Nurse");
});

test("a clinician checks a number, flags it and takes the flag back", async ({ page }) => {
  const watch = new Stopwatch();
  await signIn(page, "clinician@demo", "/sign-in", watch);
  const row = scored(page).nth(2);
  const name = (await row.getByRole("link").innerText()).trim();
  await watch.time(
    () => row.getByRole("link").click(),
    () => page.getByRole("heading", { level: 1, name }).waitFor(),
  );
  const why = page.getByRole("region", { name: /^Why/ });
  await watch.time(
    () => why.getByRole("button").first().click(),
    () => why.getByRole("figure").first().waitFor(),
  );
  await page.getByRole("button", { name: "This looks wrong" }).click();
  const dialog = page.getByRole("dialog", { name: "This looks wrong" });
  await dialog.getByText("Too low").click();
  const flags = page.getByRole("region", { name: "Flags" });
  await watch.time(
    () => dialog.getByRole("button", { name: "Flag it" }).click(),
    () => flags.getByRole("button", { name: "Withdraw", exact: true }).waitFor(),
  );
  const saved = answered(page, "flagId");
  await watch.time(
    () => flags.getByRole("button", { name: "Withdraw", exact: true }).click(),
    () => flags.getByRole("button", { name: /withdrawn flag/ }).waitFor(),
  );
  await saved;
  await page.reload();
  await expect(flags.getByRole("button", { name: /withdrawn flag/ })).toBeVisible();
  await expect(flags.getByRole("button", { name: "Withdraw", exact: true })).toHaveCount(0);
  watch.tell("Clinician");
});

test("a nurse does a round by keyboard alone: select, note, open, answer, print", async ({ page }) => {
  const watch = new Stopwatch();
  await watchPrinting(page);
  await signIn(page, "nurse@demo", "/sign-in", watch);
  const press = (key: string) => page.keyboard.press(key);
  /** Tab until this is where the keyboard is; a control that cannot be reached so fails the journey. */
  async function tabTo(target: ReturnType<Page["getByRole"]>, most = 60): Promise<void> {
    for (let step = 0; step < most; step++) {
      if (await target.evaluate((node) => node === document.activeElement)) return;
      await press("Tab");
    }
    await expect(target).toBeFocused();
  }
  const links = list(page).locator("a[data-patient]");

  await tabTo(page.getByRole("searchbox"));
  await press("ArrowDown");
  await expect(links.nth(0)).toBeFocused();
  await press("x");
  await press("j");
  await press("x");
  const chosen = page.getByRole("region", { name: "Selected patients" });
  await expect(chosen).toContainText("2 patients selected");
  await tabTo(chosen.getByRole("button", { name: "Note what was done" }), 600);
  await press("Enter");
  await expect(noteDialog(page)).toBeVisible();
  await press("Space");
  await tabTo(noteDialog(page).getByRole("button", { name: "Note it" }), 10);
  await watch.time(
    () => press("Enter"),
    () => chosen.waitFor({ state: "hidden" }),
  );

  await page.getByRole("searchbox").focus();
  await press("ArrowDown");
  await watch.time(
    () => press("Enter"),
    () => page.getByRole("button", { name: "Acknowledge" }).waitFor(),
  );
  await tabTo(page.getByRole("button", { name: "Acknowledge" }));
  await watch.time(
    () => press("Enter"),
    () =>
      page
        .getByRole("region", { name: "What was done and said" })
        .getByText(/acknowledged/i)
        .first()
        .waitFor(),
  );
  await tabTo(page.getByRole("link", { name: "Discharge list" }).last());
  await watch.time(
    () => press("Enter"),
    () => list(page).waitFor(),
  );
  await tabTo(page.getByRole("button", { name: "Print for huddle" }));
  await watch.time(
    () => press("Enter"),
    () => isPrinted(page),
  );
  watch.tell("Keyboard only");
});
