import { complaintGroup } from "@/lib/core/admission/complaint-groups";
import { ED_FEATURES } from "@/lib/core/admission/ed-features";
import { arrivalMode, readEdFindings, triageLevel } from "@/lib/core/admission/ed-observations";
import { checkEdScope } from "@/lib/core/admission/ed-scope";
import { encodeValue } from "@/lib/core/features/encode";
import type { FeatureValue } from "@/lib/core/features/feature-spec";
import { readWords } from "@/lib/core/fhir/codings";
import { IssueLog } from "@/lib/core/fhir/issue-log";
import { HOUR_MS, type Moment, readMoment } from "@/lib/core/fhir/moment";
import { ageAt, type PatientSummary, readPatientSummary } from "@/lib/core/fhir/patient-summary";
import { referenceKey } from "@/lib/core/fhir/reference";
import type { FhirEntry, FhirResource } from "@/lib/core/fhir/resource";
import { node, nodes, text } from "@/lib/core/fhir/resource";
import { ResourceIndex } from "@/lib/core/fhir/resource-index";
import { readVisit, type Visit } from "@/lib/core/fhir/visit";
import type { Applicability } from "@/lib/core/model/scored-stay";

/** Somebody in the emergency department, as far as triage knows them. */
export interface EdVisitNow {
  readonly patientId: string;
  /** Encounter.id */
  readonly visitId: string;
  readonly arrivedAt: string;
  /** The bay or room, by its name; null where none is named. */
  readonly place: string | null;
  /** Made up, as the record says of itself. */
  readonly synthetic: boolean;
  /** One number per row of ED_FEATURES. */
  readonly encoded: Float32Array;
  /** FHIR references by feature. */
  readonly evidence: Readonly<Record<string, readonly string[]>>;
  readonly applicability: Applicability;
}

const THERE = new Set(["arrived", "triaged", "in-progress", "onleave"]);
const TOOK_PLACE = new Set([...THERE, "finished"]);

interface Found {
  readonly value: FeatureValue;
  readonly reference: string;
}

const isPatientThere = (visit: Visit, now: Moment): boolean =>
  visit.classKind.kind === "emergency" &&
  THERE.has(visit.status) &&
  visit.start !== null &&
  visit.start.earliest <= now.latest &&
  (visit.end === null || visit.end.earliest > now.latest);

/** First values after arrival, by feature: what triage had before it, not what treatment made of it. */
function firstFindings(index: ResourceIndex, visit: Visit, now: Moment): Map<string, Found> {
  const dated = index.all("Observation").flatMap((resource) => {
    const at = readMoment(
      resource.effectiveDateTime ?? resource.effectiveInstant ?? node(resource.effectivePeriod).start,
    );
    const own = resource.encounter === undefined ? null : referenceKey(resource.encounter);
    const isOwn =
      own === null
        ? at !== null && visit.start !== null && at.earliest >= visit.start.earliest
        : index.resolve(resource.encounter, "Encounter", resource) === visit.resource;
    return isOwn && at !== null && at.earliest <= now.latest ? [{ resource, at: at.earliest }] : [];
  });
  const found = new Map<string, Found>();
  for (const { resource } of dated.sort((a, b) => a.at - b.at)) {
    for (const { feature, value } of readEdFindings(resource)) {
      if (!found.has(feature)) found.set(feature, { value, reference: index.citation(resource) });
    }
  }
  return found;
}

/** Adds what the Encounter itself says, where no Observation said it, and what follows from the rest. */
function addFromEncounter(found: Map<string, Found>, { resource, reference, hospitalization }: Visit): void {
  const add = (feature: string, value: FeatureValue, from = reference) => {
    if (value !== null && !found.has(feature)) found.set(feature, { value, reference: from });
  };
  add("triage", triageLevel(resource.priority));
  add("arrivalMode", arrivalMode(readWords(hospitalization.admitSource)));
  const reason = readWords(resource.reasonCode);
  const complaint = found.get("complaintWords") ?? (reason === "" ? null : { value: reason, reference });
  const group = complaint === null ? null : complaintGroup(String(complaint.value));
  add("complaint", group, complaint?.reference);
  // The other groups rule no injury out: an ankle hurts with one and without.
  if (group === "injury") add("injury", "yes", complaint?.reference);
  const pain = found.get("painScore");
  if (pain !== undefined) add("inPain", Number(pain.value) > 0 ? "yes" : "no", pain.reference);
  // Who said there is no pain was not asked how much.
  if (pain?.value === 0) found.delete("painScore");
}

/** An inpatient stay that began after somebody came, and had not ended before. */
const isAdmittedSince = ({ start: arrival }: Visit, visits: readonly Visit[], now: Moment): boolean =>
  visits.some(
    (visit) =>
      visit.classKind.kind === "inpatient" &&
      TOOK_PLACE.has(visit.status) &&
      visit.start !== null &&
      arrival !== null &&
      visit.start.latest >= arrival.earliest &&
      visit.start.earliest <= now.latest &&
      (visit.end === null || visit.end.latest >= arrival.earliest),
  );

/** The record says so of a moment that has come. */
function isDead({ deceased, deceasedAt }: PatientSummary, now: Moment): boolean {
  const died = readMoment(deceasedAt);
  return deceased === true && (died === null || died.earliest <= now.latest);
}

/** Where the patient is by now: the last place that was not left. */
function placeNow({ resource }: Visit, index: ResourceIndex): string | null {
  const here = nodes(resource.location).filter(
    ({ status, period }) => status !== "completed" && node(period).end === undefined,
  );
  const place = here.at(-1)?.location;
  return text(index.resolve(place, "Location", resource)?.name) ?? text(node(place).display);
}

/**
 * One patient's visits to the emergency department that are going on at `now`, read from FHIR R4 as triage knows them:
 * the Encounter (class EMER; priority, reason, mode of arrival), the first vital signs after arrival, triage level,
 * AVPU or coma scale, pain. What is dated after `now` does not exist. Of somebody who is dead, has a bed by now or came
 * more than two days ago the visit is given, outside the model's scope. Never throws.
 *
 * @param now ISO-8601; unreadable: nobody is there
 */
export function readEdVisits(
  resources: readonly (FhirResource | FhirEntry)[],
  { now: at, shared }: { readonly now: string; readonly shared?: ResourceIndex },
): EdVisitNow[] {
  const now = readMoment(at);
  if (now === null) return [];
  const issues = new IssueLog();
  const index = new ResourceIndex(Array.isArray(resources) ? resources : [], issues, shared);
  const all = index.all("Encounter").map((resource) => readVisit(resource, index));
  const visits = all.filter((visit) => isPatientThere(visit, now));
  return visits.map((visit) => {
    const [person] = index.all("Patient");
    const key = referenceKey(visit.resource.subject) ?? "";
    const patient = readPatientSummary(person, key.slice(key.indexOf("/") + 1), index, issues);
    const found = firstFindings(index, visit, now);
    addFromEncounter(found, visit);
    const age = ageAt(patient.birthDate, visit.start, issues);
    const whoIs = person === undefined ? visit.reference : index.citation(person);
    if (age !== null) found.set("age", { value: age, reference: whoIs });
    found.set("sex", { value: patient.sex, reference: whoIs });
    const said = (feature: string): FeatureValue => found.get(feature)?.value ?? null;
    return {
      patientId: patient.id,
      visitId: visit.id,
      arrivedAt: visit.start?.written ?? "",
      place: placeNow(visit, index),
      synthetic: patient.synthetic,
      encoded: Float32Array.from(ED_FEATURES, (spec) => encodeValue(spec, said(spec.name))),
      evidence: Object.fromEntries(
        ED_FEATURES.flatMap(({ name }) => {
          const one = found.get(name);
          return one === undefined ? [] : [[name, [one.reference]] as const];
        }),
      ),
      applicability: checkEdScope({
        ageYears: age,
        isTriaged: said("triage") !== null,
        isDead: isDead(patient, now),
        isAdmitted: isAdmittedSince(visit, all, now),
        hoursSinceArrival: visit.start === null ? 0 : (now.latest - visit.start.latest) / HOUR_MS,
      }),
    };
  });
}
