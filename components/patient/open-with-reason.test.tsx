// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { OpenWithReason } from "@/components/patient/open-with-reason";
import { makeStay } from "@/components/patient/stay.fixture";
import { StayHeader } from "@/components/patient/stay-header";

globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

afterEach(cleanup);

const submit = () => fireEvent.submit(screen.getByRole("form", { name: "Open with a reason" }));

describe("opening a patient of another ward", () => {
  it("says that it is reviewed, and asks for a reason and for words", () => {
    const open = vi.fn(async () => null);
    render(<OpenWithReason open={open} />);
    expect(screen.getByRole("form").textContent).toContain("Compliance reviews every such opening");
    submit();
    expect(screen.getByRole("alert").textContent).toBe("Choose a reason.");
    fireEvent.click(screen.getByRole("radio", { name: "Covering this ward" }));
    submit();
    expect(screen.getByRole("alert").textContent).toBe("Say in a few words why.");
    expect(open).not.toHaveBeenCalled();
  });

  it("sends both, says why it was refused, and can be sent again", async () => {
    const open = vi.fn(async () => "There is no such stay.");
    render(<OpenWithReason open={open} />);
    fireEvent.click(screen.getByRole("radio", { name: "Emergency" }));
    fireEvent.change(screen.getByLabelText("In your words"), { target: { value: " Arrest call. " } });
    submit();
    expect((await screen.findByRole("alert")).textContent).toBe("There is no such stay.");
    expect(open).toHaveBeenCalledWith({ reason: "emergency", note: "Arrest call." });
    expect(screen.getByRole("button", { name: "Open for 60 minutes" }).hasAttribute("disabled")).toBe(false);
  });

  it("says that nobody answered in its own words", async () => {
    render(<OpenWithReason open={() => Promise.reject(new TypeError("Failed to fetch"))} />);
    fireEvent.click(screen.getByRole("radio", { name: "Emergency" }));
    fireEvent.change(screen.getByLabelText("In your words"), { target: { value: "x" } });
    submit();
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("The server could not be reached."));
  });

  it("leaves a banner on the page until when it is open, and none on one's own ward", () => {
    const stay = { ...makeStay(), openedOutsideWardsUntil: "2026-03-10T14:20:00Z" };
    const { container } = render(<StayHeader stay={stay} timeZone="UTC" actions={null} />);
    expect(container.textContent).toContain("Opened outside your wards until 14:20; this is reviewed.");
    cleanup();
    const own = render(<StayHeader stay={makeStay()} timeZone="UTC" actions={null} />);
    expect(own.container.textContent).not.toContain("Opened outside");
  });
});
