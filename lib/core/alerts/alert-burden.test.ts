import { describe, expect, it } from "vitest";
import { type AlertOutcome, burdenOf } from "@/lib/core/alerts/alert-burden";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { burdenSentences } from "@/lib/core/alerts/burden-words";
import type { AlertScore } from "@/lib/core/alerts/judge-alert";
import { type AlertHistory, replayGround, replayRule } from "@/lib/core/alerts/replay-rule";
import { wilsonInterval } from "@/lib/core/evaluation/wilson-interval";

const NOW = new Date("2026-03-31T09:00:00Z");

const rule = (rest: Partial<AlertRule> = {}): AlertRule => ({
  ...{ name: "High scores", wardIds: ["w1"], role: "nurse", quiet: null, repeatAfterHours: 0, escalation: null },
  ...{ email: false, webhookIds: [], isOn: true },
  condition: { kind: "tier-crossed", threshold: { by: "tier", tier: "high" }, firstScoreCounts: true },
  ...rest,
});
const leaving = rule({
  condition: { kind: "leaving-unattended", threshold: { by: "tier", tier: "high" }, withinHours: 24 },
  repeatAfterHours: 24,
});
const score = (at: string, probability: number): AlertScore => ({
  ...{ predictionId: at, at, modelVersion: "1.0.0", probability, reasons: [] },
  tier: probability >= 0.3 ? "high" : "low",
});
const history = (rest: Partial<AlertHistory> = {}): AlertHistory => ({
  ...{ stayId: "s1", wardId: "w1", admittedAt: "2026-03-10T08:00:00Z", notedAt: [] },
  ...{ dischargedAt: "2026-03-14T12:00:00Z", plannedEndAt: "2026-03-14T12:00:00Z", scores: [] },
  ...rest,
});
const times = (one: AlertRule, ...histories: AlertHistory[]): string[] =>
  replayRule(one, histories, NOW).map(({ at }) => at.toISOString());

describe("a rule over the past", () => {
  const scores = [
    score("2026-03-10T10:00:00Z", 0.2),
    score("2026-03-11T10:00:00Z", 0.4),
    score("2026-03-11T12:00:00Z", 0.2),
    score("2026-03-11T14:00:00Z", 0.4),
    score("2026-03-11T15:00:00Z", 0.5),
  ];

  it("comes up at each crossing, or not again before the stated time is over, and then where it still holds", () => {
    expect(times(rule(), history({ scores }))).toEqual(["2026-03-11T10:00:00.000Z", "2026-03-11T14:00:00.000Z"]);
    // Counted from noon, when the first was over.
    const twice = ["2026-03-11T10:00:00.000Z", "2026-03-12T12:00:00.000Z"];
    expect(times(rule({ repeatAfterHours: 24 }), history({ scores }))).toEqual(twice);
    expect(times(rule({ repeatAfterHours: 96 }), history({ scores }))).toEqual(twice.slice(0, 1));
  });

  it("comes up again after a pause in which there was no score, stated time or not", () => {
    const paused = [...scores.slice(0, 2), { ...score("2026-03-11T11:00:00Z", 0), probability: null, tier: null }];
    const high = [...paused, score("2026-03-11T12:00:00Z", 0.4)];
    expect(times(rule({ repeatAfterHours: 24 }), history({ scores: high }))).toEqual([
      ...["2026-03-11T10:00:00.000Z", "2026-03-11T12:00:00.000Z"],
    ]);
    const low = [...paused, score("2026-03-11T12:00:00Z", 0.2)];
    expect(times(rule({ repeatAfterHours: 24 }), history({ scores: low }))).toHaveLength(1);
  });

  it("comes up in another stay, however soon", () => {
    const again = { ...history({ scores: [score("2026-03-15T10:00:00Z", 0.4)] }), stayId: "s2" };
    const both = [history({ scores }), { ...again, admittedAt: "2026-03-15T08:00:00Z", dischargedAt: null }];
    expect(times(rule({ repeatAfterHours: 720 }), ...both)).toHaveLength(2);
  });

  it("comes back after another version stood in for a while, and finds what crossed meanwhile", () => {
    const other = { ...score("2026-03-11T11:00:00Z", 0.2), modelVersion: "2.0.0" };
    const then = score("2026-03-11T12:00:00Z", 0.4);
    const stoodIn = (before: AlertScore) =>
      history({ scores: [score("2026-03-10T10:00:00Z", 0.2), before, other, then] });
    const noFirst = rule({
      condition: { kind: "tier-crossed", threshold: { by: "tier", tier: "high" }, firstScoreCounts: false },
      repeatAfterHours: 24,
    });
    expect(times(noFirst, stoodIn(score("2026-03-11T10:00:00Z", 0.4)))).toEqual([
      ...["2026-03-11T10:00:00.000Z", "2026-03-11T12:00:00.000Z"],
    ]);
    expect(times(noFirst, stoodIn(score("2026-03-11T10:00:00Z", 0.25)))).toEqual(["2026-03-11T12:00:00.000Z"]);
  });

  it("comes up when leaving draws near, unless something was noted by then", () => {
    const high = [score("2026-03-10T10:00:00Z", 0.4)];
    expect(times(leaving, history({ scores: high }))).toEqual(["2026-03-13T12:00:00.000Z"]);
    expect(times(leaving, history({ scores: high, notedAt: ["2026-03-13T11:00:00Z"] }))).toEqual([]);
    expect(times(leaving, history({ scores: high, notedAt: ["2026-03-13T13:00:00Z"] }))).toHaveLength(1);
    // Nothing that lies ahead is counted.
    expect(times(leaving, history({ scores: high, dischargedAt: null, plannedEndAt: "2026-04-09T12:00:00Z" }))).toEqual(
      [],
    );
  });

  it("lets a score made afterwards stand in, and says so", () => {
    const late = [score("2026-03-30T10:00:00Z", 0.4)];
    expect(replayRule(leaving, [history({ scores: late })], NOW)).toEqual([
      { stayId: "s1", at: new Date("2026-03-13T12:00:00Z"), inHindsight: true },
    ]);
    expect(replayRule(rule(), [history({ scores: late })], NOW)).toMatchObject([{ inHindsight: true }]);
  });
});

describe("its burden", () => {
  const would = Array.from({ length: 40 }, (_, n) => ({
    ...{ stayId: `s${n}`, inHindsight: n === 0 },
    at: new Date(Date.UTC(2026, 2, n < 30 ? 29 : 30, n < 10 ? 2 : 12)),
  }));
  const outcomes = (n: number): AlertOutcome[] =>
    Array.from({ length: 100 }, (_, at) => ({ stayId: `s${at}`, isReadmitted: at < n || at >= 90 }));
  const ground = { scoredSince: new Date("2026-01-01T12:00:00Z"), scored: 50, scoredTwice: 40 };
  const whole = { ground, endless: new Set<string>(), cutAt: null };
  const past = { now: NOW, timeZone: "Europe/London", simulated: false, ...whole };
  const crossing = rule({
    condition: { kind: "tier-crossed", threshold: { by: "tier", tier: "high" }, firstScoreCounts: false },
  });

  it("counts by the days there are scores for, and says how many", () => {
    const young = { ...past, outcomes: [], ground: { ...ground, scoredSince: new Date("2026-03-28T15:00:00Z") } };
    const burden = burdenOf(rule(), would, young);
    expect(burden).toMatchObject({ days: 3, from: "2026-03-28", alerts: 40, comparable: null });
    expect(burden.perDay).toBeCloseTo(40 / 3);
    expect(burdenSentences(burden)[0]).toBe(
      "It would have come up 13 times a day over the last 3 days, since when there are scores (40 times; at most 30 on one day).",
    );
    const today = { ...young, ground: { ...ground, scoredSince: NOW } };
    expect(burdenSentences(burdenOf(rule(), would, today))[0]).toContain("no whole day has scores yet");
  });

  it("is not told where a rule compares two scores and most stays had one, as of a history that was imported", () => {
    const history1 = history({ scores: [score("2026-03-30T10:00:00Z", 0.4)] });
    const found = replayGround(crossing, [history1, { ...history1, stayId: "s2" }], new Date("2026-03-01T09:00:00Z"));
    expect(found).toEqual({ scoredSince: new Date("2026-03-14T11:59:00Z"), scored: 2, scoredTwice: 0 });
    const burden = burdenOf(crossing, [], { ...past, outcomes: [], ground: found });
    expect(burdenSentences(burden)[0]).toContain("cannot be told from this history");
    expect(burdenSentences(burden)[0]).toContain("of 2 stays of the last 30 days that have a score, 0 had two");
    expect(burdenSentences(burdenOf(crossing, [], { ...past, outcomes: [] }))[0]).toContain("would not have come up");
    expect(burdenSentences(burdenOf(rule(), [], { ...past, outcomes: [], ground: found }))[0]).toContain(
      "would not have come up in the last 17 days",
    );
  });

  it("says what stands in for a planned end, and that older stays were left out", () => {
    const cut = { ...past, outcomes: [], endless: new Set(["s0", "s1"]), cutAt: 20_000 };
    expect(burdenOf(leaving, would, cut)).toMatchObject({ substitutedEnds: 2 });
    expect(burdenSentences(burdenOf(leaving, would, cut))).toEqual(
      expect.arrayContaining([
        expect.stringContaining("For 2 of these times no planned end is kept"),
        "Only the latest 20,000 stays were looked at.",
      ]),
    );
    expect(burdenOf(rule(), would, cut)).toMatchObject({ substitutedEnds: null });
  });

  it("is counted by day, and held against what became of the patients", () => {
    const burden = burdenOf(rule({ quiet: { from: "22:00", to: "07:00" } }), would, {
      ...past,
      outcomes: outcomes(10),
    });
    expect(burden).toMatchObject({
      from: "2026-03-01",
      to: "2026-03-30",
      alerts: 40,
      busiest: 30,
      held: 10,
      inHindsight: 1,
    });
    expect(burden.perDay).toBeCloseTo(40 / 30);
    expect(burden.labels).toMatchObject({ found: 40, foundReadmitted: 10, all: 100, allReadmitted: 20 });
    expect(burden.labels.ppv).toEqual({ share: 0.25, interval: wilsonInterval(10, 40) });
    expect(burden.labels.caught).toEqual({ share: 0.5, interval: wilsonInterval(10, 20) });
    expect(burdenSentences(burden)).toEqual([
      "It would have come up 1.3 times a day over the last 30 days (40 times; at most 30 on one day).",
      "10 of them would have been held until quiet hours ended.",
      expect.stringContaining("1 of these times rest on scores made after"),
      "Each stay counts on the ward it was on last.",
      "Of 40 patients’ stays it would have come up for, 10 were followed by a readmission within 30 days: 25\u202f% (95\u202f% interval 14\u202f% to 40\u202f%). Of all 100 stays with a score there, 20\u202f% were.",
      "It would have come up for 50\u202f% (95\u202f% interval 30\u202f% to 70\u202f%) of those who were readmitted.",
      expect.stringContaining("1 of these stays rest on scores made after"),
    ]);
  });

  it("says what the share rests on, also where nothing came up lately", () => {
    const long = would.map((one) => ({ ...one, at: new Date("2026-01-05T12:00:00Z"), inHindsight: true }));
    const burden = burdenOf(rule(), long, { ...past, simulated: true, outcomes: outcomes(10) });
    expect(burden).toMatchObject({ alerts: 0, inHindsight: 0, labels: { foundInHindsight: 40 } });
    expect(burdenSentences(burden).slice(-2)).toEqual([
      expect.stringContaining("40 of these stays rest on scores made after the patient had left"),
      "What became of these patients is simulated.",
    ]);
  });

  it("is not told where there are too few", () => {
    const burden = burdenOf(rule(), would.slice(0, 3), { ...past, outcomes: outcomes(1).slice(0, 19) });
    expect(burden.labels).toMatchObject({ found: 3, ppv: null, caught: null });
    expect(burdenSentences(burden).at(-1)).toContain("cannot be told yet");
    expect(burdenSentences(burdenOf(rule(), [], { ...past, outcomes: [] }))[0]).toBe(
      "It would not have come up in the last 30 days.",
    );
  });
});
