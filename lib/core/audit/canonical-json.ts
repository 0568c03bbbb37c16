/** Texts that JSON writes as they stand. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const LONGEST_PLAIN = 200;

/** Names are few and come again and again. */
const MOST_NAMES = 5_000;
const written = new Map<string, string>();

function nameOf(key: string): string {
  const known = written.get(key);
  if (known !== undefined) return known;
  const name = `${JSON.stringify(key)}:`;
  if (written.size < MOST_NAMES) written.set(key, name);
  return name;
}

/** JSON with keys in order at every depth and no spaces, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string")
    return value.length < LONGEST_PLAIN && PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  let text = "";
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++)
      text += at === 0 ? canonicalJson(value[at]) : `,${canonicalJson(value[at])}`;
    return `[${text}]`;
  }
  const keys = Object.keys(value).sort();
  for (const key of keys) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner !== undefined) text += `${text === "" ? "" : ","}${nameOf(key)}${canonicalJson(inner)}`;
  }
  return `{${text}}`;
}
