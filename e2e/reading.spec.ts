import { expect, type Locator, test } from "@playwright/test";
import { signIn } from "./sign-in";

/** "+ 15" and "− 3" as numbers, with or without the space that keeps them together. */
function pointsIn(text: string): number {
  const plain = text.replace(/\u2212/g, "-").replace(/[^\d-]/g, "");
  return Number(plain);
}

const percent = async (place: Locator): Promise<number> =>
  Number(/(\d+)\s%/.exec((await place.textContent()) ?? "")?.[1]);

test("a nurse signs in, reads the list, opens a patient, reads the number and why it is what it is", async ({
  page,
}) => {
  await signIn(page, "nurse@demo");
  await expect(page.getByRole("heading", { level: 1, name: /^Discharge list/ })).toBeVisible();
  await expect(page.getByText("Synthetic patients. Outcomes are simulated.")).toBeVisible();
  const list = page.getByRole("table", { name: "Discharge list" });
  await expect(list.getByRole("heading", { name: /No model score, use judgement/ }).first()).toBeVisible();

  const scored = list.getByRole("row").filter({ hasText: /\d\s%/ }).first();
  const onList = await percent(scored.getByRole("cell").filter({ hasText: /\d\s%/ }).first());
  const name = await scored.getByRole("link").textContent();
  await scored.getByRole("link").click();

  await expect(page.getByRole("heading", { level: 1 })).toContainText(name ?? "");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("(synthetic)");
  const risk = page.getByRole("region", { name: "Any readmission within 30 days" });
  expect(await percent(risk)).toBe(onList);

  const why = page.getByRole("region", { name: /^Why: from the model/ });
  const heading = (await why.getByRole("heading", { level: 2 }).textContent()) ?? "";
  const [from, to] = [...heading.matchAll(/(\d+)\s%/g)].map(([, digits]) => Number(digits));
  const points = await why.locator("[data-points]").allTextContents();
  expect(points.length).toBeGreaterThan(3);
  expect((from ?? Number.NaN) + points.reduce((sum, text) => sum + pointsIn(text), 0)).toBe(to);
  expect(to).toBe(onList);

  // Either is right: another journey may have checked the model on the demo's own outcomes before.
  await expect(page.getByText(/Learnt from .*(not yet checked here|checked here on \d)/i).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: /^LACE/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: /^HOSPITAL/ })).toBeVisible();
});

test("a driver opens onto the resources it came from, and onto the curve behind it", async ({ page }) => {
  await signIn(page, "nurse@demo");
  await page.getByRole("row").filter({ hasText: /\d\s%/ }).first().getByRole("link").click();
  const why = page.getByRole("region", { name: /^Why: from the model/ });
  await why
    .getByRole("button", { name: /^Sources of/ })
    .first()
    .click();
  await expect(
    why.getByText(/^(Encounter|Condition|Observation|MedicationRequest|Patient|Procedure)\//).first(),
  ).toBeVisible();

  const curve = why.locator("li button[aria-expanded]:not([aria-label])").first();
  await curve.click();
  await expect(why.getByText(/^What the model adds for each value/)).toBeVisible();
  await why.getByRole("button", { name: "Show this curve as a table" }).click();
  await expect(why.getByRole("row").filter({ hasText: "(this patient)" })).toBeVisible();

  // The curve and the table of all terms say the same of this patient.
  const sentence = (await curve.textContent()) ?? "";
  const onCurve = /([+\u2212]?\d\.\d\d)\.$/.exec((await why.getByText(/^This patient: /).textContent()) ?? "")?.[1];
  await page.getByRole("button", { name: "Show all as a table" }).click();
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: sentence, exact: true }) });
  await expect(row.locator("td").first()).toHaveText(onCurve ?? "a number");
});

test("every term stands in a table whose log-odds add up too", async ({ page }) => {
  await signIn(page, "nurse@demo");
  await page.getByRole("row").filter({ hasText: /\d\s%/ }).first().getByRole("link").click();
  await page.getByRole("button", { name: "Show all as a table" }).click();
  const rows = page.getByRole("region", { name: "All drivers, as a table" }).getByRole("row");
  const logOdds = (await rows.locator("td:nth-of-type(1)").allTextContents()).map((text) =>
    Number(text.replace("\u2212", "-")),
  );
  const total = logOdds.pop() ?? Number.NaN;
  expect(logOdds.length).toBeGreaterThan(30);
  // Each is written with two decimals, so each may be off by half of the last one.
  expect(Math.abs(logOdds.reduce((sum, value) => sum + value, 0) - total)).toBeLessThan(0.005 * (logOdds.length + 1));
});

test("a patient outside the model has reasons, LACE and HOSPITAL, and no number", async ({ page }) => {
  await signIn(page, "nurse@demo");
  const section = page.getByRole("rowgroup", { name: /No model score, use judgement/ });
  await section.getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "Outside this model" })).toBeVisible();
  await expect(page.getByText("No score does not mean low risk.", { exact: false })).toBeVisible();
  await expect(page.getByRole("heading", { name: /^LACE/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Any readmission within 30 days" })).toHaveCount(0);
});

test("search finds by name or MRN, and says when nobody matches", async ({ page }) => {
  await signIn(page, "nurse@demo");
  const first = page.getByRole("table").getByRole("rowheader").filter({ hasText: "MRN" }).first();
  const mrn = /MRN\s*(\S+)/.exec((await first.textContent()) ?? "")?.[1] ?? "";
  await page.getByRole("searchbox").fill(mrn);
  await expect(page.getByRole("table").getByRole("rowheader").filter({ hasText: "MRN" })).toHaveCount(1);
  await page.getByRole("searchbox").fill("nobody is called this");
  await expect(page.getByRole("heading", { name: "No patient matches" })).toBeVisible();
  expect(page.url()).not.toContain("nobody");
});
