// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { BreakGlassScreen } from "@/components/review/break-glass-screen";
import type { EmergencyAccess, EmergencyAccessList } from "@/lib/core/access/emergency-access";

afterEach(cleanup);

const access: EmergencyAccess = {
  id: "a1",
  by: { name: "Test nurse", role: "nurse" },
  stayId: "stay-1",
  wardName: "Ward 2",
  reason: "emergency",
  note: "Called to an arrest.",
  at: "2026-03-10T09:00:00Z",
  expiresAt: "2026-03-10T10:00:00Z",
  acts: [
    { at: "2026-03-10T09:01:00Z", verb: "read-stay", outcome: "done" },
    { at: "2026-03-10T09:06:00Z", verb: "read-stay", outcome: "done" },
    { at: "2026-03-10T09:07:00Z", verb: "note-intervention", outcome: "refused" },
  ],
  hasMoreActs: false,
  review: null,
};
const list: EmergencyAccessList = { open: [access], reviewed: [], timeZone: "UTC" };
const reviewed: EmergencyAccess = {
  ...access,
  review: { verdict: "not-appropriate", note: "Off duty.", at: "2026-03-11T08:00:00Z", byName: "Test compliance" },
};

function show(review = vi.fn(async () => ({ ok: true as const, value: reviewed }))) {
  render(<BreakGlassScreen initial={list} load={async () => ({ ok: true, value: list })} review={review} />);
  return review;
}

describe("the break-glass review", () => {
  it("says who, when, why, and what was done meanwhile", () => {
    show();
    const card = screen.getByRole("article", { name: "Test nurse, nurse" });
    for (const words of ["10 Mar, 09:00", "until 10:00", "Ward 2", "stay-1", "Emergency: Called to an arrest."])
      expect(card.textContent).toContain(words);
    fireEvent.click(within(card).getByRole("button", { name: "What was done meanwhile (3)" }));
    const done = within(card).getAllByRole("listitem");
    expect(done.map(({ textContent }) => textContent)).toEqual([
      "09:01 opened the page (2 times)",
      "09:07 noted what was done, refused",
    ]);
  });

  it("asks why it was not appropriate before it is sent", () => {
    const review = show();
    fireEvent.click(screen.getByRole("button", { name: "Not appropriate" }));
    expect(screen.getByRole("alert").textContent).toContain("why it was not appropriate");
    expect(review).not.toHaveBeenCalled();
  });

  it("moves a reviewed one to the others, and keeps the focus on the list", async () => {
    const review = show();
    fireEvent.change(screen.getByLabelText("Your note"), { target: { value: " Off duty. " } });
    fireEvent.click(screen.getByRole("button", { name: "Not appropriate" }));
    await waitFor(() => expect(screen.getByText("Nothing waits for a review.")).toBeDefined());
    expect(review).toHaveBeenCalledWith({ id: "a1", verdict: "not-appropriate", note: "Off duty." });
    const section = screen.getByRole("region", { name: "Reviewed" });
    expect(section.textContent).toContain("Reviewed by Test compliance");
    expect(section.textContent).toContain("Off duty.");
    expect(document.activeElement?.textContent).toBe("Waiting");
  });

  it("says why a review was refused and leaves it waiting", async () => {
    const refused = vi.fn(async () => ({ ok: false as const, message: "Somebody has reviewed this already." }));
    render(<BreakGlassScreen initial={list} load={async () => ({ ok: true, value: list })} review={refused} />);
    fireEvent.click(screen.getByRole("button", { name: "Appropriate" }));
    expect((await screen.findByRole("alert")).textContent).toBe("Somebody has reviewed this already.");
    expect(screen.getByText("1 waits for a review.")).toBeDefined();
  });
});
