import { describe, expect, it } from "vitest";
import { isSettled, movedFurther } from "@/lib/core/monitoring/settled";
import type { SignalKind } from "@/lib/core/monitoring/signal";

const age = (deviations: number, meanNow = 66) => ({ wassersteinDeviations: deviations, meanBefore: 60, meanNow });
const unit = { before: 126, now: 7, unit: "none", looksLike: "mmol/L", values: 12 };

describe("movedFurther", () => {
  it.each<[string, SignalKind, Record<string, number | string>, Record<string, number | string>, boolean]>([
    ["4 points more missing", "missing-more", { before: 0.05, now: 0.12 }, { before: 0.05, now: 0.16 }, false],
    ["all missing", "missing-more", { before: 0.05, now: 0.12 }, { before: 0.05, now: 1 }, true],
    ["on its way back", "missing-more", { before: 0.05, now: 0.5 }, { before: 0.05, now: 0.12 }, false],
    ["fewer calls still", "calls-fewer", { before: 0.3, now: 0.2 }, { before: 0.3, now: 0.1 }, true],
    ["a little older", "input-moved", age(0.2), age(0.3), false],
    ["much older", "input-moved", age(0.2), age(0.4), true],
    ["younger instead of older", "input-moved", age(0.2), age(0.2, 54), true],
    ["other diagnoses still", "input-moved", { jensenShannon: 0.12 }, { jensenShannon: 0.23 }, true],
    ["the same unit", "unit-change", unit, { ...unit, now: 7.5 }, false],
    ["a third unit", "unit-change", unit, { ...unit, now: 70 }, true],
    ["twice as often twice", "doubled", { before: 0, share: 0.2 }, { before: 0, share: 0.5 }, true],
    ["a code in more stays", "new-code", { count: 5, of: 100 }, { count: 12, of: 100 }, true],
    ["nothing any more", "feed-dropped", { came: 8, least: 50 }, { came: 0, least: 50 }, true],
    ["half as many again", "outcomes-more", { back: 15, expected: 10 }, { back: 23, expected: 10 }, true],
    ["a few more", "outcomes-more", { back: 15, expected: 10 }, { back: 18, expected: 10 }, false],
    ["none at all", "outcomes-fewer", { back: 5, expected: 10 }, { back: 3, expected: 10 }, true],
    ["figures nobody kept", "outcomes-fewer", {}, { back: 0, expected: 10 }, false],
  ])("%s", (_, kind, then, now, moved) => expect(movedFurther(kind, then, now)).toBe(moved));
});

it("an incident is settled while it stands as it was when that was said", () => {
  const figures = { before: 0.05, now: 0.12 };
  expect(isSettled({ kind: "missing-more", figures, said: null })).toBe(false);
  expect(isSettled({ kind: "missing-more", figures, said: figures })).toBe(true);
  expect(isSettled({ kind: "missing-more", figures: { ...figures, now: 0.3 }, said: figures })).toBe(false);
});
