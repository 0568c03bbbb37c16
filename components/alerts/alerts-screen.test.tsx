// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { type AlertActions, type AlertChoice, alertsAddress, alertsKey } from "@/components/alerts/alert-actions";
import { AlertsScreen } from "@/components/alerts/alerts-screen";
import { firstPage } from "@/components/alerts/first-page";
import type { AlertsView, AlertView } from "@/lib/core/alerts/alert";

// jsdom has no CSS; the dialog escapes a selector with it.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

afterEach(cleanup);

const CHOICE = { list: "open", wardId: null } as const;

const alert = (id: string, more: Partial<AlertView> = {}): AlertView => ({
  id,
  ruleId: "r1",
  ruleVersion: 1,
  ruleName: "Leaving, high",
  kind: "leaving-unattended",
  state: "open",
  stayId: `stay-${id}`,
  patient: {
    id: `p-${id}`,
    familyName: `Testcase${id}`,
    givenNames: "Ada",
    birthDate: "1950-01-01",
    ageYears: 76,
    sex: "female",
    mrn: null,
    synthetic: true,
  },
  wardId: "w1",
  wardName: "Ward 1",
  bed: "A-1",
  plannedEndAt: null,
  because: "The score is 40 % (high).",
  probability: 0.4,
  tier: "high",
  raisedAt: "2026-03-10T08:00:00Z",
  snoozedUntil: null,
  escalatedAt: null,
  roles: ["nurse"],
  isMine: true,
  repeats: 0,
  endedAt: null,
  events: [],
  ...more,
});

const viewOf = (alerts: readonly AlertView[], more: Partial<AlertsView> = {}): AlertsView => ({
  list: "open",
  wards: [{ id: "w1", name: "Ward 1" }],
  wardId: null,
  alerts,
  next: null,
  counts: { open: alerts.length, acknowledged: 2, snoozed: 1, done: null, held: 3, mine: 1 },
  rules: 2,
  silentBecause: null,
  lookedAt: "2026-03-10T08:58:00Z",
  asOf: "2026-03-10T09:00:00Z",
  timeZone: "Europe/London",
  mayAct: true,
  ...more,
});

function show(view: AlertsView, actions: Partial<AlertActions> = {}, choice: AlertChoice = CHOICE) {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } },
  });
  client.setQueryData(alertsKey(choice), firstPage(view));
  const act = vi.fn(actions.act ?? (async () => alert("1", { state: "acknowledged" })));
  const load = vi.fn(actions.load ?? (async () => view));
  render(
    <QueryClientProvider client={client}>
      <AlertsScreen choice={choice} load={load} act={act} />
    </QueryClientProvider>,
  );
  return { act, load };
}

const link = (id: string) => screen.getByRole("link", { name: `Testcase${id}, Ada` });

it("says that nothing waits, without saying that nobody is at risk", () => {
  show(viewOf([]));
  expect(screen.getByText("Nothing waits")).toBeTruthy();
  expect(screen.getByText(/Every patient is on the discharge list/)).toBeTruthy();
  expect(screen.getByText(/rules looked at 2 min ago/)).toBeTruthy();
});

it("shows the one alert a message is about, keeps it there once it is taken, and says where it is not the reader's", async () => {
  const one = { ...CHOICE, alertId: "1" };
  const { act, load } = show(
    viewOf([alert("1")]),
    { load: async () => viewOf([alert("1", { state: "acknowledged" })]) },
    one,
  );
  expect(screen.getByRole("heading", { level: 1, name: "One alert" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "All alerts of your wards" }).getAttribute("href")).toBe("/alerts");
  fireEvent.click(screen.getByRole("button", { name: /^Take it/ }));
  await waitFor(() => expect(load).toHaveBeenCalledWith({ ...one, cursor: null }));
  expect(act).toHaveBeenCalledWith({ alertId: "1", step: { kind: "acknowledge" } });
  expect(link("1")).toBeTruthy();
  cleanup();
  show(viewOf([]), {}, one);
  expect(screen.getByText("This alert is not shown to you")).toBeTruthy();
  expect(screen.queryByText("Nothing waits")).toBeNull();
});

it("does not say that nothing waits where no rule looks, or none has scores to go by", () => {
  show(viewOf([], { rules: 0 }));
  expect(screen.getByText("No rule is switched on")).toBeTruthy();
  cleanup();
  show(viewOf([], { silentBecause: "Model scores are not shown: nobody approved them." }));
  expect(screen.getByText("No rule looks at scores here")).toBeTruthy();
  expect(screen.queryByText("Nothing waits")).toBeNull();
});

it("says where nobody looks for alerts, whether some wait or none", () => {
  const lookedAt = "2026-03-10T08:44:00Z";
  for (const alerts of [[], [alert("1")]]) {
    show(viewOf(alerts, { lookedAt }));
    expect(screen.getByText("Alerts are not looked for at present")).toBeTruthy();
    expect(screen.getByText(/The rules were last looked at 16 min ago, so alerts may be missing here/)).toBeTruthy();
    expect(screen.queryByText("Nothing waits")).toBeNull();
    cleanup();
  }
  show(viewOf([], { lookedAt: null }));
  expect(screen.getByText(/rules not looked at yet/)).toBeTruthy();
});

it("shows who, why and since when, with the way to the patient, and how many stand where", () => {
  show(viewOf([alert("1", { repeats: 2, escalatedAt: "2026-03-10T08:30:00Z", roles: ["nurse", "clinician"] })]));
  expect(link("1").getAttribute("href")).toBe("/stays/stay-1");
  expect(screen.getByText("The score is 40 % (high).")).toBeTruthy();
  expect(screen.getByText(/Not taken in time: nurses and clinicians told/)).toBeTruthy();
  expect(screen.getByText("Came up 3 times")).toBeTruthy();
  const stands = within(screen.getByRole("navigation", { name: "Where they stand" }));
  expect(stands.getAllByRole("link").map(({ textContent }) => textContent)).toEqual([
    "Open 1",
    "Taken 2",
    "Put off 4",
    "Done ",
  ]);
});

it("is answered by keyboard: on to the next with j, taken with a, put off with s, set aside with d and a reason", async () => {
  const { act } = show(viewOf([alert("1"), alert("2"), alert("3")]));
  link("1").focus();
  fireEvent.keyDown(link("1"), { key: "j" });
  expect(document.activeElement).toBe(link("2"));
  fireEvent.keyDown(link("2"), { key: "a" });
  await waitFor(() => expect(act).toHaveBeenCalledWith({ alertId: "2", step: { kind: "acknowledge" } }));
  await waitFor(() => expect(document.activeElement).toBe(link("3")));
  fireEvent.keyDown(link("3"), { key: "s" });
  expect((await screen.findByRole("dialog")).textContent).toContain("Testcase3, Ada. Leaving, high.");
  fireEvent.click(await screen.findByRole("button", { name: "Put it off" }));
  await waitFor(() => expect(act).toHaveBeenLastCalledWith({ alertId: "3", step: { kind: "snooze", minutes: 60 } }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  link("1").focus();
  fireEvent.keyDown(link("1"), { key: "d" });
  expect((await screen.findByRole("dialog")).textContent).toContain("Testcase1, Ada. Leaving, high.");
  fireEvent.click(await screen.findByRole("button", { name: "Set it aside" }));
  expect(screen.getByRole("alert").textContent).toBe("Choose a reason.");
  fireEvent.click(screen.getByRole("radio", { name: "Not useful here" }));
  fireEvent.click(screen.getByRole("button", { name: "Set it aside" }));
  const step = { kind: "dismiss", reason: "not-useful", note: "" };
  await waitFor(() => expect(act).toHaveBeenLastCalledWith({ alertId: "1", step }));
});

it("says why an answer was not taken, and offers nothing to whoever only looks", async () => {
  const why = "Somebody else has taken it meanwhile.";
  // As without a network: the answer fails after the row has gone, and nothing can be loaded either.
  const later = () => new Promise<never>((_, refuse) => setTimeout(() => refuse(new Error(why)), 50));
  show(viewOf([alert("1")]), { act: later, load: later });
  fireEvent.click(screen.getByRole("button", { name: "Take it: Testcase1, Ada, Leaving, high" }));
  await waitFor(() => expect(screen.queryByRole("link", { name: "Testcase1, Ada" })).toBeNull());
  await waitFor(() => expect(screen.getByText(`Testcase1, Ada: ${why}`)).toBeTruthy());
  expect(link("1")).toBeTruthy();
  cleanup();
  show(viewOf([alert("1")], { mayAct: false }));
  expect(screen.queryByRole("button", { name: /Take it/ })).toBeNull();
});

it("takes one alert with a key that is held down", async () => {
  const { act } = show(viewOf([alert("1"), alert("2"), alert("3")]));
  link("1").focus();
  fireEvent.keyDown(link("1"), { key: "a" });
  await waitFor(() => expect(document.activeElement).toBe(link("2")));
  fireEvent.keyDown(link("2"), { key: "a", repeat: true });
  fireEvent.keyDown(link("2"), { key: "j", repeat: true });
  expect(document.activeElement).toBe(link("3"));
  expect(act.mock.calls.map(([{ alertId }]) => alertId)).toEqual(["1"]);
});

it("says that an answer was refused also where another was given meanwhile, which stays given", async () => {
  const gates = new Map<string, { readonly take: () => void; readonly refuse: () => void }>();
  const act = ({ alertId }: { readonly alertId: string }) =>
    new Promise<AlertView>((take, refuse) => {
      const refusal = () => refuse(new Error("The server could not be reached."));
      gates.set(alertId, { take: () => take(alert(alertId, { state: "acknowledged" })), refuse: refusal });
    });
  show(viewOf([alert("1"), alert("2"), alert("3")]), { act, load: () => new Promise<never>(() => {}) });
  fireEvent.click(screen.getByRole("button", { name: "Take it: Testcase1, Ada, Leaving, high" }));
  await waitFor(() => expect(gates.has("1")).toBe(true));
  fireEvent.click(screen.getByRole("button", { name: "Take it: Testcase2, Ada, Leaving, high" }));
  await waitFor(() => expect(gates.has("2")).toBe(true));
  gates.get("1")?.refuse();
  await waitFor(() => expect(screen.getByText("Testcase1, Ada: The server could not be reached.")).toBeTruthy());
  gates.get("2")?.take();
  const shown = () => screen.getAllByRole("link", { name: /^Testcase/ }).map((one) => one.getAttribute("data-alert"));
  await waitFor(() => expect(shown()).toEqual(["1", "3"]));
});

it("shows what does not fit on one page when asked for it", async () => {
  const pages = [
    viewOf([alert("1"), alert("2")], { next: "1" }),
    viewOf([alert("3"), alert("4")], { next: "2" }),
    viewOf([alert("5")]),
  ];
  const { load } = show(pages[0] as AlertsView, { load: async ({ cursor }) => pages[Number(cursor)] as AlertsView });
  for (const shown of [4, 5]) {
    fireEvent.click(screen.getByText("Show more"));
    await waitFor(() => expect(document.querySelectorAll("li[data-row]")).toHaveLength(shown));
  }
  expect(load.mock.calls.map(([{ cursor }]) => cursor)).toEqual(["1", "2"]);
  expect(screen.queryByText("Show more")).toBeNull();
});

it("is found again by its address", () => {
  expect(alertsAddress(CHOICE)).toBe("/alerts");
  expect(alertsAddress({ list: "done", wardId: "w 1" })).toBe("/alerts?show=done&ward=w+1");
});
