import { diagnosisGroupLabel, normaliseIcd } from "@/lib/core/codes/diagnosis-groups";
import type { PlannedBasis } from "@/lib/core/labels/label";
import type { LabelReading } from "@/lib/core/labels/label-reading";
import { plannedWhen, procedureGroupLabel } from "@/lib/core/labels/procedure-groups";

/** Code prefixes, without dots. */
interface CodeList {
  readonly icd9: string;
  readonly icd10: string;
}

/** Table PR.2: what a patient only ever comes back for by appointment. */
const ALWAYS_PLANNED: readonly (CodeList & { readonly label: string })[] = [
  { label: "chemotherapy or radiotherapy", icd9: "V580 V581", icd10: "Z510 Z511" },
  { label: "childbirth", icd9: "650 V22 V27", icd10: "O80 Z34 Z37" },
];

/** Table PR.4, as far as Wardlight's diagnosis groups hold nothing else. */
const ACUTE_GROUPS: ReadonlySet<string> = new Set([
  "gastrointestinal-infection",
  "sepsis",
  "other-infection",
  "diabetes-acute",
  "fluid-electrolyte",
  "dementia-delirium",
  "substance-use",
  "psychosis",
  "mood",
  "mental-other",
  "epilepsy",
  "myocardial-infarction",
  "heart-failure",
  "brain-haemorrhage",
  "ischaemic-stroke",
  "transient-ischaemia",
  "upper-airway",
  "pneumonia",
  "copd",
  "asthma",
  "aspiration",
  "pleura",
  "respiratory-failure",
  "peptic-ulcer",
  "diverticular",
  "gastrointestinal-bleed",
  "acute-kidney",
  "kidney-infection",
  "skin-infection",
  "symptom-general",
  "symptom-chest",
  "symptom-circulation",
  "symptom-abdomen",
  "symptom-urinary",
  "symptom-other",
  "fracture-hip-thigh",
  "fracture-other",
  "head-injury",
  "injury-other",
  "poisoning",
  "external-effect",
  "device-complication",
  "care-complication",
]);

/** Acute illnesses of groups that hold others as well: heart arrest, clots, obstruction, appendix, gallbladder, pancreas… */
const ACUTE_CODES: CodeList = {
  icd9: "320 321 322 323 324 342 344 346 4272 4274 4275 42789 4279 444 451 453 540 541 542 560 567 5740 5743 5746 5750 5770 592 599 601 614 780",
  icd10:
    "G00 G01 G02 G03 G04 G05 G06 G43 G81 G82 I46 I479 I490 I498 I499 I74 I80 I81 I82 K35 K36 K37 K56 K65 K800 K804 K810 K85 N20 N390 N41 N70 N73",
};

/** Held in an acute group, and not acute: chronic heart failure, and a heart attack's later care. */
const NOT_ACUTE_CODES: CodeList = {
  icd9: "42822 42832 42842 41002 41012 41022 41032 41042 41052 41062 41072 41082 41092",
  icd10: "I5022 I5032 I5042 I50812",
};

type Principal = LabelReading["principal"];

function isAmong(principal: Principal, list: CodeList): boolean {
  return (principal?.codes ?? []).some(({ system, code }) => {
    if (system === "snomed") return false;
    const normal = normaliseIcd(system, code);
    return normal !== null && list[system].split(" ").some((prefix) => normal.startsWith(prefix));
  });
}

function isAcute(principal: NonNullable<Principal>): boolean {
  if (isAmong(principal, NOT_ACUTE_CODES)) return false;
  return ACUTE_GROUPS.has(principal.group ?? "") || isAmong(principal, ACUTE_CODES);
}

/** Whether a readmission was planned, by which rule (in words; null where not), and what the rules had to go by. */
export interface PlannedVerdict {
  readonly rule: string | null;
  readonly basis: PlannedBasis;
}

/**
 * Tells planned readmissions apart as the CMS planned readmission algorithm (version 4.0) does: always planned by
 * procedure or by diagnosis; else planned where a procedure that can be planned was done and the main diagnosis is not
 * acute. What cannot be told to be planned is unplanned. Codes are Wardlight's groups and lists, not CMS's own tables:
 * close, and not the same code for code.
 * @see https://qualitynet.cms.gov/inpatient/measures/readmission/methodology
 */
export function judgePlanned({ principal, procedures, isRehabilitation }: LabelReading): PlannedVerdict {
  const { groups, isComplete } = procedures;
  const basis: PlannedBasis =
    isComplete || groups.length > 0 ? "diagnosis-and-procedure-rules" : "diagnosis-rules-only";
  return { rule: plannedRule({ principal, groups, isRehabilitation }), basis };
}

function plannedRule({
  principal,
  groups,
  isRehabilitation,
}: Pick<LabelReading, "principal" | "isRehabilitation"> & {
  readonly groups: LabelReading["procedures"]["groups"];
}): string | null {
  const always = groups.find((group) => plannedWhen(group) === "always");
  if (always !== undefined) return `always planned procedure: ${procedureGroupLabel(always)}`;
  if (isRehabilitation || principal?.group === "rehabilitation")
    return `always planned: ${diagnosisGroupLabel("rehabilitation")}`;
  const diagnosis = ALWAYS_PLANNED.find((list) => isAmong(principal, list));
  if (diagnosis !== undefined) return `always planned: ${diagnosis.label}`;
  const potentially = groups[0];
  if (potentially !== undefined && principal !== null && !isAcute(principal))
    return `potentially planned procedure without an acute main diagnosis: ${procedureGroupLabel(potentially)}`;
  return null;
}
