import { labOfCoding } from "@/lib/core/codes/lab-codes";
import { readCodings } from "@/lib/core/fhir/codings";
import { type FhirResource, node, number, text } from "@/lib/core/fhir/resource";
import { type SourceCounts, valueStep } from "@/lib/core/monitoring/watched-day";

type Tally = Record<string, number>;

/** Counts that are added to, patient by patient. */
export interface OpenTally extends SourceCounts {
  readonly arrivals: Tally;
  readonly repeats: Tally;
  readonly units: Record<string, Tally>;
  readonly values: Record<string, Tally>;
  readonly codes: Record<string, Tally>;
}

export const openTally = (): OpenTally => ({ arrivals: {}, repeats: {}, units: {}, values: {}, codes: {} });

const bump = (tally: Tally, key: string | number): void => {
  tally[key] = (tally[key] ?? 0) + 1;
};
const inner = (tallies: Record<string, Tally>, key: string): Tally => {
  tallies[key] ??= {};
  return tallies[key];
};

/** Units as written, cut: free text in a unit's place must not fill a table. */
const UNIT_LENGTH = 20;
/** A code's category: ICD-10 by its first three characters; other systems whole. */
function categoryOf(system: string, code: string): string {
  const isIcd = /icd/i.test(system);
  const name = isIcd ? "ICD" : (system.split(/[/:]/).filter(Boolean).at(-1) ?? "no system");
  return `${name} ${(isIcd ? code.slice(0, 3) : code).slice(0, UNIT_LENGTH)}`;
}

/** What makes two resources of one patient say the same, whatever their ids. */
function sameness(resource: FhirResource): string | null {
  const codings = readCodings(resource.code ?? resource.medicationCodeableConcept)
    .map(({ system, code }) => `${system}|${code}`)
    .join();
  const when = text(resource.effectiveDateTime) ?? text(resource.onsetDateTime) ?? text(resource.authoredOn) ?? "";
  const value = JSON.stringify(resource.valueQuantity ?? resource.valueCodeableConcept ?? "");
  const about = JSON.stringify(node(resource.encounter).reference ?? "");
  return codings === "" ? null : `${resource.resourceType} ${codings} ${when} ${about} ${value}`;
}

function tallyResult(tally: OpenTally, resource: FhirResource): void {
  const codings = readCodings(resource.code);
  const lab = codings.map(({ system, code }) => labOfCoding(system, code)).find((one) => one !== null);
  const first = codings[0];
  if (first !== undefined && first.code !== "")
    bump(inner(tally.codes, "result"), categoryOf(first.system, first.code));
  if (lab === undefined || lab === "other") return;
  bump(tally.arrivals, `lab:${lab}`);
  const quantity = node(resource.valueQuantity);
  const value = number(quantity.value);
  bump(inner(tally.units, lab), (text(quantity.unit) ?? text(quantity.code) ?? "none").slice(0, UNIT_LENGTH));
  if (value !== null && value > 0) bump(inner(tally.values, lab), valueStep(value));
}

/**
 * Adds one patient's newly arrived resources to the day's counts: how many came, how many say what another one says,
 * units and values of four tests, and categories of codes. Nothing of the patient is kept.
 */
export function tallyPatient(tally: OpenTally, resources: readonly FhirResource[]): void {
  const seen = new Set<string>();
  for (const resource of resources) {
    bump(tally.arrivals, resource.resourceType);
    const same = sameness(resource);
    if (same !== null && seen.has(same)) bump(tally.repeats, resource.resourceType);
    if (same !== null) seen.add(same);
    if (resource.resourceType === "Observation") tallyResult(tally, resource);
    const first = resource.resourceType === "Condition" ? readCodings(resource.code)[0] : undefined;
    if (first !== undefined && first.code !== "")
      bump(inner(tally.codes, "condition"), categoryOf(first.system, first.code));
  }
}
