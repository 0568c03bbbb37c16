import { describe, expect, it } from "vitest";
import { boundedLabel, METRICS } from "@/lib/core/operations/metrics";

describe("the metrics", () => {
  it("are named as Prometheus asks: a prefix, base units, counters as totals", () => {
    for (const [name, { kind, labels }] of Object.entries(METRICS)) {
      expect(name).toMatch(/^wardlight_[a-z_]+$/);
      expect(name.endsWith("_total"), name).toBe(kind === "counter");
      if (kind === "histogram") expect(name).toMatch(/_seconds$/);
      for (const label of labels) expect(label).toMatch(/^[a-z_]+$/);
    }
  });

  it("have no label that could be a patient's or a person's", () => {
    const labels = new Set(Object.values(METRICS).flatMap((metric) => [...metric.labels]));
    expect([...labels].filter((label) => /patient|stay|user|person|name|id$|address|query/.test(label))).toEqual([]);
  });

  it("have buckets that rise", () => {
    for (const metric of Object.values(METRICS)) {
      const edges = "buckets" in metric ? [...metric.buckets] : [];
      expect(edges).toEqual([...edges].sort((a, b) => a - b));
      expect(edges.length > 0).toBe(metric.kind === "histogram");
    }
  });
});

describe("a label", () => {
  it("keeps what is short and plain", () => {
    const label = boundedLabel();
    for (const value of ["1.2.0-rc.1", "/api/v1/stays/[id]", "/(ops)/models", "read-patient"])
      expect(label(value)).toBe(value);
  });

  it("makes one of everything else, and of what comes after too many", () => {
    const label = boundedLabel(2);
    expect(label("line\nbreak")).toBe("other");
    expect(label('quote"')).toBe("other");
    expect(label("x".repeat(101))).toBe("other");
    expect([label("a"), label("b"), label("c"), label("a")]).toEqual(["a", "b", "other", "a"]);
  });
});
