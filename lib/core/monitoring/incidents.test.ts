import { describe, expect, it } from "vitest";
import { foldIncidents } from "@/lib/core/monitoring/incidents";
import type { Signal, SignalKind } from "@/lib/core/monitoring/signal";
import { dayAfter } from "@/lib/core/monitoring/watch-days";

const signal = (kind: SignalKind, subject = "", wardId: string | null = null): Signal => ({
  kind,
  subject,
  wardId,
  figures: { now: 1 },
  p: 0.001,
});
const isDrug = (feature: string): boolean => feature === "insulin";
const fold = (before: Parameters<typeof foldIncidents>[0], signals: readonly Signal[], day: string) =>
  foldIncidents(before, signals, day, isDrug);
/** So many days without a finding, on which it was looked for or not. */
const quiet = (before: Parameters<typeof foldIncidents>[0], from: string, days: number, wasLookedFor = true) =>
  Array.from({ length: days }, (_, i) => dayAfter(from, i)).reduce(
    (incidents, day) => foldIncidents(incidents, [], day, isDrug, () => wasLookedFor),
    before,
  );

describe("foldIncidents", () => {
  it("is one incident while it lasts, with the newest figures, and over after a quiet week", () => {
    const first = fold([], [signal("input-moved", "age")], "2026-03-01");
    expect(first).toMatchObject([{ foundOn: "2026-03-01", lastOn: "2026-03-01", endedOn: null }]);
    const again = fold(first, [{ ...signal("input-moved", "age"), figures: { now: 2 } }], "2026-03-03");
    expect(again).toMatchObject([{ foundOn: "2026-03-01", lastOn: "2026-03-03", figures: { now: 2 } }]);
    expect(quiet(again, "2026-03-04", 6)).toMatchObject([{ endedOn: null }]);
    expect(quiet(again, "2026-03-04", 7)).toMatchObject([{ endedOn: "2026-03-10", lastOn: "2026-03-03" }]);
  });

  it("is not over because nobody could look", () => {
    const found = fold([], [signal("input-moved", "age")], "2026-03-01");
    const blind = quiet(found, "2026-03-02", 30, false);
    expect(blind).toMatchObject([{ endedOn: null, quietDays: 0 }]);
    const half = quiet(quiet(blind, "2026-04-01", 4), "2026-04-05", 5, false);
    expect(half).toMatchObject([{ endedOn: null, quietDays: 4 }]);
    expect(quiet(half, "2026-04-10", 3)).toMatchObject([{ endedOn: "2026-04-12" }]);
  });

  it("begins anew what comes back after it was over", () => {
    const over = quiet(fold([], [signal("stale")], "2026-03-01"), "2026-03-02", 7);
    expect(fold(over, [signal("stale")], "2026-03-20").map(({ endedOn }) => endedOn)).toEqual(["2026-03-08", null]);
  });

  it("says what follows from a cause only as the cause", () => {
    const kinds = (signals: readonly Signal[]) => fold([], signals, "2026-03-01").map(({ kind }) => kind);
    expect(kinds([signal("unit-change", "glucose"), signal("input-moved", "glucose")])).toEqual(["unit-change"]);
    expect(kinds([signal("feed-dropped", "MedicationRequest"), signal("missing-more", "insulin")])).toEqual([
      "feed-dropped",
    ]);
    expect(kinds([signal("unit-change", "glucose"), signal("input-moved", "age")])).toEqual([
      "unit-change",
      "input-moved",
    ]);
  });

  it("takes a cause that was said to be expected for no cause any more", () => {
    const cause = signal("unit-change", "glucose");
    const said = fold([], [cause], "2026-03-01").map((incident) => ({ ...incident, said: incident.figures }));
    const after = fold(said, [cause, signal("missing-more", "glucose")], "2026-03-02");
    expect(after.map(({ kind, foundOn }) => [kind, foundOn])).toEqual([
      ["unit-change", "2026-03-01"],
      ["missing-more", "2026-03-02"],
    ]);
  });

  it("tells of a ward that moved further than what was said to be expected of all", () => {
    const missing = (now: number, wardId: string | null): Signal => ({
      ...signal("missing-more", "hba1c", wardId),
      figures: { before: 0.05, now },
    });
    const open = fold([], [missing(0.12, null)], "2026-03-01");
    const both = [missing(0.14, null), missing(0.6, "a"), missing(0.13, "b")];
    expect(fold(open, both, "2026-03-02")).toHaveLength(1);
    const said = open.map((incident) => ({ ...incident, said: incident.figures }));
    expect(fold(said, both, "2026-03-02").map(({ wardId }) => wardId)).toEqual([null, "a"]);
  });

  it("says what is found everywhere once, and what one ward has alone", () => {
    const everywhere = [signal("input-moved", "age"), signal("input-moved", "age", "a")];
    expect(fold([], everywhere, "2026-03-01")).toHaveLength(1);
    expect(fold([], [signal("input-moved", "age", "a")], "2026-03-01")).toMatchObject([{ wardId: "a" }]);
  });
});
