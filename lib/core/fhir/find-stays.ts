import { linkVisits } from "@/lib/core/fhir/contiguous";
import type { EncounterKind } from "@/lib/core/fhir/encounter-kind-codes";
import type { IssueCode } from "@/lib/core/fhir/issue-codes";
import { type Moment, momentAt } from "@/lib/core/fhir/moment";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";
import { decideKind, readVisit, tookPlace, type Visit } from "@/lib/core/fhir/visit";

/** A visit and what it was. */
export interface KnownVisit extends Visit {
  readonly kind: EncounterKind;
}

/** Encounters that are one stay, earliest first, and the troubles met on the way. */
export interface VisitGroup {
  readonly visits: readonly KnownVisit[];
  readonly troubles: ReadonlySet<IssueCode>;
}

export interface FoundStays {
  readonly stays: readonly VisitGroup[];
  /** Every visit that took place and is no part of a stay. */
  readonly others: readonly KnownVisit[];
  readonly danglingParents: readonly string[];
}

/** When a visit that has not been seen to end is cut off, for telling its length. */
function visibleEnd(visit: Visit, now: number): Moment | null {
  if (visit.end !== null && visit.end.earliest <= now) return visit.end;
  return visit.start !== null && visit.start.earliest <= now ? momentAt(now) : null;
}

/** Earlier start first; visits without a start last; then by id, so that the order sent never matters. */
export function byStart(a: Visit, b: Visit): number {
  const startA = a.start?.earliest ?? Number.POSITIVE_INFINITY;
  const startB = b.start?.earliest ?? Number.POSITIVE_INFINITY;
  if (startA !== startB) return startA < startB ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Finds inpatient stays among a patient's Encounters: what each was, and which belong together.
 * `now` is a UTC epoch millisecond; what begins later does not exist. `diagnosed` holds the references of
 * Encounters that have a diagnosis; `inpatientClasses` are class codes of the site's own.
 */
export function findStays(
  index: ResourceIndex,
  now: number,
  diagnosed: ReadonlySet<string>,
  inpatientClasses: readonly string[] = [],
): FoundStays {
  const visits = index
    .all("Encounter")
    .map((resource) => readVisit(resource, index, inpatientClasses))
    .filter((visit) => tookPlace(visit) && (visit.start === null || visit.start.earliest <= now))
    .sort(byStart);
  const parents = new Set(visits.flatMap((visit) => (visit.parent === null ? [] : [visit.parent])));
  const troubles = new Map<string, Set<IssueCode>>();
  const known: KnownVisit[] = [];
  for (const visit of visits) {
    const decision = decideKind(visit, index, {
      isParent: parents.has(visit.reference),
      hasDiagnosis: diagnosed.has(visit.reference) || visit.resource.diagnosis !== undefined,
      end: visibleEnd(visit, now),
    });
    if (decision.kind === "planned") continue;
    known.push({ ...visit, kind: decision.kind });
    if (decision.trouble !== null) troubles.set(visit.reference, new Set([decision.trouble]));
  }
  return {
    ...groupVisits(known, troubles),
    danglingParents: known.filter((v) => v.parentMissing).map((v) => v.reference),
  };
}

function groupVisits(known: readonly KnownVisit[], troubles: ReadonlyMap<string, Set<IssueCode>>) {
  const root = known.map((_, position) => position);
  const find = (position: number): number => {
    let at = position;
    while (root[at] !== at) {
      root[at] = root[root[at] as number] as number;
      at = root[at] as number;
    }
    return at;
  };
  const join = (a: number, b: number) => {
    root[Math.max(find(a), find(b))] = Math.min(find(a), find(b));
  };
  const notMerged = new Set<number>();
  joinParts(known, join);
  joinNeighbours(known, join, find, notMerged);
  const groups = new Map<number, number[]>();
  for (let position = 0; position < known.length; position += 1) {
    const group = groups.get(find(position));
    if (group === undefined) groups.set(find(position), [position]);
    else group.push(position);
  }
  const stays: VisitGroup[] = [];
  const others: KnownVisit[] = [];
  for (const positions of groups.values()) {
    const visits = positions.map((position) => known[position] as KnownVisit);
    if (!visits.some(({ kind }) => kind === "inpatient")) {
      others.push(...visits);
      continue;
    }
    const met = new Set<IssueCode>(visits.flatMap(({ reference }) => [...(troubles.get(reference) ?? [])]));
    if (visits.length > 1) met.add("encounters-merged");
    if (positions.some((position) => notMerged.has(position))) met.add("transfer-not-merged");
    stays.push({ visits, troubles: met });
  }
  return { stays, others };
}

/** partOf: a child joins its inpatient parent; inpatient children of one parent that was not sent join each other. */
function joinParts(known: readonly KnownVisit[], join: (a: number, b: number) => void): void {
  const position = new Map(known.map((visit, at) => [visit.reference, at]));
  const orphans = new Map<string, number>();
  for (let at = 0; at < known.length; at += 1) {
    const { parent, kind } = known[at] as KnownVisit;
    if (parent === null) continue;
    const parentAt = position.get(parent);
    if (parentAt !== undefined) {
      if ((known[parentAt] as KnownVisit).kind === "inpatient") join(at, parentAt);
    } else if (kind === "inpatient") {
      const sibling = orphans.get(parent);
      if (sibling === undefined) orphans.set(parent, at);
      else join(at, sibling);
    }
  }
}

/** Back-to-back: each visit is compared with the one before it and with the one that lasts longest so far. */
function joinNeighbours(
  known: readonly KnownVisit[],
  join: (a: number, b: number) => void,
  find: (position: number) => number,
  notMerged: Set<number>,
): void {
  const beds = known.flatMap((visit, at) => (visit.kind === "inpatient" || visit.kind === "emergency" ? [at] : []));
  let longest = -1;
  for (let turn = 0; turn < beds.length; turn += 1) {
    const at = beds[turn] as number;
    const later = known[at] as KnownVisit;
    for (const before of new Set([beds[turn - 1] ?? -1, longest])) {
      const earlier = known[before];
      if (earlier === undefined || find(before) === find(at)) continue;
      if (earlier.kind === "emergency" && later.kind === "emergency") continue;
      if (later.kind === "emergency" && !insideOf(later, earlier)) continue;
      const link = linkVisits(earlier, later, earlier.kind === "emergency");
      if (link === "same-stay") join(before, at);
      if (link === "other-hospital" && earlier.kind === "inpatient") notMerged.add(before).add(at);
    }
    if (longest < 0 || endOf(later) >= endOf(known[longest] as KnownVisit)) longest = at;
  }
}

function endOf(visit: Visit): number {
  return visit.end?.latest ?? visit.start?.latest ?? Number.NEGATIVE_INFINITY;
}

/** An emergency visit after the start of a stay belongs to it only when it lies inside it. */
function insideOf(visit: Visit, stay: Visit): boolean {
  return stay.end !== null && visit.end !== null && visit.end.latest <= stay.end.latest;
}
