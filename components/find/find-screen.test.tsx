// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FindScreen } from "@/components/find/find-screen";
import type { FoundStay, PatientSearch } from "@/lib/core/search/found-patient";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  // What was searched for outlives the screen, within its page.
  type("");
  cleanup();
  vi.useRealTimers();
});

const ada: FoundStay = {
  stayId: "s1",
  patient: {
    id: "p1",
    familyName: "Testcase",
    givenNames: "Ada",
    birthDate: "1950-03-11",
    ageYears: 76,
    sex: "female",
    mrn: "100412",
    synthetic: true,
  },
  wardName: "Ward 1",
  bed: "A-1",
  isCurrent: true,
  admittedAt: "2026-03-08T10:00:00Z",
  dischargedAt: null,
};
const bob: FoundStay = { ...ada, stayId: "s2", isCurrent: false, dischargedAt: "2026-02-01T10:00:00Z" };
const nothing: PatientSearch = {
  found: [],
  hasMore: false,
  elsewhere: [],
  isTooShort: false,
  timeZone: "Europe/London",
};

const wait = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
const type = (text: string) => fireEvent.change(screen.getByRole("searchbox"), { target: { value: text } });

describe("finding a patient", () => {
  it("asks once the reader pauses, for the latest text only, and shows who was found in full", async () => {
    const search = vi.fn(async (_text: string, _signal: AbortSignal) => ({ ...nothing, found: [ada, bob] }));
    render(<FindScreen search={search} />);
    expect(document.activeElement).toBe(screen.getByRole("searchbox"));
    for (const text of ["t", "te", "tes"]) {
      type(text);
      await wait(100);
    }
    expect(search).not.toHaveBeenCalled();
    await wait(300);
    expect(search.mock.calls.map(([text]) => text)).toEqual(["tes"]);
    const links = screen.getAllByRole("link");
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["/stays/s1", "/stays/s2"]);
    for (const fact of ["Testcase, Ada", "(synthetic)", "In hospital", "MRN 100412", "11 Mar 1950", "Ward 1, bed A-1"])
      expect(links[0]?.textContent).toContain(fact);
    expect(links[1]?.textContent).toContain("Left 01 Feb 2026");
    expect(screen.getByRole("status").textContent).toBe("2 stays found.");
  });

  it("stands as it was on coming back, at once, and a new letter takes its place", async () => {
    const search = vi.fn(async (_text: string, _signal: AbortSignal) => ({ ...nothing, found: [ada, bob] }));
    render(<FindScreen search={search} />);
    type("tes");
    await wait(300);
    cleanup();
    render(<FindScreen search={search} />);
    const box = screen.getByRole("searchbox") as HTMLInputElement;
    expect(box.value).toBe("tes");
    expect([box.selectionStart, box.selectionEnd]).toEqual([0, 3]);
    await wait(0);
    expect(screen.getAllByRole("link")).toHaveLength(2);
    expect(search.mock.calls.map(([text]) => text)).toEqual(["tes", "tes"]);
    expect(window.location.href).not.toContain("tes");
    expect([window.sessionStorage.length, window.localStorage.length]).toEqual([0, 0]);
  });

  it("drops an answer that a later text has overtaken", async () => {
    const search = vi.fn(async (text: string, signal: AbortSignal): Promise<PatientSearch> => {
      await new Promise((done) => setTimeout(done, text === "te" ? 1_000 : 10));
      expect(signal.aborted).toBe(text === "te");
      return { ...nothing, found: text === "te" ? [bob] : [ada] };
    });
    render(<FindScreen search={search} />);
    type("te");
    await wait(300);
    type("test");
    await wait(2_000);
    expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(["/stays/s1"]);
  });

  it("is walked with the arrows, from the box and back", async () => {
    render(<FindScreen search={async () => ({ ...nothing, found: [ada, bob] })} />);
    type("tes");
    await wait(300);
    const [first, second] = screen.getAllByRole("link");
    const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });
    press("ArrowDown");
    expect(document.activeElement).toBe(first);
    press("ArrowDown");
    expect(document.activeElement).toBe(second);
    press("ArrowDown");
    expect(document.activeElement).toBe(second);
    press("ArrowUp");
    press("ArrowUp");
    expect(document.activeElement).toBe(screen.getByRole("searchbox"));
  });

  it("says of another ward only that the number is there", async () => {
    const elsewhere = [{ stayId: "s9", wardName: "Ward 2", isCurrent: true }];
    render(<FindScreen search={async () => ({ ...nothing, elsewhere })} />);
    type("100999");
    await wait(300);
    expect(screen.getByRole("list", { name: "On other wards" }).textContent).toBe(
      "A patient with this MRN is on Ward 2, which is not one of your wards. Open with a reason",
    );
  });

  it.each([
    ["nobody", nothing, "Nobody found on your wards"],
    ["too little", { ...nothing, isTooShort: true }, "Type at least two letters."],
    ["too many", { ...nothing, found: [ada], hasMore: true }, "More match than are listed."],
  ])("says where there is %s", async (_what, result, words) => {
    const { container } = render(<FindScreen search={async () => result} />);
    type("xx");
    await wait(300);
    expect(container.textContent).toContain(words);
  });

  it("says that it failed, keeps the text, and tries again", async () => {
    let fails = true;
    const search = async () => {
      if (fails) throw new Error("down");
      return { ...nothing, found: [ada] };
    };
    render(<FindScreen search={search} />);
    type("tes");
    await wait(300);
    expect(screen.getByRole("alert").textContent).toContain("The search could not be done");
    fails = false;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await wait(300);
    expect(screen.getAllByRole("link")).toHaveLength(1);
    expect((screen.getByRole("searchbox") as HTMLInputElement).value).toBe("tes");
  });
});
