/** What brought a patient to the emergency department, in groups coarse enough to be learnt from a thousand visits. */
interface ComplaintGroup {
  readonly code: string;
  /** Noun phrase for a clinician. */
  readonly sentence: string;
  /** Words of a complaint in English, with the abbreviations that triage nurses write. */
  readonly words: RegExp;
}

const group = (code: string, sentence: string, words: RegExp): ComplaintGroup => ({ code, sentence, words });

/** In order: the first whose words occur in a complaint is its group. What threatens life, or says more, stands first. */
export const COMPLAINT_GROUPS: readonly ComplaintGroup[] = [
  group(
    "consciousness",
    "Altered consciousness or arrest",
    /mental(ity)? (change|status)|mentality|altered (mental|conscious|sensor)|drows|confus|stupor|\bcoma\b|\bloc\b|loss of conscious|deliri|sleeping tend|unrespons|amnesia|arrest|\bcpr\b/,
  ),
  group("seizure", "Seizure", /s[ei]+z?zure|sezure|convuls|epilep/),
  group("syncope", "Fainting", /syncope|faint/),
  group(
    "gi-bleeding",
    "Bleeding from the gut",
    /h[ae]*matemesis|mel[ae]+na|h[ae]*matochezia|(anal|rectal) bleed|bloody? (in )?stool/,
  ),
  group(
    "breathing",
    "Breathlessness or cough",
    /dyspn|orthopn|short(ness)? of breath|\bsob\b|breath|pneumothorax|cough|sputum|h[ae]*moptysis|wheez|asthma/,
  ),
  group(
    "focal-neurology",
    "Weakness of a side, speech or sensation",
    /h?emipar|monopar|parapar|hemipleg|dysarth|aphasia|slurred|facial palsy|(motor|side|arm|leg) +weak|numb|paresth|tingling|diplopia|sensory|stroke/,
  ),
  group(
    "injury",
    "Injury, wound or burn",
    /injur|lacerat|\blac\b|wound|\bburn(s|ed|t)?\b(?! (on|in|with|when|sensation|pain))|(?<!\ba|non[ -]?)trauma|fractur|concussion|\bstings?\b|\bstung\b|\bbit(es?|ten)\b|disloc|scratch|\bfall\b|accident|foreign body|\bfb\b/,
  ),
  group("palpitation", "Palpitation", /palpit|tachycard|arrhythm/),
  group("chest-pain", "Chest pain", /chest|angina/),
  group("flank-urinary", "Flank pain or urinary complaint", /flank|void|dysuria|urin|h[ae]*maturia|testi|scrot|penil/),
  group("vomiting-diarrhoea", "Vomiting or diarrhoea", /vomit|nausea|diarrh/),
  group(
    "abdominal",
    "Abdominal pain or distension",
    /abd|epigast|\b[rl][ul]q\b|quadrant|umbilic|ascites|distension|stomach/,
  ),
  group("fever", "Fever or chills", /fever|chill|\bf\/c\b/),
  group(
    "general-weakness",
    "General weakness or an abnormal value",
    /weak|g\/w|decreased activity|hypoglyc|hyperglyc|\bb[s]?(l|t)\b|blood pressure|hypertens|hypotens|\bhb\b|an[ae]+mia|\blab\b|jaundice|edema|oedema/,
  ),
  group("dizziness", "Dizziness", /dizz|vertigo|light.?head|\bdz\b/),
  group("headache", "Headache", /head ?ache|head pain|\bha\b/),
  group(
    "gynaecological",
    "Gynaecological or pregnancy-related complaint",
    /vagin|pprom|labou?r\b|pregnan|menstr|pelvic/,
  ),
  group("eye", "Eye complaint", /ocular|\beyes?\b|eyelid|eyebrow|vision|visual/),
  group(
    "ear-nose-throat",
    "Ear, nose, throat or dental complaint",
    /\bears?\b|otalg|hearing|epistax|nose|nasal|throat|voice|tooth|dental|gingiv|oral|jaw|mandib|tmj|neck/,
  ),
  group("skin", "Skin complaint or allergy", /rash|urticar|itch|skin|cellulit|erupt|papule|erythem|allerg|redness/),
  group(
    "mental-health",
    "Mental health, intoxication or assault",
    /anxi|suicid|drunk|alcohol|intoxic|overdose|hallucin|mood|depress|behaviou?r|sexual/,
  ),
  group(
    "device-procedure",
    "A tube, catheter or procedure",
    /tube|cath|ptbd|\bavf\b|tapping|medication|copy|inject|examin|remov|malfunc|insert/,
  ),
  group(
    "limb-back",
    "Limb, joint or back pain",
    /leg|arm\b|hand|foot|toe|finger|knee|ankle|hip|wrist|elbow|shoulder|back|\blbp\b|buttock|thigh|femur|coccy|myalg|swelling/,
  ),
];

/** A complaint that was written down and is in no group. */
export const OTHER_COMPLAINT = "other";

/**
 * The group of a chief complaint as it was written, or null where nothing can be read in it (empty, or in a script
 * that was lost on the way and arrived as question marks).
 */
export function complaintGroup(text: string): string | null {
  const words = text.toLowerCase();
  if (!/[a-z]{2}/.test(words)) return null;
  return COMPLAINT_GROUPS.find((known) => known.words.test(words))?.code ?? OTHER_COMPLAINT;
}
