import { expect, type Page, test } from "@playwright/test";
import { findUnsound } from "./expect-sound";
import { signIn, untilAlive } from "./sign-in";
import { smallTargets } from "./small-targets";

/** Where a look takes place: both themes, a desk and the narrowest phone. */
const LOOKS = [
  { colorScheme: "light", width: 1440, height: 900 },
  { colorScheme: "dark", width: 1440, height: 900 },
  { colorScheme: "light", width: 320, height: 640 },
  { colorScheme: "dark", width: 320, height: 640 },
] as const;

interface Screen {
  readonly name: string;
  /** Where it begins; left out, it goes on from the screen before. */
  readonly path?: string;
  readonly open?: (page: Page) => Promise<unknown>;
}

const press = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();
const heading = (name: string | RegExp) => (page: Page) => expect(page.getByRole("heading", { name })).toBeVisible();

/** Opens the first patient of the list that has a number, or the first that has none. */
const openPatient = (hasNumber: boolean) => async (page: Page) => {
  const rows = hasNumber
    ? page.getByRole("row").filter({ hasText: /\d\s%/ })
    : page.getByRole("rowgroup", { name: /No model score, use judgement/ }).getByRole("row");
  await rows.getByRole("link").first().click();
  await page.waitForURL(/\/stays\//);
  await expect(page.getByRole("region", { name: "What was done and said" })).toBeVisible();
};

/** The list answers with something else than the demo has. */
const answeringList = (change: (list: { rows: unknown[]; dataAsOf: string }) => object) => async (page: Page) => {
  await page.route("**/api/v1/stays*", async (route) => {
    const answer = await route.fetch({ headers: { ...route.request().headers(), "if-none-match": "" } });
    await route.fulfill({ json: change(await answer.json()) });
  });
  await page.getByRole("button", { name: "Refresh" }).click();
};
const endAnswering = (page: Page) => page.unroute("**/api/v1/stays*");

const WHOLE_LIST: Screen = {
  name: "list",
  path: "/",
  open: (page) => expect(page.getByRole("table", { name: "Discharge list" })).toBeVisible(),
};

/** The list in its states, which are the same for everybody: looked at as the nurse, whose ward is the quickest. */
const LIST: readonly Screen[] = [
  WHOLE_LIST,
  {
    name: "list, nobody matches",
    open: async (page) => {
      await page.getByRole("searchbox").fill("nobody is called this");
      await heading("No patient matches")(page);
    },
  },
  { name: "list, sort and filter", path: "/", open: press("Sort and filter") },
  {
    name: "list, old data",
    path: "/",
    open: async (page) => {
      await answeringList((list) => ({ ...list, dataAsOf: "2026-01-01T06:00:00Z" }))(page);
      await expect(page.getByText(/^Old data/)).toBeVisible();
    },
  },
  {
    name: "list, empty",
    open: async (page) => {
      await endAnswering(page);
      await answeringList((list) => ({ ...list, rows: [] }))(page);
      await heading("No current inpatients")(page);
    },
  },
  {
    name: "list, not refreshed",
    open: async (page) => {
      await endAnswering(page);
      await page.route("**/api/v1/stays*", (route) => route.abort());
      await page.getByRole("button", { name: "Refresh" }).click();
      await expect(page.getByText("The list could not be refreshed")).toBeVisible();
      await endAnswering(page);
    },
  },
];

const PATIENT: readonly Screen[] = [
  { name: "patient", path: "/", open: openPatient(true) },
  {
    name: "patient, everything open",
    open: async (page) => {
      const why = page.getByRole("region", { name: /^Why/ });
      await why.locator("li button[aria-expanded]:not([aria-label])").first().click();
      await page.getByRole("button", { name: "Show this curve as a table" }).click();
      for (const made of await page.getByRole("button", { name: /^How it is made up/ }).all()) await made.click();
    },
  },
  { name: "patient, drivers as a table", open: press("Show all as a table") },
  { name: "patient outside the model", path: "/", open: openPatient(false) },
  { name: "model card", path: "/model-card/1.0.0", open: heading(/model/i) },
];

/** What only those who look after patients do. */
const ACTING: readonly Screen[] = [
  {
    name: "list, patients selected",
    path: "/",
    open: async (page) => {
      const boxes = page.getByRole("table", { name: "Discharge list" }).getByRole("checkbox");
      for (const at of [0, 1, 2, 3]) await boxes.nth(at).check();
    },
  },
  { name: "list, note for several", open: press("Note what was done") },
  {
    name: "dialog: note",
    path: "/",
    open: async (page) => {
      await openPatient(true)(page);
      await press("Note what was done")(page);
      await page.getByRole("dialog").getByRole("button", { name: "Note it" }).click();
      await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "dialog: this looks wrong",
    open: async (page) => {
      await page.keyboard.press("Escape");
      await press("This looks wrong")(page);
      await page.getByRole("dialog").getByText("Wrong data").click();
    },
  },
  {
    name: "dialog: dismiss",
    open: async (page) => {
      await page.keyboard.press("Escape");
      await press("Dismiss …")(page);
      await expect(page.getByRole("dialog", { name: "Dismiss this score" })).toBeVisible();
    },
  },
  { name: "alerts", path: "/alerts", open: heading("Alerts") },
  { name: "alert rules", path: "/alert-rules", open: heading("Alert rules") },
  {
    name: "find",
    path: "/find",
    open: (page) => expect(page.getByRole("searchbox")).toBeVisible(),
  },
  {
    name: "find, found",
    open: async (page) => {
      await page.getByRole("searchbox").fill("ma");
      await expect(page.getByRole("list", { name: "Patients found" })).toBeVisible();
    },
  },
  {
    name: "find, nobody",
    open: async (page) => {
      await page.getByRole("searchbox").fill("nobody is called this");
      await heading("Nobody found on your wards")(page);
    },
  },
];

const ANYBODY: readonly Screen[] = [
  { name: "account", path: "/account", open: heading("Your account") },
  { name: "no such page", path: "/nowhere/at/all", open: heading("There is no such page") },
];

const BEDS_AHEAD: Screen = { name: "beds ahead", path: "/beds", open: heading("Beds ahead") };

const refused = (path: string): Screen => ({ name: "refusal", path, open: heading("You cannot see this") });

const MODELS: readonly Screen[] = [
  { name: "model", path: "/models", open: heading("About this model") },
  { name: "dialog: hide scores", open: press("Hide scores from wards") },
  { name: "versions", path: "/models/versions", open: heading(/^Versions of the/) },
  { name: "version", path: "/models/versions/1.0.0", open: heading("Source attributes") },
  { name: "two versions", path: "/models/compare", open: heading("What each value adds") },
];

/** Each role and every screen it may see. */
const SCREENS: Readonly<Record<string, readonly Screen[]>> = {
  "nurse@demo": [...LIST, ...PATIENT, ...ACTING, ...ANYBODY, BEDS_AHEAD, refused("/models")],
  // On a ward a clinician sees what a nurse does, and more of them.
  "clinician@demo": [WHOLE_LIST, ...PATIENT, ...MODELS, ...ANYBODY],
  "administrator@demo": [
    WHOLE_LIST,
    { name: "capacity", path: "/capacity", open: heading("Capacity") },
    BEDS_AHEAD,
    { name: "dialog: staffing rules", path: "/beds?unit=ward-4c", open: press("Change rules") },
    { name: "the rota as a form", path: "/beds?unit=ward-4c", open: press("Change the rota") },
    { name: "theatres and supplies", path: "/theatres", open: heading("Theatres and supplies") },
    { name: "emergency department", path: "/ed-board", open: press(/: why, ED-/) },
    { name: "programme effect", path: "/programme", open: heading("Programme effect") },
    { name: "forecast accuracy", path: "/forecast-accuracy", open: heading("Forecast accuracy") },
    { name: "dialog: what forecasts are made from", open: press(/^Change$/) },
    { name: "connections", path: "/connections", open: heading("Connections") },
    { name: "dialog: trust a program", open: press(/^Trust a program/) },
    { name: "alert deliveries", path: "/alert-deliveries", open: heading("Alert deliveries") },
    { name: "people", path: "/people", open: heading("People") },
    { name: "dialog: wards", open: press(/^Wards of/) },
    ...ANYBODY,
    refused("/stays/enc-0001"),
  ],
  "scientist@demo": [
    WHOLE_LIST,
    ...PATIENT,
    { name: "review", path: "/review", open: heading("Review") },
    { name: "monitoring", path: "/monitoring", open: heading("Monitoring") },
    {
      name: "model with a report",
      path: "/models",
      open: async (page) => {
        await press("Run local validation")(page);
        await expect(page.getByRole("button", { name: "Show the calibration as a table" })).toBeVisible({
          timeout: 60_000,
        });
      },
    },
    {
      name: "model, charts as tables",
      open: async (page) => {
        await press("Show the calibration as a table")(page);
        await press("Show the decision curve as a table")(page);
      },
    },
    { name: "dialog: hide scores", open: press("Hide scores from wards") },
    ...ANYBODY,
  ],
  "compliance@demo": [
    { name: "audit", path: "/audit", open: heading("Audit") },
    { name: "past list", path: "/past-list", open: heading("The list of a past moment") },
    { name: "break-glass review", path: "/break-glass", open: heading("Break-glass review") },
    ...ANYBODY,
    refused("/stays/enc-0001"),
  ],
};

/** What is wrong with a screen in any look: by axe, by scrolling sideways, by being too small for a finger. */
async function findWrong(
  page: Page,
  name: string,
  looks: readonly (typeof LOOKS)[number][] = LOOKS,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { colorScheme, ...size } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    const found = [...(await findUnsound(page)), ...(size.width < 640 ? await smallTargets(page) : [])];
    wrong.push(...found.map((one) => `${name}, ${colorScheme}, ${size.width}: ${one}`));
  }
  await page.setViewportSize(LOOKS[0]);
  return wrong;
}

for (const [email, screens] of Object.entries(SCREENS)) {
  test(`every screen of ${email}, light and dark, at a desk and on a phone`, async ({ page }) => {
    // One sign-in and one page for all of them, and one list of all that is wrong.
    test.setTimeout(600_000);
    const wrong: string[] = [];
    await signIn(page, email);
    for (const { name, path, open } of screens) {
      if (path !== undefined) {
        await page.goto(path);
        await untilAlive(page);
      }
      await open?.(page);
      wrong.push(...(await findWrong(page, name)));
    }
    await page.goto("/account");
    await untilAlive(page);
    await page.setViewportSize(LOOKS[2]);
    await press("Menu")(page);
    wrong.push(...(await findWrong(page, "navigation on a phone", LOOKS.slice(2))));
    expect(wrong).toEqual([]);
  });
}

test("signing in, and being told why not, light and dark, at a desk and on a phone", async ({ page }) => {
  await page.goto("/sign-in");
  await untilAlive(page);
  expect(await findWrong(page, "sign-in")).toEqual([]);
  await page.getByLabel("Account").fill("nobody@demo");
  await page.getByLabel("Password").fill("a guess");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "do not belong together" })).toBeVisible();
  expect(await findWrong(page, "sign-in, refused")).toEqual([]);
});

test("a page nobody uses warns, light and dark, at a desk and on a phone", async ({ page }) => {
  await page.clock.install();
  await signIn(page, "nurse@demo");
  await page.clock.fastForward(13 * 60_000 + 2000);
  await expect(page.getByRole("alertdialog", { name: "Are you still there?" })).toBeVisible();
  expect(await findWrong(page, "idle warning")).toEqual([]);
});
