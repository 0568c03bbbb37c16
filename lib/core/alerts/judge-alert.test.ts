import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AlertCondition } from "@/lib/core/alerts/alert-rule";
import { alertSentence } from "@/lib/core/alerts/alert-words";
import {
  type AlertScore,
  type AlertStanding,
  type Judging,
  judgeAgain,
  judgeScore,
  judgeStanding,
  scoreBefore,
  whyEnded,
  whyOver,
} from "@/lib/core/alerts/judge-alert";
import { TIERS, type Tier } from "@/lib/core/model/scored-stay";

const NOW = new Date("2026-03-10T09:00:00Z");

const tierOf = (probability: number): Tier =>
  TIERS[probability >= 0.4 ? 0 : probability >= 0.3 ? 1 : probability >= 0.15 ? 2 : 3];
const score = (probability: number | null, rest: Partial<AlertScore> = {}): AlertScore => ({
  ...{ predictionId: "p", at: NOW.toISOString(), modelVersion: "1.0.0", reasons: [] },
  ...{ probability, tier: probability === null ? null : tierOf(probability) },
  ...rest,
});
const standing = (rest: Partial<AlertStanding> = {}): AlertStanding => ({
  ...{ wardId: "w1", isCurrent: true, plannedEndAt: "2026-03-10T15:00:00Z", isNoted: false, score: score(0.35) },
  ...rest,
});

const high = { by: "tier", tier: "high" } as const;
const crossed = (firstScoreCounts = false): AlertCondition => ({
  kind: "tier-crossed",
  threshold: high,
  firstScoreCounts,
});
const leaving: AlertCondition = { kind: "leaving-unattended", threshold: high, withinHours: 24 };
const rise = (points: number, feature: string | null): AlertCondition => ({ kind: "rise-for-reason", points, feature });
const reason = (feature: string, moved: number) => ({ feature, clause: "it was so", moved });

describe("a score that crosses", () => {
  it("is found on the way up and only then", () => {
    expect(judgeScore(crossed(), score(0.2), score(0.3))).toMatchObject({ from: 0.2, probability: 0.3, tier: "high" });
    expect(judgeScore(crossed(), score(0.31), score(0.5))).toBeNull();
    expect(judgeScore(crossed(), score(0.5), score(0.2))).toBeNull();
  });

  it("is never an abstention, and after one counts as the first", () => {
    expect(judgeScore(crossed(true), score(0.2), score(null))).toBeNull();
    expect(judgeScore(crossed(), score(null), score(0.5))).toBeNull();
    expect(judgeScore(crossed(true), score(null), score(0.5))).toMatchObject({ from: null });
    expect(judgeScore(crossed(), null, score(0.5))).toBeNull();
    expect(judgeScore(crossed(true), null, score(0.5))).toMatchObject({ from: null });
  });

  it("is no news where another version speaks", () => {
    expect(judgeScore(crossed(true), score(0.2), score(0.5, { modelVersion: "2.0.0" }))).toBeNull();
  });

  it("is found exactly where one is below and the next is not", () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(chance, chance, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (from, to, probability) => {
        const condition: AlertCondition = {
          ...{ kind: "tier-crossed", firstScoreCounts: false },
          threshold: { by: "probability", probability },
        };
        const found = judgeScore(condition, score(from), score(to));
        expect(found !== null).toBe(from < probability && to >= probability);
        // What was just found holds, as long as nothing else changes.
        if (found !== null)
          expect(whyOver({ condition, wardIds: ["w1"] }, found, standing({ score: score(to) }), NOW)).toBeNull();
      }),
    );
  });
});

describe("a rise", () => {
  const before = score(0.3);
  const after = score(0.4, { reasons: [reason("insulin", 0.07), reason("a1cResult", 0.02)] });

  it("needs the points from the reason that is named, or a reason at all", () => {
    expect(judgeScore(rise(7, "insulin"), before, after)).toMatchObject({ reason: { feature: "insulin", rise: 0.07 } });
    expect(judgeScore(rise(8, "insulin"), before, after)).toBeNull();
    expect(judgeScore(rise(2, "a1cResult"), before, after)).not.toBeNull();
    // Of ten points one was a longer stay's.
    expect(judgeScore(rise(9, null), before, after)).toMatchObject({ reason: { feature: "insulin" } });
    expect(judgeScore(rise(10, null), before, after)).toBeNull();
    // Eight points by insulin and five less by something else.
    const held = score(0.33, { reasons: [reason("insulin", 0.08)] });
    expect(judgeScore(rise(5, "insulin"), before, held)).not.toBeNull();
    expect(judgeScore(rise(5, null), before, held)).toBeNull();
    expect(judgeScore(rise(5, null), before, score(0.4))).toBeNull();
  });

  it("speaks of the diagnoses as one, whichever rank moved", () => {
    const coded = score(0.4, { reasons: [reason("primaryDiagnosis", 0.1)] });
    expect(judgeScore(rise(5, "secondDiagnosis"), before, coded)).not.toBeNull();
  });

  it("is over when the number is back where it came from", () => {
    const condition = rise(5, "insulin");
    const found = judgeScore(condition, before, after);
    if (found === null) throw new Error("nothing was found");
    const over = (now: AlertScore) => whyOver({ condition, wardIds: ["w1"] }, found, standing({ score: now }), NOW);
    expect(over(score(0.31))).toBeNull();
    expect(over(score(0.3))).toBe("score-fell");
  });
});

describe("leaving with nothing noted", () => {
  it("is found from the first hour inside, also where the planned end has passed", () => {
    const found = (plannedEndAt: string | null) => judgeStanding(leaving, standing({ plannedEndAt }), NOW) !== null;
    expect(found("2026-03-11T09:00:00Z")).toBe(true);
    expect(found("2026-03-11T09:00:01Z")).toBe(false);
    expect(found("2026-03-09T09:00:00Z")).toBe(true);
    expect(found(null)).toBe(false);
  });

  it("is not found where something is noted, the score is low or none, or the patient has left", () => {
    for (const rest of [
      { isNoted: true },
      { score: score(0.2) },
      { score: score(null) },
      { score: null },
      { isCurrent: false },
    ])
      expect(judgeStanding(leaving, standing(rest), NOW)).toBeNull();
    expect(judgeStanding(crossed(true), standing(), NOW)).toBeNull();
  });
});

it("a finding is over for the reason that ended it", () => {
  const found = judgeStanding(leaving, standing(), NOW);
  if (found === null) throw new Error("nothing was found");
  const why = (rest: Partial<AlertStanding>) =>
    whyOver({ condition: leaving, wardIds: ["w1"] }, found, standing(rest), NOW);
  expect(why({})).toBeNull();
  expect(why({ isCurrent: false })).toBe("patient-left");
  expect(why({ wardId: "w2" })).toBe("patient-moved");
  expect(why({ wardId: null })).toBe("patient-moved");
  expect(why({ score: score(null) })).toBe("no-score");
  expect(why({ score: score(0.1) })).toBe("score-fell");
  expect(why({ isNoted: true })).toBe("something-noted");
  expect(why({ plannedEndAt: "2026-03-14T09:00:00Z" })).toBe("leaves-later");
});

describe("an alert ends", () => {
  const raisedUnder: Judging = { condition: crossed(), wardIds: ["w1", "w2"] };
  const alert = {
    finding: { probability: 0.35, tier: "high", from: 0.2, reason: null, plannedEndAt: null } as const,
    modelVersion: "1.0.0",
  };
  const why = (now: Judging, rest: Partial<AlertStanding> = {}) =>
    whyEnded({ now, raisedUnder }, alert, standing(rest), NOW);
  const higherOnly = { kind: "tier-crossed", threshold: { by: "tier", tier: "very-high" } } as const;
  const higher: Judging = { ...raisedUnder, condition: { ...higherOnly, firstScoreCounts: false } };
  const smaller: Judging = { ...raisedUnder, wardIds: ["w2"] };

  it("for the rule's sake where only the rule is another now", () => {
    expect(why(raisedUnder)).toBeNull();
    expect(why(higher)).toBe("rule-changed");
    expect(why(smaller)).toBe("rule-changed");
  });

  it("for the patient's where that is so, whatever became of the rule", () => {
    expect(why(higher, { score: score(0.2) })).toBe("score-fell");
    expect(why(higher, { wardId: "w3" })).toBe("patient-moved");
    expect(why(smaller, { score: score(0.2) })).toBe("score-fell");
  });

  it("with no word of a fall where another version gave the number, and not at all where that is as high", () => {
    const other = (probability: number) => ({ score: score(probability, { modelVersion: "2.0.0" }) });
    expect(why(raisedUnder, other(0.2))).toBe("version-changed");
    expect(why(raisedUnder, other(0.4))).toBeNull();
    expect(why(higher, other(0.35))).toBe("rule-changed");
  });
});

it("a score is held against the newest of its own version, else the newest of all", () => {
  const two = { modelVersion: "2.0.0" };
  const low = score(0.2, two);
  expect(scoreBefore([low, score(0.25)], score(0.4, two))).toBe(low);
  const first = score(0.25);
  expect(scoreBefore([score(0.2), first], score(0.4, two))).toBe(first);
  expect(scoreBefore([], score(0.4))).toBeNull();
});

describe("what ended for a while", () => {
  const finding = { probability: 0.35, tier: "high", from: 0.3, reason: null, plannedEndAt: null } as const;
  const again = (
    condition: AlertCondition,
    rest: Partial<AlertStanding> = {},
    before: Partial<Parameters<typeof judgeAgain>[1]> = {},
  ) =>
    judgeAgain(
      { condition, wardIds: ["w1"], repeatAfterHours: 24 },
      { ...{ kind: condition.kind, finding, modelVersion: "1.0.0", resolution: "no-score", endedAt: NOW }, ...before },
      standing(rest),
      NOW,
    );
  const HOUR_MS = 3_600_000;

  it("is found again where it holds, with no crossing, and says so", () => {
    const found = again(crossed(), { score: score(0.45) });
    expect(found).toMatchObject({ probability: 0.45, tier: "very-high", from: 0.3, isAgain: true });
    expect(found && alertSentence("tier-crossed", found)).toBe(
      "The patient meets the rule again: the score is 45\u202f% (very high).",
    );
    expect(again(leaving)).toMatchObject({ plannedEndAt: "2026-03-10T15:00:00Z" });
    expect(again(crossed(), { score: score(0.2) })).toBeNull();
    expect(again(crossed(), { score: score(null) })).toBeNull();
    expect(again(crossed(), { wardId: "w2" })).toBeNull();
  });

  it("is a rise only by the version that found it", () => {
    expect(again(rise(5, null))).not.toBeNull();
    const other = { score: score(0.35, { modelVersion: "2.0.0" }) };
    expect(again(rise(5, null), other)).toBeNull();
    expect(again(crossed(), other)).not.toBeNull();
  });

  it("comes back with the version that found it, where another had spoken meanwhile", () => {
    const ended = { resolution: "version-changed" } as const;
    expect(again(crossed(), {}, ended)).toMatchObject({ isAgain: true });
    expect(again(crossed(), { score: score(0.35, { modelVersion: "2.0.0" }) }, ended)).toBeNull();
  });

  it("that fell and came back is told once it may repeat; a rise needs another rise, and what a person ended is ended", () => {
    const fell = (hours: number) =>
      ({ resolution: "score-fell", endedAt: new Date(NOW.getTime() - hours * HOUR_MS) }) as const;
    expect(again(crossed(), {}, fell(24))).toMatchObject({ isAgain: true });
    expect(again(crossed(), {}, fell(23))).toBeNull();
    expect(again(crossed(), { score: score(0.35, { modelVersion: "2.0.0" }) }, fell(24))).toBeNull();
    expect(again(rise(5, null), {}, fell(24))).toBeNull();
    expect(again(leaving, {}, { resolution: "something-noted", endedAt: new Date(0) })).toBeNull();
  });
});
