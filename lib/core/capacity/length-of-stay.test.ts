import { describe, expect, it } from "vitest";
import { fitLengthOfStay, type TaughtStay } from "@/lib/core/capacity/fit-length-of-stay";
import {
  LAST_TAUGHT_DAY,
  learnLocally,
  leavingChance,
  lengthOfStaySchema,
  type SeenStay,
  type StayKnown,
  stillHere,
} from "@/lib/core/capacity/length-of-stay";
import generated from "@/lib/core/capacity/length-of-stay.generated.json";
import { chanceFrom } from "@/lib/core/training/chance";

const model = lengthOfStaySchema.parse(generated);
const NOBODY: StayKnown = { primaryDiagnosis: null, admissionType: null, age: null };
const TYPICAL: StayKnown = { primaryDiagnosis: "heart-failure", admissionType: "emergency", age: 70 };
const none = learnLocally(model, []);

/** Finished stays of a hospital that lets patients go with these chances, by weekday. */
function drawStays(count: number, chanceOn: (weekday: number, day: number) => number): SeenStay[] {
  const chance = chanceFrom(5);
  return Array.from({ length: count }, (_, index) => {
    const admittedOn = index % 7;
    let days = 1;
    while (chance() > chanceOn((admittedOn + days) % 7, days)) days++;
    return { known: NOBODY, days, admittedOn, ended: true };
  });
}

describe("the length-of-stay model", () => {
  it("learnt that metastatic cancer stays longer than chest pain, and the old longer than the young", () => {
    const at = (known: Partial<StayKnown>) =>
      leavingChance(model, { ...NOBODY, ...known }, none, { day: 3, weekday: 2 });
    expect(at({ primaryDiagnosis: "cancer-metastatic" })).toBeLessThan(at({ primaryDiagnosis: "chest-pain" }));
    expect(at({ age: 80 })).toBeLessThan(at({ age: 30 }));
  });

  it("finds the chances that stays were drawn with", () => {
    const stays = drawStays(20_000, (_, day) => (day < 3 ? 0.1 : 0.3));
    const fitted = fitLengthOfStay(stays, { source: "made up", isTruncated: false });
    const of = (day: number) => 1 / (1 + Math.exp(-fitted.days[day - 1]!));
    expect(of(1)).toBeCloseTo(0.1, 1);
    expect(of(5)).toBeCloseTo(0.3, 1);
  });

  it("finds them in a file without its stays of over 14 days too, and takes nobody for gone who was cut off", () => {
    const leave = (_: number, day: number) => (day > LAST_TAUGHT_DAY ? 0.12 : 0.1 + 0.01 * (day % 3));
    const file = drawStays(20_000, leave).filter(({ days }) => days <= 14);
    const fitOf = (stays: readonly TaughtStay[], isTruncated: boolean) =>
      fitLengthOfStay(stays, { source: "made up", isTruncated }).days.map((z) => 1 / (1 + Math.exp(-z)));
    const fitted = fitOf(file, true);
    for (const [index, chance] of fitted.entries()) expect(Math.abs(chance - leave(0, index + 1))).toBeLessThan(0.015);
    // Believed as it stands, the file has nearly everybody leave on the last days.
    expect(fitOf(file, false)[12]).toBeGreaterThan(0.4);
    const cutOff = file.map((stay) => (stay.days > 5 ? { ...stay, days: 5, ended: false } : stay));
    expect(fitOf(cutOff, false)[4]).toBeCloseTo(fitOf(file, false)[4]!, 3);
  });

  it("lets as many leave late in the stay as the tail after it", () => {
    const at = (day: number) => leavingChance(model, TYPICAL, none, { day, weekday: 2 });
    for (const day of [11, 12, 13]) {
      expect(at(day)).toBeGreaterThan(0.12);
      expect(at(day)).toBeLessThan(0.25);
    }
  });
});

describe("learnLocally", () => {
  it("knows nothing of a hospital without finished stays", () => {
    expect(none).toMatchObject({ byWeekday: Array(7).fill(0), byDay: Array(13).fill(0), knownShare: 1, stays: 0 });
    expect(none.tailHazard).toBeCloseTo(0.12, 12);
  });

  it("learns that a hospital lets nobody go at the weekend, and how its long stays end", () => {
    const local = learnLocally(
      model,
      drawStays(3_000, (weekday, day) => (day > LAST_TAUGHT_DAY ? 0.05 : weekday === 0 || weekday === 6 ? 0.02 : 0.2)),
    );
    const on = (weekday: number) => leavingChance(model, NOBODY, local, { day: 4, weekday });
    expect(on(0)).toBeLessThan(0.08);
    expect(on(3)).toBeGreaterThan(0.14);
    expect(local.tailHazard).toBeCloseTo(0.05, 1);
    expect(local.tailHazard).toBeLessThan(0.08);
  });

  it("learns where main diagnoses say nothing of how long patients stay", () => {
    const kinds = ["cancer-metastatic", "symptom-chest", "psychosis", "hypertension"];
    const stays = drawStays(4_000, () => 0.2).map((stay, index) => ({
      ...stay,
      known: { ...NOBODY, primaryDiagnosis: kinds[index % kinds.length]! },
    }));
    const local = learnLocally(model, stays);
    expect(Math.abs(local.knownShare)).toBeLessThan(0.15);
    expect(learnLocally(model, stays.slice(0, 5)).knownShare).toBeGreaterThan(0.5);
  });

  it("has long stays end by the weekday too, at a level of their own", () => {
    const isWeekend = (weekday: number) => weekday === 0 || weekday === 6;
    const local = learnLocally(
      model,
      drawStays(6_000, (weekday, day) => (day > LAST_TAUGHT_DAY ? 0.5 : 1) * (isWeekend(weekday) ? 0.03 : 0.2)),
    );
    const on = (weekday: number) => leavingChance(model, NOBODY, local, { day: 20, weekday });
    expect(on(0)).toBeLessThan(0.04);
    expect(on(3)).toBeGreaterThan(0.07);
    expect(on(3)).toBeLessThan(0.13);
  });
});

describe("learnLocally, of patients who are still here", () => {
  const DAYS_SEEN = 30;
  const leave = (_: number, day: number) => (day > LAST_TAUGHT_DAY ? 0.05 : 0.1);
  /** A hospital to which as many come on each of 30 days, watched until everybody has left. */
  const whole = drawStays(6_000, leave);
  /** The same, as it is seen on the last of those days. */
  const seen = whole.map((stay, index): SeenStay => {
    const since = Math.floor(index / 7) % DAYS_SEEN;
    return stay.days <= since ? stay : { ...stay, days: since, ended: false };
  });
  const [truth, told, without] = [whole, seen, seen.filter(({ ended }) => ended)].map((stays) => {
    const local = learnLocally(model, stays);
    return { early: local.byWeekday.reduce((sum, shift) => sum + shift, 0) / 7, tail: local.tailHazard };
  }) as [{ early: number; tail: number }, { early: number; tail: number }, { early: number; tail: number }];

  it("takes them for those who have not left so far, and has the chances right", () => {
    expect(Math.abs(told.early - truth.early)).toBeLessThan(0.1);
    expect(Math.abs(told.tail - 0.05)).toBeLessThan(0.01);
  });

  it("without them would have everybody leave too soon", () => {
    expect(without.early).toBeGreaterThan(truth.early + 0.2);
    expect(without.tail).toBeGreaterThan(0.1);
  });
});

describe("stillHere", () => {
  const at = { weekday: 1, dayElapsed: 0, days: 14 };

  it("only falls, within 0 and 1", () => {
    const chances = stillHere(model, NOBODY, none, { ...at, daysSoFar: 2 });
    expect(chances).toHaveLength(14);
    chances.reduce((before, chance) => {
      expect(chance).toBeLessThanOrEqual(before);
      expect(chance).toBeGreaterThanOrEqual(0);
      return chance;
    }, 1);
  });

  it("lets nobody go on the day they came, and fewer go today the later it is", () => {
    expect(stillHere(model, NOBODY, none, { ...at, daysSoFar: 0 })[0]).toBe(1);
    const today = (dayElapsed: number) => stillHere(model, NOBODY, none, { ...at, daysSoFar: 3, dayElapsed })[0]!;
    expect(today(0.5)).toBeGreaterThan(today(0));
    expect(today(1)).toBe(1);
  });

  it("has a long stay leave by the local chance", () => {
    const chances = stillHere(model, NOBODY, { ...none, tailHazard: 0.1 }, { ...at, daysSoFar: 30 });
    expect(chances[4]).toBeCloseTo(0.9 ** 5, 12);
  });
});
