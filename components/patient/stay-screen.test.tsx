// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { explainStay } from "@/components/patient/explain-stay";
import type { NoteDialog } from "@/components/patient/loaded-stay";
import type { PageActions } from "@/components/patient/page-actions";
import { makeStay } from "@/components/patient/stay.fixture";
import type { StayPage } from "@/components/patient/stay-page";
import { StayScreen } from "@/components/patient/stay-screen";
import type { StayView } from "@/lib/core/worklist/stay-view";

// jsdom lacks what every browser has.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

afterEach(cleanup);

const refusal = () => Promise.reject(new Error("This prediction was replaced by a newer one."));

const refusing: PageActions = {
  flag: refusal,
  withdrawFlag: () => Promise.reject(new Error("Only the person who wrote a flag can withdraw it.")),
  note: () => Promise.reject(new Error("There is no such stay.")),
  withdrawNote: refusal,
  respond: refusal,
  withdrawResponse: refusal,
};

/** Stands for the dialog that the app passes in: one press notes a call. */
const noteDialog: NoteDialog = ({ isOpen, patients, initial, onSubmit, onOpenChange }) =>
  isOpen && (
    <button
      type="button"
      onClick={() => {
        onSubmit({ kind: "call", note: "Spoke to the daughter." });
        onOpenChange(false);
      }}
    >
      Note a call for {patients.map(({ name }) => name).join()} {initial?.note}
    </button>
  );

async function show(stay: StayView, actions: PageActions = refusing) {
  const page: StayPage = {
    stay,
    explanation: explainStay(stay, []),
    labels: { age: "Age" },
    timeZone: "Europe/London",
    today: "2026-03-05",
  };
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  render(
    <QueryClientProvider client={client}>
      <StayScreen stayId={stay.stayId} load={async () => page} actions={actions} noteDialog={noteDialog} />
    </QueryClientProvider>,
  );
  await screen.findByRole("heading", { level: 1 });
}

describe("the patient screen", () => {
  it("says who this is in full, and that they are synthetic", async () => {
    await show(makeStay());
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Okafor, Samuel (synthetic)");
    const identity = screen.getByRole("list", { name: "Identity" }).textContent;
    for (const fact of ["71 years, male", "14 Feb 1955", "MRN 100412", "4B, bed 4B-12", "day 5", "leaves today"])
      expect(identity).toContain(fact);
  });

  it("says the number in a hundred, from what it was made, and that nobody checked it here", async () => {
    await show(makeStay());
    const risk = screen.getByRole("region", { name: "Any readmission within 30 days" }).textContent;
    expect(risk).toMatch(/29\s%/);
    expect(risk).toContain("Of 100 past stays scored like this, about 29 were readmitted.");
    expect(risk).toContain("Very high");
    expect(risk).toContain("stay so far");
    expect(risk).toContain("not yet checked here");
    expect(risk).toContain("By 74,066 stays in US hospitals 1999–2008 that the model had not learnt from");
    expect(risk).toMatch(/How far retraining would move it: between 24 and 35\s%/);
  });

  it("opens a driver's sources", async () => {
    await show(makeStay());
    fireEvent.click(screen.getByRole("button", { name: "Sources of “About age”: 2 Encounters" }));
    expect(screen.getByText("Inpatient stay · 2025-03-03")).toBeDefined();
    expect(screen.getByText("Encounter/2")).toBeDefined();
  });

  it("gives no number outside the model, says why, and leaves the published scores", async () => {
    await show(makeStay({ reasons: ["No diabetes on record."] }));
    expect(screen.queryByText(/\d\s%/)).toBeNull();
    expect(screen.getByRole("region", { name: "Outside this model" }).textContent).toContain("No diabetes on record.");
    expect(screen.getByRole("heading", { name: /LACE 14–16/ })).toBeDefined();
    expect(screen.getByRole("heading", { name: /HOSPITAL 8of 13: high/ })).toBeDefined();
  });

  it("asks only what kept a patient out where there is no number to be too high or too low", async () => {
    await show(makeStay({ reasons: ["No diabetes on record."] }));
    fireEvent.click(screen.getByRole("button", { name: "This looks wrong" }));
    const dialog = screen.getByRole("dialog", { name: "This looks wrong" });
    expect(within(dialog).getAllByRole("radio")).toHaveLength(1);
    expect((within(dialog).getByRole("radio", { name: /^Wrong data/ }) as HTMLInputElement).checked).toBe(true);
    expect(dialog.textContent).not.toContain("The number itself");
  });

  it("never rounds a small chance away in words", async () => {
    await show(makeStay({ contributions: [-5], baseline: -2 }));
    expect(screen.getByText("Of 100 past stays scored like this, fewer than 1 was readmitted.")).toBeDefined();
  });

  it("says what each published score predicts, and that they are no other scale of the number", async () => {
    await show(makeStay());
    const scores = screen.getByRole("region", { name: "Published scores" }).textContent;
    expect(scores).toContain("Potentially avoidable readmission");
    expect(scores).toContain("Unplanned readmission or death");
    expect(scores).toContain("not point for point");
  });

  it("puts what is missing beside the score it weakens", async () => {
    const stay = makeStay();
    const issues = [
      { code: "labs-missing", severity: "warning" as const, detail: "No laboratory result.", features: ["labTests"] },
      { code: "duplicate-resource", severity: "info" as const, detail: "Sent twice." },
    ];
    await show({ ...stay, scored: stay.scored && { ...stay.scored, issues } });
    const beside = screen.getByRole("list", { name: "Missing or odd in what the number was made from" });
    expect(beside.textContent).toContain("No laboratory result.");
    expect(screen.getByRole("region", { name: "Other remarks on the data" }).textContent).toContain("Sent twice.");
  });

  it("tells the earlier scores and what changed", async () => {
    const earlier = {
      id: "p0",
      at: "2026-03-04T06:00:00Z",
      probability: 0.24,
      tier: "high" as const,
      view: "stay" as const,
      modelVersion: "1.0.0",
      changed: "Because heart failure was coded.",
    };
    await show({ ...makeStay(), history: [earlier] });
    const history = screen.getByRole("region", { name: "Scores of this stay, and what changed" }).textContent;
    expect(history).toMatch(/24\s%/);
    expect(history).toContain("Because heart failure was coded.");
  });

  it("says of a stay opened with a reason that it is on another ward, and until when", async () => {
    await show({ ...makeStay(), openedOutsideWardsUntil: "2026-03-05T10:00:00Z" });
    expect(screen.getByText(/not on one of your wards/).textContent).toContain("10:00");
  });

  it("offers no flag to a reader who may not", async () => {
    await show({ ...makeStay(), may: { flag: false, note: false, respond: false } });
    expect(screen.queryByRole("button", { name: "This looks wrong" })).toBeNull();
  });

  it("undoes a flag that was refused, says why, and keeps the words", async () => {
    await show(makeStay());
    fireEvent.click(screen.getByRole("button", { name: "This looks wrong" }));
    const dialog = screen.getByRole("dialog", { name: "This looks wrong" });
    fireEvent.click(within(dialog).getByRole("radio", { name: /^Too high/ }));
    fireEvent.change(within(dialog).getByLabelText("In your words (optional)"), { target: { value: "Day surgery." } });
    fireEvent.submit(within(dialog).getByRole("button", { name: "Flag it" }).closest("form") as HTMLFormElement);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("This prediction was replaced by a newer one.");
    await waitFor(() => expect(screen.queryByRole("region", { name: "Flags" })).toBeNull());
    fireEvent.click(screen.getByRole("button", { name: "Look at it again" }));
    expect((screen.getByLabelText("In your words (optional)") as HTMLTextAreaElement).value).toBe("Day surgery.");
  });

  it("says in its own words that nobody answered, not in the browser's", async () => {
    await show(makeStay(), { ...refusing, flag: () => Promise.reject(new TypeError("Failed to fetch")) });
    fireEvent.click(screen.getByRole("button", { name: "This looks wrong" }));
    const dialog = screen.getByRole("dialog", { name: "This looks wrong" });
    fireEvent.click(within(dialog).getByRole("radio", { name: /^Too high/ }));
    fireEvent.submit(within(dialog).getByRole("button", { name: "Flag it" }).closest("form") as HTMLFormElement);
    expect((await screen.findByRole("alert")).textContent).toContain("The server could not be reached.");
  });
});
