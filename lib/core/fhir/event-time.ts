import { type Moment, readMoment } from "@/lib/core/fhir/moment";
import { type FhirResource, node } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";

/** When what a resource tells of happened (its start, for a period), by resource type. */
const WHEN: Readonly<Record<string, (resource: FhirResource) => unknown>> = {
  Observation: (r) => r.effectiveDateTime ?? r.effectiveInstant ?? node(r.effectivePeriod).start ?? r.issued,
  DiagnosticReport: (r) => r.effectiveDateTime ?? node(r.effectivePeriod).start ?? r.issued,
  Procedure: (r) =>
    r.performedDateTime ??
    node(r.performedPeriod).start ??
    node(r.performedPeriod).end ??
    r.occurrenceDateTime ??
    node(r.occurrencePeriod).start,
  MedicationRequest: (r) => r.authoredOn,
  MedicationAdministration: (r) => r.effectiveDateTime ?? node(r.effectivePeriod).start ?? r.occurenceDateTime,
  MedicationDispense: (r) => r.whenHandedOver ?? r.whenPrepared,
  MedicationStatement: (r) => r.effectiveDateTime ?? node(r.effectivePeriod).start ?? r.dateAsserted,
  Immunization: (r) => r.occurrenceDateTime,
  Condition: (r) => r.recordedDate,
  AllergyIntolerance: (r) => r.recordedDate,
  Encounter: (r) => node(r.period ?? r.actualPeriod).start,
};
const TYPES = Object.keys(WHEN);
const PLANNED = new Set(["planned", "cancelled", "draft", "preparation"]);

/** Every dated resource's moment, read once; and the first and last of them. */
export interface EventTimes {
  /** Parallel to `index.all(type)`. */
  readonly moments: (type: string) => readonly (Moment | null)[];
  /** First local day anything is dated; a date known only to the month or year counts from its end. */
  readonly earliestDay: number | null;
  /** The last moment anything is dated, planned things left out. */
  readonly latest: Moment | null;
}

/** Reads when everything in a patient's record happened. */
export function readEventTimes(index: ResourceIndex): EventTimes {
  const byType = new Map<string, readonly (Moment | null)[]>();
  let earliestDay: number | null = null;
  let latest: Moment | null = null;
  let latestAt = Number.NEGATIVE_INFINITY;
  const consider = (moment: Moment | null) => {
    if (moment === null) return;
    const coarse = moment.precision === "year" || moment.precision === "month";
    const at = coarse ? moment.earliest : moment.latest;
    if (at > latestAt) {
      latestAt = at;
      latest = moment;
    }
    if (earliestDay === null || moment.lastDay < earliestDay) earliestDay = moment.lastDay;
  };
  for (const type of TYPES) {
    const when = WHEN[type] as (resource: FhirResource) => unknown;
    const resources = index.all(type);
    const moments = new Array<Moment | null>(resources.length);
    for (let at = 0; at < resources.length; at += 1) {
      const resource = resources[at] as FhirResource;
      const moment = readMoment(when(resource));
      moments[at] = moment;
      if (!PLANNED.has(resource.status as string)) consider(moment);
    }
    byType.set(type, moments);
  }
  for (const encounter of index.all("Encounter")) {
    if (encounter.status === "finished" || encounter.status === "completed") {
      consider(readMoment(node(encounter.period ?? encounter.actualPeriod).end));
    }
  }
  for (const patient of index.all("Patient")) {
    const died = readMoment(patient.deceasedDateTime);
    if (died !== null && died.latest > latestAt) consider(died);
  }
  return { moments: (type) => byType.get(type) ?? [], earliestDay, latest };
}
