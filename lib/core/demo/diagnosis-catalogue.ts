/**
 * ICD-9 diagnosis categories as the fit knows them, and the ICD-10-CM codes a hospital would send for each today.
 * A table: one line a category, most common first. Codes and titles: ICD-10-CM (US public domain).
 */

/** Which demo unit looks after a primary diagnosis. */
export type Care = "medicine" | "cardiac-renal" | "surgery" | "obstetric" | "psychiatric" | "rehabilitation";

export interface DiagnosisCategory {
  readonly chapter: string;
  readonly care: Care;
  /** ICD-10-CM code → title. Never empty. */
  readonly codes: Readonly<Record<string, string>>;
  readonly sex?: "female" | "male";
  readonly ages?: readonly [number, number];
  /** Lasts beyond the stay, so it stands on the problem list too. */
  readonly chronic?: boolean;
}

type Options = Omit<DiagnosisCategory, "chapter" | "care" | "codes">;
const row = (chapter: string, care: Care, codes: Record<string, string>, options: Options = {}): DiagnosisCategory => ({
  chapter,
  care,
  codes,
  ...options,
});
const chronic = { chronic: true };

export const DIAGNOSIS_CATALOGUE: Readonly<Record<string, DiagnosisCategory>> = {
  // Diabetes, by ICD-9 fourth digit
  "250.0": row("diabetes", "medicine", { "E11.9": "Type 2 diabetes mellitus without complications" }, chronic),
  "250.1": row(
    "diabetes",
    "medicine",
    {
      "E10.10": "Type 1 diabetes mellitus with ketoacidosis without coma",
      "E11.10": "Type 2 diabetes mellitus with ketoacidosis without coma",
    },
    chronic,
  ),
  "250.2": row(
    "diabetes",
    "medicine",
    { "E11.00": "Type 2 diabetes mellitus with hyperosmolarity without nonketotic hyperglycemic-hyperosmolar coma" },
    chronic,
  ),
  "250.4": row(
    "diabetes",
    "cardiac-renal",
    {
      "E11.22": "Type 2 diabetes mellitus with diabetic chronic kidney disease",
      "E11.21": "Type 2 diabetes mellitus with diabetic nephropathy",
    },
    chronic,
  ),
  "250.5": row(
    "diabetes",
    "medicine",
    { "E11.319": "Type 2 diabetes mellitus with unspecified diabetic retinopathy without macular edema" },
    chronic,
  ),
  "250.6": row(
    "diabetes",
    "medicine",
    {
      "E11.40": "Type 2 diabetes mellitus with diabetic neuropathy, unspecified",
      "E11.42": "Type 2 diabetes mellitus with diabetic polyneuropathy",
      "E11.43": "Type 2 diabetes mellitus with diabetic autonomic (poly)neuropathy",
    },
    chronic,
  ),
  "250.7": row(
    "diabetes",
    "surgery",
    {
      "E11.51": "Type 2 diabetes mellitus with diabetic peripheral angiopathy without gangrene",
      "E11.52": "Type 2 diabetes mellitus with diabetic peripheral angiopathy with gangrene",
    },
    chronic,
  ),
  "250.8": row(
    "diabetes",
    "medicine",
    {
      "E11.621": "Type 2 diabetes mellitus with foot ulcer",
      "E11.649": "Type 2 diabetes mellitus with hypoglycemia without coma",
    },
    chronic,
  ),
  "250.9": row("diabetes", "medicine", { "E11.8": "Type 2 diabetes mellitus with unspecified complications" }, chronic),

  // Heart and vessels
  "428": row(
    "circulatory",
    "cardiac-renal",
    {
      "I50.23": "Acute on chronic systolic (congestive) heart failure",
      "I50.33": "Acute on chronic diastolic (congestive) heart failure",
      "I50.9": "Heart failure, unspecified",
    },
    chronic,
  ),
  "414": row(
    "circulatory",
    "cardiac-renal",
    {
      "I25.10": "Atherosclerotic heart disease of native coronary artery without angina pectoris",
      "I25.5": "Ischemic cardiomyopathy",
    },
    chronic,
  ),
  "410": row("circulatory", "cardiac-renal", {
    "I21.4": "Non-ST elevation (NSTEMI) myocardial infarction",
    "I21.19": "ST elevation (STEMI) myocardial infarction involving other coronary artery of inferior wall",
  }),
  "411": row("circulatory", "cardiac-renal", { "I20.0": "Unstable angina" }),
  "413": row("circulatory", "cardiac-renal", { "I20.9": "Angina pectoris, unspecified" }, chronic),
  "412": row("circulatory", "cardiac-renal", { "I25.2": "Old myocardial infarction" }, chronic),
  "427": row(
    "circulatory",
    "cardiac-renal",
    { "I48.91": "Unspecified atrial fibrillation", "I48.0": "Paroxysmal atrial fibrillation" },
    chronic,
  ),
  "426": row("circulatory", "cardiac-renal", { "I44.2": "Atrioventricular block, complete" }),
  "424": row(
    "circulatory",
    "cardiac-renal",
    { "I35.0": "Nonrheumatic aortic (valve) stenosis", "I34.0": "Nonrheumatic mitral (valve) insufficiency" },
    chronic,
  ),
  "425": row(
    "circulatory",
    "cardiac-renal",
    { "I42.0": "Dilated cardiomyopathy", "I42.9": "Cardiomyopathy, unspecified" },
    chronic,
  ),
  "401": row("circulatory", "medicine", { I10: "Essential (primary) hypertension" }, chronic),
  "402": row("circulatory", "cardiac-renal", { "I11.0": "Hypertensive heart disease with heart failure" }, chronic),
  "403": row(
    "circulatory",
    "cardiac-renal",
    {
      "I12.9":
        "Hypertensive chronic kidney disease with stage 1 through stage 4 chronic kidney disease, or unspecified chronic kidney disease",
      "I12.0": "Hypertensive chronic kidney disease with stage 5 chronic kidney disease or end stage renal disease",
    },
    chronic,
  ),
  "404": row(
    "circulatory",
    "cardiac-renal",
    {
      "I13.0":
        "Hypertensive heart and chronic kidney disease with heart failure and stage 1 through stage 4 chronic kidney disease, or unspecified chronic kidney disease",
    },
    chronic,
  ),
  "415": row("circulatory", "medicine", { "I26.99": "Other pulmonary embolism without acute cor pulmonale" }),
  "416": row("circulatory", "medicine", { "I27.20": "Pulmonary hypertension, unspecified" }, chronic),
  "433": row(
    "circulatory",
    "surgery",
    {
      "I65.21": "Occlusion and stenosis of right carotid artery",
      "I65.22": "Occlusion and stenosis of left carotid artery",
    },
    chronic,
  ),
  "434": row("circulatory", "medicine", {
    "I63.9": "Cerebral infarction, unspecified",
    "I63.511": "Cerebral infarction due to unspecified occlusion or stenosis of right middle cerebral artery",
  }),
  "435": row("circulatory", "medicine", { "G45.9": "Transient cerebral ischemic attack, unspecified" }),
  "438": row(
    "circulatory",
    "medicine",
    { "I69.354": "Hemiplegia and hemiparesis following cerebral infarction affecting left non-dominant side" },
    chronic,
  ),
  "440": row(
    "circulatory",
    "surgery",
    {
      "I70.213": "Atherosclerosis of native arteries of extremities with intermittent claudication, bilateral legs",
      "I70.261": "Atherosclerosis of native arteries of extremities with gangrene, right leg",
    },
    chronic,
  ),
  "443": row("circulatory", "surgery", { "I73.9": "Peripheral vascular disease, unspecified" }, chronic),
  "453": row("circulatory", "medicine", {
    "I82.401": "Acute embolism and thrombosis of unspecified deep veins of right lower extremity",
  }),
  "458": row("circulatory", "medicine", { "I95.1": "Orthostatic hypotension", "I95.9": "Hypotension, unspecified" }),

  // Breathing
  "486": row("respiratory", "medicine", { "J18.9": "Pneumonia, unspecified organism" }),
  "482": row("respiratory", "medicine", { "J15.9": "Unspecified bacterial pneumonia" }),
  "491": row(
    "respiratory",
    "medicine",
    { "J44.1": "Chronic obstructive pulmonary disease with (acute) exacerbation" },
    chronic,
  ),
  "496": row("respiratory", "medicine", { "J44.9": "Chronic obstructive pulmonary disease, unspecified" }, chronic),
  "492": row("respiratory", "medicine", { "J43.9": "Emphysema, unspecified" }, chronic),
  "493": row("respiratory", "medicine", { "J45.901": "Unspecified asthma with (acute) exacerbation" }, chronic),
  "466": row("respiratory", "medicine", { "J20.9": "Acute bronchitis, unspecified" }),
  "507": row("respiratory", "medicine", { "J69.0": "Pneumonitis due to inhalation of food and vomit" }),
  "511": row("respiratory", "medicine", { J90: "Pleural effusion, not elsewhere classified" }),
  "515": row("respiratory", "medicine", { "J84.10": "Pulmonary fibrosis, unspecified" }, chronic),
  "518": row("respiratory", "medicine", {
    "J96.01": "Acute respiratory failure with hypoxia",
    "J96.21": "Acute and chronic respiratory failure with hypoxia",
  }),

  // Kidney and urinary
  "584": row("genitourinary", "cardiac-renal", { "N17.9": "Acute kidney failure, unspecified" }),
  "585": row(
    "genitourinary",
    "cardiac-renal",
    {
      "N18.30": "Chronic kidney disease, stage 3 unspecified",
      "N18.4": "Chronic kidney disease, stage 4 (severe)",
      "N18.6": "End stage renal disease",
    },
    chronic,
  ),
  "590": row("genitourinary", "medicine", { N10: "Acute pyelonephritis" }),
  "591": row("genitourinary", "medicine", { "N13.30": "Unspecified hydronephrosis" }),
  "592": row("genitourinary", "surgery", { "N20.0": "Calculus of kidney", "N20.1": "Calculus of ureter" }),
  "599": row("genitourinary", "medicine", { "N39.0": "Urinary tract infection, site not specified" }),
  "600": row(
    "genitourinary",
    "surgery",
    { "N40.1": "Benign prostatic hyperplasia with lower urinary tract symptoms" },
    { sex: "male", ages: [50, 110], chronic: true },
  ),
  "618": row(
    "genitourinary",
    "surgery",
    { "N81.4": "Uterovaginal prolapse, unspecified" },
    { sex: "female", ages: [35, 110] },
  ),

  // Digestive
  "530": row("digestive", "medicine", { "K21.9": "Gastro-esophageal reflux disease without esophagitis" }, chronic),
  "531": row("digestive", "medicine", { "K25.4": "Chronic or unspecified gastric ulcer with hemorrhage" }),
  "532": row("digestive", "medicine", { "K26.4": "Chronic or unspecified duodenal ulcer with hemorrhage" }),
  "535": row("digestive", "medicine", { "K29.70": "Gastritis, unspecified, without bleeding" }),
  "536": row("digestive", "medicine", { "K31.84": "Gastroparesis" }, chronic),
  "540": row("digestive", "surgery", { "K35.80": "Unspecified acute appendicitis" }),
  "552": row("digestive", "surgery", { "K43.0": "Incisional hernia with obstruction, without gangrene" }),
  "553": row("digestive", "surgery", { "K44.9": "Diaphragmatic hernia without obstruction or gangrene" }),
  "557": row("digestive", "surgery", { "K55.9": "Vascular disorder of intestine, unspecified" }),
  "558": row("digestive", "medicine", { "K52.9": "Noninfective gastroenteritis and colitis, unspecified" }),
  "560": row("digestive", "surgery", {
    "K56.609": "Unspecified intestinal obstruction, unspecified as to partial versus complete obstruction",
    "K56.7": "Ileus, unspecified",
  }),
  "562": row("digestive", "surgery", {
    "K57.32": "Diverticulitis of large intestine without perforation or abscess without bleeding",
    "K57.31": "Diverticulosis of large intestine without perforation or abscess with bleeding",
  }),
  "569": row("digestive", "medicine", { "K62.5": "Hemorrhage of anus and rectum" }),
  "571": row("digestive", "medicine", { "K74.60": "Unspecified cirrhosis of liver" }, chronic),
  "572": row("digestive", "medicine", { "K76.6": "Portal hypertension" }, chronic),
  "574": row("digestive", "surgery", {
    "K80.00": "Calculus of gallbladder with acute cholecystitis without obstruction",
    "K80.20": "Calculus of gallbladder without cholecystitis without obstruction",
  }),
  "575": row("digestive", "surgery", { "K81.0": "Acute cholecystitis" }),
  "577": row("digestive", "medicine", { "K85.90": "Acute pancreatitis without necrosis or infection, unspecified" }),
  "578": row("digestive", "medicine", { "K92.2": "Gastrointestinal hemorrhage, unspecified", "K92.1": "Melena" }),

  // Infection
  "8": row("infection", "medicine", {
    "A04.72": "Enterocolitis due to Clostridium difficile, not specified as recurrent",
    "A08.4": "Viral intestinal infection, unspecified",
  }),
  "38": row("infection", "medicine", {
    "A41.9": "Sepsis, unspecified organism",
    "A41.51": "Sepsis due to Escherichia coli [E. coli]",
  }),
  "41": row("infection", "medicine", {
    "B96.20": "Unspecified Escherichia coli [E. coli] as the cause of diseases classified elsewhere",
  }),
  "70": row("infection", "medicine", { "B18.2": "Chronic viral hepatitis C" }, chronic),
  "112": row("infection", "medicine", { "B37.0": "Candidal stomatitis" }),

  // Skin, bone and joint
  "682": row("skin", "medicine", {
    "L03.115": "Cellulitis of right lower limb",
    "L03.116": "Cellulitis of left lower limb",
  }),
  "707": row(
    "skin",
    "medicine",
    {
      "L97.519": "Non-pressure chronic ulcer of other part of right foot with unspecified severity",
      "L89.153": "Pressure ulcer of sacral region, stage 3",
    },
    chronic,
  ),
  "715": row(
    "musculoskeletal",
    "surgery",
    {
      "M17.11": "Unilateral primary osteoarthritis, right knee",
      "M16.12": "Unilateral primary osteoarthritis, left hip",
    },
    chronic,
  ),
  "721": row("musculoskeletal", "surgery", { "M47.12": "Other spondylosis with myelopathy, cervical region" }, chronic),
  "722": row(
    "musculoskeletal",
    "surgery",
    { "M51.26": "Other intervertebral disc displacement, lumbar region" },
    chronic,
  ),
  "724": row(
    "musculoskeletal",
    "surgery",
    { "M48.061": "Spinal stenosis, lumbar region without neurogenic claudication" },
    chronic,
  ),
  "730": row("musculoskeletal", "surgery", { "M86.171": "Other acute osteomyelitis, right ankle and foot" }),
  "733": row("musculoskeletal", "surgery", {
    "M80.051A":
      "Age-related osteoporosis with current pathological fracture, right femur, initial encounter for fracture",
  }),

  // Injury and complications of care
  "812": row("injury", "surgery", {
    "S42.201A": "Unspecified fracture of upper end of right humerus, initial encounter for closed fracture",
  }),
  "820": row(
    "injury",
    "surgery",
    {
      "S72.001A": "Fracture of unspecified part of neck of right femur, initial encounter for closed fracture",
      "S72.142A": "Displaced intertrochanteric fracture of left femur, initial encounter for closed fracture",
    },
    { ages: [45, 110] },
  ),
  "824": row("injury", "surgery", {
    "S82.841A": "Displaced bimalleolar fracture of right lower leg, initial encounter for closed fracture",
  }),
  "996": row("injury", "surgery", {
    "T82.858A": "Stenosis of other vascular prosthetic devices, implants and grafts, initial encounter",
    "T84.54XA": "Infection and inflammatory reaction due to internal left knee prosthesis, initial encounter",
  }),
  "997": row("injury", "surgery", { "K91.89": "Other postprocedural complications and disorders of digestive system" }),
  "998": row("injury", "surgery", {
    "T81.49XA": "Infection following a procedure, other surgical site, initial encounter",
  }),

  // Cancer
  "153": row(
    "neoplasm",
    "surgery",
    { "C18.2": "Malignant neoplasm of ascending colon", "C18.7": "Malignant neoplasm of sigmoid colon" },
    chronic,
  ),
  "162": row("neoplasm", "medicine", { "C34.11": "Malignant neoplasm of upper lobe, right bronchus or lung" }, chronic),
  "174": row(
    "neoplasm",
    "surgery",
    { "C50.911": "Malignant neoplasm of unspecified site of right female breast" },
    { sex: "female", ages: [30, 110], chronic: true },
  ),
  "185": row(
    "neoplasm",
    "surgery",
    { C61: "Malignant neoplasm of prostate" },
    { sex: "male", ages: [45, 110], chronic: true },
  ),
  "197": row(
    "neoplasm",
    "medicine",
    { "C78.7": "Secondary malignant neoplasm of liver and intrahepatic bile duct" },
    chronic,
  ),
  "198": row("neoplasm", "medicine", { "C79.51": "Secondary malignant neoplasm of bone" }, chronic),
  "218": row("neoplasm", "surgery", { "D25.9": "Leiomyoma of uterus, unspecified" }, { sex: "female", ages: [25, 60] }),

  // Blood, metabolism, nerves, mind
  "276": row("metabolic", "medicine", {
    "E86.0": "Dehydration",
    "E87.1": "Hypo-osmolality and hyponatremia",
    "E87.6": "Hypokalemia",
    "E87.5": "Hyperkalemia",
  }),
  "272": row("metabolic", "medicine", { "E78.5": "Hyperlipidemia, unspecified" }, chronic),
  "244": row("metabolic", "medicine", { "E03.9": "Hypothyroidism, unspecified" }, chronic),
  "263": row("metabolic", "medicine", { E46: "Unspecified protein-calorie malnutrition" }),
  "278": row("metabolic", "surgery", { "E66.01": "Morbid (severe) obesity due to excess calories" }, chronic),
  "280": row("blood", "medicine", { "D50.9": "Iron deficiency anemia, unspecified" }, chronic),
  "285": row("blood", "medicine", { "D64.9": "Anemia, unspecified", D62: "Acute posthemorrhagic anemia" }),
  "287": row("blood", "medicine", { "D69.6": "Thrombocytopenia, unspecified" }),
  "294": row(
    "mental",
    "medicine",
    {
      "F03.90":
        "Unspecified dementia, unspecified severity, without behavioral disturbance, psychotic disturbance, mood disturbance, and anxiety",
    },
    { ages: [60, 110], chronic: true },
  ),
  "295": row("mental", "psychiatric", { "F20.9": "Schizophrenia, unspecified" }, { ages: [18, 90], chronic: true }),
  "296": row(
    "mental",
    "psychiatric",
    {
      "F31.9": "Bipolar disorder, unspecified",
      "F33.2": "Major depressive disorder, recurrent severe without psychotic features",
    },
    chronic,
  ),
  "300": row("mental", "medicine", { "F41.9": "Anxiety disorder, unspecified" }, chronic),
  "303": row(
    "mental",
    "medicine",
    { "F10.20": "Alcohol dependence, uncomplicated" },
    { ages: [18, 90], chronic: true },
  ),
  "305": row(
    "mental",
    "medicine",
    { "F17.210": "Nicotine dependence, cigarettes, uncomplicated" },
    { ages: [18, 90], chronic: true },
  ),
  "311": row("mental", "medicine", { "F32.A": "Depression, unspecified" }, chronic),
  "331": row(
    "nervous",
    "medicine",
    { "G30.9": "Alzheimer's disease, unspecified" },
    { ages: [60, 110], chronic: true },
  ),
  "342": row("nervous", "medicine", { "G81.94": "Hemiplegia, unspecified affecting left nondominant side" }, chronic),
  "357": row("nervous", "medicine", { "G62.9": "Polyneuropathy, unspecified" }, chronic),

  // Symptoms
  "780": row("symptom", "medicine", {
    R55: "Syncope and collapse",
    "R41.82": "Altered mental status, unspecified",
    "R50.9": "Fever, unspecified",
  }),
  "784": row("symptom", "medicine", { "R47.01": "Aphasia" }),
  "785": row("symptom", "medicine", { "R00.0": "Tachycardia, unspecified", "R57.0": "Cardiogenic shock" }),
  "786": row("symptom", "medicine", {
    "R07.9": "Chest pain, unspecified",
    "R07.89": "Other chest pain",
    "R06.02": "Shortness of breath",
  }),
  "787": row("symptom", "medicine", {
    "R11.2": "Nausea with vomiting, unspecified",
    "R13.10": "Dysphagia, unspecified",
  }),
  "788": row("symptom", "medicine", { "R33.9": "Retention of urine, unspecified" }),
  "789": row("symptom", "medicine", { "R10.9": "Unspecified abdominal pain", "R18.8": "Other ascites" }),
  "790": row("symptom", "medicine", { "R78.81": "Bacteremia" }),

  // Status and history
  V42: row("status", "cardiac-renal", { "Z94.0": "Kidney transplant status" }, chronic),
  V43: row("status", "surgery", { "Z96.651": "Presence of right artificial knee joint" }, chronic),
  V45: row(
    "status",
    "cardiac-renal",
    {
      "Z95.1": "Presence of aortocoronary bypass graft",
      "Z99.2": "Dependence on renal dialysis",
      "Z95.0": "Presence of cardiac pacemaker",
    },
    chronic,
  ),
  V10: row(
    "status",
    "medicine",
    { "Z85.3": "Personal history of malignant neoplasm of breast" },
    { sex: "female", ages: [40, 110], chronic: true },
  ),
  V12: row(
    "status",
    "medicine",
    {
      "Z86.73":
        "Personal history of transient ischemic attack (TIA), and cerebral infarction without residual deficits",
    },
    chronic,
  ),
  V15: row("status", "medicine", { "Z91.19": "Patient's noncompliance with other medical treatment and regimen" }),
  V57: row("status", "rehabilitation", { "Z51.89": "Encounter for other specified aftercare" }),
  V58: row(
    "status",
    "medicine",
    { "Z79.01": "Long term (current) use of anticoagulants", "Z79.4": "Long term (current) use of insulin" },
    chronic,
  ),
  "648": row(
    "pregnancy",
    "obstetric",
    {
      "O24.113": "Pre-existing type 2 diabetes mellitus, in pregnancy, third trimester",
      "O99.013": "Anemia complicating pregnancy, third trimester",
      "O99.213": "Obesity complicating pregnancy, third trimester",
      "O99.513": "Diseases of the respiratory system complicating pregnancy, third trimester",
    },
    { sex: "female", ages: [16, 48] },
  ),
};

/** The table's row for a category; throws RangeError for one it does not hold (a programming mistake). */
export function diagnosisCategory(code: string): DiagnosisCategory {
  const found = DIAGNOSIS_CATALOGUE[code];
  if (found === undefined) throw new RangeError(`unknown diagnosis category ${code}`);
  return found;
}

/** Whether a patient of this sex and age can plausibly have it. */
export function isPlausibleFor(code: string, sex: "female" | "male", ageYears: number): boolean {
  const category = diagnosisCategory(code);
  if (category.sex !== undefined && category.sex !== sex) return false;
  return category.ages === undefined || (ageYears >= category.ages[0] && ageYears <= category.ages[1]);
}
