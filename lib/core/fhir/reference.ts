import { isObject, type Json, text } from "@/lib/core/fhir/resource";

/**
 * What a FHIR reference points at: `Type/id` for literal ones (relative, absolute or versioned), the URN itself,
 * `#id` for contained resources, `?system|value` for logical identifiers; null where it points nowhere.
 *
 * @see https://hl7.org/fhir/R4/references.html
 */
export function referenceKey(reference: unknown): string | null {
  if (typeof reference === "string") return literalKey(reference);
  if (!isObject(reference)) return null;
  const literal = text(reference.reference);
  if (literal !== null) return literalKey(literal);
  return isObject(reference.identifier) ? identifierKey(reference.identifier) : null;
}

/** The key of a logical identifier; null where it has no value. */
export function identifierKey(identifier: Json): string | null {
  const value = text(identifier.value);
  return value === null ? null : `?${text(identifier.system) ?? ""}|${value}`;
}

function literalKey(written: string): string | null {
  const literal = written.trim();
  if (literal === "") return null;
  if (literal.charCodeAt(0) === 35) return literal.length > 1 ? literal : null;
  if (literal.startsWith("urn:")) return literal;
  const query = literal.indexOf("?");
  if (query >= 0) {
    const identifier = /[?&]identifier=([^&]+)/.exec(literal)?.[1];
    if (identifier === undefined) return null;
    return identifier.includes("|") ? `?${identifier}` : `?|${identifier}`;
  }
  const fragment = literal.indexOf("#");
  const bare = fragment < 0 ? literal : literal.slice(0, fragment);
  const slash = bare.indexOf("/");
  if (slash > 0 && bare.indexOf("/", slash + 1) < 0) return bare;
  const parts = bare.split("/").filter((part) => part !== "");
  const version = parts.indexOf("_history");
  const end = version < 0 ? parts.length : version;
  const id = parts[end - 1];
  const type = parts[end - 2];
  if (id === undefined || end < 1) return null;
  return type === undefined ? id : `${type}/${id}`;
}

/** Id in the first of some references that points at a type; null where none does. */
export function referencedId(type: string, references: readonly unknown[]): string | null {
  for (const reference of references) {
    const key = referenceKey(reference);
    if (key?.startsWith(`${type}/`)) return key.slice(type.length + 1);
  }
  return null;
}
