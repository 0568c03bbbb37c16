import type { DataIssue } from "@/lib/core/model/scored-stay";

type Severity = DataIssue["severity"];

interface IssueKind {
  readonly severity: Severity;
  /** What it means, for the guide to reading FHIR. */
  readonly meaning: string;
}

/** The closed list of troubles the FHIR reader reports. `docs/reading-fhir.md` explains each and is tested against it. */
export const ISSUE_CODES = {
  "not-a-resource": {
    severity: "warning",
    meaning: "Something that is not a FHIR resource was among the resources; it was left out.",
  },
  "resource-without-id": {
    severity: "warning",
    meaning: "A resource has no id, so it can be cited only by its place in the data.",
  },
  "duplicate-resource": {
    severity: "info",
    meaning: "The same resource was sent more than once; the newest version was read.",
  },
  "entered-in-error": { severity: "info", meaning: "A resource is marked as entered in error and was left out." },
  "dangling-reference": { severity: "warning", meaning: "A resource refers to another that was not sent." },
  "patient-missing": { severity: "warning", meaning: "No Patient resource was sent: age and sex are unknown." },
  "line-unreadable": {
    severity: "warning",
    meaning: "A line about this patient in an imported file could not be read, so something may be missing.",
  },
  "several-patients": {
    severity: "warning",
    meaning: "Resources about another patient were sent together with this one's; they were left out.",
  },
  "birth-date-missing": {
    severity: "error",
    meaning: "The birth date is missing or unreadable, so the age is unknown.",
  },
  "birth-date-partial": {
    severity: "info",
    meaning: "Only a year or month of birth is recorded; the age may be a year out.",
  },
  "death-before-stay": {
    severity: "error",
    meaning: "The patient's recorded death lies before the stay; one of the two is wrong, so no probability is given.",
  },
  "age-implausible": {
    severity: "error",
    meaning: "The recorded dates give an age below 0 or above 130 years; the age was not used.",
  },
  "sex-missing": { severity: "warning", meaning: "The sex is not recorded as female or male." },
  "dates-all-missing": { severity: "error", meaning: "No readable date was sent, so what is current cannot be told." },
  "now-unreadable": {
    severity: "error",
    meaning: "The time given as now cannot be read; the latest date in the data was used.",
  },
  "later-data-hidden": { severity: "info", meaning: "Resources dated after now were left out." },
  "period-start-missing": {
    severity: "error",
    meaning: "The stay has no readable start, so nothing that depends on time is known.",
  },
  "period-end-missing": {
    severity: "warning",
    meaning: "The stay has ended but its end is not recorded, so its length is unknown.",
  },
  "period-end-inferred": {
    severity: "info",
    meaning: "The stay's end is not recorded; it was told from its last place or its length.",
  },
  "period-end-before-start": { severity: "error", meaning: "The stay ends before it starts; its end was not used." },
  "period-partial": {
    severity: "warning",
    meaning: "The stay's start or end is recorded only to the month or year; its length is unknown.",
  },
  "stay-never-closed": {
    severity: "warning",
    meaning:
      "The stay is still open in the data although a later one began or a year has passed; it was read as ended.",
  },
  "status-contradicts-period": {
    severity: "warning",
    meaning: "The status says the stay goes on, but its end has passed; it was read as ended.",
  },
  "class-missing": {
    severity: "warning",
    meaning: "The encounter's class is missing; what it is was decided from its type, length, location and diagnosis.",
  },
  "class-not-standard": {
    severity: "warning",
    meaning:
      "The source uses none of the standard encounter classes; stays were found by type, length, location and diagnosis.",
  },
  "class-contradicts-admission": {
    severity: "info",
    meaning:
      "The encounter's class is not an inpatient one, but everything else says it was a hospital stay; it was read as one.",
  },
  "encounters-merged": {
    severity: "info",
    meaning:
      "Several encounters were read as one stay (transfers inside the hospital, or admission through the emergency department).",
  },
  "transfer-not-merged": {
    severity: "info",
    meaning: "The stay borders on one at another hospital; they were kept apart.",
  },
  "admission-type-inferred": {
    severity: "info",
    meaning: "No admission type is recorded; it was told from the encounter's class, type or way in.",
  },
  "admission-type-missing": {
    severity: "warning",
    meaning: "Whether the admission was an emergency or planned is not recorded.",
  },
  "admission-type-unknown": {
    severity: "warning",
    meaning: "The admission type is coded in a way that is not known here.",
  },
  "admission-source-missing": { severity: "warning", meaning: "Where the patient was admitted from is not recorded." },
  "admission-source-unknown": {
    severity: "warning",
    meaning: "The admission source is coded in a way that is not known here.",
  },
  "disposition-missing": {
    severity: "warning",
    meaning: "The stay has ended but where the patient went is not recorded.",
  },
  "disposition-unknown": {
    severity: "warning",
    meaning: "The discharge disposition is coded in a way that is not known here.",
  },
  "specialty-missing": { severity: "info", meaning: "The admitting specialty is not recorded." },
  "specialty-unknown": { severity: "info", meaning: "The specialty is named in a way that is not known here." },
  "prior-history-unknown": {
    severity: "warning",
    meaning: "The record does not reach back a year before admission, so earlier visits are unknown, not none.",
  },
  "diagnoses-missing": { severity: "warning", meaning: "No diagnosis is linked to the stay." },
  "diagnosis-rank-missing": {
    severity: "info",
    meaning: "The diagnoses are not ranked; the order they were linked in was used.",
  },
  "diagnosis-by-date": {
    severity: "warning",
    meaning: "No diagnosis is linked to the stay; conditions first recorded during it were used.",
  },
  "diagnosis-code-unknown": { severity: "warning", meaning: "A diagnosis is coded in a way that is not known here." },
  "diagnosis-system-guessed": {
    severity: "info",
    meaning: "A diagnosis code has no standard code system; it was told by its shape.",
  },
  "diagnosis-from-reason": {
    severity: "warning",
    meaning: "No diagnosis is linked to the stay; the encounter's reason was used, and diagnoses were not counted.",
  },
  "condition-not-coded": {
    severity: "info",
    meaning: "A condition is recorded in words only; words are not read, so it counts for nothing but its number.",
  },
  "diabetes-over": {
    severity: "warning",
    meaning:
      "Every diabetes diagnosis on record is marked resolved, inactive or in remission; it counted all the same.",
  },
  "diabetes-recorded-later": {
    severity: "info",
    meaning: "Diabetes came onto the record only after the stay; it counted all the same.",
  },
  "condition-not-confirmed": {
    severity: "info",
    meaning: "A condition is marked refuted, provisional or as a differential and was not used.",
  },
  "labs-missing": {
    severity: "warning",
    meaning: "No laboratory result was sent for the stay, so lab counts and result bands are not recorded.",
  },
  "lab-unit-unknown": {
    severity: "warning",
    meaning: "A laboratory value has no unit or one that is not known here; it was told by its size or not used.",
  },
  "lab-value-unreadable": {
    severity: "warning",
    meaning: "A laboratory result that matters here has no readable value.",
  },
  "procedures-missing": {
    severity: "info",
    meaning: "No procedure was ever sent for this patient, so the count of procedures is not recorded.",
  },
  "medications-missing": {
    severity: "warning",
    meaning: "No medication was sent for the stay, so drugs are not recorded, which is not the same as none given.",
  },
  "medication-unknown": { severity: "warning", meaning: "A medication has no code or name that could be read." },
  "drug-not-known-to-model": {
    severity: "warning",
    meaning: "The patient takes a diabetes drug of a class this model has never met; its effect is not in the score.",
  },
  "drug-dose-unknown": {
    severity: "info",
    meaning: "A diabetes drug was ordered without doses that can be compared, so a change of dose may be missed.",
  },
} as const satisfies Record<string, IssueKind>;

export type IssueCode = keyof typeof ISSUE_CODES;
