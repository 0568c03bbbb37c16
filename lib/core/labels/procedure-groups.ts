import { readCodings } from "@/lib/core/fhir/codings";

/** "always": planned whatever it is for. "potentially": planned unless the stay's main diagnosis is acute. */
type PlannedWhen = "always" | "potentially";

interface ProcedureRow {
  readonly label: string;
  readonly when: PlannedWhen;
  /** Prefixes of ICD-10-PCS codes. */
  readonly pcs: string;
  /** Prefixes of ICD-9-CM volume 3 codes, without the dot. */
  readonly icd9: string;
}

const row = (label: string, when: PlannedWhen, pcs: string, icd9: string): ProcedureRow => ({ label, when, pcs, icd9 });

/**
 * Groups of procedures that readmissions are planned for: the larger groups of tables PR.1 and PR.3 of the CMS planned
 * readmission algorithm (version 4.0), after AHRQ's clinical classification of procedures, as code prefixes. A procedure
 * in none of them plans nothing.
 * @see https://qualitynet.cms.gov/inpatient/measures/readmission/methodology
 */
const PROCEDURE_GROUPS = {
  "bone-marrow-transplant": row(
    "bone marrow or stem cell transplant",
    "always",
    "30230A 30230G 30230X 30230Y 30233A 30233G 30233X 30233Y 30240A 30240G 30240X 30240Y 30243A 30243G 30243X 30243Y",
    "410",
  ),
  "kidney-transplant": row("kidney transplant", "always", "0TY0 0TY1", "556"),
  "organ-transplant": row(
    "transplant of another organ",
    "always",
    "02Y 07Y 0BY 0DY 0FY",
    "335 336 3751 4697 505 528 4194",
  ),
  "heart-valve": row(
    "heart valve operation",
    "potentially",
    "02RF 02RG 02RH 02RJ 02QF 02QG 02QH 02QJ 027F 027G",
    "351 352",
  ),
  "coronary-bypass": row("coronary bypass", "potentially", "0210 0211 0212 0213", "361"),
  "coronary-angioplasty": row("coronary angioplasty or stent", "potentially", "0270 0271 0272 0273", "0066 360"),
  "pacemaker-defibrillator": row(
    "pacemaker or defibrillator",
    "potentially",
    "0JH60 0JH63 0JH80 0JH83 02HK 02H4 02H6",
    "377 378 3794 3795 3796 0050 0051",
  ),
  endarterectomy: row("endarterectomy", "potentially", "03CH 03CJ 03CK 03CL 03CM 03CN 04CK 04CL", "381"),
  "aortic-operation": row(
    "operation on the aorta",
    "potentially",
    "02RW 02RX 04R0 04V0 02VW 02VX",
    "3844 3845 3971 3973",
  ),
  "vascular-bypass": row("bypass of a leg or abdominal artery", "potentially", "041", "3925 3929"),
  cholecystectomy: row("removal of the gallbladder", "potentially", "0FT4 0FB4", "512"),
  "bowel-resection": row(
    "removal of part of the bowel",
    "potentially",
    "0DT8 0DT9 0DTA 0DTB 0DTC 0DTE 0DTF 0DTG 0DTH 0DTK 0DTL 0DTM 0DTN 0DTP 0DBE 0DBF 0DBG 0DBH 0DBK 0DBL 0DBM 0DBN",
    "456 457 458 173 484 485 486",
  ),
  "hernia-repair": row(
    "hernia repair",
    "potentially",
    "0YQ5 0YQ6 0YQ7 0YQ8 0YQA 0YQE 0YU5 0YU6 0YU7 0YU8 0YUA 0YUE 0WQF 0WUF",
    "530 531 532 533 534 535 536",
  ),
  gastrectomy: row(
    "removal of part of the stomach",
    "potentially",
    "0DT6 0DT7 0DB6 0DB7 0D16",
    "435 436 437 438 439 443",
  ),
  "kidney-removal": row("removal of a kidney", "potentially", "0TT0 0TT1 0TT2 0TB0 0TB1", "554 555"),
  "prostate-operation": row("prostate operation", "potentially", "0VB0 0VT0 0V50", "602 603 604 605 606"),
  hysterectomy: row("removal of the womb", "potentially", "0UT9", "683 684 685 686 687 689"),
  "ovary-removal": row("removal of an ovary", "potentially", "0UT0 0UT1 0UT2", "653 654 655 656"),
  "breast-operation": row(
    "lumpectomy or mastectomy",
    "potentially",
    "0HTT 0HTU 0HTV 0HBT 0HBU 0HBV",
    "8521 8522 8523 854",
  ),
  "thyroid-removal": row("removal of the thyroid", "potentially", "0GTG 0GTH 0GTK", "062 063 064 065"),
  "hip-replacement": row("hip replacement", "potentially", "0SR9 0SRB 0SRA 0SRE 0SRR 0SRS", "8151 8152 8153"),
  "knee-replacement": row("knee replacement", "potentially", "0SRC 0SRD 0SRT 0SRU 0SRV 0SRW", "8154 8155"),
  "spinal-fusion": row(
    "spinal fusion",
    "potentially",
    "0RG0 0RG1 0RG2 0RG4 0RG6 0RG7 0RG8 0RGA 0SG0 0SG1 0SG3",
    "810 8162 8163 8164",
  ),
  laminectomy: row(
    "operation on a disc or the spinal canal",
    "potentially",
    "0RB3 0RB5 0RB9 0RBB 0SB2 0SB4 00NW 00NX 00NY 01NB",
    "030 805",
  ),
  amputation: row("amputation of a leg or toe", "potentially", "0Y6", "841"),
  "skin-graft": row("skin graft", "potentially", "0HR", "866 8582 8583 8584"),
  "lung-resection": row(
    "removal of part of a lung",
    "potentially",
    "0BTC 0BTD 0BTF 0BTG 0BTH 0BTJ 0BTK 0BTL 0BTM",
    "323 324 325",
  ),
} as const satisfies Readonly<Record<string, ProcedureRow>>;

export type ProcedureGroup = keyof typeof PROCEDURE_GROUPS;

const PREFIXES = (Object.entries(PROCEDURE_GROUPS) as [ProcedureGroup, ProcedureRow][]).map(
  ([group, { pcs, icd9 }]) => ({ group, pcs: pcs.split(" "), icd9: icd9.split(" ") }),
);

export const plannedWhen = (group: ProcedureGroup): PlannedWhen => PROCEDURE_GROUPS[group].when;
export const procedureGroupLabel = (group: ProcedureGroup): string => PROCEDURE_GROUPS[group].label;

const PCS_SYSTEM = /icd-?10-?pcs|medicare\/coding\/icd10|2\.16\.840\.1\.113883\.6\.4$/i;
const ICD9_SYSTEM = /icd-?9|medicare\/coding\/icd9|2\.16\.840\.1\.113883\.6\.104$/i;

/**
 * The group of a Procedure's code: null where it is in none, undefined where no code of it is in a system that can be
 * told (only ICD-10-PCS and ICD-9-CM volume 3 can).
 */
export function procedureGroup(concept: unknown): ProcedureGroup | null | undefined {
  for (const { system, code } of readCodings(concept)) {
    const normal = code.replace(".", "").toUpperCase();
    if (PCS_SYSTEM.test(system) && /^[0-9A-HJ-NP-Z]{7}$/.test(normal)) return groupOf("pcs", normal);
    if (ICD9_SYSTEM.test(system) && /^\d{3,4}$/.test(normal)) return groupOf("icd9", normal);
  }
  return undefined;
}

function groupOf(system: "pcs" | "icd9", code: string): ProcedureGroup | null {
  return PREFIXES.find((row) => row[system].some((prefix) => code.startsWith(prefix)))?.group ?? null;
}
