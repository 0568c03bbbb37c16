// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type AccountActions, PeopleScreen } from "@/components/people/people-screen";
import type { AccountList, AccountView } from "@/lib/core/access/account-view";

globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
afterEach(cleanup);

const wards = [
  { id: "w1", name: "Ward 1" },
  { id: "w2", name: "Ward 2" },
];
const nurse: AccountView = {
  id: "n",
  email: "nurse@test",
  name: "Test nurse",
  role: "nurse",
  wards: [wards[0] as (typeof wards)[0]],
  signsInWith: { password: true, provider: false },
  createdAt: "2026-03-01T09:00:00Z",
  disabledAt: null,
  lastSignInAt: "2026-03-10T07:00:00Z",
  openSessions: 2,
};
const own: AccountView = { ...nurse, id: "a", email: "admin@test", name: "Test admin", role: "administrator", wards };
const gone: AccountView = {
  ...nurse,
  id: "g",
  email: "gone@test",
  name: "Test gone",
  wards: [],
  disabledAt: "2026-03-09T07:00:00Z",
  lastSignInAt: null,
  openSessions: 0,
  signsInWith: { password: false, provider: false },
};
const list: AccountList = { accounts: [own, gone, nurse], wards };

function show(changed: Partial<AccountActions> = {}) {
  const actions = {
    load: vi.fn(async () => list),
    disable: vi.fn(async () => {}),
    enable: vi.fn(async () => {}),
    endSessions: vi.fn(async () => {}),
    setWards: vi.fn(async () => {}),
    ...changed,
  };
  render(<PeopleScreen initial={list} ownId="a" actions={actions} />);
  return actions;
}
const card = (name: string) => screen.getByRole("article", { name: new RegExp(name) });

describe("the people screen", () => {
  it("says who may sign in, as what, where, and whether they are here now", () => {
    show();
    expect(card("Test nurse").textContent).toMatch(/nurse@test · Nurse.*Ward 1.*Last signed in.*2 open sessions/);
    expect(card("Test gone").textContent).toMatch(/Disabled.*No wards: sees no patient.*Never signed in/);
    expect(card("Test admin").textContent).toContain("All 2 wards");
  });

  it("offers nobody to change their own account", () => {
    show();
    expect(within(card("Test admin")).queryAllByRole("button")).toEqual([]);
  });

  it("disables, enables and signs out, says so, and shows what became of it", async () => {
    const actions = show({
      load: vi.fn(async () => ({ ...list, accounts: [own, gone, { ...nurse, openSessions: 0 }] })),
    });
    fireEvent.click(screen.getByRole("button", { name: "Sign out Test nurse" }));
    await waitFor(() => expect(screen.getByText("Test nurse was signed out.")).toBeTruthy());
    expect(actions.endSessions).toHaveBeenCalledWith("n");
    expect(card("Test nurse").textContent).toContain("not signed in now");
    fireEvent.click(screen.getByRole("button", { name: "Disable Test nurse" }));
    await waitFor(() => expect(actions.disable).toHaveBeenCalledWith("n"));
    await waitFor(() => expect(screen.getByText("Test nurse cannot sign in any more.")).toBeTruthy());
    fireEvent.click(screen.getByRole("button", { name: "Enable Test gone" }));
    await waitFor(() => expect(actions.enable).toHaveBeenCalledWith("g"));
  });

  it("gives and takes wards", async () => {
    const actions = show();
    fireEvent.click(screen.getByRole("button", { name: "Wards of Test nurse" }));
    const dialog = await screen.findByRole("dialog", { name: "Wards of Test nurse" });
    expect((within(dialog).getByLabelText("Ward 1") as HTMLInputElement).checked).toBe(true);
    fireEvent.click(within(dialog).getByLabelText("Ward 1"));
    fireEvent.click(within(dialog).getByLabelText("Ward 2"));
    fireEvent.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(actions.setWards).toHaveBeenCalledWith("n", ["w2"]));
  });

  it("says in the server's words why something could not be done, and in its own where nobody answers", async () => {
    const disable = vi.fn().mockRejectedValueOnce(new Error("Ask another administrator."));
    show({ disable: disable.mockRejectedValueOnce(new TypeError("Failed to fetch")) });
    fireEvent.click(screen.getByRole("button", { name: "Disable Test nurse" }));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("Ask another administrator."));
    fireEvent.click(screen.getByRole("button", { name: "Disable Test nurse" }));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("could not be reached"));
  });

  it("finds somebody by name or account", () => {
    show();
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "GONE@" } });
    expect(screen.getAllByRole("article")).toHaveLength(1);
    fireEvent.change(screen.getByRole("searchbox"), { target: { value: "nobody" } });
    fireEvent.click(screen.getByRole("button", { name: "Show everybody" }));
    expect(screen.getAllByRole("article")).toHaveLength(3);
  });
});
