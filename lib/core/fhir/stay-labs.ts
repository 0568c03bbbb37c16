import {
  type Comparator,
  glucoseLevel,
  hba1cLevel,
  type Lab,
  labOfCoding,
  labOfText,
  toStandardUnit,
} from "@/lib/core/codes/lab-codes";
import { readCodings, readWords } from "@/lib/core/fhir/codings";
import type { IssueLog } from "@/lib/core/fhir/issue-log";
import type { Moment } from "@/lib/core/fhir/moment";
import { type FhirResource, node, nodes, number, text } from "@/lib/core/fhir/resource";

/** One laboratory Observation of a stay. */
export interface LabEvent {
  readonly resource: FhirResource;
  readonly reference: string;
  readonly at: Moment | null;
}

/** A readable value in the standard unit. */
export interface LabValue {
  readonly value: number;
  readonly reference: string;
}

export interface StayLabs {
  /** Distinct tests by day; null where no laboratory result of the stay was sent. */
  readonly count: number | null;
  readonly evidence: readonly string[];
  /** Feature levels; null where missing. */
  readonly hba1c: { readonly level: string | null; readonly evidence: readonly string[] };
  readonly glucose: { readonly level: string | null; readonly evidence: readonly string[] };
  /** The last values of the stay, for the HOSPITAL score. */
  readonly haemoglobin: LabValue | null;
  readonly sodium: LabValue | null;
}

const NOT_LAB = new Set([
  "vital-signs",
  "vital-sign",
  "survey",
  "social-history",
  "imaging",
  "exam",
  "therapy",
  "activity",
]);
const NO_RESULT = new Set(["registered", "cancelled", "entered-in-error"]);
/** Vital signs and measurements that sources without categories send under LOINC. */
const VITAL_LOINC =
  /^(8867-4|9279-1|8310-5|8302-2|29463-7|3141-9|39156-5|8480-6|8462-4|85354-9|59408-5|2708-6|72514-3|55284-4|8306-3|9843-4|72166-2)$/;

/** Whether an Observation is a laboratory result: by its category, else by its specimen or code. */
export function isLabResult(resource: FhirResource): boolean {
  if (NO_RESULT.has(resource.status as string)) return false;
  if (resource.hasMember !== undefined && resource.valueQuantity === undefined) return false;
  let categorised = false;
  for (const category of nodes(resource.category)) {
    for (const { code, display } of readCodings(category)) {
      if (
        code === "laboratory" ||
        /^lab/i.test(code) ||
        /\b(lab|laboratory|chemistry|ha?ematology|microbiology|blood gas)\b/i.test(display)
      )
        return true;
      categorised ||= NOT_LAB.has(code);
    }
    if (/\blab/i.test(text(category.text) ?? "")) return true;
  }
  if (categorised) return false;
  if (resource.specimen !== undefined) return true;
  return (
    readCodings(resource.code).some(({ system, code }) => /loinc/i.test(system) && !VITAL_LOINC.test(code)) ||
    labOf(resource) !== null
  );
}

function labOf(resource: FhirResource): Lab | null {
  const codings = readCodings(resource.code);
  let isOther = /urine|csf|cerebrospinal|stool|faeces|feces|pleural|ascit/i.test(
    text(node(resource.specimen).display) ?? "",
  );
  for (const { system, code } of codings) {
    const lab = labOfCoding(system, code);
    if (lab !== null && lab !== "other") return isOther ? null : lab;
    isOther ||= lab === "other";
  }
  if (isOther) return null;
  for (const { display } of codings) {
    const lab = labOfText(display);
    if (lab !== null) return lab;
  }
  return labOfText(text(node(resource.code).text) ?? "");
}

/** What makes two results the same test: its first code, else its words. */
function testKey(resource: FhirResource): string {
  const coding = readCodings(resource.code)[0];
  return coding === undefined || coding.code === "" ? readWords(resource.code) : `${coding.system}|${coding.code}`;
}

const COMPARATOR = /^\s*(<=|>=|<|>)?\s*(\d+(?:[.,]\d+)?)\s*(.*)$/;
const COMPARATORS = new Set(["<", "<=", ">", ">="]);

/** The number, comparator and unit of a result, from a quantity or from words such as "> 8 %". */
function quantityOf(resource: FhirResource): { value: number; comparator: Comparator; unit: string | null } | null {
  const quantity = node(resource.valueQuantity);
  const value = number(quantity.value);
  if (value !== null) {
    const comparator = COMPARATORS.has(quantity.comparator as string) ? (quantity.comparator as Comparator) : null;
    return { value, comparator, unit: text(quantity.code) ?? text(quantity.unit) };
  }
  const bare = number(resource.valueInteger);
  if (bare !== null) return { value: bare, comparator: null, unit: null };
  const words = COMPARATOR.exec(text(resource.valueString) ?? text(node(resource.valueCodeableConcept).text) ?? "");
  if (words === null) return null;
  return {
    value: Number(words[2]?.replace(",", ".")),
    comparator: (words[1] as Comparator | undefined) ?? null,
    unit: text(words[3]),
  };
}

function isMarkedNormal(resource: FhirResource): boolean {
  if (nodes(resource.interpretation).some((item) => readCodings(item).some(({ code }) => code === "N"))) return true;
  return /^\s*(normal|norm|within normal limits)\s*$/i.test(
    text(resource.valueString) ?? readWords(resource.valueCodeableConcept),
  );
}

interface Reading {
  readonly lab: Lab;
  readonly value: number | null;
  readonly level: string | null;
  readonly at: number;
  readonly reference: string;
  /** Not a preliminary result, which a final one of the same moment replaces. */
  readonly isFinal: boolean;
}

function readResult(event: LabEvent, lab: Lab, issues: IssueLog): Reading {
  const { resource, reference } = event;
  const at = event.at?.earliest ?? Number.NEGATIVE_INFINITY;
  const isFinal = resource.status !== "preliminary";
  const about = { features: lab === "hba1c" || lab === "glucose" ? [lab] : [], reference };
  const quantity = quantityOf(resource);
  if (quantity === null) {
    if (isMarkedNormal(resource)) return { lab, value: null, level: "normal", at, reference, isFinal };
    issues.add("lab-value-unreadable", about);
    return { lab, value: null, level: null, at, reference, isFinal };
  }
  const value = toStandardUnit(lab, quantity.value, quantity.unit);
  if (value === null || quantity.unit === null) issues.add("lab-unit-unknown", about);
  if (value === null) return { lab, value, level: null, at, reference, isFinal };
  const level =
    lab === "hba1c"
      ? hba1cLevel(value, quantity.comparator)
      : lab === "glucose"
        ? glucoseLevel(value, quantity.comparator)
        : null;
  if (level === null && (lab === "hba1c" || lab === "glucose")) issues.add("lab-value-unreadable", about);
  return { lab, value, level, at, reference, isFinal };
}

const GLUCOSE_ORDER = ["normal", "above-200", "above-300"];

/** Counts and bands of a stay's laboratory results: HbA1c the last one, glucose the highest. */
export function readStayLabs(events: readonly LabEvent[], issues: IssueLog): StayLabs {
  if (events.length === 0) {
    issues.add("labs-missing", { features: ["labTests", "hba1c", "glucose"] });
    const missing = { level: null, evidence: [] };
    return { count: null, evidence: [], hba1c: missing, glucose: missing, haemoglobin: null, sodium: null };
  }
  const tests = new Set<string>();
  const readings: Reading[] = [];
  for (const event of events) {
    tests.add(`${testKey(event.resource)}|${event.at?.day ?? "?"}`);
    const lab = labOf(event.resource);
    if (lab !== null) readings.push(readResult(event, lab, issues));
    for (const component of nodes(event.resource.component)) {
      const part: LabEvent = {
        ...event,
        resource: { ...component, resourceType: "Observation", status: event.resource.status },
      };
      const partLab = labOf(part.resource);
      if (partLab !== null) readings.push(readResult(part, partLab, issues));
    }
  }
  const superseded = new Set(readings.filter(({ isFinal }) => isFinal).map(({ lab, at }) => `${lab}|${at}`));
  const current = readings.filter(({ lab, at, isFinal }) => isFinal || !superseded.has(`${lab}|${at}`));
  const of = (lab: Lab) => current.filter((reading) => reading.lab === lab).sort((a, b) => a.at - b.at);
  const lastValue = (lab: Lab): LabValue | null => {
    const last = of(lab).findLast(({ value }) => value !== null);
    return last === undefined || last.value === null ? null : { value: last.value, reference: last.reference };
  };
  return {
    count: tests.size,
    evidence: events.map(({ reference }) => reference),
    hba1c: chosen(of("hba1c"), (readable) => readable.at(-1)),
    glucose: chosen(of("glucose"), (readable) =>
      readable.reduce((a, b) => (GLUCOSE_ORDER.indexOf(b.level ?? "") > GLUCOSE_ORDER.indexOf(a.level ?? "") ? b : a)),
    ),
    haemoglobin: lastValue("haemoglobin"),
    sodium: lastValue("sodium"),
  };
}

function chosen(readings: readonly Reading[], pick: (readable: readonly Reading[]) => Reading | undefined) {
  if (readings.length === 0) return { level: "not-measured", evidence: [] };
  const readable = readings.filter(({ level }) => level !== null);
  const picked = readable.length === 0 ? undefined : pick(readable);
  return { level: picked?.level ?? null, evidence: picked === undefined ? [] : [picked.reference] };
}
