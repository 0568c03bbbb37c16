/**
 * FHIR arrives as parsed JSON of unknown shape: any element may be absent, null, or of the wrong type.
 * These readers turn what is there into what was meant, or into nothing; none of them throws.
 */

/** Any JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** One FHIR R4 resource as parsed; only `resourceType` is certain. */
export interface FhirResource extends Json {
  readonly resourceType: string;
}

/** A Bundle entry: the resource and the URL by which other entries may refer to it. */
export interface FhirEntry {
  readonly fullUrl?: string;
  readonly resource: FhirResource;
}

const NOTHING: Json = Object.freeze({});
const NONE: readonly Json[] = Object.freeze([]);

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isResource(value: unknown): value is FhirResource {
  return isObject(value) && typeof value.resourceType === "string" && value.resourceType !== "";
}

/** The object, or an empty one. The first object of an array is read as the object (R5 made some elements repeat). */
export function node(value: unknown): Json {
  if (Array.isArray(value)) return value.find(isObject) ?? NOTHING;
  return isObject(value) ? value : NOTHING;
}

/** The objects of an array; a lone object counts as an array of one. */
export function nodes(value: unknown): readonly Json[] {
  if (Array.isArray(value)) {
    for (const item of value) if (!isObject(item)) return value.filter(isObject);
    return value as readonly Json[];
  }
  return isObject(value) ? [value] : NONE;
}

/** A string with something in it, or null. */
export function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** A finite number, also when it was sent as text; otherwise null. */
export function number(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || !/^\s*[-+]?\d+(\.\d+)?([eE][-+]?\d+)?\s*$/.test(value)) return null;
  return Number(value);
}

/** The strings of an array; a lone string counts as an array of one. */
export function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string" && item !== "") : [];
}
