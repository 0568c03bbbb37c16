import { node, nodes, text, texts } from "@/lib/core/fhir/resource";

interface TypeCapabilities {
  readonly interactions: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  readonly hasConditionalCreate: boolean;
}

/** What a FHIR server says it can do. */
export interface Capabilities {
  /** There is a capability statement; R4 has every server give one. */
  readonly isStated: boolean;
  /** "4.0.1"; null where it does not say. */
  readonly fhirVersion: string | null;
  /** By resource type; null where it names none, which is taken for "not said" rather than "nothing". */
  readonly types: ReadonlyMap<string, TypeCapabilities> | null;
  /** `Patient/[id]/$everything`. @see https://hl7.org/fhir/R4/operation-patient-everything.html */
  readonly hasEverything: boolean;
}

/** Of a server that has no capability statement, or none that can be read. */
export const NOT_SAID: Capabilities = { isStated: false, fhirVersion: null, types: null, hasEverything: false };

function isPatientEverything(operation: Readonly<Record<string, unknown>>): boolean {
  return text(operation.name)?.replace(/^\$/, "") === "everything";
}

/** Reads a CapabilityStatement; anything else says nothing. @see https://hl7.org/fhir/R4/capabilitystatement.html */
export function readCapabilities(statement: unknown): Capabilities {
  const { resourceType, fhirVersion, rest } = node(statement);
  if (resourceType !== "CapabilityStatement") return NOT_SAID;
  const server = nodes(rest).find(({ mode }) => mode === "server") ?? {};
  const types = new Map<string, TypeCapabilities>();
  let hasEverything = nodes(server.operation).some(
    (operation) => isPatientEverything(operation) && /Patient-everything/.test(text(operation.definition) ?? ""),
  );
  for (const resource of nodes(server.resource)) {
    const type = text(resource.type);
    if (type === null) continue;
    if (type === "Patient" && nodes(resource.operation).some(isPatientEverything)) hasEverything = true;
    types.set(type, {
      interactions: new Set(nodes(resource.interaction).flatMap(({ code }) => texts(code))),
      parameters: new Set(nodes(resource.searchParam).flatMap(({ name }) => texts(name))),
      hasConditionalCreate: resource.conditionalCreate === true,
    });
  }
  return { isStated: true, fhirVersion: text(fhirVersion), types: types.size === 0 ? null : types, hasEverything };
}

/** R4 and its technical correction. */
export const isR4 = ({ fhirVersion }: Capabilities): boolean => fhirVersion === null || /^4\.0(\.|$)/.test(fhirVersion);

/** Whether resources of a type can be searched for; taken for granted where the server does not say. */
export function offersSearch({ types }: Capabilities, type: string): boolean {
  if (types === null) return true;
  const known = types.get(type);
  return known !== undefined && (known.interactions.size === 0 || known.interactions.has("search-type"));
}

/** Whether a search can be asked with these parameters; taken for granted where the server names none for the type. */
export function offersParameters({ types }: Capabilities, type: string, names: readonly string[]): boolean {
  const known = types?.get(type)?.parameters;
  return known === undefined || known.size === 0 || names.every((name) => known.has(name));
}

/** Whether the server says of itself that it has a type and can be searched for it. */
export const saysItHas = (capabilities: Capabilities, type: string): boolean =>
  capabilities.types !== null && offersSearch(capabilities, type);

/** Whether only what changed since can be asked for; never taken for granted, because what ignores it sends all. */
export const offersLastUpdated = ({ types }: Capabilities, type: string): boolean =>
  types?.get(type)?.parameters.has("_lastUpdated") === true;

/** Whether `If-None-Exist` is honoured; never taken for granted, because a server that ignores it makes doubles. */
export const offersConditionalCreate = ({ types }: Capabilities, type: string): boolean =>
  types?.get(type)?.hasConditionalCreate === true;
