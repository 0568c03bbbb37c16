import { type Json, node, nodes, text } from "@/lib/core/fhir/resource";

/** One code as it was sent; `system` and `display` are "" where absent. */
export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

function toCoding(value: Json): Coding {
  const code = value.code;
  return {
    system: text(value.system) ?? "",
    code: typeof code === "string" ? code.trim() : typeof code === "number" ? String(code) : "",
    display: text(value.display) ?? "",
  };
}

/** Every code of a Coding, a CodeableConcept, a bare code or an array of any of them, user-selected ones first. */
export function readCodings(value: unknown): readonly Coding[] {
  if (typeof value === "string") return value === "" ? [] : [{ system: "", code: value, display: "" }];
  const found: Coding[] = [];
  for (const item of nodes(value)) {
    const codings = nodes(item.coding);
    if (codings.length === 0 && (text(item.code) !== null || text(item.display) !== null)) found.push(toCoding(item));
    const chosen = codings.length > 1 ? [...codings].sort(bySelected) : codings;
    for (const coding of chosen) found.push(toCoding(coding));
  }
  return found;
}

function bySelected(a: Json, b: Json): number {
  return Number(b.userSelected === true) - Number(a.userSelected === true);
}

/** All the words of a concept: its text, displays and codes, for reading a site's own terms. */
export function readWords(value: unknown): string {
  if (typeof value === "string") return value;
  const words: string[] = [];
  for (const item of nodes(value)) {
    const own = text(item.text);
    if (own !== null) words.push(own);
    for (const coding of readCodings(item)) words.push(coding.display, coding.code);
  }
  return words.join(" ").trim();
}

/** The first code of a status-like concept (clinicalStatus, verificationStatus), lower case; "" where absent. */
export function readStatus(value: unknown): string {
  if (typeof value === "string") return value.toLowerCase();
  const coding = node(node(value).coding);
  return (text(coding.code) ?? "").toLowerCase();
}
