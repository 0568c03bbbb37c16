import { describe, expect, it } from "vitest";
import { foldIncidents } from "@/lib/core/monitoring/incidents";
import type { Signal, SignalKind } from "@/lib/core/monitoring/signal";

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

describe("foldIncidents", () => {
  it("is one incident while it lasts, with the newest figures, and over after a quiet week", () => {
    const first = fold([], [signal("input-moved", "age")], "2026-03-01");
    expect(first).toMatchObject([{ foundOn: "2026-03-01", lastOn: "2026-03-01", endedOn: null }]);
    const again = fold(first, [{ ...signal("input-moved", "age"), figures: { now: 2 } }], "2026-03-03");
    expect(again).toMatchObject([{ foundOn: "2026-03-01", lastOn: "2026-03-03", figures: { now: 2 } }]);
    expect(fold(again, [], "2026-03-09")).toMatchObject([{ endedOn: null }]);
    expect(fold(again, [], "2026-03-10")).toMatchObject([{ endedOn: "2026-03-10" }]);
  });

  it("begins anew what comes back after it was over", () => {
    const over = fold(fold([], [signal("stale")], "2026-03-01"), [], "2026-03-08");
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

  it("says what is found everywhere once, and what one ward has alone", () => {
    const everywhere = [signal("input-moved", "age"), signal("input-moved", "age", "a")];
    expect(fold([], everywhere, "2026-03-01")).toHaveLength(1);
    expect(fold([], [signal("input-moved", "age", "a")], "2026-03-01")).toMatchObject([{ wardId: "a" }]);
  });
});
