import { readCodings, readWords } from "@/lib/core/fhir/codings";
import { type FhirResource, type Json, node, nodes, number, text } from "@/lib/core/fhir/resource";

/** What one Observation (or a component of a panel) says of a visit's features. */
export interface EdFinding {
  readonly feature: string;
  readonly value: number | string;
}

/** Vital signs by LOINC, with what a living patient can have; outside it the measurement is not believed. */
const VITALS: Readonly<Record<string, { readonly feature: string; readonly low: number; readonly high: number }>> = {
  "8480-6": { feature: "systolic", low: 30, high: 300 },
  "8462-4": { feature: "diastolic", low: 10, high: 200 },
  "8867-4": { feature: "heartRate", low: 20, high: 300 },
  "9279-1": { feature: "respiratoryRate", low: 4, high: 80 },
  "8310-5": { feature: "temperature", low: 25, high: 45 },
  "2708-6": { feature: "oxygenSaturation", low: 40, high: 100 },
  "59408-5": { feature: "oxygenSaturation", low: 40, high: 100 },
  "72514-3": { feature: "painScore", low: 0, high: 10 },
};
const COMA_SCALE = "9269-2";

const inCelsius = (value: number, unit: string): number => (/f/i.test(unit) ? ((value - 32) * 5) / 9 : value);

/**
 * AVPU from the Glasgow coma scale where that is what was measured: the scale's medians in patients of each AVPU level
 * are 15, 13, 8 and 3; cut halfway.
 * @see https://doi.org/10.1016/j.annemergmed.2004.03.028 (Kelly, Upex & Bateman 2004)
 */
const fromComaScale = (total: number): string | null =>
  total < 3 || total > 15
    ? null
    : total >= 14
      ? "alert"
      : total >= 11
        ? "verbal"
        : total >= 6
          ? "pain"
          : "unresponsive";

const AVPU: readonly (readonly [RegExp, string])[] = [
  [/unresponsive|no response/i, "unresponsive"],
  [/\bpain/i, "pain"],
  [/verbal|voice/i, "verbal"],
  [/alert/i, "alert"],
];

/** What is written around a level and holds digits of its own: a scale's version, and how many levels it has. */
const NOT_THE_LEVEL = /\bv(ersion)?\.? ?\d+(\.\d+)*|\b5[ -]?(level|point|tier|categor)\w*/gi;
const NAMED_LEVEL = /(?:level|category|class|priority|index|esi|ktas|ctas|mts|ats)\W{0,3}([1-5])(?![\d.]*\d)/i;
const BARE_LEVEL = /(?:^|[^\d.])([1-5])(?![\d.]*\d)/;
/** A code that is nothing but a level; a digit in any other code (a check digit, an answer's number) is none. */
const LEVEL_CODE = /^(esi|ktas|ctas|mts|ats|p|t)?[-_ ]?[1-5]$/i;

const levelWords = (value: unknown): string =>
  typeof value === "string"
    ? value
    : [
        ...nodes(value).map((concept) => text(concept.text) ?? ""),
        ...readCodings(value).flatMap(({ display, code }) => [display, LEVEL_CODE.test(code) ? code : ""]),
      ].join(" ");

/** A level from 1 to 5 in a number or in words ("ESI 3", "Level 2 - emergent"); null where there is none. */
export function triageLevel(value: unknown): number | null {
  const words = levelWords(value).replace(NOT_THE_LEVEL, " ");
  const said = number(value) ?? Number((NAMED_LEVEL.exec(words) ?? BARE_LEVEL.exec(words))?.[1] ?? Number.NaN);
  return Number.isInteger(said) && said >= 1 && said <= 5 ? said : null;
}

/** Names of a triage level; not of visual acuity, of a pneumonia's severity, or of when and by whom triage was done. */
const TRIAGE = /emergency severity|\btriage\b|\bacuity (level|assessment|score|category)|\b(esi|ktas|ctas|mts|ats)\b/i;
const NO_TRIAGE_LEVEL = /visual|\b(notes?|time|date|nurse|started|ended|protocol)\b/i;

/** How the patient came, from a site's words. */
export function arrivalMode(words: string): string | null {
  if (/walk|on foot|\bambulatory$|\bambulating/i.test(words)) return "walking";
  if (/(inter-?facility|transfer|private|non-?emergency).*ambulance|ambulance.*transfer/i.test(words))
    return "private-ambulance";
  if (/ambulance|\bems\b|paramedic|helicopter|air transport/i.test(words)) return "public-ambulance";
  if (/\bcar\b|vehicle|taxi|private transport|driven/i.test(words)) return "vehicle";
  return /police|other/i.test(words) ? "other" : null;
}

const saidBy = (part: Json): unknown =>
  part.valueInteger ?? node(part.valueQuantity).value ?? part.valueString ?? part.valueCodeableConcept;

function readPart(part: Json): EdFinding[] {
  const codes = readCodings(part.code);
  const words = readWords(part.code);
  const amount = number(node(part.valueQuantity).value) ?? number(part.valueInteger);
  for (const { code } of codes) {
    const vital = VITALS[code];
    if (vital && amount !== null) {
      const { code: unitCode, unit } = node(part.valueQuantity);
      const value = vital.feature === "temperature" ? inCelsius(amount, String(unitCode ?? unit ?? "")) : amount;
      return value >= vital.low && value <= vital.high ? [{ feature: vital.feature, value }] : [];
    }
    if (code === COMA_SCALE && amount !== null) {
      const level = fromComaScale(amount);
      return level === null ? [] : [{ feature: "consciousness", value: level }];
    }
  }
  if (TRIAGE.test(words) && !NO_TRIAGE_LEVEL.test(words)) {
    const level = triageLevel(saidBy(part));
    return level === null ? [] : [{ feature: "triage", value: level }];
  }
  const said = readWords(part.valueCodeableConcept ?? part.valueString);
  if (/avpu|level of (responsive|conscious)/i.test(words)) {
    const level = AVPU.find(([pattern]) => pattern.test(said))?.[1];
    return level === undefined ? [] : [{ feature: "consciousness", value: level }];
  }
  if (/transport mode|mode of (arrival|transport)|arrival mode/i.test(words)) {
    const mode = arrivalMode(said);
    return mode === null ? [] : [{ feature: "arrivalMode", value: mode }];
  }
  return /chief complaint/i.test(words) && said !== "" ? [{ feature: "complaintWords", value: said }] : [];
}

const NO_RESULT = new Set(["registered", "cancelled", "entered-in-error"]);

/** What an Observation says of a visit: its own value and those of its components. */
export function readEdFindings(observation: FhirResource): EdFinding[] {
  if (NO_RESULT.has(String(observation.status))) return [];
  return [observation, ...nodes(observation.component)].flatMap(readPart);
}
