// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { EdBoardScreen } from "@/components/ed-board/ed-board-screen";
import { ED_FEATURES } from "@/lib/core/admission/ed-features";
import { type EdBoard, edBoardRows, type StoredVisit } from "@/lib/core/capacity/ed-board";
import { encodeValue } from "@/lib/core/features/encode";

const visit = (id: string, said: Record<string, string | number>, more: Partial<StoredVisit> = {}): StoredVisit => ({
  id,
  place: `Bay ${id}`,
  arrivedAt: new Date("2026-03-10T08:00:00Z"),
  features: ED_FEATURES.map((spec) => encodeValue(spec, said[spec.name] ?? null)),
  outside: [],
  probability: 0.42,
  baseline: null,
  contributions: null,
  synthetic: true,
  ...more,
});
const VISITS = [
  visit("1", { triage: 2, complaint: "chest-pain", age: 71 }),
  visit("2", { age: 9 }, { probability: null, outside: ["The patient is under 18."] }),
];
const board = (more: Partial<EdBoard> = {}, silentBecause: string | null = null): EdBoard => ({
  ...{ asOf: "2026-03-10T09:00:00Z", timeZone: "Europe/London", readAt: "2026-03-10T08:58:00Z", isFresh: true },
  ...edBoardRows(VISITS, silentBecause),
  ...{ silentBecause, simulated: false },
  model: {
    ...{ version: "1.0.0", learntFrom: "Visits elsewhere.", visits: 1002, triageAuroc: 0.705 },
    auroc: { value: 0.797, ci95: [0.769, 0.826] },
  },
  ...more,
});

describe("the emergency department's board", () => {
  afterEach(cleanup);

  it("lists who is there by place and triage, with a chance or why there is none", () => {
    render(<EdBoardScreen board={board()} />);
    const [, first, second] = within(screen.getByRole("table", { name: "Visits going on now" })).getAllByRole("row");
    expect(first?.textContent).toContain("Bay 12Chest pain");
    expect(first?.textContent).toContain("42\u202f%");
    expect(second?.textContent).toContain("The patient is under 18.");
    expect(screen.getByText(/beds expected/).textContent).toContain("0.4 beds expected, likely 0 to 1");
    expect(screen.getByText(/of whom nothing is said/)).toBeTruthy();
    expect(screen.getByText(/0\.797/)).toBeTruthy();
    expect(screen.queryByText(/synthetic/)).toBeNull();
  });

  it("says the day of who came before midnight, by the hospital's own clock", () => {
    const visits = [
      visit("late", { triage: 3 }, { arrivedAt: new Date("2026-03-09T23:55:00Z") }),
      visit("early", { triage: 4 }, { arrivedAt: new Date("2026-03-10T00:05:00Z") }),
    ];
    render(<EdBoardScreen board={board(edBoardRows(visits, null))} />);
    const [late, early] = screen.getAllByRole("row").slice(1);
    expect(within(late!).getAllByText("09 Mar, 23:55")).toHaveLength(2);
    expect(within(early!).getAllByText("00:05")).toHaveLength(2);
  });

  it("opens why a chance is what it is, in points that add up to it", () => {
    const contributions = ED_FEATURES.map(({ name }) => (name === "triage" ? 0.9 : name === "age" ? -0.2 : 0));
    const explained = visit("1", { triage: 2, age: 71 }, { probability: 0.4256, baseline: -1, contributions });
    render(<EdBoardScreen board={board(edBoardRows([explained], null))} />);
    const why = screen.getByRole("button", { name: "43\u202f%: why, Bay 1" });
    expect(why.getAttribute("aria-expanded")).toBe("false");
    fireEvent.click(why);
    const lines = within(screen.getByRole("table")).getAllByRole("listitem");
    expect(lines.map(({ textContent }) => textContent)).toEqual([
      "Triage level 2 of 5 (1 most urgent)+\u00a020",
      "Aged 70 to 74\u2212\u00a04",
    ]);
    expect(screen.getByText(/starting point, 27/)).toBeTruthy();
    fireEvent.click(why);
    expect(screen.queryByText(/starting point/)).toBeNull();
  });

  it("shows no number of the model while it is silent, and why", () => {
    render(<EdBoardScreen board={board({}, "Model scores are not shown: it has not been checked here.")} />);
    expect(screen.getByText(/has not been checked here/)).toBeTruthy();
    expect(screen.queryByText("Chance of admission")).toBeNull();
    expect(screen.queryByText(/beds expected/)).toBeNull();
    expect(screen.getByRole("table").textContent).not.toContain("%");
    expect(screen.getByText(/in the department without a bed/)).toBeTruthy();
  });

  it("says when nothing was read, when it is old, and when nobody is there", () => {
    const empty = { rows: [], beds: null };
    const { rerender } = render(<EdBoardScreen board={board({ ...empty, readAt: null, isFresh: false })} />);
    expect(screen.getByText("Nothing was read yet")).toBeTruthy();
    rerender(<EdBoardScreen board={board({ isFresh: false })} />);
    expect(screen.getByText("This is old")).toBeTruthy();
    rerender(<EdBoardScreen board={board({ ...empty, simulated: true })} />);
    expect(screen.getByText("Nobody is waiting")).toBeTruthy();
    expect(screen.getByText(/all of these patients are synthetic/)).toBeTruthy();
  });
});
