import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { signIn, untilAlive } from "./sign-in";

interface Row {
  readonly stayId: string;
  readonly wardId: string;
  readonly wardName: string;
  readonly patient: { readonly familyName: string; readonly mrn: string };
}

async function expectSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
}

test("a nurse finds patients by name and number, opens one of another ward with a reason, and compliance reviews it", async ({
  browser,
}) => {
  const [nurseContext, clinicianContext, complianceContext] = await Promise.all([
    browser.newContext(),
    browser.newContext(),
    browser.newContext(),
  ]);
  const [nurse, clinician, compliance] = await Promise.all([
    nurseContext.newPage(),
    clinicianContext.newPage(),
    complianceContext.newPage(),
  ]);
  await signIn(clinician, "clinician@demo");
  await signIn(nurse, "nurse@demo");
  const rowsOf = async (page: Page): Promise<Row[]> => (await (await page.request.get("/api/v1/stays")).json()).rows;
  const mine = await rowsOf(nurse);
  const [own] = mine;
  // Not one that another journey has opened.
  const isClosed = async ({ stayId }: Row) => (await nurse.request.get(`/api/v1/stays/${stayId}`)).status() === 403;
  const others = (await rowsOf(clinician)).filter(({ wardId }) => mine.every((row) => row.wardId !== wardId));
  let other: Row | undefined;
  for (const row of others.slice(0, 10)) if (other === undefined && (await isClosed(row))) other = row;
  if (own === undefined || other === undefined) throw new Error("The demo has no patient of another ward.");

  // Nothing that identifies a patient stands in any address that is asked for.
  const addresses: string[] = [];
  nurse.on("request", (request) => addresses.push(request.url()));
  await nurse.getByRole("link", { name: "Find a patient" }).click();
  await untilAlive(nurse);
  const box = nurse.getByRole("searchbox", { name: "Name, MRN or birth date" });
  await expect(box).toBeFocused();
  await box.fill(own.patient.familyName.slice(0, 3).toUpperCase());
  const found = nurse.getByRole("list", { name: "Patients found" });
  await expect(found.getByRole("link").filter({ hasText: own.patient.mrn })).toBeVisible();
  await expectSound(nurse);
  await nurse.keyboard.press("ArrowDown");
  await expect(found.getByRole("link").first()).toBeFocused();
  await nurse.keyboard.press("ArrowUp");
  await expect(box).toBeFocused();
  await box.fill("nobody is called this");
  await expect(nurse.getByRole("heading", { name: "Nobody found on your wards" })).toBeVisible();

  await box.fill(other.patient.mrn.toLowerCase());
  const elsewhere = nurse.getByRole("list", { name: "On other wards" });
  await expect(elsewhere).toContainText(other.wardName);
  await expect(nurse.getByText(other.patient.familyName)).toHaveCount(0);
  await expectSound(nurse);
  await elsewhere.getByRole("link", { name: "Open with a reason" }).click();
  await expect(nurse.getByRole("heading", { name: "You cannot see this" })).toBeVisible();
  const form = nurse.getByRole("form", { name: "Open with a reason" });
  await untilAlive(nurse);
  await expectSound(nurse);
  await form.getByRole("button", { name: /^Open for/ }).click();
  await expect(form.getByRole("alert")).toHaveText("Choose a reason.");
  await form.getByText("Covering this ward").click();
  await form.getByLabel("In your words").fill("Holding the bleep tonight.");
  await form.getByRole("button", { name: /^Open for/ }).click();
  await expect(nurse.getByText(/^Opened outside your wards until \d\d:\d\d; this is reviewed\.$/)).toBeVisible();
  await expect(nurse.getByRole("heading", { level: 1 })).toContainText(other.patient.familyName);
  await expectSound(nurse);
  for (const address of addresses) {
    expect(address).not.toContain(encodeURIComponent(other.patient.mrn));
    expect(address.toLowerCase()).not.toContain(other.patient.familyName.toLowerCase());
  }
  // The ward's own people see no banner.
  await clinician.goto(`/stays/${other.stayId}`);
  await expect(clinician.getByRole("heading", { level: 1 })).toContainText(other.patient.familyName);
  await expect(clinician.getByText(/^Opened outside your wards/)).toHaveCount(0);

  await signIn(compliance, "compliance@demo");
  await compliance.getByRole("link", { name: "Break-glass review" }).click();
  await expect(compliance.getByRole("heading", { level: 1, name: "Break-glass review" })).toBeVisible();
  const card = compliance.getByRole("article").filter({ hasText: other.stayId });
  await expect(card).toContainText("Covering this ward: Holding the bleep tonight.");
  await expect(compliance.getByText(other.patient.familyName)).toHaveCount(0);
  await card.getByRole("button", { name: /^What was done meanwhile/ }).click();
  await expect(card).toContainText("opened the page");
  await expectSound(compliance);
  await card.getByRole("button", { name: "Not appropriate", exact: true }).click();
  await expect(card.getByRole("alert")).toContainText("why it was not appropriate");
  await card.getByLabel("Your note").fill("Not on the rota that night.");
  await card.getByRole("button", { name: "Not appropriate", exact: true }).click();
  await expect(compliance.getByRole("region", { name: "Reviewed" })).toContainText("Not on the rota that night.");
  await expectSound(compliance);

  // A no ends it at once.
  await nurse.reload();
  await expect(nurse.getByRole("heading", { name: "You cannot see this" })).toBeVisible();
  for (const context of [nurseContext, clinicianContext, complianceContext]) await context.close();
});
