import { type Coding, readCodings, readWords } from "@/lib/core/fhir/codings";

/** Where a patient went, in the terms of the uniform bill's discharge status. */
export const DISPOSITIONS = [
  "home",
  "home-health",
  "acute-hospital",
  "skilled-nursing",
  "intermediate-care",
  "other-inpatient",
  "against-advice",
  "still-patient",
  "hospice",
  "swing-bed",
  "rehabilitation",
  "long-term-care-hospital",
  "psychiatric",
  "outpatient-follow-up",
  "expired",
  "other",
] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/**
 * Uniform-bill discharge status (NUBC FL 17), also used by HL7 v2 table 0112; 81–95 repeat 01–70 with a planned readmission.
 *
 * @see https://www.nubc.org (patient discharge status) and https://terminology.hl7.org/CodeSystem-v2-0112.html
 */
const UNIFORM_BILL: ReadonlyMap<string, Disposition> = new Map([
  ["01", "home"],
  ["02", "acute-hospital"],
  ["03", "skilled-nursing"],
  ["04", "intermediate-care"],
  ["05", "other-inpatient"],
  ["06", "home-health"],
  ["07", "against-advice"],
  ["08", "home-health"],
  ["09", "still-patient"],
  ["20", "expired"],
  ["21", "other"],
  ["30", "still-patient"],
  ["40", "expired"],
  ["41", "expired"],
  ["42", "expired"],
  ["43", "acute-hospital"],
  ["50", "hospice"],
  ["51", "hospice"],
  ["61", "swing-bed"],
  ["62", "rehabilitation"],
  ["63", "long-term-care-hospital"],
  ["64", "intermediate-care"],
  ["65", "psychiatric"],
  ["66", "acute-hospital"],
  ["69", "other"],
  ["70", "other"],
  ["71", "outpatient-follow-up"],
  ["72", "outpatient-follow-up"],
  ["81", "home"],
  ["82", "acute-hospital"],
  ["83", "skilled-nursing"],
  ["84", "intermediate-care"],
  ["85", "other-inpatient"],
  ["86", "home-health"],
  ["87", "other"],
  ["88", "acute-hospital"],
  ["89", "swing-bed"],
  ["90", "rehabilitation"],
  ["91", "long-term-care-hospital"],
  ["92", "intermediate-care"],
  ["93", "psychiatric"],
  ["94", "acute-hospital"],
  ["95", "other"],
]);

/** @see https://terminology.hl7.org/CodeSystem-discharge-disposition.html */
const HL7_CODES: ReadonlyMap<string, Disposition> = new Map([
  ["home", "home"],
  ["alt-home", "home"],
  ["other-hcf", "other-inpatient"],
  ["hosp", "hospice"],
  ["long", "long-term-care-hospital"],
  ["aadvice", "against-advice"],
  ["exp", "expired"],
  ["psy", "psychiatric"],
  ["rehab", "rehabilitation"],
  ["snf", "skilled-nursing"],
  ["oth", "other"],
]);

/** SNOMED CT discharge procedures and findings. */
const SNOMED: ReadonlyMap<string, Disposition> = new Map([
  ["306689006", "home"], // Discharge to home
  ["306206005", "home-health"], // Referral to home health service
  ["306205009", "home-health"],
  ["306701001", "acute-hospital"], // Discharge to ward / another hospital
  ["306703003", "acute-hospital"], // Discharge to tertiary referral hospital
  ["19712007", "acute-hospital"], // Patient transfer, to another health care facility
  ["306694006", "intermediate-care"], // Discharge to nursing home
  ["306691003", "intermediate-care"], // Discharge to residential home
  ["225928004", "against-advice"], // Patient self-discharge against medical advice
  ["445449000", "against-advice"],
  ["428371000124100", "hospice"], // Discharge to healthcare facility for hospice care
  ["428361000124107", "hospice"], // Discharge to home for hospice care
  ["371828006", "expired"], // Patient deceased during stay
  ["419099009", "expired"], // Dead
  ["433591000124103", "skilled-nursing"],
  ["306700000", "other-inpatient"],
]);

/** A site's own words; the first match wins, so the special places come before "home" and "hospital". */
const WORDS: readonly (readonly [RegExp, Disposition])[] = [
  [/\b(expired|deceased(?! donor)|dead|died|death|morgue)\b/i, "expired"],
  [/hospice|palliative(?! follow)/i, "hospice"],
  [/against (medical )?advi|\bama\b|self.?discharge|eloped|absconded|left without/i, "against-advice"],
  [/still (a )?patient|(?<!not )\badmitted\b/i, "still-patient"],
  [/^home\b.*\b(declined|no home health)\b|\brehab.{0,12}out-?patient, home/i, "home"],
  [/rehab|\birf\b/i, "rehabilitation"],
  [/psych|mental|behaviou?ral/i, "psychiatric"],
  [/skilled nursing|\bsnf\b|nursing facility/i, "skilled-nursing"],
  [/swing.?bed/i, "swing-bed"],
  [/long.?term (acute )?(care )?hosp|\bltach?\b|chronic/i, "long-term-care-hospital"],
  [
    /intermediate|custodial|nursing home|residential|assisted living|long.?term care|\b(ltc|alf|icf)\b/i,
    "intermediate-care",
  ],
  [/home (health|care|with|iv|under)|visiting nurse|home w\/? ?(health|services|hha|vna|iv)/i, "home-health"],
  [
    /(other|another|acute|general|tertiary|short.?term|outside|federal|critical access).{0,20}hosp|transfer.{0,30}hosp|hosp\.? transfer/i,
    "acute-hospital",
  ],
  [/healthcare facility|health care facility|other (inpatient|institution|facility)|\bfacility\b/i, "other-inpatient"],
  [/out-?patient/i, "outpatient-follow-up"],
  [/\bhome\b|self.?care|discharged alive|routine discharge|domicile|usual residence/i, "home"],
  [/\b(other|court|law|police|jail|prison|shelter)\b/i, "other"],
];

/** NUBC patient discharge status and HL7 v2 table 0112, by name or OID. */
const BILL_SYSTEM = /nubc|0112|patient-?discharge|discharge-?status|6\.301\.5$|12\.112$/i;

/** Words that say nothing: the same as not recorded. */
const NOTHING_SAID =
  /^(unk|unknown|not (mapped|available|recorded|known)|null|n\/?a|none|no info(rmation)?|asku|ni)?$/i;

/** What a dischargeDisposition says: `null` where nothing was said, `"unknown"` where it could not be read. */
export function readDisposition(concept: unknown): Disposition | "unknown" | null {
  if (concept === undefined || concept === null) return null;
  for (const coding of readCodings(concept)) {
    const known = fromCoding(coding);
    if (known !== undefined) return known;
  }
  const words = readWords(concept);
  if (NOTHING_SAID.test(words)) return null;
  return WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? "unknown";
}

function fromCoding({ system, code }: Coding): Disposition | undefined {
  const hl7 = HL7_CODES.get(code.toLowerCase());
  if (hl7 !== undefined) return hl7;
  const snomed = SNOMED.get(code);
  if (snomed !== undefined) return snomed;
  if (!/^\d{1,2}$/.test(code)) return undefined;
  // Two digits are the uniform bill's, under whatever name; one digit alone may be anything.
  return BILL_SYSTEM.test(system) || code.length === 2 ? UNIFORM_BILL.get(code.padStart(2, "0")) : undefined;
}
