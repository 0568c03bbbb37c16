// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { NoteInterventionDialog } from "@/components/acting/note-intervention-dialog";
import type { InterventionDraft } from "@/lib/core/worklist/intervention";

// jsdom lacks what every browser has.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

afterEach(cleanup);

const people = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    stayId: `s${place}`,
    name: `Test, No ${place}`,
    place: `B-${place}`,
  }));

function show(count: number, initial: InterventionDraft | null = null) {
  const onSubmit = vi.fn();
  const onOpenChange = vi.fn();
  render(
    <NoteInterventionDialog
      isOpen
      onOpenChange={onOpenChange}
      patients={people(count)}
      initial={initial}
      onSubmit={onSubmit}
    />,
  );
  return { onSubmit, onOpenChange };
}

const submit = () =>
  fireEvent.submit(screen.getByRole("button", { name: "Note it" }).closest("form") as HTMLFormElement);

describe("noting what was done", () => {
  it("names the one it is about", () => {
    show(1);
    expect(screen.getByRole("dialog", { name: "Note what was done" }).textContent).toContain("For Test, No 0 (B-0).");
  });

  it("counts many, and names them all on request", () => {
    show(10);
    expect(screen.getByText("10 patients")).toBeDefined();
    expect(screen.queryByText("Test, No 9 (B-9)")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Who they are" }));
    expect(screen.getByText("Test, No 9 (B-9)")).toBeDefined();
  });

  it("starts on the choices and asks for one before it is sent", async () => {
    const { onSubmit } = show(1);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("radio", { name: /^Call/ })));
    submit();
    expect(screen.getByRole("alert").textContent).toBe("Choose what was done.");
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it("gives what was chosen and written, and closes", () => {
    const { onSubmit, onOpenChange } = show(2);
    fireEvent.click(screen.getByRole("radio", { name: /^Pharmacist review/ }));
    fireEvent.change(screen.getByLabelText("In your words (optional)"), { target: { value: " Insulin doses. " } });
    submit();
    expect(onSubmit).toHaveBeenCalledWith({ kind: "pharmacist-review", note: "Insulin doses." });
    expect(onOpenChange).toHaveBeenCalledWith(false);
  });

  it("keeps the words of a try that failed", () => {
    show(1, { kind: "visit", note: "Wound looked at." });
    expect((screen.getByRole("radio", { name: /^Visit/ }) as HTMLInputElement).checked).toBe(true);
    expect((screen.getByLabelText("In your words (optional)") as HTMLTextAreaElement).value).toBe("Wound looked at.");
  });
});
