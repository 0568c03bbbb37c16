// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { OwnPasswordForm } from "@/components/account/own-password-form";

afterEach(cleanup);

const fill = (current: string, wanted: string, again = wanted) => {
  for (const [label, value] of [
    ["Present password", current],
    ["New password", wanted],
    ["New password again", again],
  ] as const)
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  fireEvent.click(screen.getByRole("button", { name: "Change password" }));
};
const show = (change: (current: string, wanted: string) => Promise<string | null>) =>
  render(<OwnPasswordForm email="nurse@test" change={change} done="It was changed." />);

describe("changing one's own password", () => {
  it("sends the present and the new one, says that it is done, and keeps neither on the page", async () => {
    const change = vi.fn(async () => null);
    show(change);
    fill("the old one", "a quiet night shift");
    expect((await screen.findByRole("status")).textContent).toBe("It was changed.");
    expect(change.mock.calls).toEqual([["the old one", "a quiet night shift"]]);
    expect((screen.getByLabelText("New password") as HTMLInputElement).value).toBe("");
  });

  it("sends nothing where the two are not the same", () => {
    const change = vi.fn(async () => null);
    show(change);
    fill("the old one", "a quiet night shift", "a quiet night shirt");
    expect(screen.getByRole("alert").textContent).toBe("The two new passwords are not the same.");
    expect(change).not.toHaveBeenCalled();
  });

  it("says why not, and keeps what was typed", async () => {
    show(async () => "This is not your present password.");
    fill("a wrong one", "a quiet night shift");
    expect((await screen.findByRole("alert")).textContent).toBe("This is not your present password.");
    expect((screen.getByLabelText("New password") as HTMLInputElement).value).toBe("a quiet night shift");
  });

  it("says that nothing was changed where the server does not answer", async () => {
    show(async () => {
      throw new TypeError("down");
    });
    fill("the old one", "a quiet night shift");
    expect((await screen.findByRole("alert")).textContent).toContain("Your password was not changed");
  });
});
