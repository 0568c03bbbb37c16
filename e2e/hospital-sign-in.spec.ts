import { expect, type Page, test } from "@playwright/test";
import { type OwnServer, startChild, startOwnServer } from "./own-server";

const base = Number(process.env.E2E_PORT ?? 3190);
const provider = `http://127.0.0.1:${base + 2}`;
const settings = (issuer: string) => ({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: "wardlight",
  OIDC_CLIENT_SECRET: "a secret for the journeys only",
  WARDLIGHT_LOCAL_SIGN_IN: "off",
});

let hospital: OwnServer;
let identity: { stop(): Promise<void> };

test.beforeAll(async () => {
  const callback = (port: number) => `http://127.0.0.1:${port}/api/auth/callback/oidc`;
  identity = await startChild(
    ["e2e/identity-provider.mjs", String(base + 2), callback(base + 1), callback(base + 3)],
    { ...process.env, NODE_NO_WARNINGS: "1" },
    async () => (await fetch(`${provider}/.well-known/openid-configuration`)).ok,
  );
  hospital = await startOwnServer(base + 1, settings(provider));
  const accounts = ["ann", "ben", "unverified-cas"];
  for (const name of accounts)
    await hospital.wardlight("users", "add", "--email", `${name}@hospital.test`, "--name", name, "--role", "nurse");
});
test.afterAll(async () => {
  await hospital?.stop();
  await identity?.stop();
});

/** From our sign-in page to the hospital's, as somebody, and back. */
async function signInAs(page: Page, subject: string, { url }: OwnServer = hospital, path = "/"): Promise<void> {
  await page.goto(`${url}${path}`);
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Sign in with your hospital account" }).click();
  await page.getByLabel("Who are you?").fill(subject);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL((address) => address.origin === url);
}

const refusal = (page: Page, words: string | RegExp) =>
  expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();

test("somebody with an account signs in at the hospital's sign-in and comes back to where they wanted to go", async ({
  page,
}) => {
  await signInAs(page, "ann", hospital, "/stays/no-such-stay?q=Testcase");
  await expect(page).toHaveURL(`${hospital.url}/stays/no-such-stay`);
  await expect(page.getByText("ann", { exact: true })).toBeVisible();
  const cookies = await page.context().cookies();
  const session = cookies.find(({ name }) => name.endsWith("next-auth.session-token"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });

  // Ended by an operator: the next thing done is refused, and says why.
  await hospital.wardlight("users", "end-sessions", "--email", "ann@hospital.test");
  expect((await page.request.get(`${hospital.url}/api/v1/stays`)).status()).toBe(401);
  await page.goto(hospital.url);
  await expect(page.getByText("Your sessions were ended by an administrator.")).toBeVisible();

  // The provider still knows them, and asks again all the same: the next person may be somebody else.
  await signInAs(page, "ann");
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
});

test("passwords let nobody in where they are switched off", async ({ page }) => {
  await page.goto(`${hospital.url}/sign-in`);
  await expect(page.getByRole("button", { name: "Sign in with your hospital account" })).toBeVisible();
  await expect(page.getByLabel("Password")).toHaveCount(0);
  const { csrfToken } = await (await page.request.get(`${hospital.url}/api/auth/csrf`)).json();
  const tried = await page.request.post(`${hospital.url}/api/auth/callback/credentials`, {
    form: { csrfToken, email: "ann@hospital.test", password: "anything" },
  });
  expect(tried.ok()).toBe(false);
});

test("somebody nobody made an account for is refused in a plain sentence, and none is made", async ({ page }) => {
  await signInAs(page, "stranger");
  await refusal(page, "Nobody has made an account for you");
  await expect(page).not.toHaveURL(/stranger/);
  expect(await hospital.wardlight("users", "list")).not.toContain("stranger");
});

test("an address that the provider did not verify opens nothing", async ({ page }) => {
  await signInAs(page, "unverified-cas");
  await refusal(page, "Nobody has made an account for you");
});

test("a disabled account is refused", async ({ page }) => {
  await hospital.wardlight("users", "disable", "--email", "ben@hospital.test");
  await signInAs(page, "ben");
  await refusal(page, "Your account is no longer active");
});

for (const parameter of ["nonce", "state", "code_challenge"] as const) {
  test(`an answer to another ${parameter} than we sent is not believed`, async ({ page }) => {
    await page.route(
      `${provider}/auth?**`,
      async (route) => {
        const address = new URL(route.request().url());
        expect(address.searchParams.get("code_challenge_method")).toBe("S256");
        address.searchParams.set(parameter, "A".repeat(43));
        await route.fulfill({ status: 302, headers: { location: `${provider}/auth${address.search}#changed` } });
      },
      { times: 1 },
    );
    await signInAs(page, "ann");
    await refusal(page, "was not completed");
    expect((await page.request.get(`${hospital.url}/api/v1/stays`)).status()).toBe(401);
  });
}

test("every one of these, let in or refused, stands in the audit", async () => {
  const said = await hospital.stopAndReadSignIns();
  const count = (words: string) => said.filter((one) => one === words).length;
  expect(count("done ok")).toBe(2);
  expect(count("refused unknown-account")).toBe(2);
  expect(count("refused disabled")).toBe(1);
  // A wrong nonce, a wrong state and a wrong code challenge.
  expect(count("refused not-believed")).toBe(3);
});

test("a provider that calls itself something else than we were told is not believed", async ({ page }) => {
  // A second hospital has to start, beside whatever else this machine does.
  test.setTimeout(300_000);
  const other = await startOwnServer(base + 3, settings(provider.replace("127.0.0.1", "localhost")));
  try {
    await other.wardlight("users", "add", "--email", "ann@hospital.test", "--name", "Ann", "--role", "nurse");
    await signInAs(page, "ann", other);
    await refusal(page, "did not answer as it should");
    expect((await page.request.get(`${other.url}/api/v1/stays`)).status()).toBe(401);
  } finally {
    await other.stop();
  }
});
