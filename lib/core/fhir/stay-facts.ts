import { readCodings, readWords } from "@/lib/core/fhir/codings";
import type { StayReading } from "@/lib/core/fhir/stay-reading";
import { kindOfCare, type StayFacts } from "@/lib/core/scope/scope";

const OBSTETRIC =
  /obstetric|labou?r (and|&) delivery|\bl&d\b|childbirth|maternity|antepartum|postpartum|deliver(y|ed) (room|suite|of)/i;
const PSYCHIATRIC = /psychiatr|\bpsych\b|mental health|behaviou?ral health/i;
const NOT_ACUTE = /skilled nursing|nursing (home|facility)|long.?term care|hospice|respite/i;
const REHABILITATION = /rehabilitation|\brehab\b/i;

/** What decides whether a model may speak about a stay, from everything that was read. */
export function toStayFacts(reading: StayReading): StayFacts {
  const { group, disposition, times } = reading;
  const beds = group.visits.filter(({ kind }) => kind === "inpatient");
  const care = kindOfCare(reading.specialty.level, reading.diagnoses.ranked[0]?.group ?? null);
  const words = beds
    .map(({ resource }) => `${readWords(resource.type)} ${readWords(resource.class)}`)
    .join(" ")
    // What comes after the stay says nothing about it.
    .replace(/(referr(ed|al)|discharged?|transfer(red)?) (to|for) [^.;]*/gi, "");
  // Gynaecology shares a service with obstetrics, and is ordinary acute care.
  const services = beds.map(({ resource }) => readWords(resource.serviceType)).join(" ");
  const obstetricService = [services, reading.placeWords].some((said) => OBSTETRIC.test(said) && !/gyn/i.test(said));
  const classes = beds.flatMap(({ resource }) => readCodings(resource.class).map(({ code }) => code));
  const ended = !times.isCurrent;
  return {
    ageYears: reading.isAdultUncertain ? null : reading.ageYears,
    diabetesOnRecord: hasDiabetes(reading),
    acuteInpatient: !NOT_ACUTE.test(words) && (classes.length === 0 || !classes.every((code) => code === "NONAC")),
    daysSoFar: times.midnights,
    obstetric: care.obstetric || obstetricService || OBSTETRIC.test(words),
    psychiatric: care.psychiatric || PSYCHIATRIC.test(`${words} ${reading.placeWords}`),
    rehabilitation: care.rehabilitation || REHABILITATION.test(`${words} ${reading.placeWords}`),
    died: disposition === "expired" || reading.diedInStay,
    hospice: disposition === "hospice" || /hospice|comfort care/i.test(`${words} ${services} ${reading.placeWords}`),
    againstAdvice: disposition === "against-advice",
    transferredToAcuteCare: disposition === "acute-hospital",
    stillInpatient: ended && disposition === "still-patient",
  };
}

/** A coded diabetes diagnosis anywhere on record; null where no condition is coded at all. */
function hasDiabetes({ conditions, diagnoses }: StayReading): boolean | null {
  if (conditions.diabetes !== null && conditions.diabetes.length > 0) return true;
  if (diagnoses.ranked.some(({ group }) => group?.startsWith("diabetes") === true)) return true;
  return conditions.diabetes !== null || diagnoses.ranked.some(({ hasCode }) => hasCode) ? false : null;
}

/** Why nothing can be said although no known fact speaks against it: an ending that was recorded but cannot be read. */
export function unreadReasons({ disposition, times }: StayReading): readonly string[] {
  return disposition === "unknown" && !times.isCurrent
    ? ["Where the patient went is recorded in a way that cannot be read, so a death or transfer cannot be ruled out."]
    : [];
}
