import { type DiagnosisSystem, normaliseIcd } from "@/lib/core/codes/diagnosis-groups";

/** Comorbidities that LACE counts, each by the code lists of Quan et al. 2005. */
export type Comorbidity =
  | "myocardial-infarction"
  | "cerebrovascular"
  | "peripheral-vascular"
  | "diabetes"
  | "diabetes-end-organ"
  | "heart-failure"
  | "chronic-pulmonary"
  | "mild-liver"
  | "mild-renal"
  | "tumour"
  | "dementia"
  | "connective-tissue"
  | "aids"
  | "severe-liver"
  | "severe-renal"
  | "metastatic";

interface CodeLists {
  readonly label: string;
  /** Prefixes without dots. */
  readonly icd9: string;
  readonly icd10: string;
  readonly snomed: string;
}

/**
 * Quan's enhanced ICD-9-CM and ICD-10 definitions. Quan has one renal group; LACE weighs mild and severe apart, so
 * stages 1–2 and chronic nephritis are mild and the rest (stage 3 and over or unstated, dialysis, transplant) severe.
 * @see https://doi.org/10.1097/01.mlr.0000182534.19832.83
 */
export const COMORBIDITIES: Readonly<Record<Comorbidity, CodeLists>> = {
  "myocardial-infarction": {
    label: "previous heart attack",
    icd9: "410 412",
    icd10: "I21 I22 I252",
    snomed: "22298006 399211009 401303003 401314000 1755008",
  },
  cerebrovascular: {
    label: "cerebrovascular disease",
    icd9: "36234 430 431 432 433 434 435 436 437 438",
    icd10: "G45 G46 H340 I60 I61 I62 I63 I64 I65 I66 I67 I68 I69",
    snomed: "230690007 266257000 422504002",
  },
  "peripheral-vascular": {
    label: "peripheral vascular disease",
    icd9: "0930 4373 440 441 4431 4432 4433 4434 4435 4436 4437 4438 4439 4471 5571 5579 V434",
    icd10: "I70 I71 I731 I738 I739 I771 I790 I792 K551 K558 K559 Z958 Z959",
    snomed: "399957001 400047006",
  },
  diabetes: {
    label: "diabetes without complications",
    icd9: "2500 2501 2502 2503 2508 2509",
    icd10: ["0", "1", "6", "8", "9"]
      .flatMap((last) => ["E10", "E11", "E12", "E13", "E14"].map((e) => e + last))
      .join(" "),
    snomed: "44054006 46635009 73211009",
  },
  "diabetes-end-organ": {
    label: "diabetes with end-organ damage",
    icd9: "2504 2505 2506 2507",
    icd10: ["2", "3", "4", "5", "7"]
      .flatMap((last) => ["E10", "E11", "E12", "E13", "E14"].map((e) => e + last))
      .join(" "),
    snomed:
      "127013003 368581000119106 422034002 1551000119108 97331000119101 1501000119109 90781000119102 157141000119108",
  },
  "heart-failure": {
    label: "heart failure",
    icd9: "39891 40201 40211 40291 40401 40403 40411 40413 40491 40493 4254 4255 4256 4257 4258 4259 428",
    icd10: "I099 I110 I130 I132 I255 I420 I425 I426 I427 I428 I429 I43 I50 P290",
    snomed: "42343007 84114007 88805009 85232009",
  },
  "chronic-pulmonary": {
    label: "chronic lung disease",
    icd9: "4168 4169 490 491 492 493 494 495 496 497 498 499 500 501 502 503 504 505 5064 5081 5088",
    icd10: "I278 I279 J40 J41 J42 J43 J44 J45 J46 J47 J60 J61 J62 J63 J64 J65 J66 J67 J684 J701 J703",
    snomed: "13645005 87433001 185086009 195967001 233678006 195951007",
  },
  "mild-liver": {
    label: "mild liver disease",
    icd9: "07022 07023 07032 07033 07044 07054 0706 0709 570 571 5733 5734 5738 5739 V427",
    icd10: "B18 K700 K701 K702 K703 K709 K713 K714 K715 K717 K73 K74 K760 K762 K763 K764 K768 K769 Z944",
    snomed: "19943007 328383001",
  },
  "mild-renal": {
    label: "mild kidney disease",
    icd9: "582 5830 5831 5832 5834 5836 5837 5851 5852",
    icd10: "N032 N033 N034 N035 N036 N037 N052 N053 N054 N055 N056 N057 N181 N182",
    snomed: "431855005 431856006",
  },
  tumour: {
    label: "cancer, lymphoma or leukaemia",
    icd9: "14 15 16 170 171 172 174 175 176 177 178 179 18 190 191 192 193 194 195 200 201 202 203 204 205 206 207 208 2386",
    icd10:
      "C0 C1 C20 C21 C22 C23 C24 C25 C26 C30 C31 C32 C33 C34 C37 C38 C39 C40 C41 C43 C45 C46 C47 C48 C49 C50 C51 C52 C53 C54 C55 C56 C57 C58 C6 C70 C71 C72 C73 C74 C75 C76 C81 C82 C83 C84 C85 C88 C90 C91 C92 C93 C94 C95 C96 C97",
    snomed: "254837009 363406005 109838007 93761005 254637007 424132000 254632001 67811000119102",
  },
  dementia: {
    label: "dementia",
    icd9: "290 2941 3312",
    icd10: "F00 F01 F02 F03 F051 G30 G311",
    snomed: "26929004 52448006 230265002",
  },
  "connective-tissue": {
    label: "connective tissue disease",
    icd9: "4465 7100 7101 7102 7103 7104 7140 7141 7142 7148 725",
    icd10: "M05 M06 M315 M32 M33 M34 M351 M353 M360",
    snomed: "69896004 55464009",
  },
  aids: { label: "AIDS", icd9: "042 043 044", icd10: "B20 B21 B22 B24", snomed: "62479008" },
  "severe-liver": {
    label: "moderate or severe liver disease",
    icd9: "4560 4561 4562 5722 5723 5724 5725 5726 5727 5728",
    icd10: "I850 I859 I864 I982 K704 K711 K721 K729 K765 K766 K767",
    snomed: "59927004",
  },
  "severe-renal": {
    label: "moderate or severe kidney disease",
    icd9: "40301 40311 40391 40402 40403 40412 40413 40492 40493 585 586 5880 V420 V451 V56",
    icd10: "I120 I131 N18 N19 N250 Z490 Z491 Z492 Z940 Z992",
    snomed: "433144002 431857002 433146000 46177005 709044004 700378005 700379002 161665007",
  },
  metastatic: {
    label: "metastatic cancer",
    icd9: "196 197 198 199",
    icd10: "C77 C78 C79 C80",
    snomed: "314994000 94260004",
  },
};

const ALL = Object.keys(COMORBIDITIES) as readonly Comorbidity[];

function index(system: DiagnosisSystem): ReadonlyMap<string, readonly Comorbidity[]> {
  const byPrefix = new Map<string, Comorbidity[]>();
  for (const name of ALL) {
    for (const prefix of COMORBIDITIES[name][system].split(" ")) {
      byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), name]);
    }
  }
  return byPrefix;
}

const BY_PREFIX = { icd9: index("icd9"), icd10: index("icd10"), snomed: index("snomed") };

/**
 * The comorbidities a diagnosis code stands for, usually none or one; the longest matching prefix decides (585.1 is
 * mild, 585 is not). `250` without a digit is uncomplicated diabetes.
 */
export function comorbiditiesOf(system: DiagnosisSystem, code: string): readonly Comorbidity[] {
  if (system === "snomed") return BY_PREFIX.snomed.get(code.trim()) ?? [];
  const normal = normaliseIcd(system, code);
  if (normal === null) return [];
  if (system === "icd9" && normal === "250") return ["diabetes"];
  for (let length = Math.min(5, normal.length); length >= 2; length -= 1) {
    const found = BY_PREFIX[system].get(normal.slice(0, length));
    if (found) return found;
  }
  return [];
}
