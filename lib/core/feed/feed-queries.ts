import {
  CLASS_CODES,
  type EncounterKind,
  LOCAL_CLASS_CODES,
  V2_CLASS_CODES,
} from "@/lib/core/fhir/encounter-kind-codes";
import { type FhirResource, nodes, text } from "@/lib/core/fhir/resource";
import { OPEN_STATUSES } from "@/lib/core/fhir/stay-times";

/** One search at the source: a resource type and its parameters. */
export interface FeedQuery {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const inpatientCodes = (table: ReadonlyMap<string, EncounterKind>): string[] =>
  [...table].flatMap(([code, kind]) => (kind === "inpatient" ? [code] : []));

/** A code of HL7 v2 alone can be anything elsewhere: asked for with its system. */
const V2_CLASSES = inpatientCodes(V2_CLASS_CODES).map(
  (code) => `http://terminology.hl7.org/CodeSystem/v2-0004|${code}`,
);
const INPATIENT_CLASSES = [...inpatientCodes(CLASS_CODES), ...inpatientCodes(LOCAL_CLASS_CODES), ...V2_CLASSES];

/**
 * Who is in hospital now: every status and class by which the reader of a record counts a stay as going on, since a
 * token is searched for as it is written and finds none of the codes below it. `ownClasses`: a site's own, "code" or
 * "system|code".
 * @see https://hl7.org/fhir/R4/encounter.html#search
 * @see https://hl7.org/fhir/R4/search.html#token
 */
export const currentInpatients = (ownClasses: readonly string[] = []): FeedQuery => ({
  type: "Encounter",
  parameters: {
    status: [...OPEN_STATUSES].join(","),
    class: [...new Set([...INPATIENT_CLASSES, ...ownClasses])].join(","),
  },
});

/** What is asked of each patient beside the Patient itself. */
export const FEED_TYPES = ["Encounter", "Condition", "Observation", "MedicationRequest", "Procedure"] as const;

/** Read for checks of fairness alone, and only where the source says that it has it: no score rests on it. */
export const COVER_TYPE = "Coverage";

/**
 * Everything a score is made from of one patient, by searches that US Core asks servers to answer. `since` is a time of the
 * source's own clock, for what it can ask so; null: ever.
 */
export const patientQueries = (patientId: string, since: (type: string) => string | null = () => null): FeedQuery[] =>
  FEED_TYPES.map((type) => {
    const from = since(type);
    const parameters = {
      patient: patientId,
      ...(type === "Observation" ? { category: "laboratory" } : {}),
      ...(from === null ? {} : { _lastUpdated: `ge${from}` }),
    };
    return { type, parameters };
  });

/** The patient's cover, all of it: it is little, and changes with no score. */
export const coverQuery = (patientId: string): FeedQuery => ({ type: COVER_TYPE, parameters: { patient: patientId } });

/** Whether a reading of everything would hold this resource, so that its absence means that the source has it no more. */
export function isReadByFeed({ resourceType, category }: FhirResource): boolean {
  if (resourceType !== "Observation") return (FEED_TYPES as readonly string[]).includes(resourceType);
  return nodes(category).some(({ coding }) => nodes(coding).some(({ code }) => code === "laboratory"));
}

/** Whether a resource says of itself that it is about another patient. */
export function isOfAnother(resource: FhirResource, patientId: string): boolean {
  if (resource.resourceType === "Patient") return resource.id !== patientId;
  const said = patientIdOf(resource);
  return said !== null && said !== patientId;
}

/** What belongs to no patient and is read one by one where something refers to it. */
export const FOLLOWED: ReadonlySet<string> = new Set(["Location", "Organization", "Medication"]);

/** Id of the patient a resource is about, or a Coverage is for; null where it names none in a way that can be read. */
export function patientIdOf(resource: Readonly<Record<string, unknown>>): string | null {
  const [subject] = nodes([resource.resourceType === COVER_TYPE ? resource.beneficiary : resource.subject]);
  return /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(text(subject?.reference) ?? "")?.[1] ?? null;
}

/** Relative references ("Location/123") to places, organizations and drugs anywhere in some resources, each once. */
export function referencesToFollow(resources: readonly unknown[]): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === "reference" && typeof inner === "string") {
          const [, reference, type] = /^(([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(inner) ?? [];
          if (reference !== undefined && FOLLOWED.has(type ?? "")) found.add(reference);
        } else visit(inner);
      }
    }
  };
  visit(resources);
  return [...found];
}
