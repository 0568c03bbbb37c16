import { expect, test } from "@playwright/test";
import { signIn, untilAlive } from "./sign-in";

test("signed out, every page leads to signing in, and back to where one wanted to go", async ({ page }) => {
  await page.goto("/stays/anything");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("a wrong password is refused in one plain sentence", async ({ page }) => {
  await page.goto("/sign-in");
  await untilAlive(page);
  await page.getByLabel("Account").fill("scientist@demo");
  await page.getByLabel("Password").fill("not this");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "do not belong together" })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("a server that does not answer is said on the form", async ({ page }) => {
  await page.goto("/sign-in");
  await page.waitForLoadState("networkidle");
  await page.route("**/api/**", (route) => route.abort());
  await page.getByLabel("Account").fill("nurse@demo");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The server could not be reached." })).toBeVisible();
});

test("too many tries at one account are refused for a while", async ({ page }) => {
  await page.goto("/sign-in");
  await untilAlive(page);
  for (let tries = 0; tries < 11; tries += 1) {
    await page.getByLabel("Account").fill("nobody@demo");
    await page.getByLabel("Password").fill(`guess ${tries}`);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().includes("/callback/credentials")),
      page.getByRole("button", { name: "Sign in" }).click(),
    ]);
    await answer.finished();
    await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
  }
  await expect(page.getByRole("alert").filter({ hasText: "Too many tries" })).toBeVisible();
});

test("a patient of another ward is refused plainly, and the ward itself too", async ({ browser }) => {
  const clinicianContext = await browser.newContext();
  const clinician = await clinicianContext.newPage();
  await signIn(clinician, "clinician@demo");
  const all = await (await clinician.request.get("/api/v1/stays")).json();
  const nurseContext = await browser.newContext();
  const nurse = await nurseContext.newPage();
  await signIn(nurse, "nurse@demo");
  const mine = await (await nurse.request.get("/api/v1/stays")).json();
  expect(mine.wards).toHaveLength(1);
  const other = all.rows.find((row: { wardId: string }) => row.wardId !== mine.wards[0].id);

  await nurse.goto(`/stays/${other.stayId}`);
  await expect(nurse.getByRole("heading", { name: "You cannot see this" })).toBeVisible();
  await expect(nurse.getByText(other.patient.familyName)).toHaveCount(0);
  await nurse.goto(`/?ward=${other.wardId}`);
  await expect(nurse.getByRole("heading", { name: "You cannot see this" })).toBeVisible();
  await expect(nurse.getByText("This ward is not one of yours.")).toBeVisible();
  await nurseContext.close();
  await clinicianContext.close();
});

test("an administrator sees the list and opens no patient; compliance sees no patient at all", async ({
  page,
  browser,
}) => {
  await signIn(page, "administrator@demo");
  const list = page.getByRole("table", { name: "Discharge list" });
  await expect(list).toBeVisible();
  await expect(list.getByRole("rowheader").getByRole("link", { name: /,/ })).toHaveCount(0);
  const other = await (await browser.newContext()).newPage();
  await signIn(other, "compliance@demo");
  // Their day starts where their work is, and no patient opens from there or by address.
  await expect(other).toHaveURL(/\/audit$/);
  await expect(other.getByRole("heading", { level: 1, name: "Audit" })).toBeVisible();
  await other.goto("/stays/enc-0001");
  await expect(other.getByRole("heading", { name: "You cannot see this" })).toBeVisible();
  await other.context().close();
});

test("signing out ends it", async ({ page }) => {
  await signIn(page, "nurse@demo");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("the list's own door: compressed for browsers, nothing sent twice, refused like everywhere else", async ({
  page,
  playwright,
  baseURL,
}) => {
  await signIn(page, "nurse@demo");
  const headers = { "accept-encoding": "gzip", "x-wardlight-background": "1" };
  const first = await page.request.get("/api/v1/stays", { headers });
  expect(first.headers()).toMatchObject({
    "content-encoding": "gzip",
    "cache-control": "private, no-store",
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
  });
  const list = await first.json();
  const plain = await page.request.get("/api/v1/stays", { headers: { ...headers, "accept-encoding": "identity" } });
  expect(plain.headers()["content-encoding"]).toBeUndefined();
  expect((await plain.json()).rows).toEqual(list.rows);
  const etag = plain.headers().etag ?? "";
  const again = await page.request.get("/api/v1/stays", { headers: { ...headers, "if-none-match": etag } });
  expect(again.status()).toBe(304);
  const mine = await page.request.get(`/api/v1/stays?ward=${encodeURIComponent(list.wards[0].id)}`, { headers });
  expect((await mine.json()).wardId).toBe(list.wards[0].id);
  expect((await page.request.get("/api/v1/stays?ward=nowhere", { headers })).status()).toBe(403);
  const cookies = await page.context().cookies();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  // The cookie of a session that is over opens nothing, whoever kept it; neither does one that was made up.
  const stranger = await playwright.request.newContext({ baseURL: baseURL ?? "" });
  for (const cookie of [cookies.map(({ name, value }) => `${name}=${value}`).join("; "), "next-auth.session-token=x"]) {
    const refused = await stranger.get("/api/v1/stays", { headers: { ...headers, cookie } });
    expect(refused.status()).toBe(401);
    expect(refused.headers()["content-type"]).toContain("application/problem+json");
    expect(await refused.json()).toMatchObject({ status: 401, code: "unauthenticated" });
  }
  await stranger.dispose();
});

test("CDS Hooks services stand at the standard's addresses, open to programs and never led to a sign-in", async ({
  request,
}) => {
  const services = "/api/cds-services";
  const discovery = await request.get(services, { maxRedirects: 0 });
  expect([discovery.status(), discovery.headers()["access-control-allow-origin"]]).toEqual([200, "*"]);
  expect(discovery.headers()["content-type"]).toMatch(/^application\/json/);
  const ids = (await discovery.json()).services.map(({ id }: { id: string }) => id);
  expect(ids).toEqual(["wardlight-patient-view", "wardlight-encounter-discharge"]);
  for (const address of ids.flatMap((id: string) => [`${services}/${id}`, `${services}/${id}/feedback`])) {
    // Reached, and refused there for want of a token.
    const answer = await request.post(address, { data: {}, maxRedirects: 0 });
    expect([address, answer.status(), answer.headers()["www-authenticate"]]).toEqual([address, 401, "Bearer"]);
    expect((await answer.json()).error.code).toBe("unauthenticated");
    const preflight = await request.fetch(address, { method: "OPTIONS", maxRedirects: 0 });
    expect([address, preflight.status()]).toEqual([address, 204]);
    expect(preflight.headers()["access-control-allow-headers"]).toBe("Authorization, Content-Type");
    expect((await request.get(address, { maxRedirects: 0 })).status()).toBe(405);
  }
  const unknown = await request.post(`${services}/another`, { data: {}, maxRedirects: 0 });
  expect([unknown.status(), (await unknown.json()).error.code]).toEqual([404, "not-found"]);
});
