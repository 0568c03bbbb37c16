import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TIERS } from "@/lib/core/model/scored-stay";
import { LEAVING_GROUPS } from "@/lib/core/worklist/leaving-group";
import {
  chooseRows,
  isActedOn,
  LIST_MARKS,
  LIST_SORTS,
  type ListChoice,
  listAddress,
  parseListChoice,
  WHOLE_LIST,
} from "@/lib/core/worklist/list-choice";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

const choices: fc.Arbitrary<ListChoice> = fc.record({
  sort: fc.constantFrom(...LIST_SORTS),
  tiers: fc.subarray([...TIERS]),
  leaving: fc.subarray([...LEAVING_GROUPS]),
  marks: fc.subarray([...LIST_MARKS]),
});

const action = { kind: "call", byName: "A", at: "2026-03-10T08:00:00Z" } as const;
const answer = { reason: null, byName: "A", at: "2026-03-10T08:00:00Z", aboutEarlierPrediction: false } as const;

const row = (wanted: Partial<WorklistRow>): WorklistRow =>
  ({
    stayId: "s",
    patient: { familyName: "Okafor", givenNames: "Samuel" },
    wardName: "4B",
    bed: "1",
    leaving: "today",
    probability: 0.2,
    tier: "high",
    lace: { low: 5, high: 8 },
    openFlagCount: 0,
    change: null,
    lastAction: null,
    lastResponse: null,
    issueCount: 0,
    ...wanted,
  }) as WorklistRow;

const rowsOf = fc.array(
  fc
    .record({
      stayId: fc.uuid(),
      leaving: fc.constantFrom(...LEAVING_GROUPS),
      tier: fc.option(fc.constantFrom(...TIERS)),
      openFlagCount: fc.nat(2),
      issueCount: fc.nat(2),
      lastAction: fc.option(fc.constant(action)),
      bed: fc.option(fc.string()),
    })
    .map((wanted) => row({ ...wanted, probability: wanted.tier === null ? null : 0.3 })),
  { maxLength: 20 },
);

const ids = (rows: readonly WorklistRow[]): string[] => rows.map(({ stayId }) => stayId);

describe("a view of the list", () => {
  it("is its address and back", () => {
    fc.assert(
      fc.property(choices, fc.option(fc.string({ minLength: 1 })), (choice, wardId) => {
        const address = listAddress(wardId, choice);
        expect(parseListChoice(new URL(address, "http://here").search)).toEqual(choice);
        expect(new URL(address, "http://here").searchParams.get("ward")).toBe(wardId);
      }),
    );
  });

  it("is plain where nothing was chosen, and reads as one would say it", () => {
    expect(listAddress(null, WHOLE_LIST)).toBe("/");
    expect(listAddress("4b", { ...WHOLE_LIST, sort: "bed", tiers: ["very-high", "high"] })).toBe(
      "/?ward=4b&sort=bed&tier=very-high,high",
    );
  });

  it("leaves out what it does not know", () => {
    expect(parseListChoice("?sort=shoe-size&tier=high,purple&only=secret&q=Okafor")).toEqual({
      ...WHOLE_LIST,
      tiers: ["high"],
    });
  });
});

describe("choosing rows", () => {
  it("invents nobody, doubles nobody, and without a filter loses nobody", () => {
    fc.assert(
      fc.property(rowsOf, choices, (rows, choice) => {
        const chosen = chooseRows(rows, choice);
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chosen.every((one) => rows.includes(one))).toBe(true);
        expect(chooseRows(rows, { ...WHOLE_LIST, sort: choice.sort })).toHaveLength(rows.length);
      }),
    );
  });

  it("takes any of the tiers and days chosen, and all of the marks", () => {
    const rows = [
      row({ stayId: "a", tier: "high", openFlagCount: 1 }),
      row({ stayId: "b", tier: "low", openFlagCount: 1, issueCount: 2 }),
      row({ stayId: "c", tier: null, probability: null, leaving: "later" }),
    ];
    expect(ids(chooseRows(rows, { ...WHOLE_LIST, tiers: ["high", "low"] }))).toEqual(["a", "b"]);
    expect(ids(chooseRows(rows, { ...WHOLE_LIST, marks: ["flagged", "data"] }))).toEqual(["b"]);
    expect(ids(chooseRows(rows, { ...WHOLE_LIST, marks: ["no-score"] }))).toEqual(["c"]);
    expect(ids(chooseRows(rows, { ...WHOLE_LIST, leaving: ["later"] }))).toEqual(["c"]);
  });

  it("sorts beds as people count them, and puts who has no number last by risk", () => {
    const rows = [
      row({ stayId: "ten", bed: "4B-10", probability: null, tier: null }),
      row({ stayId: "two", bed: "4B-2", probability: 0.01 }),
      row({ stayId: "none", bed: null, probability: 0.4 }),
    ];
    expect(ids(chooseRows(rows, { ...WHOLE_LIST, sort: "bed" }))).toEqual(["two", "ten", "none"]);
    expect(ids(chooseRows(rows, { ...WHOLE_LIST, sort: "risk" }))).toEqual(["none", "two", "ten"]);
  });
});

describe("who has been dealt with", () => {
  it("is whoever something was noted for, or whose score was set aside", () => {
    expect(isActedOn(row({}))).toBe(false);
    expect(isActedOn(row({ lastAction: action }))).toBe(true);
    expect(isActedOn(row({ lastResponse: { ...answer, kind: "dismissed", reason: "already-handled" } }))).toBe(true);
    expect(isActedOn(row({ lastResponse: { ...answer, kind: "agree-later" } }))).toBe(false);
    expect(isActedOn(row({ lastResponse: { ...answer, kind: "acknowledged" } }))).toBe(false);
    expect(
      isActedOn(
        row({
          lastResponse: { ...answer, kind: "dismissed", reason: "other", aboutEarlierPrediction: true },
        }),
      ),
    ).toBe(false);
  });
});
