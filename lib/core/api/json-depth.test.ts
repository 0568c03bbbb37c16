import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDeeperThan } from "@/lib/core/api/json-depth";

describe("how deep JSON is", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  it("is told before it is parsed, whatever stands in its texts", () => {
    expect(isDeeperThan(bytes(JSON.stringify([[{ a: '[[[[{{{{\\"[[[' }]])), 3)).toBe(false);
    expect(isDeeperThan(bytes("[[[[]]]]"), 3)).toBe(true);
    expect(isDeeperThan(bytes("[".repeat(1_000_000)), 64)).toBe(true);
    const depth = (value: unknown): number =>
      typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const deep = depth(value);
        expect(isDeeperThan(bytes(JSON.stringify(value)), deep)).toBe(false);
        if (deep > 0) expect(isDeeperThan(bytes(JSON.stringify(value)), deep - 1)).toBe(true);
      }),
    );
  });
});
