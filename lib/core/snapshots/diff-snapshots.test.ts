import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FEATURES } from "@/lib/core/features/feature-table";
import { diffSnapshots } from "@/lib/core/snapshots/diff-snapshots";
import { inOrder, type SnapshotHead, snapshotHash } from "@/lib/core/snapshots/snapshot-content";
import type { SnapshotRow } from "@/lib/core/snapshots/snapshot-row";

const head: SnapshotHead = {
  query: {
    ...{ asOf: "2026-06-01T00:00:00.000Z", target: "any-readmission-30d", adjudications: "applied" },
    ...{ dischargedFrom: null, dischargedBefore: null },
  },
  featureTableHash: "h",
  labelRuleVersion: "1",
};
const row = (n: number): SnapshotRow => ({
  ...{ stayId: `s${String(n).padStart(5, "0")}`, patientId: `p${n}`, wardId: "w1", simulated: false, died: false },
  ...{ dischargedAt: "2026-03-05T12:00:00.000Z", label: n % 9 === 0 ? 1 : 0, treated: [], lace: null, hospital: null },
  features: FEATURES.map((_, at) => (n + at) % 3),
  ...{ tierThen: "low", probabilityThen: 0.1, modelVersionThen: "1.0.0" },
  subgroups: { sex: "female", age: "70–79", race: null, ethnicity: null, payer: null, language: null },
  sources: { labelId: n, predictionId: `f${n}`, predictionThenId: null, interventionIds: [] },
});
const reading = (rows: readonly SnapshotRow[], of = head) => ({ head: of, rows: Readable.from(rows) });
const rows = Array.from({ length: 2_000 }, (_, n) => row(n));

describe("diffSnapshots", () => {
  it("names corrected values of 2 % of the rows, each and nothing else", async () => {
    const wrong = fc.uniqueArray(
      fc.record({
        at: fc.nat(rows.length - 1),
        feature: fc.nat(FEATURES.length - 1),
        to: fc.integer({ min: 3, max: 9 }),
      }),
      { minLength: 40, maxLength: 40, selector: ({ at }) => at },
    );
    await fc.assert(
      fc.asyncProperty(wrong, async (some) => {
        const right = new Map(some.map((one) => [one.at, one]));
        const after = rows.map((before, at): SnapshotRow => {
          const fix = right.get(at);
          if (fix === undefined) return before;
          return { ...before, features: before.features.map((was, i) => (i === fix.feature ? fix.to : was)) };
        });
        const diff = await diffSnapshots(reading(rows), reading(after));
        const expected = some.map(({ at, feature, to }) => ({
          ...{ stayId: rows[at]?.stayId, wardId: "w1", field: FEATURES[feature]?.name },
          ...{ before: rows[at]?.features[feature], after: to },
        }));
        const byStay = (a: { stayId?: string | undefined }, b: { stayId?: string | undefined }) =>
          (a.stayId ?? "") < (b.stayId ?? "") ? -1 : 1;
        expect([...diff.changed].sort(byStay)).toEqual(expected.sort(byStay));
        expect(diff).toMatchObject({ added: [], removed: [], otherSources: 0, head: [], targets: null });
      }),
      { numRuns: 10 },
    );
  });

  it("finds nothing between a set and itself, and what came and went, and nothing in rows out of order", async () => {
    const same = await diffSnapshots(reading(rows), reading(rows));
    expect(same).toEqual({ added: [], removed: [], changed: [], otherSources: 0, head: [], targets: null });
    const diff = await diffSnapshots(reading(rows.slice(1)), reading(rows.slice(0, -1)));
    expect(diff.added).toEqual([{ stayId: "s00000", wardId: "w1" }]);
    expect(diff.removed).toEqual([{ stayId: "s01999", wardId: "w1" }]);
    await expect(diffSnapshots(reading(rows), reading([...rows].reverse()))).rejects.toThrow("not in order");
  });

  it("tells a row read from elsewhere from one that says something else, and names subgroups and outcomes", async () => {
    const [first, second] = [row(1), row(2)];
    const after = [
      { ...first, sources: { ...first.sources, labelId: 99 } },
      { ...second, label: 1 as const, subgroups: { ...second.subgroups, race: "Asian" } },
    ];
    const diff = await diffSnapshots(reading([first, second]), reading(after));
    expect(diff.otherSources).toBe(1);
    expect(diff.changed.map(({ field, before, after: is }) => [field, before, is])).toEqual([
      ["label", 0, 1],
      ["subgroups.race", null, "Asian"],
    ]);
  });

  it("says what the two are where that differs, and that two targets are two things", async () => {
    const other = { ...head, query: { ...head.query, target: "unplanned-readmission-30d" as const } };
    const diff = await diffSnapshots(reading([]), reading([], other));
    expect(diff.head).toEqual([
      { field: "query.target", before: "any-readmission-30d", after: "unplanned-readmission-30d" },
    ]);
    expect(diff.targets).toMatch(/unplanned readmission within 30 days of discharge \(CMS-style\)/);
  });
});

describe("a snapshot's hash", () => {
  it("is of the rows, whatever order they and their values came in, and of every one of their values", () => {
    const shuffled = [...rows]
      .reverse()
      .map((one) => Object.fromEntries(Object.entries(one).reverse()) as never as SnapshotRow);
    const hash = snapshotHash(head, inOrder(rows));
    expect(snapshotHash(head, inOrder(shuffled))).toBe(hash);
    const changed = rows.map((one, at) => (at === 7 ? { ...one, died: true } : one));
    expect(snapshotHash(head, changed)).not.toBe(hash);
    expect(snapshotHash({ ...head, labelRuleVersion: "2" }, inOrder(rows))).not.toBe(hash);
  });
});
