// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type ConnectionActions, ConnectionsScreen, type Shown } from "@/components/connections/connections-screen";
import type { ConnectionView } from "@/lib/core/connections/connection-view";
import type { DeadTask, SourceFacts } from "@/lib/core/connections/connections-overview";

globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
afterEach(cleanup);

const program: ConnectionView = {
  id: "c1",
  kind: "api-client",
  name: "Test program",
  issuer: null,
  settings: {},
  wards: [{ id: "w1", name: "Ward 1" }],
  hasSecret: true,
  createdAt: "2026-03-01T09:00:00Z",
  lastUsedAt: null,
  disabledAt: null,
};
const dead = (n: number): DeadTask => ({
  id: `t${n}`,
  kind: "write-prediction",
  askedAt: "2026-03-10T09:00:00Z",
  attempts: 8,
  errorCode: "misconfigured",
});
const shown: Shown = {
  overview: {
    ways: [
      {
        name: "write-back",
        succeededAt: "2026-03-10T09:00:00Z",
        failedAt: "2026-03-10T10:00:00Z",
        errorCode: "not-ready",
        failures: 3,
        pausedUntil: null,
        counts: { written: 12 },
      },
    ],
    waiting: { "read-patient": 4, "write-prediction": 0, "train-model": 0, "deliver-alert": 0 },
    dead: { total: 0, tasks: [] },
    bulk: [],
    writeBack: { isOn: false },
    isNotified: false,
    isSilent: false,
    dataAsOf: "2026-03-10T09:00:00Z",
  },
  programs: { connections: [program], wards: [{ id: "w1", name: "Ward 1" }] },
};
const source: SourceFacts = { host: "ehr.example", signsIn: true, isDemo: false };

function show(overview: Partial<Shown["overview"]> = {}, facts: Partial<SourceFacts> = {}) {
  const initial = { ...shown, overview: { ...shown.overview, ...overview } };
  const actions: { [Key in keyof ConnectionActions]: ReturnType<typeof vi.fn> & ConnectionActions[Key] } = {
    load: vi.fn(async () => initial),
    test: vi.fn(async () => ({ fhirVersion: "4.0.1", milliseconds: 12 })),
    setWriteBack: vi.fn(async () => {}),
    setNotifications: vi.fn(async () => {}),
    retry: vi.fn(async (ids: readonly string[]) => ids.length),
    add: vi.fn(async () => "wl_secret"),
    disable: vi.fn(async () => {}),
    newSecret: vi.fn(async () => "wl_other"),
  };
  render(<ConnectionsScreen source={{ ...source, ...facts }} initial={initial} actions={actions} />);
  return actions;
}
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));

describe("the connections screen", () => {
  it("says what works, how much waits, and what failed in a sentence", () => {
    show({ writeBack: { isOn: true, organisation: "Test hospital" } });
    expect(screen.getByRole("article", { name: /^FHIR server/ }).textContent).toContain("4 waiting");
    const card = screen.getByRole("article", { name: /^Write-back/ });
    expect(card.textContent).toContain("The server did not answer, or not as it should. 3 times in a row.");
    expect(card.textContent).toContain("12 scores written");
    expect(screen.getByText("Nothing was put aside")).toBeTruthy();
  });

  it("asks for the hospital's name before anything is written, and writes nothing without", async () => {
    const { setWriteBack } = show();
    press("Write scores into the record");
    const dialog = screen.getByRole("dialog");
    fireEvent.click(within(dialog).getByRole("button", { name: "Write scores from now on" }));
    expect(within(dialog).getByRole("alert").textContent).toContain("hospital’s name");
    expect(setWriteBack).not.toHaveBeenCalled();
    fireEvent.change(within(dialog).getByLabelText("Hospital"), { target: { value: " Test hospital " } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Write scores from now on" }));
    await waitFor(() => expect(setWriteBack).toHaveBeenCalledWith({ isOn: true, organisation: "Test hospital" }));
  });

  it("offers nothing of that in the demo, whose server can only be read", () => {
    show({}, { isDemo: true, host: null });
    expect(screen.queryByRole("button", { name: /Write scores|notifications on|Test it/ })).toBeNull();
  });

  it("tries one again, or all, and says how many", async () => {
    const { retry } = show({ dead: { total: 70, tasks: Array.from({ length: 70 }, (_, n) => dead(n)) } });
    expect(within(screen.getByRole("list", { name: "Put aside" })).getAllByRole("listitem")).toHaveLength(10);
    press("Try all 70 again");
    await waitFor(() => expect(retry.mock.calls[0]?.[0]).toHaveLength(70));
    expect(await screen.findByText("70 are tried again now.")).toBeTruthy();
  });

  it("says what a test found, or why it could not", async () => {
    const { test } = show();
    press("Test it now");
    expect(await screen.findByText("The FHIR server answers: FHIR 4.0.1, in 12 ms.")).toBeTruthy();
    test.mockRejectedValueOnce(new Error("The FHIR server does not answer."));
    press("Test it now");
    expect((await screen.findByRole("alert")).textContent).toContain("does not answer");
  });

  it("shows a new program's secret once", async () => {
    const { add } = show();
    press("Trust a program");
    const dialog = screen.getByRole("dialog");
    fireEvent.change(within(dialog).getByLabelText("Name"), { target: { value: "Robot" } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Trust it" }));
    expect(within(dialog).getByRole("alert").textContent).toContain("Choose what it may do");
    fireEvent.click(within(dialog).getByLabelText("Read flags"));
    fireEvent.click(within(dialog).getByRole("button", { name: "Trust it" }));
    expect(await screen.findByText("wl_secret")).toBeTruthy();
    expect(add).toHaveBeenCalledWith({
      kind: "api-client",
      name: "Robot",
      wardIds: [],
      settings: { scopes: ["flags.read"] },
    });
    press("I have kept it");
    await waitFor(() => expect(screen.queryByText("wl_secret")).toBeNull());
  });

  it("asks again before a program is no longer trusted", async () => {
    const { disable } = show();
    press("Disable Test program");
    expect(disable).not.toHaveBeenCalled();
    press("Stop trusting it");
    await waitFor(() => expect(disable).toHaveBeenCalledWith("c1"));
  });
});
