import { describe, expect, it } from "vitest";
import { aurocInterval, toClusters } from "@/lib/core/evaluation/cluster-bootstrap";
import { auroc } from "@/lib/core/evaluation/discrimination";
import { type EvaluationRow, evaluateRows } from "@/lib/core/evaluation/evaluation-report";

/** A repeatable stand-in for chance. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

function rows(n: number, level: (i: number) => string): EvaluationRow[] {
  const random = draws(7);
  return Array.from({ length: n }, (_, i) => {
    const probability = 0.05 + 0.4 * random();
    return {
      patient: `p${Math.floor(i / 2)}`,
      probability,
      label: random() < probability ? 1 : 0,
      subgroups: { sex: level(i) },
    };
  });
}

describe("evaluation report", () => {
  it("judges subgroups that are large enough and leaves small ones unjudged", () => {
    const report = evaluateRows(
      rows(2000, (i) => (i < 30 ? "small" : "large")),
      { died: 3 },
      draws(1),
    );
    const [large, small] = report.subgroups;
    expect(report).toMatchObject({ n: 2000, excluded: { died: 3 } });
    expect(large).toMatchObject({ variable: "sex", level: "large", n: 1970 });
    expect(large?.auroc).toBeGreaterThan(0.6);
    expect(small).toMatchObject({ level: "small", n: 30, auroc: null, aurocCi95: null, ece: null, oe: null });
  });

  it("says nothing of no rows", () => {
    expect(evaluateRows([], {}, draws(1))).toMatchObject({ n: 0, auroc: null, ece: null, brier: null, subgroups: [] });
  });

  it("holds its estimate inside an interval that copies of the same stays do not narrow", () => {
    const some = rows(1500, () => "all");
    const p = some.map(({ probability }) => probability);
    const y = some.map(({ label }) => label);
    const width = ([low, high]: readonly [number, number]) => high - low;
    const alone = aurocInterval(p, y, toClusters(some.map((_, i) => `${i}`)), draws(3))!;
    const copies = [...some, ...some, ...some, ...some];
    const clustered = aurocInterval(
      copies.map(({ probability }) => probability),
      copies.map(({ label }) => label),
      toClusters(copies.map((_, i) => `${i % some.length}`)),
      draws(3),
    )!;
    expect(alone[0]).toBeLessThan(auroc(p, y)!);
    expect(alone[1]).toBeGreaterThan(auroc(p, y)!);
    expect(width(clustered) / width(alone)).toBeGreaterThan(0.7);
  });
});
