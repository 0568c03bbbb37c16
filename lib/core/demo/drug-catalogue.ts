import type { Care } from "@/lib/core/demo/diagnosis-catalogue";

/** A drug order as a ward writes it. Codes and names: RxNorm (US National Library of Medicine). */
export interface DrugOrder {
  readonly rxcui: string;
  readonly name: string;
  readonly dose: number;
  readonly unit: string;
  readonly timesADay: number;
  readonly route: "oral" | "subcutaneous" | "intravenous" | "inhalation";
  readonly asNeeded?: boolean;
  /** How often it is ordered, against the others. */
  readonly weight: number;
  /** Commoner on these units, or for these diagnosis chapters. */
  readonly care?: readonly Care[];
  readonly chapters?: readonly string[];
  readonly sex?: "female" | "male";
  /** Nobody is given two drugs of one class. */
  readonly class?: string;
}

type Extra = Partial<Pick<DrugOrder, "asNeeded" | "care" | "chapters" | "sex" | "class">>;
const tablet = (rxcui: string, name: string, timesADay: number, weight: number, extra: Extra = {}): DrugOrder => ({
  rxcui,
  name,
  dose: 1,
  unit: "{tbl}",
  timesADay,
  route: "oral",
  weight,
  ...extra,
});
const given = (
  rxcui: string,
  name: string,
  [dose, unit]: readonly [number, string],
  timesADay: number,
  weight: number,
  route: DrugOrder["route"],
  extra: Extra = {},
): DrugOrder => ({ rxcui, name, dose, unit, timesADay, route, weight, ...extra });

const HEART: Extra = { care: ["cardiac-renal"], chapters: ["circulatory"] };
const INFECTED: Extra = { chapters: ["infection", "respiratory", "genitourinary", "skin", "digestive"] };
const PAIN: Extra = { asNeeded: true, care: ["surgery"], chapters: ["injury", "musculoskeletal"] };
const LUNG: Extra = { chapters: ["respiratory"] };

/** Drugs other than for diabetes that a US acute ward orders. */
export const WARD_DRUGS: readonly DrugOrder[] = [
  tablet("313782", "acetaminophen 325 MG Oral Tablet", 4, 10, { asNeeded: true }),
  given("854235", "0.4 ML enoxaparin sodium 100 MG/ML Prefilled Syringe", [40, "mg"], 1, 8, "subcutaneous", {
    class: "anticoagulant",
  }),
  given("313002", "sodium chloride 9 MG/ML Injectable Solution", [1000, "mL"], 1, 9, "intravenous"),
  tablet("198052", "ondansetron 4 MG Oral Tablet", 3, 7, { asNeeded: true }),
  tablet("314200", "pantoprazole 40 MG Delayed Release Oral Tablet", 1, 7, { class: "acid" }),
  tablet("312935", "sennosides, USP 8.6 MG Oral Tablet", 2, 6),
  tablet("876193", "polyethylene glycol 3350 17000 MG Powder for Oral Solution", 1, 5),
  tablet("243670", "aspirin 81 MG Oral Tablet", 1, 8, HEART),
  tablet("259255", "atorvastatin 80 MG Oral Tablet", 1, 5, { ...HEART, class: "statin" }),
  tablet("312961", "simvastatin 20 MG Oral Tablet", 1, 4, { class: "statin" }),
  tablet("866924", "metoprolol tartrate 25 MG Oral Tablet", 2, 7, { ...HEART, class: "beta-blocker" }),
  tablet("200033", "carvedilol 25 MG Oral Tablet", 2, 3, { ...HEART, class: "beta-blocker" }),
  tablet("314076", "lisinopril 10 MG Oral Tablet", 1, 7, { class: "raas" }),
  tablet("979492", "losartan potassium 50 MG Oral Tablet", 1, 3, { class: "raas" }),
  tablet("197361", "amlodipine 5 MG Oral Tablet", 1, 5),
  tablet("310798", "hydrochlorothiazide 25 MG Oral Tablet", 1, 3),
  tablet("313988", "furosemide 40 MG Oral Tablet", 1, 5, { ...HEART, class: "furosemide" }),
  given("1719286", "10 ML furosemide 10 MG/ML Injection", [40, "mg"], 2, 3, "intravenous", {
    ...HEART,
    class: "furosemide",
  }),
  tablet("313096", "spironolactone 25 MG Oral Tablet", 1, 2, HEART),
  tablet("309362", "clopidogrel 75 MG Oral Tablet", 1, 3, HEART),
  tablet("855332", "warfarin sodium 5 MG Oral Tablet", 1, 2, { ...HEART, class: "anticoagulant" }),
  tablet("1364445", "apixaban 5 MG Oral Tablet", 2, 3, { ...HEART, class: "anticoagulant" }),
  tablet("197604", "digoxin 0.125 MG Oral Tablet", 1, 1, HEART),
  given("705129", "nitroglycerin 0.4 MG/ACTUAT Mucosal Spray", [1, "{spray}"], 3, 2, "oral", {
    ...HEART,
    asNeeded: true,
  }),
  given("630208", "albuterol 0.83 MG/ML Inhalation Solution", [2.5, "mg"], 4, 3, "inhalation", LUNG),
  given(
    "896209",
    "60 ACTUAT fluticasone propionate 0.25 MG/ACTUAT / salmeterol 0.05 MG/ACTUAT Dry Powder Inhaler",
    [1, "{puff}"],
    2,
    2,
    "inhalation",
    LUNG,
  ),
  tablet("312615", "prednisone 20 MG Oral Tablet", 1, 2, LUNG),
  given("1665021", "ceftriaxone 1000 MG Injection", [1000, "mg"], 1, 3, "intravenous", {
    ...INFECTED,
    class: "beta-lactam",
  }),
  tablet("308460", "azithromycin 250 MG Oral Tablet", 1, 2, LUNG),
  given("1659149", "piperacillin 4000 MG / tazobactam 500 MG Injection", [4500, "mg"], 3, 2, "intravenous", {
    ...INFECTED,
    class: "beta-lactam",
  }),
  given("1807513", "vancomycin 1000 MG Injection", [1000, "mg"], 2, 2, "intravenous", INFECTED),
  tablet("309309", "ciprofloxacin 500 MG Oral Tablet", 2, 1, { ...INFECTED, class: "oral-antibiotic" }),
  tablet("311681", "metronidazole 500 MG Oral Tablet", 3, 1, INFECTED),
  tablet("198335", "sulfamethoxazole 800 MG / trimethoprim 160 MG Oral Tablet", 2, 1, {
    ...INFECTED,
    class: "oral-antibiotic",
  }),
  tablet("1049621", "oxycodone hydrochloride 5 MG Oral Tablet", 4, 4, { ...PAIN, class: "opioid" }),
  tablet("835603", "tramadol hydrochloride 50 MG Oral Tablet", 3, 2, { ...PAIN, class: "opioid" }),
  tablet("856987", "acetaminophen 300 MG / hydrocodone bitartrate 5 MG Oral Tablet", 3, 2, {
    ...PAIN,
    class: "opioid",
  }),
  tablet("310431", "gabapentin 300 MG Oral Capsule", 3, 3),
  tablet("312941", "sertraline 50 MG Oral Tablet", 1, 3),
  tablet("854876", "zolpidem tartrate 5 MG Oral Tablet", 1, 2, { asNeeded: true, class: "sedative" }),
  tablet("197901", "lorazepam 1 MG Oral Tablet", 2, 2, { asNeeded: true, class: "sedative" }),
  tablet("1049630", "diphenhydramine hydrochloride 25 MG Oral Tablet", 1, 2, { asNeeded: true, class: "sedative" }),
  tablet("310325", "ferrous sulfate 325 MG Oral Tablet", 1, 2),
  tablet("310410", "folic acid 1 MG Oral Tablet", 1, 2),
  tablet("197319", "allopurinol 100 MG Oral Tablet", 1, 1),
  tablet("863669", "tamsulosin hydrochloride 0.4 MG Oral Capsule", 1, 2, { sex: "male" }),
  tablet("310273", "famotidine 20 MG Oral Tablet", 2, 2, { class: "acid" }),
  tablet("966222", "levothyroxine sodium 0.075 MG Oral Tablet", 1, 2),
  tablet("198051", "omeprazole 20 MG Delayed Release Oral Capsule", 1, 2, { class: "acid" }),
];

/** Diabetes drugs by the fit's names; the dose is what a steady patient takes. */
export const DIABETES_DRUGS = {
  basalInsulin: given("311041", "insulin glargine 100 UNT/ML Injectable Solution", [20, "[iU]"], 1, 1, "subcutaneous"),
  mealInsulin: given("242120", "insulin lispro 100 UNT/ML Injectable Solution", [6, "[iU]"], 3, 1, "subcutaneous"),
  metformin: tablet("861007", "metformin hydrochloride 500 MG Oral Tablet", 2, 1),
  glipizide: tablet("310490", "glipizide 5 MG Oral Tablet", 1, 1),
  glyburide: tablet("310537", "glyburide 5 MG Oral Tablet", 1, 1),
  glimepiride: tablet("199246", "glimepiride 2 MG Oral Tablet", 1, 1),
  pioglitazone: tablet("317573", "pioglitazone 15 MG Oral Tablet", 1, 1),
} as const satisfies Record<string, DrugOrder>;
