import { describe, expect, it } from "vitest";
import { type AlertOutcome, burdenOf, burdenSentences } from "@/lib/core/alerts/alert-burden";
import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import type { AlertScore } from "@/lib/core/alerts/judge-alert";
import { type AlertHistory, replayRule } from "@/lib/core/alerts/replay-rule";
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
  const past = { now: NOW, timeZone: "Europe/London", simulated: false };

  it("is counted by day, and held against what became of the patients", () => {
    const burden = burdenOf({ quiet: { from: "22:00", to: "07:00" } }, would, { ...past, outcomes: outcomes(10) });
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
      "Of 40 patients’ stays it would have come up for, 10 were followed by a readmission within 30 days: 25\u202f% (95\u202f% interval 14\u202f% to 40\u202f%). Of all 100 stays with a score there, 20\u202f% were.",
      "It would have come up for 50\u202f% (95\u202f% interval 30\u202f% to 70\u202f%) of those who were readmitted.",
      expect.stringContaining("1 of these stays rest on scores made after"),
    ]);
  });

  it("says what the share rests on, also where nothing came up lately", () => {
    const long = would.map((one) => ({ ...one, at: new Date("2026-01-05T12:00:00Z"), inHindsight: true }));
    const burden = burdenOf({ quiet: null }, long, { ...past, simulated: true, outcomes: outcomes(10) });
    expect(burden).toMatchObject({ alerts: 0, inHindsight: 0, labels: { foundInHindsight: 40 } });
    expect(burdenSentences(burden).slice(-2)).toEqual([
      expect.stringContaining("40 of these stays rest on scores made after the patient had left"),
      "What became of these patients is simulated.",
    ]);
  });

  it("is not told where there are too few", () => {
    const burden = burdenOf({ quiet: null }, would.slice(0, 3), { ...past, outcomes: outcomes(1).slice(0, 19) });
    expect(burden.labels).toMatchObject({ found: 3, ppv: null, caught: null });
    expect(burdenSentences(burden).at(-1)).toContain("cannot be told yet");
    expect(burdenSentences(burdenOf({ quiet: null }, [], { ...past, outcomes: [] }))[0]).toBe(
      "It would not have come up in the last 30 days.",
    );
  });
});
