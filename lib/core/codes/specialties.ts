/** SNOMED CT clinical specialties (the practice-setting value set) → specialty level. */
const SNOMED: Readonly<Record<string, string>> = {
  "394802001": "internal-medicine",
  "419192003": "internal-medicine",
  "394811001": "internal-medicine",
  "394814009": "family-medicine",
  "419772000": "family-medicine",
  "408443003": "family-medicine",
  "773568002": "emergency-medicine",
  "394579002": "cardiology",
  "418112009": "pulmonology",
  "394589003": "nephrology",
  "394584008": "gastroenterology",
  "394591006": "neurology",
  "394583002": "endocrinology",
  "408475000": "endocrinology",
  "394593009": "oncology",
  "394592004": "oncology",
  "394803006": "oncology",
  "419815003": "oncology",
  "394537008": "paediatrics",
  "394588006": "psychiatry",
  "394587001": "psychiatry",
  "394602003": "rehabilitation",
  "394294004": "general-surgery",
  "394609007": "general-surgery",
  "394603008": "heart-chest-vascular-surgery",
  "408471009": "heart-chest-vascular-surgery",
  "408463005": "heart-chest-vascular-surgery",
  "394801008": "orthopaedics",
  "394610002": "neurosurgery",
  "394612005": "urology",
  "394585009": "obstetrics-gynaecology",
  "394586005": "obstetrics-gynaecology",
  "408470005": "obstetrics-gynaecology",
  "394914008": "radiology",
  "394604002": "other-surgery",
  "394594003": "other-surgery",
  "394611003": "other-surgery",
  "394582007": "other",
  "394807007": "other",
  "394810000": "other",
  "394577000": "other",
  "394805004": "other",
};

/** NUCC provider taxonomy, longest prefix first. @see https://taxonomy.nucc.org */
const NUCC: readonly (readonly [string, string])[] = [
  ["207RC", "cardiology"],
  ["207RI0011", "cardiology"],
  ["207RP1001", "pulmonology"],
  ["207RN", "nephrology"],
  ["207RG0100", "gastroenterology"],
  ["207RE", "endocrinology"],
  ["207RH", "oncology"],
  ["207RX", "oncology"],
  ["207RI0200", "other"],
  ["207RR", "other"],
  ["207R", "internal-medicine"],
  ["208M", "internal-medicine"],
  ["207Q", "family-medicine"],
  ["208D", "family-medicine"],
  ["207P", "emergency-medicine"],
  ["2084N", "neurology"],
  ["2084P", "psychiatry"],
  ["103T", "psychiatry"],
  ["2080", "paediatrics"],
  ["2081", "rehabilitation"],
  ["2086S0129", "heart-chest-vascular-surgery"],
  ["208G", "heart-chest-vascular-surgery"],
  ["2086", "general-surgery"],
  ["207X", "orthopaedics"],
  ["207T", "neurosurgery"],
  ["2088", "urology"],
  ["207V", "obstetrics-gynaecology"],
  ["2085", "radiology"],
  ["207Y", "other-surgery"],
  ["207W", "other-surgery"],
  ["2082", "other-surgery"],
  ["208C", "other-surgery"],
  ["213E", "other-surgery"],
  ["207", "other"],
  ["208", "other"],
];

/** Words, most telling first: "paediatric cardiology" is paediatrics, "vascular surgery" is not general surgery. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/p(a)?ediatric/i, "paediatrics"],
  [/neuro.?physiolog/i, "neurology"],
  [/psych|mental health|behaviou?ral/i, "psychiatry"],
  [/rehab|physical medicine/i, "rehabilitation"],
  [/obst|matern|gyn(a)?ecolog/i, "obstetrics-gynaecology"],
  [/radiolog/i, "radiology"],
  [/orthop/i, "orthopaedics"],
  [/neuro.?surg|surg.*neuro/i, "neurosurgery"],
  [/(cardi|thorac|vascul|heart).*surg|surg.*(cardi|thorac|vascul|heart)/i, "heart-chest-vascular-surgery"],
  [/general.*surg|surg.*general|^surg(eon|ery|ical)( service)?$/i, "general-surgery"],
  [/\burolog/i, "urology"],
  [/surg|podiatr|otolaryng|\bENT\b|ophthalm|dentist|maxillofacial/i, "other-surgery"],
  [/cardiolog|cardiac care/i, "cardiology"],
  [/pulmon|respirat/i, "pulmonology"],
  [/nephrolog|renal/i, "nephrology"],
  [/gastroent|hepatol/i, "gastroenterology"],
  [/neurolog|stroke/i, "neurology"],
  [/endocrin|diabet/i, "endocrinology"],
  [/oncolog|h(a)?ematolog/i, "oncology"],
  [/emergency|trauma|\bED\b/i, "emergency-medicine"],
  [/family|general.?practice|osteopath/i, "family-medicine"],
  [
    /internal.?med|general med|^med(icine|ical)?( service)?$|hospitalist|hospital medicine|geriatr/i,
    "internal-medicine",
  ],
  [
    /rheumat|infectious|dermatol|allerg|immunolog|an(a)?esthes|patholog|sports|speech|critical care|intensive|palliative/i,
    "other",
  ],
];

/** The specialty level of a coding (SNOMED CT or NUCC), null where it is not one we know. */
export function specialtyOf(system: string, code: string): string | null {
  const text = code.trim();
  if (/nucc|provider-?taxonomy|6\.101\b/i.test(system)) {
    return NUCC.find(([prefix]) => text.toUpperCase().startsWith(prefix))?.[1] ?? null;
  }
  return SNOMED[text] ?? null;
}

/** The specialty level that a service's or a role's words name, null where they name none we know. */
export function specialtyOfText(text: string): string | null {
  return WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
