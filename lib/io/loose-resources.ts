import { isIgnoredType, isSharedType, patientIdInKey, patientKey } from "@/lib/core/fhir/patient-of";
import { identifierKey } from "@/lib/core/fhir/reference";
import { type FhirEntry, type FhirResource, nodes, text } from "@/lib/core/fhir/resource";

/**
 * Resources that came one a line, in any order and over several files, held as text until all were seen: parsed
 * they would take five times the memory.
 */
export class LooseResources {
  readonly #byKey = new Map<string, string[]>();
  readonly #idByKey = new Map<string, string>();
  readonly #damaged = new Set<string>();
  readonly shared: FhirEntry[] = [];
  /** Resources that say nowhere whose they are. */
  unassigned = 0;
  /** A line that cannot be read could belong to anyone. */
  damagedAt: string | null = null;

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  add(resource: FhirResource, line: string): void {
    const { resourceType } = resource;
    if (isIgnoredType(resourceType)) return;
    if (isSharedType(resourceType)) {
      this.shared.push({ resource });
      return;
    }
    const key = resourceType === "Patient" ? this.#patientKey(resource) : patientKey(resource);
    if (key === null) {
      this.unassigned += 1;
      return;
    }
    const own = patientIdInKey(key) ?? key;
    const lines = this.#byKey.get(own);
    if (lines === undefined) this.#byKey.set(own, [line]);
    else lines.push(line);
  }

  #patientKey(resource: FhirResource): string | null {
    const id = text(resource.id);
    if (id === null) return null;
    for (const identifier of nodes(resource.identifier)) {
      const key = identifierKey(identifier);
      if (key !== null) this.#idByKey.set(key, id);
    }
    return `Patient/${id}`;
  }

  /**
   * Notes a line that could not be read. What can still be told of whose it was decides who is left out: nobody for a
   * shared resource, one patient where it names them, everyone otherwise.
   */
  noteDamage(line: string | null, where: string): void {
    const named = line === null ? null : patientNamedIn(line);
    if (named === "nobody") return;
    if (named === null) this.damagedAt ??= where;
    else this.#damaged.add(named.patientId);
  }

  /** Every whole patient, parsed one at a time. */
  *patients(): Generator<{ readonly id: string; readonly entries: readonly FhirEntry[] }> {
    for (const [key, id] of this.#idByKey) {
      const lines = this.#byKey.get(key);
      if (lines === undefined) continue;
      this.#byKey.delete(key);
      this.#byKey.set(id, [...(this.#byKey.get(id) ?? []), ...lines]);
    }
    for (const [id, lines] of this.#byKey) {
      if (this.#damaged.has(id)) continue;
      yield { id, entries: lines.map((line) => ({ resource: JSON.parse(line) as FhirResource })) };
    }
  }

  get damagedPatients(): number {
    return this.#damaged.size;
  }
}

/**
 * What can still be told of whose an unreadable line was: "nobody" for a shared resource, the patient it names, or null
 * where it may be about anyone.
 */
export function patientNamedIn(line: string): { readonly patientId: string } | "nobody" | null {
  const type = /"resourceType"\s*:\s*"(\w+)"/.exec(line)?.[1];
  if (type !== undefined && (isSharedType(type) || isIgnoredType(type))) return "nobody";
  const named =
    /"(?:subject|patient)"\s*:\s*\{[^{}]*"reference"\s*:\s*"(?:[^"]*\/)?(?:Patient\/|urn:uuid:)([^"/]+)"/.exec(
      line,
    )?.[1] ?? (type === "Patient" ? /"id"\s*:\s*"([^"]+)"/.exec(line)?.[1] : undefined);
  return named === undefined ? null : { patientId: named };
}
