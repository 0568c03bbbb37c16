import { type FhirResource, type Json, node, nodes, number, text } from "@/lib/core/fhir/resource";

function concept(value: unknown): string | null {
  const coded = node(value);
  const [first] = nodes(coded.coding);
  return text(coded.text) ?? text(first?.display) ?? text(first?.code);
}

const day = (value: unknown): string | null => text(value)?.slice(0, 10) ?? null;

function period(value: unknown): string | null {
  const { start, end } = node(value);
  const [from, to] = [day(start), day(end)];
  if (from === null) return to === null ? null : `until ${to}`;
  if (to === null) return `since ${from}`;
  return from === to ? from : `${from} to ${to}`;
}

function quantity(value: unknown): string | null {
  const measured = node(value);
  const amount = number(measured.value);
  if (amount === null) return null;
  return [text(measured.comparator), String(amount), text(measured.unit) ?? text(measured.code)]
    .filter(Boolean)
    .join(" ");
}

/** What it is called, what it says, and when, by resource type. */
const PARTS: Readonly<Record<string, (resource: Json) => readonly (string | null)[]>> = {
  Encounter: (r) => [concept(nodes(r.type)[0]) ?? text(node(r.class).display) ?? "Hospital contact", period(r.period)],
  Condition: (r) => [concept(r.code), day(r.onsetDateTime) ?? day(r.recordedDate)],
  Observation: (r) => [
    concept(r.code),
    quantity(r.valueQuantity) ?? concept(r.valueCodeableConcept) ?? text(r.valueString),
    day(r.effectiveDateTime) ?? day(node(r.effectivePeriod).start),
  ],
  Procedure: (r) => [concept(r.code), day(r.performedDateTime) ?? period(r.performedPeriod)],
  MedicationRequest: (r) => [
    concept(r.medicationCodeableConcept) ?? text(node(r.medicationReference).display) ?? "Medication ordered",
    day(r.authoredOn),
  ],
  MedicationAdministration: (r) => [
    concept(r.medicationCodeableConcept) ?? "Medication given",
    day(r.effectiveDateTime) ?? day(node(r.effectivePeriod).start),
  ],
  MedicationStatement: (r) => [concept(r.medicationCodeableConcept) ?? "Medication", period(r.effectivePeriod)],
  Patient: (r) => ["Patient record", text(r.birthDate) === null ? null : `born ${text(r.birthDate)}`],
  Location: (r) => [text(r.name)],
};

/** A resource in a line, e.g. "Haemoglobin A1c · 9.1 % · 2026-03-02"; its type where nothing more is known. */
export function describeResource(resource: FhirResource): string {
  const parts = PARTS[resource.resourceType]?.(resource) ?? [concept(resource.code)];
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? resource.resourceType : known.join(" · ");
}

/** When what a resource says was so, by resource type in the order of preference. */
const DAYS: readonly ((resource: Json) => unknown)[] = [
  (r) => r.effectiveDateTime,
  (r) => node(r.effectivePeriod).start,
  (r) => r.performedDateTime,
  (r) => node(r.performedPeriod).start,
  (r) => r.authoredOn,
  (r) => node(r.period).start,
  (r) => r.onsetDateTime,
  (r) => r.recordedDate,
];

/** The calendar day a resource is about, as written (YYYY-MM-DD); null where it has none or only a month or year. */
export function resourceDay(resource: FhirResource): string | null {
  const written = DAYS.map((read) => text(read(resource))).find((found) => found !== null) ?? null;
  return written !== null && /^\d{4}-\d{2}-\d{2}/.test(written) ? written.slice(0, 10) : null;
}
