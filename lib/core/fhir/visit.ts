import { readWords } from "@/lib/core/fhir/codings";
import { type KindReading, readClassKind, readTypeKind } from "@/lib/core/fhir/encounter-kind";
import type { EncounterKind } from "@/lib/core/fhir/encounter-kind-codes";
import { DAY_MS, HOUR_MS, type Moment, midnightsBetween, momentAt, readMoment } from "@/lib/core/fhir/moment";
import { referenceKey } from "@/lib/core/fhir/reference";
import { type FhirResource, type Json, node, nodes, number, text } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";

/** One Encounter as far as finding stays needs it. */
export interface Visit {
  readonly resource: FhirResource;
  readonly id: string;
  /** `Encounter/id`. */
  readonly reference: string;
  readonly start: Moment | null;
  /** As recorded, also when later than now or before the start; else from the last location or the length. */
  readonly end: Moment | null;
  readonly isEndInferred: boolean;
  readonly status: string;
  readonly classKind: KindReading;
  readonly typeKind: KindReading;
  readonly hospitalization: Json;
  readonly provider: string | null;
  /** Where partOf points: a visit's reference, or a key of its own when the parent was not sent. */
  readonly parent: string | null;
  readonly parentMissing: boolean;
}

const NEVER_HAPPENED = new Set(["planned", "cancelled", "waitlist", "scheduled"]);

/** Whether an Encounter took place, or is taking place. */
export function tookPlace(visit: Visit): boolean {
  return !NEVER_HAPPENED.has(visit.status);
}

/** Reads one Encounter. `inpatientClasses`: class codes of the site's own that mean inpatients ("code" or "system|code"). */
export function readVisit(
  resource: FhirResource,
  index: ResourceIndex,
  inpatientClasses: readonly string[] = [],
): Visit {
  const period = node(resource.period ?? resource.actualPeriod);
  const start = readMoment(period.start);
  const end = readMoment(period.end);
  const inferred = end === null && resource.status === "finished" ? inferEnd(resource, start) : null;
  const parentKey = resource.partOf === undefined ? null : referenceKey(resource.partOf);
  const parent = parentKey === null ? undefined : index.resolve(resource.partOf, "Encounter", resource);
  return {
    resource,
    id: index.id(resource),
    reference: index.citation(resource),
    start,
    end: end ?? inferred,
    isEndInferred: inferred !== null,
    status: (text(resource.status) ?? "").toLowerCase(),
    classKind: readClassKind(resource.class, inpatientClasses),
    typeKind: readTypeKind(resource.type),
    hospitalization: node(resource.hospitalization ?? resource.admission),
    provider: readProvider(resource, index),
    parent: parent === undefined ? parentKey : index.citation(parent),
    parentMissing: parentKey !== null && parent === undefined,
  };
}

const LENGTH_UNITS_MS: Readonly<Record<string, number>> = { min: 60_000, h: HOUR_MS, d: DAY_MS, wk: 7 * DAY_MS };

/** When a finished encounter without an end was over: its last place was left, or its length had passed. */
function inferEnd(resource: FhirResource, start: Moment | null): Moment | null {
  let last: Moment | null = null;
  for (const { period } of nodes(resource.location)) {
    const left = readMoment(node(period).end);
    if (left !== null && (last === null || left.latest > last.latest)) last = left;
  }
  if (last !== null || start === null || start.precision !== "time") return last;
  const length = node(resource.length);
  const unit = LENGTH_UNITS_MS[text(length.code) ?? text(length.unit) ?? ""];
  const amount = number(length.value);
  return unit === undefined || amount === null || amount <= 0 ? null : momentAt(start.earliest + amount * unit);
}

/** The hospital, not the department: Organization.partOf is followed to its top. */
function readProvider(resource: FhirResource, index: ResourceIndex): string | null {
  let key = referenceKey(resource.serviceProvider);
  let organization = key === null ? undefined : index.resolve(resource.serviceProvider, "Organization", resource);
  for (let level = 0; organization !== undefined && level < 10; level += 1) {
    key = index.citation(organization);
    organization =
      organization.partOf === undefined ? undefined : index.resolve(organization.partOf, "Organization", organization);
  }
  return key;
}

const WARD_WORDS =
  /\b(ward|icu|intensive|critical care|inpatient|medical|surgical|step-?down|telemetry|unit|bed|med\/surg)\b/i;

/** Whether any location of the Encounter is one with beds: physical type ward, room or bed, or such a name. */
function hasBedLocation(visit: Visit, index: ResourceIndex): boolean {
  for (const item of nodes(visit.resource.location)) {
    const location = index.resolve(item.location, "Location", visit.resource);
    const physical = readWords(item.physicalType ?? location?.physicalType);
    if (/\b(wa|ward|bd|bed|ro|room)\b/i.test(physical)) return true;
    const name = `${text(location?.name) ?? ""} ${text(node(item.location).display) ?? ""} ${readWords(location?.type)}`;
    if (WARD_WORDS.test(name) && !/emergency/i.test(name)) return true;
  }
  return false;
}

function hasNightInBed(visit: Visit, index: ResourceIndex, end: Moment | null): boolean {
  if (visit.resource.location === undefined || visit.start === null || end === null) return false;
  return midnightsBetween(visit.start, end) >= 1 && hasBedLocation(visit, index);
}

const ADMITTED_ELSEWHERE = /\b(admitted|transfer(red)? to (ward|inpatient))\b/i;
const ARRIVAL_TRANSPORT = /^(walk.?in|ambulance|helicopter|unknown|other|police)?$/i;

/** Everything but its class that speaks for a visit having been a hospital stay, as a count of independent signs. */
function staySigns(
  visit: Visit,
  index: ResourceIndex,
  { isParent, hasDiagnosis, end }: { isParent: boolean; hasDiagnosis: boolean; end: Moment | null },
): { signs: number; occupied: boolean } {
  let signs = 0;
  let occupied = isParent;
  if (visit.typeKind.kind === "inpatient") signs += visit.typeKind.standard ? 2 : 1;
  if (isParent) signs += 2;
  const disposition = readWords(visit.hospitalization.dischargeDisposition);
  if (disposition !== "" && !ADMITTED_ELSEWHERE.test(disposition)) signs += 1;
  const source = readWords(visit.hospitalization.admitSource);
  if (!ARRIVAL_TRANSPORT.test(source.trim())) signs += 1;
  if (visit.start !== null && end !== null) {
    const nights = midnightsBetween(visit.start, end);
    const hours = (end.latest - visit.start.earliest) / HOUR_MS;
    if (nights >= 1) signs += 1;
    if (hours >= 20) signs += 1;
    if (hours >= 48) signs += 1;
    occupied ||= nights >= 1;
  }
  if (hasBedLocation(visit, index)) {
    signs += 1;
    occupied = true;
  }
  if (hasDiagnosis && visit.classKind.kind === null) signs += 1;
  return { signs, occupied };
}

export interface KindDecision {
  readonly kind: EncounterKind;
  readonly trouble: "class-missing" | "class-not-standard" | "class-contradicts-admission" | null;
}

/** Longer than any acute stay read from length alone: an outpatient series or a care programme. */
const LONGEST_GUESSED_STAY_DAYS = 120;

/**
 * Decides what a visit was. Standard inpatient classes are believed; emergency and ambulatory ones are
 * believed unless the admission data say otherwise; without a standard class the signs decide.
 * `end` is where a still-running visit is cut (now).
 */
export function decideKind(
  visit: Visit,
  index: ResourceIndex,
  about: { isParent: boolean; hasDiagnosis: boolean; end: Moment | null },
): KindDecision {
  const { kind, standard } = visit.classKind;
  if (kind === "planned") return { kind, trouble: null };
  if (kind === "inpatient") return { kind, trouble: standard ? null : "class-not-standard" };
  const admitted =
    visit.hospitalization.admitSource !== undefined || visit.hospitalization.dischargeDisposition !== undefined;
  const typed = visit.typeKind.kind === "inpatient" && visit.typeKind.standard;
  if (
    kind !== null &&
    !admitted &&
    !typed &&
    !(kind === "emergency" && about.isParent) &&
    !hasNightInBed(visit, index, about.end)
  ) {
    return { kind, trouble: standard ? null : "class-not-standard" };
  }
  const tooLong =
    visit.start !== null && about.end !== null && about.end.day - visit.start.day > LONGEST_GUESSED_STAY_DAYS;
  const { signs, occupied } = tooLong ? { signs: 0, occupied: false } : staySigns(visit, index, about);
  if (kind !== null) {
    if (signs >= 3 && occupied && !(kind === "outpatient" && isRemote(visit))) {
      return { kind: "inpatient", trouble: standard ? "class-contradicts-admission" : "class-not-standard" };
    }
    return { kind, trouble: standard ? null : "class-not-standard" };
  }
  const trouble = visit.resource.class === undefined ? "class-missing" : "class-not-standard";
  if (signs >= 2 && visit.typeKind.kind !== "outpatient") return { kind: "inpatient", trouble };
  const typeKind = visit.typeKind.kind;
  return { kind: typeKind === null || typeKind === "planned" ? "outpatient" : typeKind, trouble };
}

function isRemote(visit: Visit): boolean {
  return /\b(VR|HH|FLD)\b/.test(readWords(visit.resource.class));
}
