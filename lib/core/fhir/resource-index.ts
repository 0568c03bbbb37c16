import { readStatus } from "@/lib/core/fhir/codings";
import type { IssueLog } from "@/lib/core/fhir/issue-log";
import { identifierKey, referenceKey } from "@/lib/core/fhir/reference";
import {
  type FhirEntry,
  type FhirResource,
  isObject,
  isResource,
  type Json,
  nodes,
  text,
} from "@/lib/core/fhir/resource";

/** Types that something here reads or refers to; the rest (claims, care plans, …) would only take time. */
const READ = new Set([
  "Patient",
  "Encounter",
  "Condition",
  "Coverage",
  "Observation",
  "Procedure",
  "Medication",
  "MedicationRequest",
  "MedicationAdministration",
  "MedicationDispense",
  "MedicationStatement",
  "Location",
  "Organization",
  "Practitioner",
  "PractitionerRole",
]);
/** Types read for nothing but how far the record reaches. */
const DATED = new Set(["DiagnosticReport", "Immunization", "AllergyIntolerance"]);

const NONE: readonly FhirResource[] = Object.freeze([]);

/** One patient's resources by type and by every way another resource may point at them. */
export class ResourceIndex {
  readonly #byType = new Map<string, FhirResource[]>();
  readonly #byKey = new Map<string, FhirResource>();
  readonly #byUrl = new Map<string, FhirResource>();
  readonly #references = new Map<FhirResource, string>();
  #byIdentifier: Map<string, FhirResource> | null = null;
  #superseded: Set<FhirResource> | null = null;
  readonly #errors = new Map<string, FhirResource>();
  #withoutId = 0;

  readonly #shared: ResourceIndex | undefined;

  /** `shared` holds what belongs to no patient (locations, medications); it is asked last and never listed. */
  constructor(resources: readonly unknown[], issues: IssueLog, shared?: ResourceIndex) {
    this.#shared = shared;
    for (const item of resources) this.#admit(item, issues);
    this.#dropErrors(issues);
    if (this.#superseded !== null) this.#dropSuperseded(this.#superseded);
  }

  #admit(item: unknown, issues: IssueLog): void {
    const resource = resourceOf(item);
    if (resource === null) {
      issues.add("not-a-resource");
      return;
    }
    const type = resource.resourceType;
    if (!READ.has(type)) {
      if (!DATED.has(type) || isEnteredInError(resource)) return;
      this.#keep(type, resource);
      return;
    }
    const fullUrl = resource === item ? undefined : (text((item as Json).fullUrl) ?? undefined);
    let id = typeof resource.id === "number" ? String(resource.id) : text(resource.id);
    if (id === null && fullUrl !== undefined) id = /^urn:(?:uuid|oid):(.+)$/.exec(fullUrl)?.[1] ?? null;
    if (id === null) {
      this.#withoutId += 1;
      issues.add("resource-without-id");
      id = `no-id-${this.#withoutId}`;
    }
    const key = `${type}/${id}`;
    const earlier = this.#byKey.get(key);
    if (earlier !== undefined) {
      issues.add("duplicate-resource", { reference: key });
      this.#superseded ??= new Set();
      if (!isNewer(resource, earlier)) {
        if (fullUrl !== undefined) this.#byUrl.set(fullUrl, earlier);
        return;
      }
      this.#superseded.add(earlier);
    }
    this.#byKey.set(key, resource);
    if (isEnteredInError(resource)) this.#errors.set(key, resource);
    if (resource.id !== id) this.#references.set(resource, key);
    if (fullUrl !== undefined && !fullUrl.endsWith(id)) this.#byUrl.set(fullUrl, resource);
    this.#keep(type, resource);
  }

  #keep(type: string, resource: FhirResource): void {
    const same = this.#byType.get(type);
    if (same === undefined) this.#byType.set(type, [resource]);
    else same.push(resource);
  }

  /** Only after all versions were seen: a newest version in error takes the older ones with it. */
  #dropErrors(issues: IssueLog): void {
    for (const [key, resource] of this.#errors) {
      if (this.#byKey.get(key) !== resource) continue;
      this.#byKey.delete(key);
      this.#superseded ??= new Set();
      this.#superseded.add(resource);
      issues.add("entered-in-error", { reference: key });
    }
  }

  #dropSuperseded(superseded: ReadonlySet<FhirResource>): void {
    for (const [type, all] of this.#byType) {
      this.#byType.set(
        type,
        all.filter((resource) => !superseded.has(resource)),
      );
    }
  }

  /** All resources of a type, in the order they were sent. */
  all(type: string): readonly FhirResource[] {
    return this.#byType.get(type) ?? NONE;
  }

  types(): readonly string[] {
    return [...this.#byType.keys()];
  }

  /** How evidence cites a resource: `Type/id`. */
  citation(resource: FhirResource): string {
    return this.#references.get(resource) ?? `${resource.resourceType}/${resource.id as string}`;
  }

  /** The id a resource goes by here, also when it was sent without one. */
  id(resource: FhirResource): string {
    return this.citation(resource).slice(resource.resourceType.length + 1);
  }

  /** What a reference inside `from` points at, if it was sent. `type` is what the element may point at. */
  resolve(reference: unknown, type: string, from?: FhirResource): FhirResource | undefined {
    return this.#resolveOwn(reference, type, from) ?? this.#shared?.resolve(reference, type);
  }

  #resolveOwn(reference: unknown, type: string, from?: FhirResource): FhirResource | undefined {
    const key = referenceKey(reference);
    if (key === null) return undefined;
    if (key.charCodeAt(0) === 35) {
      return nodes(from?.contained).find(
        (part): part is FhirResource => isResource(part) && (part.id === key.slice(1) || part.id === key),
      );
    }
    if (key.charCodeAt(0) === 63) return this.#identified(key);
    const direct = this.#byKey.get(key) ?? this.#byUrl.get(key);
    if (direct !== undefined) return direct;
    const literal = isObject(reference) ? text(reference.reference) : text(reference);
    if (literal !== null && this.#byUrl.has(literal)) return this.#byUrl.get(literal);
    const bare = key.startsWith("urn:") ? key.slice(key.lastIndexOf(":") + 1) : key.includes("/") ? null : key;
    return bare === null ? undefined : this.#byKey.get(`${type}/${bare}`);
  }

  #identified(key: string): FhirResource | undefined {
    if (this.#byIdentifier === null) {
      this.#byIdentifier = new Map();
      for (const type of ["Encounter", "Location", "Medication", "Condition", "Organization", "Patient"]) {
        for (const resource of this.all(type)) {
          for (const identifier of nodes(resource.identifier)) {
            const own = identifierKey(identifier);
            if (own !== null) this.#byIdentifier.set(own, resource);
          }
        }
      }
    }
    return this.#byIdentifier.get(key);
  }
}

/** The resource that a bare resource or a Bundle entry holds; null where it holds none. */
export function resourceOf(item: unknown): FhirResource | null {
  if (!isObject(item)) return null;
  if (isResource(item)) return item;
  return isResource(item.resource) ? item.resource : null;
}

/** A bare resource or a Bundle entry, as an entry; null where it is neither. */
export function toEntry(item: unknown): FhirEntry | null {
  if (isResource(item)) return { resource: item };
  if (!isObject(item) || !isResource(item.resource)) return null;
  const fullUrl = text(item.fullUrl);
  return fullUrl === null ? { resource: item.resource } : { resource: item.resource, fullUrl };
}

function isEnteredInError(resource: FhirResource): boolean {
  if (resource.status === "entered-in-error") return true;
  const verification = resource.verificationStatus;
  return verification !== undefined && readStatus(verification) === "entered-in-error";
}

/** Whether `a` replaces `b`: by meta.lastUpdated, then by meta.versionId, otherwise the later sent stands. */
function isNewer(a: FhirResource, b: FhirResource): boolean {
  const metaA = isObject(a.meta) ? a.meta : {};
  const metaB = isObject(b.meta) ? b.meta : {};
  const updatedA = Date.parse(text(metaA.lastUpdated) ?? "");
  const updatedB = Date.parse(text(metaB.lastUpdated) ?? "");
  if (updatedA !== updatedB && !(Number.isNaN(updatedA) && Number.isNaN(updatedB))) {
    return Number.isNaN(updatedB) || updatedA > updatedB;
  }
  const versionA = Number(metaA.versionId);
  const versionB = Number(metaB.versionId);
  return Number.isNaN(versionA) || Number.isNaN(versionB) ? true : versionA >= versionB;
}
