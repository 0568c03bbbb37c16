import { findStays, type KnownVisit } from "@/lib/core/fhir/find-stays";
import { IssueLog } from "@/lib/core/fhir/issue-log";
import { type FhirEntry, node, text } from "@/lib/core/fhir/resource";
import { ResourceIndex } from "@/lib/core/fhir/resource-index";

/** An attendance in the emergency department, as a record shows it. */
export interface EmergencyVisit {
  /** Encounter.id. */
  readonly id: string;
  /** As it was written: a time, or a day alone. */
  readonly startedAt: string;
}

/** What it was in the end, or what it was booked as before the patient was given a bed. */
const isEmergency = ({ kind, classKind }: KnownVisit): boolean =>
  kind === "emergency" || classKind.kind === "emergency";

/**
 * One patient's attendances, from the patient's Encounters: every one that took place and has a day, once however many
 * parts it was written in, whether or not it led to a bed. What begins after `now` (UTC epoch milliseconds) is left out.
 */
export function findEmergencyVisits(encounters: readonly FhirEntry[], now: number): readonly EmergencyVisit[] {
  const { stays, others } = findStays(new ResourceIndex(encounters, new IssueLog()), now, new Set());
  const visits = [...stays.flatMap((stay) => stay.visits), ...others].filter(isEmergency);
  const known = new Set(visits.map(({ reference }) => reference));
  return visits.flatMap(({ id, parent, resource }) => {
    const startedAt = text(node(resource.period).start);
    const isPart = parent !== null && known.has(parent);
    return isPart || startedAt === null || startedAt.length < 10 ? [] : [{ id, startedAt }];
  });
}
