import { nodes, text } from "@/lib/core/fhir/resource";

/** One search at the source: a resource type and its parameters. */
export interface FeedQuery {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Who is in hospital now. @see https://hl7.org/fhir/R4/encounter.html#search */
export const CURRENT_INPATIENTS: FeedQuery = {
  type: "Encounter",
  parameters: { status: "in-progress", class: "IMP" },
};

/** Everything the reader uses of one patient, by searches that US Core asks servers to answer. */
export const patientQueries = (patientId: string): FeedQuery[] => [
  { type: "Encounter", parameters: { patient: patientId } },
  { type: "Condition", parameters: { patient: patientId } },
  { type: "Observation", parameters: { patient: patientId, category: "laboratory" } },
  { type: "MedicationRequest", parameters: { patient: patientId } },
  { type: "Procedure", parameters: { patient: patientId } },
];

/** What belongs to no patient and is read one by one where something refers to it. */
const FOLLOWED = new Set(["Location", "Organization", "Medication"]);

/** "Type/id" of the patient an Encounter is about; null where it names none in a way that can be read. */
export function patientIdOf(encounter: Readonly<Record<string, unknown>>): string | null {
  const [subject] = nodes([encounter.subject]);
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
