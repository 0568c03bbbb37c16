/** Text that has been made safe for HTML. Nothing else is ever put into a page. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | readonly (Html | string)[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function safe(part: Part): string {
  if (part === null) return "";
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(safe).join("");
  return String(part).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** A piece of HTML: what is put in is escaped unless it is HTML already. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    pieces.map((piece, position) => piece + (position < parts.length ? safe(parts[position] ?? null) : "")).join(""),
  );
}

/** A table with a caption; the first cell of each row is its heading. Figures stand right, words left. */
export function htmlTable(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly (string | number | Html)[])[],
  cells: "figures" | "words" = "figures",
): Html {
  return html`<div class="scroll"><table class="${cells}"><caption>${caption}</caption><thead><tr>${header.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${rows.map(
    ([first, ...rest]) =>
      html`<tr><th scope="row">${first ?? ""}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
