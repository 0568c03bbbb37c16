import type { Role } from "@/lib/core/access/access";
import { type FhirResource, node, nodes, text } from "@/lib/core/fhir/resource";
import { type FhirUser, readFhirUser } from "@/lib/core/smart/launch-context";

/** Which of the EHR's role codes means what here, in the order they win: "system|code". */
export type RoleTable = readonly { readonly code: string; readonly role: Role }[];

/** What somebody is at the EHR, in our words. */
export interface StaffRole {
  readonly role: Role;
  /** FHIR Location ids, which are our wards' ids; sorted. */
  readonly locationIds: readonly string[];
}

const locationId = (reference: unknown): string[] => {
  const id = /(?:^|\/)Location\/([A-Za-z0-9\-.]{1,64})$/.exec(text(node(reference).reference) ?? "")?.[1];
  return id === undefined ? [] : [id];
};

/**
 * Whether a PractitionerRole says of itself that it is this person's at this very server: one asked for whose roles a
 * practitioner has may ignore the question and answer with everybody's. A Person is no practitioner, whatever their id.
 */
export function isRoleOf(role: FhirResource, { type, id }: FhirUser, base: string): boolean {
  if (role.resourceType !== "PractitionerRole") return false;
  if (type === "PractitionerRole") return role.id === id;
  const whose = readFhirUser(node(role.practitioner).reference, base);
  return type === "Practitioner" && whose?.type === "Practitioner" && whose.id === id;
}

const isNow = (resource: FhirResource, now: Date): boolean => {
  if (node(resource).active === false) return false;
  const { start, end } = node(node(resource).period);
  const from = Date.parse(text(start) ?? "");
  const until = Date.parse(text(end) ?? "");
  return !(from > now.getTime()) && !(until < now.getTime());
};

/**
 * What somebody's PractitionerRole resources mean here: the first code of the table that any of those in force bears,
 * and every place of those that bear it. null where none does: nobody is let in as something the table does not say.
 * @see https://hl7.org/fhir/R4/practitionerrole.html
 */
export function readStaffRole(roles: readonly FhirResource[], table: RoleTable, now: Date): StaffRole | null {
  const current = roles.filter((resource) => isNow(resource, now));
  const codesOf = (resource: FhirResource): string[] =>
    nodes(node(resource).code)
      .flatMap(({ coding }) => nodes(coding))
      .map(({ system, code }) => `${text(system) ?? ""}|${text(code) ?? ""}`);
  for (const { code, role } of table) {
    const bearing = current.filter((resource) => codesOf(resource).includes(code));
    if (bearing.length === 0) continue;
    const locationIds = bearing.flatMap((resource) => nodes(node(resource).location).flatMap(locationId));
    return { role, locationIds: [...new Set(locationIds)].sort() };
  }
  return null;
}
