/** A piece of a model card, ready to show. Inline marks (bold, code) stay in the text. */
export type CardBlock =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

const cells = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());

/**
 * A model card's Markdown as blocks: only what `toModelCard` writes (headings, paragraphs, lists, tables). Anything
 * else is a paragraph; nothing is ever read as HTML.
 */
export function toCardBlocks(markdown: string): CardBlock[] {
  return markdown
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== "")
    .map((block): CardBlock => {
      const heading = /^(#{1,3}) (.+)$/.exec(block);
      if (heading?.[1] && heading[2])
        return { kind: "heading", level: heading[1].length as 1 | 2 | 3, text: heading[2] };
      const lines = block.split("\n");
      if (lines.every((line) => line.startsWith("- ")))
        return { kind: "list", items: lines.map((line) => line.slice(2)) };
      const [head, rule, ...rows] = lines;
      if (head?.startsWith("|") && rule?.startsWith("| ---"))
        return { kind: "table", head: cells(head), rows: rows.map(cells) };
      return { kind: "paragraph", text: lines.join(" ") };
    });
}

/** A piece of a line under one mark. */
export interface InlinePart {
  readonly mark: "plain" | "bold" | "italic" | "code";
  readonly text: string;
}

/** A line cut at its marks: plain, bold, italic or code. */
export function inlineParts(text: string): InlinePart[] {
  return text.split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`)/).flatMap((part): InlinePart[] => {
    if (part === "") return [];
    if (part.startsWith("**")) return [{ mark: "bold", text: part.slice(2, -2) }];
    if (part.startsWith("*") && part.length > 2) return [{ mark: "italic", text: part.slice(1, -1) }];
    if (part.startsWith("`") && part.length > 2) return [{ mark: "code", text: part.slice(1, -1) }];
    return [{ mark: "plain", text: part }];
  });
}
