import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisionCurve, netBenefit } from "@/lib/core/evaluation/decision-curve";
import { wilsonInterval } from "@/lib/core/evaluation/wilson-interval";

describe("net benefit", () => {
  // Ten patients, three ill; a test finds two of them and calls one who is well. At 20 % a needless call weighs 1/4.
  const labels = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
  const found = new Set([0, 1, 3]);
  it.each([
    ["the test at 20 %", (row: number) => found.has(row), 0.2, (2 - 1 / 4) / 10],
    ["everyone at 20 %", () => true, 0.2, (3 - 7 / 4) / 10],
    ["nobody", () => false, 0.2, 0],
    ["the test at 50 %", (row: number) => found.has(row), 0.5, (2 - 1) / 10],
    ["everyone at 50 %", () => true, 0.5, (3 - 7) / 10],
  ])("%s", (_, chosen, threshold, expected) => expect(netBenefit(labels, chosen, threshold)).toBeCloseTo(expected, 12));

  it("of calling everyone is nothing where the threshold is the rate", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), (ill) => {
        const rows = Array.from({ length: 100 }, (__, row) => (row < ill ? 1 : 0));
        expect(netBenefit(rows, () => true, ill / 100)).toBeCloseTo(0, 9);
      }),
    );
  });

  it("does not change when every patient is there k times", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.boolean()), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 2, max: 5 }),
        (rows, k) => {
          const many = Array.from({ length: k }, () => rows).flat();
          const once = netBenefit(
            rows.map(([y]) => y),
            (row) => rows[row]?.[1] === true,
            0.2,
          );
          const often = netBenefit(
            many.map(([y]) => y),
            (row) => many[row]?.[1] === true,
            0.2,
          );
          expect(often).toBeCloseTo(once, 9);
        },
      ),
    );
  });

  it("is drawn for every strategy and threshold", () => {
    const everyone = { name: "everyone", label: "Call everyone", chooses: () => true };
    const { curves, thresholds } = decisionCurve(labels, [everyone], [0.1, 0.2]);
    expect(thresholds).toEqual([0.1, 0.2]);
    expect(curves[0]?.netBenefit).toEqual([expect.closeTo((3 - 7 / 9) / 10), expect.closeTo((3 - 7 / 4) / 10)]);
  });
});

describe("Wilson's interval", () => {
  // Newcombe 1998, table I (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E): 81/263, 15/148, 0/20.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
  ])("%i of %i", (events, n, low, high) => {
    const [from, to] = wilsonInterval(events, n) ?? [];
    expect(from).toBeCloseTo(low, 4);
    expect(to).toBeCloseTo(high, 4);
  });
  it("of nothing is unknown", () => expect(wilsonInterval(0, 0)).toBeNull());
});
