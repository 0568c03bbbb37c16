import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { METRICS } from "@/lib/core/operations/metrics";

const guide = readFileSync("docs/operations.md", "utf8");

describe("what is written about operations", () => {
  it("lists every metric with its labels, and none that is not", () => {
    const listed = [...guide.matchAll(/^\| `(wardlight_\w+)` \| (.*?) \| (.*) \|$/gm)].map(([, ...row]) => row);
    const expected = Object.entries(METRICS).map(([name, { labels, help }]) => [
      name,
      labels.map((label) => `\`${label}\``).join(", "),
      help,
    ]);
    expect(listed).toEqual(expected);
  });
});
