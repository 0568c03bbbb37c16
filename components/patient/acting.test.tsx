// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { NoteDialog } from "@/components/patient/loaded-stay";
import type { PageActions } from "@/components/patient/page-actions";
import { makeStay } from "@/components/patient/stay.fixture";
import { StayScreen } from "@/components/patient/stay-screen";
import type { InterventionView } from "@/lib/core/worklist/intervention";
import type { ResponseView } from "@/lib/core/worklist/response";
import type { StayView } from "@/lib/core/worklist/stay-view";

// jsdom lacks what every browser has.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

afterEach(cleanup);

const by = { name: "Test nurse", role: "nurse" } as const;
const at = "2026-03-05T09:00:00Z";
const common = { stayId: "stay-1", note: "", by, at, withdrawnAt: null, mine: true } as const;
const call: InterventionView = { ...common, id: "i1", predictionId: null, kind: "call" };
const answer: ResponseView = {
  ...common,
  id: "r1",
  predictionId: makeStay().predictionId ?? "",
  kind: "acknowledged",
  reason: null,
  aboutEarlierPrediction: false,
};

/** A server that keeps what it is told, in memory. */
function server(first: StayView) {
  let stay = first;
  const actions: PageActions = {
    flag: async () => Promise.reject(new Error("not here")),
    withdrawFlag: async () => Promise.reject(new Error("not here")),
    note: async ({ kind, note }) => {
      const saved = { ...call, kind, note };
      stay = { ...stay, interventions: [saved, ...stay.interventions] };
      return [saved];
    },
    withdrawNote: async () => {
      const saved = { ...call, withdrawnAt: at };
      stay = { ...stay, interventions: [saved] };
      return [saved];
    },
    respond: async ({ kind, reason, note }) => {
      const saved = { ...answer, kind, reason, note };
      stay = { ...stay, responses: [saved] };
      return saved;
    },
    withdrawResponse: async () => {
      const saved = { ...answer, withdrawnAt: at };
      stay = { ...stay, responses: [saved] };
      return saved;
    },
  };
  return { actions, read: () => stay };
}

const noteDialog: NoteDialog = ({ isOpen, patients, initial, onSubmit }) =>
  isOpen && (
    <button type="button" onClick={() => onSubmit({ kind: "call", note: "Spoke to the daughter." })}>
      Note a call for {patients.map(({ name, place }) => `${name}, ${place}`).join()} {initial?.note}
    </button>
  );

async function show(first = makeStay(), change: Partial<PageActions> = {}) {
  const { actions, read } = server(first);
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  const load = async () => ({
    stay: read(),
    explanation: null,
    labels: {},
    timeZone: "Europe/London",
    today: "2026-03-05",
  });
  render(
    <QueryClientProvider client={client}>
      <StayScreen stayId="stay-1" load={load} actions={{ ...actions, ...change }} noteDialog={noteDialog} />
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { level: 1 });
  return within(screen.getByRole("region", { name: "What was done and said" }));
}

const refuse = () => Promise.reject(new Error("This patient is not on one of your wards."));

describe("noting what was done", () => {
  it("shows it at once with who and when, and takes it back", async () => {
    const done = await show();
    expect(done.getByText("Nothing has been noted for this stay.")).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: "Note what was done" }));
    fireEvent.click(screen.getByRole("button", { name: "Note a call for Okafor, Samuel, 4B-12" }));
    expect(await done.findByText("Spoke to the daughter.")).toBeDefined();
    fireEvent.click(await done.findByRole("button", { name: "Undo: Call" }));
    expect(await done.findByRole("button", { name: "1 taken back" })).toBeDefined();
    await waitFor(() => expect(done.queryByRole("button", { name: "Undo: Call" })).toBeNull());
  });

  it("is undone with the words kept where the server says no", async () => {
    const done = await show(makeStay(), { note: refuse });
    fireEvent.click(screen.getByRole("button", { name: "Note what was done" }));
    fireEvent.click(screen.getByRole("button", { name: /^Note a call/ }));
    expect((await screen.findByRole("alert")).textContent).toContain("This patient is not on one of your wards.");
    expect(done.getByText("Nothing has been noted for this stay.")).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: "Look at it again" }));
    expect(screen.getByRole("button", { name: /Spoke to the daughter/ })).toBeDefined();
  });

  it("puts back what could not be taken back", async () => {
    const done = await show({ ...makeStay(), interventions: [call] }, { withdrawNote: refuse });
    fireEvent.click(done.getByRole("button", { name: "Undo: Call" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Your note was not taken back");
    expect(done.getByRole("button", { name: "Undo: Call" })).toBeDefined();
  });

  it("lets nobody undo what a colleague did", async () => {
    const done = await show({ ...makeStay(), interventions: [{ ...call, mine: false }] });
    expect(done.getByText(/Test nurse, nurse/)).toBeDefined();
    expect(done.queryByRole("button", { name: "Undo: Call" })).toBeNull();
  });
});

describe("answering a score", () => {
  it("acknowledges in one press and can be taken back", async () => {
    await show();
    fireEvent.click(screen.getByRole("button", { name: "Acknowledge" }));
    fireEvent.click(await screen.findByRole("button", { name: "Take your answer back" }));
    expect(await screen.findByRole("button", { name: "Acknowledge" })).toBeDefined();
  });

  it("wants a reason before it dismisses", async () => {
    const done = await show();
    fireEvent.click(screen.getByRole("button", { name: "Dismiss …" }));
    const dialog = screen.getByRole("dialog", { name: "Dismiss this score" });
    const form = within(dialog).getByRole("button", { name: "Dismiss it" }).closest("form") as HTMLFormElement;
    fireEvent.submit(form);
    expect(within(dialog).getByRole("alert").textContent).toBe("Choose a reason.");
    fireEvent.click(within(dialog).getByRole("radio", { name: "Already taken care of" }));
    fireEvent.submit(form);
    expect(await screen.findByText(/You dismissed this score: already taken care of/)).toBeDefined();
    expect(await done.findByText("Score dismissed: already taken care of")).toBeDefined();
  });

  it("is put back where the server says no", async () => {
    await show(makeStay(), { respond: refuse });
    fireEvent.click(screen.getByRole("button", { name: "Agree, later" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Your answer was not saved");
    expect(screen.getByRole("button", { name: "Acknowledge" })).toBeDefined();
  });

  it("is not asked of a reader who may not, nor where there is no number", async () => {
    await show({ ...makeStay(), may: { flag: false, note: false, respond: false } });
    expect(screen.queryByRole("button", { name: "Acknowledge" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Note what was done" })).toBeNull();
    cleanup();
    await show(makeStay({ reasons: ["No diabetes on record."] }));
    expect(screen.queryByRole("button", { name: "Acknowledge" })).toBeNull();
    expect(screen.getByRole("button", { name: "Note what was done" })).toBeDefined();
  });
});
