import { type DiagnosisSystem, diagnosisGroup, normaliseIcd } from "@/lib/core/codes/diagnosis-groups";
import { type Coding, readCodings, readStatus } from "@/lib/core/fhir/codings";
import type { IssueLog } from "@/lib/core/fhir/issue-log";
import { type Moment, readMoment } from "@/lib/core/fhir/moment";
import { type FhirResource, node, nodes } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";
import { type Comorbidity, comorbiditiesOf } from "@/lib/core/scores/comorbidity";

/** A code whose system is known or was told by its shape. */
export interface DiagnosisCode {
  readonly system: DiagnosisSystem;
  readonly code: string;
}

/** One Condition as the reader needs it. */
export interface ConditionRecord {
  /** `Condition/id`. */
  readonly reference: string;
  readonly codes: readonly DiagnosisCode[];
  /** Wardlight's diagnosis group; null where no code is in one. */
  readonly group: string | null;
  readonly comorbidities: readonly Comorbidity[];
  /** `Encounter/id` it was recorded in, as far as it resolves. */
  readonly encounter: string | null;
  /** When it came onto the record: recordedDate, else onset. */
  readonly recorded: Moment | null;
  readonly isProblemListOnly: boolean;
  /** Said to be over: clinicalStatus resolved, inactive or remission. */
  readonly isOver: boolean;
  /** False where it is marked refuted, or not confirmed yet. */
  readonly isHeld: boolean;
}

const SYSTEMS: readonly (readonly [RegExp, DiagnosisSystem])[] = [
  [/icd-?10|2\.16\.840\.1\.113883\.6\.(90|3)$/i, "icd10"],
  [/icd-?9|2\.16\.840\.1\.113883\.6\.(103|42|2)$/i, "icd9"],
  [/snomed|2\.16\.840\.1\.113883\.6\.96$/i, "snomed"],
];

/** The system a code is in, and whether that had to be guessed from its shape; null where it is in none known here. */
export function readDiagnosisCode({ system, code }: Coding): (DiagnosisCode & { readonly guessed: boolean }) | null {
  if (code === "") return null;
  const named = SYSTEMS.find(([pattern]) => pattern.test(system))?.[1];
  if (named === "snomed") return { system: named, code, guessed: false };
  // ICD-10 codes under ICD-9's name, and the other way round, are told by their shape.
  if (named !== undefined && normaliseIcd(named, code) !== null) return { system: named, code, guessed: false };
  if (/loinc|rxnorm|cpt|ndc|cvx/i.test(system)) return null;
  const shape = systemByShape(code.toUpperCase());
  if (shape === null) return named === undefined ? null : { system: named, code, guessed: false };
  return { system: shape, code, guessed: true };
}

/**
 * ICD-9-CM is digits, V and two digits, or E8/E9 and three; ICD-10 is a letter, a digit and more; SNOMED CT is a long number.
 * V and E8/E9 codes exist in both and are read as ICD-9, unless the dot stands where only ICD-10 puts it.
 */
function systemByShape(code: string): DiagnosisSystem | null {
  if (/^\d{6,18}$/.test(code)) return "snomed";
  if (/^\d{1,3}(\.\d{1,2})?$/.test(code) || /^\d{4,5}$/.test(code)) return "icd9";
  if (/^V\d{2}(\.\d{1,2}|\d{0,2})$/.test(code) || /^E[89]\d{2}(\.\d|\d)?$/.test(code)) return "icd9";
  return /^[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?$/.test(code) && normaliseIcd("icd10", code) !== null ? "icd10" : null;
}

/** What a concept's codes say: those that are in a known system, and the first group any of them is in. */
export function readDiagnosisConcept(
  concept: unknown,
  issues: IssueLog,
  reference: string,
): { codes: readonly DiagnosisCode[]; group: string | null } {
  const codes: DiagnosisCode[] = [];
  let group: string | null = null;
  for (const coding of readCodings(concept)) {
    const read = readDiagnosisCode(coding);
    if (read === null) continue;
    if (read.guessed) issues.add("diagnosis-system-guessed", { reference });
    codes.push({ system: read.system, code: read.code });
    group ??= diagnosisGroup(read.system, read.code);
  }
  return { codes, group };
}

const OVER = new Set(["resolved", "inactive", "remission"]);
const DIAGNOSIS_FEATURES = ["primaryDiagnosis", "secondDiagnosis", "thirdDiagnosis", "diagnoses"];
const NOT_HELD = new Set(["refuted", "differential", "provisional", "unconfirmed", "entered-in-error"]);

/** Reads every Condition that was on record by `now` (UTC epoch milliseconds). */
export function readConditions(index: ResourceIndex, now: number, issues: IssueLog): readonly ConditionRecord[] {
  const records: ConditionRecord[] = [];
  for (const resource of index.all("Condition")) {
    const recorded = conditionMoment(resource);
    if (recorded !== null && recorded.earliest > now) continue;
    const reference = index.citation(resource);
    const isHeld = !NOT_HELD.has(readStatus(resource.verificationStatus));
    if (!isHeld) issues.add("condition-not-confirmed", { reference });
    const encounter = resource.encounter ?? resource.context;
    const visit = encounter === undefined ? undefined : index.resolve(encounter, "Encounter", resource);
    if (encounter !== undefined && visit === undefined)
      issues.add("dangling-reference", { reference, features: DIAGNOSIS_FEATURES });
    const categories = nodes(resource.category).flatMap((category) => readCodings(category).map(({ code }) => code));
    const read = readDiagnosisConcept(resource.code, issues, reference);
    if (read.codes.length === 0) issues.add("condition-not-coded", { reference });
    records.push({
      reference,
      ...read,
      comorbidities: read.codes.flatMap(({ system, code }) => comorbiditiesOf(system, code)),
      encounter: visit === undefined ? null : index.citation(visit),
      recorded,
      isProblemListOnly: categories.includes("problem-list-item") && !categories.includes("encounter-diagnosis"),
      isOver: OVER.has(readStatus(resource.clinicalStatus)),
      isHeld,
    });
  }
  return records;
}

/** A patient's conditions by the ways a stay asks for them. */
export interface Conditions {
  readonly all: readonly ConditionRecord[];
  readonly byReference: ReadonlyMap<string, ConditionRecord>;
  /** Those recorded in an encounter, by its reference. */
  readonly byEncounter: ReadonlyMap<string, readonly ConditionRecord[]>;
  /** Those that name no encounter that was sent. */
  readonly unlinked: readonly ConditionRecord[];
  /** Coded diabetes diagnoses; null where no condition is coded at all. */
  readonly diabetes: readonly ConditionRecord[] | null;
}

export function indexConditions(all: readonly ConditionRecord[]): Conditions {
  const byEncounter = new Map<string, ConditionRecord[]>();
  for (const record of all) {
    if (record.encounter === null) continue;
    const same = byEncounter.get(record.encounter);
    if (same === undefined) byEncounter.set(record.encounter, [record]);
    else same.push(record);
  }
  const coded = all.filter(({ isHeld, codes }) => isHeld && codes.length > 0);
  return {
    all,
    byReference: new Map(all.map((record) => [record.reference, record])),
    byEncounter,
    unlinked: all.filter(({ encounter }) => encounter === null),
    diabetes: coded.length === 0 ? null : coded.filter(({ group }) => group?.startsWith("diabetes") === true),
  };
}

/** When a Condition came onto the record; null where it does not say. */
export function conditionMoment(resource: FhirResource): Moment | null {
  return (
    readMoment(resource.recordedDate ?? resource.assertedDate) ??
    readMoment(resource.onsetDateTime) ??
    readMoment(node(resource.onsetPeriod).start)
  );
}
