import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { type OwnServer, startOwnServer } from "./own-server";

const DAY = 86_400_000;
const port = Number(process.env.E2E_PORT ?? 3190) + 4;
const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

/** An adult with diabetes who came in yesterday: somebody the model is for. */
function bundle(id: string, birthDate: string) {
  const subject = { reference: `Patient/${id}` };
  const resources = [
    { resourceType: "Patient", id, gender: "female", birthDate, name: [{ family: `Silent${id}` }] },
    {
      resourceType: "Encounter",
      id: `e-${id}`,
      status: "in-progress",
      class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "IMP" },
      subject,
      period: { start: ago(1) },
      location: [{ location: { reference: "Location/w1", display: "Ward 1" }, status: "active" }],
    },
    {
      resourceType: "Condition",
      id: `c-${id}`,
      subject,
      clinicalStatus: {
        coding: [{ system: "http://terminology.hl7.org/CodeSystem/condition-clinical", code: "active" }],
      },
      code: { coding: [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code: "E11.9" }] },
    },
  ];
  return { resourceType: "Bundle", type: "collection", entry: resources.map((resource) => ({ resource })) };
}

let hospital: OwnServer;
const passwords = new Map<string, string>();
const scratch = mkdtempSync(join(tmpdir(), "wardlight-silent-"));

test.beforeAll(async () => {
  test.setTimeout(240_000);
  hospital = await startOwnServer(port, {});
  const file = join(scratch, "patients.ndjson");
  const lines = [bundle("a", "1950-02-03"), bundle("b", "1971-05-06")].map((one) => JSON.stringify(one));
  writeFileSync(file, `${lines.join("\n")}\n`);
  await hospital.wardlight("import", "--ndjson", file);
  for (const role of ["nurse", "clinician", "data-scientist"]) {
    const email = `${role}@hospital.test`;
    const args = ["users", "add", "--email", email, "--name", `Some ${role}`, "--role", role, "--all-wards"];
    const { password } = JSON.parse(await hospital.wardlight(...args)) as { password: string };
    passwords.set(role, password);
  }
});
test.afterAll(async () => {
  await hospital?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** With a one-time password there is one page and nothing else, by any door, until another password is chosen. */
async function chooseOwnPassword(page: Page, role: string): Promise<void> {
  const wanted = `a quiet ${role} shift`;
  await expect(page.getByRole("heading", { level: 1, name: "Choose your own password" })).toBeVisible();
  expect((await page.request.get(`${hospital.url}/api/v1/stays`)).status()).toBe(403);
  await page.goto(hospital.url);
  await expect(page).toHaveURL(/\/account$/);
  await page.waitForLoadState("networkidle");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByLabel("Present password").fill(passwords.get(role) ?? "");
  await page.getByLabel("New password", { exact: true }).fill("too short");
  await page.getByLabel("New password again").fill("too short");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "at least 12 characters" })).toBeVisible();
  await page.getByLabel("New password", { exact: true }).fill(wanted);
  await page.getByLabel("New password again").fill(wanted);
  await page.getByRole("button", { name: "Change password" }).click();
  passwords.set(role, wanted);
  await page.waitForURL((address) => address.pathname !== "/account");
}

const isChanged = new Set<string>();

async function signIn(page: Page, role: string): Promise<void> {
  await page.goto(`${hospital.url}/sign-in`);
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Account").fill(`${role}@hospital.test`);
  await page.getByLabel("Password").fill(passwords.get(role) ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((address) => address.pathname !== "/sign-in");
  if (isChanged.has(role)) return;
  await chooseOwnPassword(page, role);
  isChanged.add(role);
}

interface Row {
  readonly stayId: string;
  readonly probability: number | null;
}

async function rowsOf(request: APIRequestContext): Promise<Row[]> {
  const answer = await request.get(`${hospital.url}/api/v1/stays`);
  expect(answer.status()).toBe(200);
  return (await answer.json()).rows;
}

test("outside the demo a ward is sent no score by any door, and a data scientist is", async ({ browser }) => {
  const scientist = await (await browser.newContext()).newPage();
  await signIn(scientist, "data-scientist");
  const scored = await rowsOf(scientist.request);
  const numbers = scored.map(({ probability }) => String(probability));
  expect(numbers).toHaveLength(2);
  for (const number of numbers) expect(Number(number)).toBeGreaterThan(0);

  for (const role of ["nurse", "clinician"]) {
    const page = await (await browser.newContext()).newPage();
    await signIn(page, role);
    const bodies: string[] = [];
    page.on("response", (response) => {
      if (/\.(js|css|woff2|svg)/.test(response.url())) return;
      void response.text().then(
        (body) => bodies.push(body),
        () => undefined,
      );
    });
    await page.goto(hospital.url);
    await expect(page.getByText("it has not been checked on this hospital’s own outcomes yet")).toBeVisible();
    await page.waitForLoadState("networkidle");
    const [first] = await rowsOf(page.request);
    expect((await rowsOf(page.request)).every(({ probability }) => probability === null)).toBe(true);
    const addresses = ["", "/api/v1/stays", `/stays/${first?.stayId}`, `/api/v1/stays/${first?.stayId}`];
    for (const address of addresses) bodies.push(await (await page.request.get(`${hospital.url}${address}`)).text());
    await page.goto(`${hospital.url}/stays/${first?.stayId}`);
    await expect(page.getByRole("heading", { name: "No model score yet" })).toBeVisible();
    await page.waitForLoadState("networkidle");
    expect(bodies.length).toBeGreaterThan(addresses.length);
    for (const body of bodies) {
      for (const number of numbers) expect(body).not.toContain(number);
      expect(body).not.toMatch(/"contribution\\?":-?\d/);
    }
    await page.context().close();
  }
});

test("the model page says so, runs no validation without outcomes, and a nurse is not led there", async ({ page }) => {
  await signIn(page, "data-scientist");
  await page.getByRole("link", { name: "Model" }).click();
  await expect(page.getByRole("heading", { name: "Silent: wards see no scores of this model" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Not validated here yet" })).toBeVisible();
  await page.getByRole("button", { name: "Run local validation" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "No stay here has a known outcome yet" })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.context().clearCookies();
  await signIn(page, "nurse");
  await expect(page.getByRole("link", { name: "Model" })).toHaveCount(0);
  await page.goto(`${hospital.url}/models`);
  await expect(page.getByRole("heading", { name: "You cannot see this" })).toBeVisible();
});
