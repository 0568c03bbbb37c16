import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeMarkdown } from "@/lib/core/cds/escape-markdown";
import { inTenWords } from "@/lib/core/cds/in-ten-words";

describe("a value in Markdown", () => {
  it("is shown letter by letter", () => {
    expect(escapeMarkdown("3 hospital stays in the past year (7.5 %)")).toBe(
      "3 hospital stays in the past year (7.5 %)",
    );
    expect(escapeMarkdown("[x](javascript:alert(1)) <b>*")).toBe("\\[x\\](javascript:alert(1)) \\<b\\>\\*");
    expect(escapeMarkdown("https://evil.example www.evil.example a@b.example")).toBe(
      "https\\://evil.example www\\.evil.example a\\@b.example",
    );
    expect(escapeMarkdown("- a\n\n# b")).toBe("\\- a \\# b");
    expect(escapeMarkdown("1. a")).toBe("1\\. a");
  });

  it("has no markup left in it, and is the value again without the backslashes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const escaped = escapeMarkdown(value);
        expect(escaped.replace(/\\(.)/gs, "$1")).toBe(value.replace(/\s+/g, " ").trim());
        expect(escaped.replace(/\\./gs, "")).not.toMatch(/[`*_[\]<>#|~&@]|:\/\/|www\.|^[-+]|^\d+[.)]/i);
      }),
    );
  });
});

describe("a probability as so many of so many", () => {
  it("takes the smallest group that says it well", () => {
    const words = (p: number) => inTenWords(p);
    expect([0.3, 0.31, 0.44, 0.5, 0.9].map(words)).toEqual([
      "about 3 in 10",
      "about 3 in 10",
      "about 4 in 10",
      "about 5 in 10",
      "about 9 in 10",
    ]);
    expect([0.05, 0.15, 0.07, 0.96].map(words)).toEqual([
      "about 1 in 20",
      "about 3 in 20",
      "about 7 in 100",
      "about 19 in 20",
    ]);
    expect([0.001, 0.999].map(words)).toEqual(["fewer than 1 in 100", "more than 99 in 100"]);
  });

  it("is never further from it than a tenth of it or half a hundredth", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.005, max: 0.9949, noNaN: true }), (p) => {
        const [, count, of] = /about (\d+) in (\d+)/.exec(inTenWords(p)) ?? [];
        expect(Math.abs(Number(count) / Number(of) - p)).toBeLessThanOrEqual(Math.max(0.1 * p, 0.005) + 1e-9);
        expect(Number(count)).toBeGreaterThan(0);
        expect(Number(count)).toBeLessThan(Number(of));
      }),
    );
  });
});
