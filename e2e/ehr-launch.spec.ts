import { expect, type FrameLocator, type Page, test } from "@playwright/test";
import { type Ehr, startEhr } from "./ehr-server.mjs";
import { expectSound } from "./expect-sound";
import { signIn } from "./sign-in";
import { wardlight, wardlightUrl } from "./wardlight";

const port = Number(process.env.E2E_PORT ?? 3190);

let ehr: Ehr;
let open: { id: string; patientId: string };
const launches: Record<string, { patient?: string; encounter?: string }> = {};
const launchUrl = (launch: string): string =>
  `${wardlightUrl}/launch?iss=${encodeURIComponent(ehr.base)}&launch=${launch}`;

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage();
  await signIn(page, "clinician@demo");
  const { rows } = await (await page.request.get(`${wardlightUrl}/api/v1/stays`)).json();
  const { stayId } = rows[0];
  const { scored } = await (await page.request.get(`${wardlightUrl}/api/v1/stays/${stayId}`)).json();
  open = { id: stayId, patientId: scored.patientId };
  await page.close();
  Object.assign(launches, { one: { patient: open.patientId, encounter: open.id }, nobody: { patient: "nobody-here" } });
  ehr = await startEhr({
    port: port + 2,
    redirectUris: [`${wardlightUrl}/launch/callback`],
    launches,
    roles: { cas: [{ code: "porter", location: "x" }] },
  });
  const options = ["--client-id", "wardlight-app", "--shares-patients", "--embed-origins", ehr.issuer];
  const role = ["--role", "http://example.org/roles|nurse=nurse"];
  await wardlight(
    "connections",
    "add",
    "--kind",
    "smart-server",
    "--name",
    "EHR",
    "--issuer",
    ehr.base,
    ...options,
    ...role,
  );
  await wardlight("users", "link", "--email", "clinician@demo", "--ehr", ehr.base, "--fhir-user", "Practitioner/ann");
});
test.afterAll(async () => ehr?.close());

async function signInAtEhr(place: Page | FrameLocator, subject: string): Promise<void> {
  await place.getByLabel("Who are you?").fill(subject);
  await place.getByRole("button", { name: "Continue" }).click();
}

test("opens on the patient who is open in the EHR, signed in as whoever is there", async ({ page }) => {
  await page.goto(launchUrl("one"));
  await signInAtEhr(page, "ann");
  await expect(page).toHaveURL(`${wardlightUrl}/stays/${open.id}`);
  await expect(page.getByRole("button", { name: "Note what was done" }).first()).toBeVisible();
  const cookies = await page.context().cookies(wardlightUrl);
  expect(cookies.map(({ name }) => name)).not.toContain("wardlight-launch");
  expect(ehr.asked.at(-1)).toMatchObject({ launch: "one", aud: ehr.base });
});

test("says so where Wardlight has no stay of that patient, and leads to the list", async ({ page }) => {
  await page.goto(launchUrl("nobody"));
  await signInAtEhr(page, "ann");
  await expect(page.getByRole("heading", { name: /no hospital stay of the patient/ })).toBeVisible();
  await expectSound(page);
  await page.getByRole("link", { name: "To the list" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("lets nobody in who is nothing here, and goes to no server that is not on the list", async ({ page }) => {
  await page.goto(launchUrl("one"));
  await signInAtEhr(page, "cas");
  await expect(
    page.getByRole("heading", { name: "Nobody has made an account for you in Wardlight yet." }),
  ).toBeVisible();
  await expectSound(page);
  await page.goto(`${wardlightUrl}/launch?iss=https%3A%2F%2Fevil.example%2Ffhir&launch=one`);
  await expect(page.getByRole("heading", { name: /does not know the system that opened it/ })).toBeVisible();
  expect((await page.request.get(`${wardlightUrl}/api/v1/stays`)).status()).toBe(401);
  // An answer nobody asked for.
  await page.goto(`${wardlightUrl}/launch/callback?code=x&state=y`);
  await expect(page.getByRole("heading", { name: /could not be trusted/ })).toBeVisible();
});

test("shows inside the EHR's own page, and inside nobody else's", async ({ page }) => {
  const mayFrame = async (): Promise<string> =>
    (await page.request.get(`${wardlightUrl}/sign-in`)).headers()["content-security-policy"] ?? "";
  // Within a quarter of a minute of being allowed, in every process.
  await expect.poll(mayFrame, { timeout: 30_000 }).toContain(`frame-ancestors ${ehr.issuer}`);
  await page.goto(`${ehr.issuer}/chart?frame=${encodeURIComponent(launchUrl("one"))}`);
  const frame = page.frameLocator("iframe");
  await signInAtEhr(frame, "ann");
  await expect(frame.getByRole("button", { name: "Note what was done" }).first()).toBeVisible();

  const stranger = ehr.issuer.replace("127.0.0.1", "localhost");
  const refused = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
  await page.goto(`${stranger}/chart?frame=${encodeURIComponent(`${wardlightUrl}/sign-in`)}`);
  await refused;
});

test("publishes its public keys to whoever asks, for a while and nothing of the private part", async ({ request }) => {
  const response = await request.get(`${wardlightUrl}/.well-known/jwks.json`, { maxRedirects: 0 });
  expect(response.status()).toBe(200);
  expect(response.headers()["cache-control"]).toBe("public, max-age=300");
  // The demo has no key to sign with; what is published of one is checked where keys are read.
  expect(await response.json()).toEqual({ keys: [] });
});
