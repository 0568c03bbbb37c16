import type { Device, Organization, Provenance, RiskAssessment } from "fhir/r4";
import { node, nodes } from "@/lib/core/fhir/resource";
import type { Tier } from "@/lib/core/model/scored-stay";

/** What of a prediction goes back to the record it was made from. Times are ISO-8601. */
export interface PredictionToWrite {
  /** uuid. */
  readonly id: string;
  readonly patientId: string;
  /** Encounter.id. */
  readonly stayId: string;
  readonly at: string;
  /** 0–1. */
  readonly probability: number;
  readonly tier: Tier | null;
  /** "readmission", "1.0.0". */
  readonly task: string;
  readonly modelVersion: string;
  readonly dischargedAt: string | null;
  readonly plannedEndAt: string | null;
  /** "Type/id" of what it rests on, most important first. */
  readonly evidence: readonly string[];
  /** The strongest reasons, in words. */
  readonly reasons: readonly string[];
  /** Where the model learnt and whether it was checked here. */
  readonly provenance: string;
}

/** Who lets it be written. */
export interface WritingSite {
  readonly organisation: string;
}

/** An identifier without a registry of its own: a prediction is named by its uuid. @see https://hl7.org/fhir/R4/datatypes.html#Identifier */
const UUID_SYSTEM = "urn:ietf:rfc:3986";
const predictionIdentifier = (id: string) => ({ system: UUID_SYSTEM, value: `urn:uuid:${id}` });

/** The search that finds a prediction's RiskAssessment again, so that it is made once. */
export const sameRiskAssessment = (id: string): string => `identifier=${UUID_SYSTEM}|urn:uuid:${id}`;

/** A Provenance has no identifier in R4: all there are of one target, among which ours is known by what it is of. */
export const provenancesOf = (reference: string): string => `target=${reference}`;

/** Whether a Provenance is the one of this prediction. */
export const isProvenanceOf = (found: unknown, predictionId: string): boolean =>
  nodes(node(found).entity).some(
    ({ what }) => node(node(what).identifier).value === predictionIdentifier(predictionId).value,
  );

const MODEL_SYSTEM = "urn:wardlight:model";
const LEVEL_SYSTEM = "urn:wardlight:risk-level";
const RISK_SYSTEM = "http://terminology.hl7.org/CodeSystem/risk-probability";
/** HL7's scale ends at "high" before "certain"; our own code beside it keeps "very high" apart. */
const LEVELS: Readonly<Record<Tier, { readonly risk: string; readonly display: string; readonly text: string }>> = {
  "very-high": { risk: "high", display: "High likelihood", text: "Very high" },
  high: { risk: "high", display: "High likelihood", text: "High" },
  moderate: { risk: "moderate", display: "Moderate likelihood", text: "Moderate" },
  low: { risk: "low", display: "Low likelihood", text: "Low" },
};

export const US_CORE_PROVENANCE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-provenance";

const DAY_MS = 86_400_000;
/** More than a reader opens; the prediction itself keeps all of it. */
const MOST_EVIDENCE = 100;
const REFERENCE = /^[A-Z][A-Za-z]{1,60}\/[A-Za-z0-9.-]{1,64}$/;

const daysAfter = (iso: string, days: number): string => new Date(Date.parse(iso) + days * DAY_MS).toISOString();

/** When the 30 days run: from discharge where that is known or planned; else all that is sure is that it is later. */
function window({ dischargedAt, plannedEndAt, at }: PredictionToWrite): { start: string; end?: string } {
  const from = dischargedAt ?? plannedEndAt;
  return from === null ? { start: at } : { start: new Date(from).toISOString(), end: daysAfter(from, 30) };
}

function windowWords({ dischargedAt, plannedEndAt }: PredictionToWrite): string {
  if (dischargedAt !== null) return "The 30 days run from discharge.";
  return plannedEndAt !== null
    ? "The 30 days run from discharge, taken to be as planned."
    : "The 30 days run from discharge, which is not planned yet.";
}

/** A percentage with two decimals at most: what FHIR's decimal probability is. */
const percent = (probability: number): number => Math.round(probability * 10_000) / 100;

const device = ({ modelVersion, task }: PredictionToWrite): Device => ({
  resourceType: "Device",
  id: "wardlight",
  deviceName: [{ name: "Wardlight", type: "user-friendly-name" }],
  version: [{ value: `${task} model ${modelVersion}` }],
});

/**
 * A prediction as an R4 RiskAssessment: base R4, for which US Core has no profile. `probabilityDecimal` is a percentage,
 * as R4 has it (ras-2: at most 100).
 * @see https://hl7.org/fhir/R4/riskassessment.html
 */
export function toRiskAssessment(prediction: PredictionToWrite): RiskAssessment {
  const { id, patientId, stayId, at, probability, tier, task, modelVersion, evidence, reasons } = prediction;
  const level = tier === null ? null : LEVELS[tier];
  const basis = [...new Set(evidence)].filter((reference) => REFERENCE.test(reference)).slice(0, MOST_EVIDENCE);
  const because = reasons.length === 0 ? "" : ` What counted most: ${reasons.join(" ")}`;
  return {
    resourceType: "RiskAssessment",
    contained: [device(prediction)],
    identifier: [predictionIdentifier(id)],
    status: "final",
    method: {
      coding: [{ system: MODEL_SYSTEM, code: task, version: modelVersion }],
      text: `Wardlight ${task} model ${modelVersion}`,
    },
    code: { text: "Readmission within 30 days of discharge" },
    subject: { reference: `Patient/${patientId}` },
    encounter: { reference: `Encounter/${stayId}` },
    occurrenceDateTime: at,
    performer: { reference: "#wardlight" },
    ...(basis.length === 0 ? {} : { basis: basis.map((reference) => ({ reference })) }),
    prediction: [
      {
        outcome: {
          coding: [{ system: "http://snomed.info/sct", code: "417005", display: "Hospital re-admission" }],
          text: "Any readmission within 30 days of discharge, planned or not",
        },
        probabilityDecimal: percent(probability),
        ...(level === null || tier === null
          ? {}
          : {
              qualitativeRisk: {
                coding: [
                  { system: RISK_SYSTEM, code: level.risk, display: level.display },
                  { system: LEVEL_SYSTEM, code: tier, display: level.text },
                ],
                text: level.text,
              },
            }),
        whenPeriod: window(prediction),
        rationale: `${windowWords(prediction)}${because}`,
      },
    ],
    note: [{ text: `An estimate by a statistical model, not a diagnosis. ${prediction.provenance}` }],
  };
}

/**
 * Who made a RiskAssessment of what, as US Core Provenance. `previous` is the one it takes the place of: that stays as
 * it was said, "final", and this one is named its revision.
 * @see http://hl7.org/fhir/us/core/StructureDefinition/us-core-provenance
 */
export function toProvenance(
  prediction: PredictionToWrite,
  { organisation }: WritingSite,
  { reference, previous, recorded }: { reference: string; previous: string | null; recorded: string },
): Provenance {
  const site: Organization = { resourceType: "Organization", id: "site", active: true, name: organisation };
  const source = { identifier: predictionIdentifier(prediction.id), display: "Prediction by Wardlight" };
  return {
    resourceType: "Provenance",
    meta: { profile: [US_CORE_PROVENANCE] },
    contained: [device(prediction), site],
    target: [{ reference }],
    occurredDateTime: prediction.at,
    recorded,
    activity: {
      coding: [{ system: "http://terminology.hl7.org/CodeSystem/v3-DataOperation", code: "CREATE", display: "create" }],
    },
    agent: [
      {
        type: {
          coding: [
            {
              system: "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
              code: "author",
              display: "Author",
            },
          ],
        },
        who: { reference: "#wardlight" },
        onBehalfOf: { reference: "#site" },
      },
    ],
    entity: [
      { role: "source", what: source },
      ...(previous === null ? [] : [{ role: "revision" as const, what: { reference: previous } }]),
    ],
  };
}
