import { normaliseIcd } from "@/lib/core/codes/diagnosis-groups";
import { diagnosisCategory } from "@/lib/core/labels/ccs-category";
import type { LabelReading } from "@/lib/core/labels/label-reading";

type Principal = NonNullable<LabelReading["principal"]>;

const numbers = (list: string): ReadonlySet<number> => new Set(list.split(" ").map(Number));

/** Table PR.4, categories that are acute whole. */
const ACUTE = numbers(
  "1 2 3 4 5 7 8 9 54 55 60 61 63 76 77 78 82 83 84 85 87 89 90 91 92 93 99 100 102 104 107 109 112 116 118 120 122 " +
    "123 124 125 126 127 128 129 130 131 135 137 139 140 142 145 146 148 153 154 157 159 165 168 172 197 198 210 245 " +
    "246 247 249 250 251 252 253 259 650 651 652 653 656 658 660 661 662 663 670",
);

/**
 * Table PR.4, acute codes of categories that are not acute whole: angina, conduction and rhythm, heart failure but
 * chronic, ischaemia of the bowel, dissection and rupture, bleeding airways, gallbladder, pancreas, toxic megacolon,
 * pain of the testes, mastitis, torsion.
 */
const ACUTE_ICD10 =
  /^(I20|I237|I24|I2511|I256|I2575|I44|I45|I470|I471|I472|I479|I495|I498|I499|R00[012]|I0981|I50(?!22|32|42|812)|K550|I670|I710|I711|I713|I715|I72|I777|I790|J810|J84114|J852|J853|R042|R0481|R0489|R049|R0600|R0602|R0603|K800|K801[2389]|K802|K803[012367]|K804[012367]|K805|K806[012367]|K807|K8081|K810|K812|K819|K82[012]|K82A|K83[0-2]|K85|K8681|K8689|K553|K5931|N508[12]|N61|N835)/;

/** Injuries, poisonings and complications (categories 225 to 244). */
const INJURY = 225;
/** Their seventh character while they are treated actively. */
const ACTIVE_TREATMENT = /^.{6}[ABC]$/;

/** Wardlight's groups that hold what is acute, for codes of other systems. */
const ACUTE_GROUPS: ReadonlySet<string> = new Set([
  ...["gastrointestinal-infection", "sepsis", "other-infection", "fluid-electrolyte", "dementia-delirium"],
  ...["substance-use", "mental-other", "epilepsy", "myocardial-infarction", "heart-failure", "brain-haemorrhage"],
  ...["ischaemic-stroke", "transient-ischaemia", "upper-airway", "pneumonia", "copd", "asthma", "aspiration", "pleura"],
  ...["respiratory-failure", "peptic-ulcer", "diverticular", "gastrointestinal-bleed", "acute-kidney"],
  ...["kidney-infection", "skin-infection", "symptom-general", "symptom-chest", "symptom-circulation"],
  ...["symptom-abdomen", "symptom-other", "fracture-hip-thigh", "fracture-other", "head-injury", "injury-other"],
  ...["poisoning", "external-effect", "device-complication", "care-complication"],
]);

/** ICD-9-CM: acute illnesses of groups that hold others as well (clots, rhythm, appendix, gallbladder, pancreas …). */
const ACUTE_ICD9 =
  /^(32[0-4]|342|344|346|411|413|426|427[0-25]|4274|42781|42789|4279|441[0135]|444|451|453|540|541|560|567|5740|5743|5746|5750|5770|5990|601|614|780[0-8])/;
/** ICD-9-CM: held in an acute group, and not acute: chronic heart failure, and a heart attack's later care. */
const NOT_ACUTE_ICD9 = /^(42822|42832|42842|410\d2)/;

const icd9Codes = ({ codes }: Principal): string[] =>
  codes.flatMap(({ system, code }) => (system === "icd9" ? (normaliseIcd(system, code) ?? []) : []));

function isAcuteIcd10(category: number | null, code: string): boolean {
  if (category === INJURY) return code.length < 7 || ACTIVE_TREATMENT.test(code);
  return (category !== null && ACUTE.has(category)) || ACUTE_ICD10.test(code);
}

/** Each ICD-10-CM code of a diagnosis that the table can place, with its category; none where it was coded otherwise. */
const icd10Codes = ({ codes }: Principal): { readonly code: string; readonly category: number | null }[] =>
  codes.flatMap((one) => {
    const category = diagnosisCategory(one);
    const code = normaliseIcd("icd10", one.code);
    return category === undefined || code === null ? [] : [{ code, category }];
  });

/**
 * Whether it is an acute illness or a complication of care: table PR.4 by ICD-10-CM, Wardlight's groups otherwise. An
 * ICD-10-CM code that neither knows is taken for acute, since what cannot be told is not to make a readmission planned.
 */
export function isAcute(principal: Principal): boolean {
  const icd10 = icd10Codes(principal);
  if (icd10.length > 0) return icd10.some(({ category, code }) => isAcuteIcd10(category, code));
  const icd9 = icd9Codes(principal);
  if (icd9.some((code) => NOT_ACUTE_ICD9.test(code))) return false;
  if (principal.group === null && principal.codes.some(({ system }) => system === "icd10")) return true;
  return ACUTE_GROUPS.has(principal.group ?? "") || icd9.some((code) => ACUTE_ICD9.test(code));
}

const CANCER = numbers(Array.from({ length: 34 }, (_, i) => 11 + i).join(" "));
/** Table D.1 of the measure. */
const PSYCHIATRIC = numbers("650 651 652 654 655 656 657 658 659 662 670");

type Kind = "chemotherapy" | "rehabilitation" | "childbirth" | "cancer" | "psychiatric";

const KINDS: Readonly<Record<Kind, ReadonlySet<number>>> = {
  chemotherapy: new Set([45]),
  rehabilitation: new Set([254]),
  childbirth: new Set([194, 196]),
  cancer: CANCER,
  psychiatric: PSYCHIATRIC,
};

const KINDS_ICD9: Readonly<Record<Kind, RegExp>> = {
  chemotherapy: /^V58[01]/,
  rehabilitation: /^(V57|V52|V53)/,
  childbirth: /^(650|651|6695|V22|V23|V27|V91)/,
  cancer: /^(1[4-9]\d|20[0-9]|23[0-9])/,
  psychiatric: /^(29[5-9]|30[0-27-9]|31[1-4])/,
};

/** Whether a stay's main diagnosis is of a kind that the measure names. */
export function isOfKind(principal: LabelReading["principal"], kind: Kind): boolean {
  if (principal === null) return false;
  const icd10 = icd10Codes(principal);
  if (icd10.length > 0) return icd10.some(({ category }) => category !== null && KINDS[kind].has(category));
  if (icd9Codes(principal).some((code) => KINDS_ICD9[kind].test(code))) return true;
  if (kind === "cancer") return principal.group?.startsWith("cancer-") === true;
  if (kind === "psychiatric") return principal.group === "psychosis" || principal.group === "mood";
  return principal.group === kind;
}
