import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inlineParts, toCardBlocks } from "@/lib/core/model/card-blocks";

const blocks = toCardBlocks(readFileSync("models/readmission/1.0.0/card.md", "utf8"));

describe("the shipped model's card", () => {
  it("is read whole: its title, its headings, its tables with rows as wide as their heads", () => {
    expect(blocks[0]).toEqual({ kind: "heading", level: 1, text: "Readmission model 1.0.0" });
    const headings = blocks.flatMap((block) => (block.kind === "heading" && block.level === 2 ? [block.text] : []));
    expect(headings).toEqual(expect.arrayContaining(["For whom", "What it learnt from", "How good it is", "Limits"]));
    const tables = blocks.filter((block) => block.kind === "table");
    expect(tables.length).toBeGreaterThanOrEqual(4);
    for (const { head, rows } of tables) for (const row of rows) expect(row).toHaveLength(head.length);
  });

  it("leaves no mark of the format in what is read", () => {
    for (const block of blocks) {
      const texts = block.kind === "list" ? block.items : block.kind === "table" ? block.rows.flat() : [block.text];
      for (const text of texts) {
        const read = inlineParts(text)
          .map((part) => part.text)
          .join("");
        expect(read).not.toMatch(/\*\*|`|^#|^\|/);
      }
    }
  });
});
